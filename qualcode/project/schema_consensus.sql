-- Coders who stand for what others have settled: their codings are nobody's own.
CREATE TABLE consensus_coders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  coder_id INTEGER NOT NULL UNIQUE REFERENCES coders (id) ON DELETE CASCADE
) STRICT;

-- What was decided where coders differed: whether these words get the code, or another one or
-- other words. brought lists the words that a consensus coder got by it, as [code_id, start, end].
CREATE TABLE consensus_decisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  coder_id INTEGER NOT NULL REFERENCES coders (id),
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  code_id INTEGER NOT NULL REFERENCES codes (id) ON DELETE CASCADE,
  start INTEGER NOT NULL CHECK (start >= 0),
  end INTEGER NOT NULL CHECK (end > start),
  verdict TEXT NOT NULL CHECK (verdict IN ('kept', 'declined', 'otherwise')),
  brought TEXT NOT NULL CHECK (json_valid(brought)),
  reason TEXT NOT NULL,
  decided_by INTEGER NOT NULL REFERENCES coders (id),
  decided_at TEXT NOT NULL,
  UNIQUE (source_id, code_id, start, end, coder_id)
) STRICT;
