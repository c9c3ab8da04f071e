-- text holds the names that the codes had when the query was saved; code_guids, in the same order,
-- which codes these are, so that one that is renamed or moved is still meant.
CREATE TABLE queries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  text TEXT NOT NULL,
  code_guids TEXT NOT NULL CHECK (json_valid(code_guids)),
  coder_id INTEGER NOT NULL REFERENCES coders (id),
  changed_at TEXT NOT NULL
) STRICT;
