-- The first schema of a qualcode project. docs/schema.md describes every table and view.
-- Offsets are code points of sources.text, half-open; moments are ISO 8601 in UTC.

CREATE TABLE project (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  guid TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  -- the codebook file's own fields: name, version, description, …
  codebook TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(codebook)),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE coders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE cases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE variables (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE sources (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  case_id INTEGER REFERENCES cases (id),
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  length INTEGER NOT NULL CHECK (length = length(text)),
  text_hash TEXT NOT NULL,
  -- [[start, end], …]; the view `sentences` has a row for each
  sentence_spans TEXT NOT NULL CHECK (json_valid(sentence_spans)),
  imported_at TEXT NOT NULL
) STRICT;
CREATE INDEX sources_case ON sources (case_id);

CREATE TABLE originals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id INTEGER NOT NULL UNIQUE REFERENCES sources (id) ON DELETE CASCADE,
  filename TEXT NOT NULL,
  format TEXT NOT NULL,
  encoding TEXT NOT NULL,
  content_hash TEXT NOT NULL
) STRICT;
CREATE INDEX originals_content ON originals (content_hash);

-- The bytes of imported files, by SHA-256: outside the history, so that they are stored once.
CREATE TABLE original_contents (
  content_hash TEXT PRIMARY KEY,
  content BLOB NOT NULL
) STRICT;

CREATE TABLE turns (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 1),
  start INTEGER NOT NULL CHECK (start >= 0),
  end INTEGER NOT NULL CHECK (end > start),
  speaker TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('interviewer', 'informant', 'unknown')),
  time_start REAL,
  time_end REAL,
  text TEXT NOT NULL,
  UNIQUE (source_id, position)
) STRICT;

CREATE TABLE case_values (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  variable_id INTEGER NOT NULL REFERENCES variables (id) ON DELETE CASCADE,
  value TEXT NOT NULL,
  UNIQUE (case_id, variable_id)
) STRICT;

-- A source's own value (its wave, say) goes before its case's.
CREATE TABLE source_values (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  variable_id INTEGER NOT NULL REFERENCES variables (id) ON DELETE CASCADE,
  value TEXT NOT NULL,
  UNIQUE (source_id, variable_id)
) STRICT;

CREATE TABLE codes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  parent_id INTEGER REFERENCES codes (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  definition TEXT NOT NULL DEFAULT '',
  when_to_use TEXT NOT NULL DEFAULT '',
  when_not_to_use TEXT NOT NULL DEFAULT '',
  examples TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(examples)),
  indicator_terms TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(indicator_terms)),
  colour TEXT NOT NULL DEFAULT '' CHECK (colour = '' OR colour GLOB '#[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]'),
  extra TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)),
  CHECK (parent_id IS NULL OR parent_id <> id)
) STRICT;
CREATE UNIQUE INDEX codes_name_under_parent ON codes (ifnull(parent_id, 0), name);

CREATE TABLE suggestion_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  suggester TEXT NOT NULL,
  coder_id INTEGER NOT NULL REFERENCES coders (id),
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  versions TEXT NOT NULL CHECK (json_valid(versions)),
  codebook_hash TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;

-- Which sources a run has to go through and what it found in those it has done (NULL: not yet).
CREATE TABLE suggestion_run_sources (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES suggestion_runs (id) ON DELETE CASCADE,
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  proposed INTEGER,
  added INTEGER,
  UNIQUE (run_id, source_id)
) STRICT;

CREATE TABLE suggestions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  run_id INTEGER NOT NULL REFERENCES suggestion_runs (id) ON DELETE CASCADE,
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  code_id INTEGER NOT NULL REFERENCES codes (id) ON DELETE CASCADE,
  start INTEGER NOT NULL CHECK (start >= 0),
  end INTEGER NOT NULL CHECK (end > start),
  score REAL NOT NULL,
  evidence TEXT NOT NULL CHECK (json_valid(evidence)),
  negated INTEGER NOT NULL CHECK (negated IN (0, 1)),
  decision TEXT NOT NULL DEFAULT 'open' CHECK (decision IN ('open', 'accepted', 'rejected')),
  decided_by INTEGER REFERENCES coders (id),
  decided_at TEXT,
  UNIQUE (source_id, code_id, start, end)
) STRICT;
CREATE INDEX suggestions_run ON suggestions (run_id);
CREATE INDEX suggestions_code ON suggestions (code_id);

CREATE TABLE codings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  code_id INTEGER NOT NULL REFERENCES codes (id),
  coder_id INTEGER NOT NULL REFERENCES coders (id),
  start INTEGER NOT NULL CHECK (start >= 0),
  end INTEGER NOT NULL CHECK (end > start),
  origin TEXT NOT NULL CHECK (origin IN ('hand', 'suggestion', 'import')),
  suggestion_id INTEGER REFERENCES suggestions (id) ON DELETE SET NULL,
  created_at TEXT NOT NULL,
  UNIQUE (source_id, start, end, code_id, coder_id)
) STRICT;
CREATE INDEX codings_code ON codings (code_id);
CREATE INDEX codings_suggestion ON codings (suggestion_id) WHERE suggestion_id IS NOT NULL;

-- About a coding, a source, a code or a case; about the project where all four are NULL.
CREATE TABLE memos (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  coder_id INTEGER NOT NULL REFERENCES coders (id),
  coding_id INTEGER REFERENCES codings (id) ON DELETE CASCADE,
  source_id INTEGER REFERENCES sources (id) ON DELETE CASCADE,
  code_id INTEGER REFERENCES codes (id) ON DELETE CASCADE,
  case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  CHECK ((coding_id IS NOT NULL) + (source_id IS NOT NULL) + (code_id IS NOT NULL)
         + (case_id IS NOT NULL) <= 1)
) STRICT;
-- A coder has one memo on each thing.
CREATE UNIQUE INDEX memos_coding ON memos (coding_id, coder_id) WHERE coding_id IS NOT NULL;
CREATE UNIQUE INDEX memos_source ON memos (source_id, coder_id) WHERE source_id IS NOT NULL;
CREATE UNIQUE INDEX memos_code ON memos (code_id, coder_id) WHERE code_id IS NOT NULL;
CREATE UNIQUE INDEX memos_case ON memos (case_id, coder_id) WHERE case_id IS NOT NULL;
CREATE UNIQUE INDEX memos_project ON memos (coder_id)
  WHERE coalesce(coding_id, source_id, code_id, case_id) IS NULL;

-- The history. An action that was undone names the undo that reversed it.
CREATE TABLE actions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  coder TEXT NOT NULL,
  at TEXT NOT NULL,
  label TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('creation', 'change', 'undo', 'redo', 'withdrawal')),
  reverses INTEGER REFERENCES actions (id),
  reversed_by INTEGER REFERENCES actions (id)
) STRICT;

-- before is NULL for a row that came, after for a row that went; both are NULL once withdrawn.
CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  action_id INTEGER NOT NULL REFERENCES actions (id),
  table_name TEXT NOT NULL,
  row_id INTEGER NOT NULL,
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX changes_action ON changes (action_id);

-- Holds a row only inside the transaction that carries an action out.
CREATE TABLE current_action (
  action_id INTEGER NOT NULL REFERENCES actions (id)
) STRICT;

-- Files that hold the project's words outside of it. kind: export or backup.
CREATE TABLE written_files (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('export', 'backup')),
  path TEXT NOT NULL,
  written_at TEXT NOT NULL,
  coder TEXT NOT NULL
) STRICT;

-- What is left of a withdrawn case: when, and how much went. It is finished once the file is rebuilt
-- without the freed pages and the backups are replaced.
CREATE TABLE withdrawals (
  id INTEGER PRIMARY KEY,
  withdrawn_at TEXT NOT NULL,
  finished_at TEXT,
  coder TEXT NOT NULL,
  sources INTEGER NOT NULL,
  words INTEGER NOT NULL,
  codings INTEGER NOT NULL,
  memos INTEGER NOT NULL,
  suggestions INTEGER NOT NULL
) STRICT;

-- Case is folded, å is not a.
CREATE VIRTUAL TABLE turn_search USING fts5 (
  text, content = 'turns', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE turn_vocabulary USING fts5vocab (turn_search, 'row');
CREATE TRIGGER turns_search_insert AFTER INSERT ON turns BEGIN
  INSERT INTO turn_search (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER turns_search_delete AFTER DELETE ON turns BEGIN
  INSERT INTO turn_search (turn_search, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER turns_search_update AFTER UPDATE OF text ON turns BEGIN
  INSERT INTO turn_search (turn_search, rowid, text) VALUES ('delete', old.id, old.text);
  INSERT INTO turn_search (rowid, text) VALUES (new.id, new.text);
END;

CREATE VIEW sentences AS
SELECT sources.id AS source_id, item.key + 1 AS position,
       json_extract(item.value, '$[0]') AS start, json_extract(item.value, '$[1]') AS end,
       substr(sources.text, json_extract(item.value, '$[0]') + 1,
              json_extract(item.value, '$[1]') - json_extract(item.value, '$[0]')) AS text
FROM sources, json_each(sources.sentence_spans) AS item;

CREATE VIEW code_paths AS
WITH RECURSIVE tree (id, theme, path, depth) AS (
  SELECT id, name, name, 0 FROM codes WHERE parent_id IS NULL
  UNION ALL
  SELECT codes.id, tree.theme, tree.path || ' > ' || codes.name, tree.depth + 1
  FROM codes JOIN tree ON codes.parent_id = tree.id
)
SELECT id AS code_id, theme, path, depth FROM tree;

-- Every value that holds for a source: its own, else its case's.
CREATE VIEW effective_values AS
SELECT sources.id AS source_id, variables.name AS variable,
       coalesce(source_values.value, case_values.value) AS value
FROM sources CROSS JOIN variables
LEFT JOIN source_values
  ON source_values.source_id = sources.id AND source_values.variable_id = variables.id
LEFT JOIN case_values
  ON case_values.case_id = sources.case_id AND case_values.variable_id = variables.id
WHERE coalesce(source_values.value, case_values.value) IS NOT NULL;

CREATE VIEW coded_segments AS
SELECT codings.id AS coding_id, sources.name AS source, cases.name AS "case",
       code_paths.theme, code_paths.path AS code, coders.name AS coder,
       turns.position AS turn, turns.speaker, turns.role, turns.time_start,
       codings.start, codings.end,
       substr(sources.text, codings.start + 1, codings.end - codings.start) AS text,
       (SELECT group_concat(memos.text, char(10)) FROM memos
        WHERE memos.coding_id = codings.id) AS memo,
       (SELECT json_group_object(variable, value) FROM effective_values
        WHERE effective_values.source_id = sources.id) AS variables,
       codings.origin, suggestions.run_id AS suggestion_run, codings.created_at
FROM codings
JOIN sources ON sources.id = codings.source_id
JOIN code_paths ON code_paths.code_id = codings.code_id
JOIN coders ON coders.id = codings.coder_id
LEFT JOIN cases ON cases.id = sources.case_id
LEFT JOIN suggestions ON suggestions.id = codings.suggestion_id
LEFT JOIN turns ON turns.id = (
  SELECT id FROM turns AS t
  WHERE t.source_id = codings.source_id AND t.end > codings.start AND t.start < codings.end
  ORDER BY t.start LIMIT 1);
