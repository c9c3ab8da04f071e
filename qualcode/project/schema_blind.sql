-- Coders who do not see what others code until they are released. Runs up to latest_run may have
-- learned from everybody's codings.
CREATE TABLE blind_coders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  coder_id INTEGER NOT NULL UNIQUE REFERENCES coders (id) ON DELETE CASCADE,
  since TEXT NOT NULL,
  latest_run INTEGER NOT NULL
) STRICT;
