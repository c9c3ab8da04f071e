-- What a survey asked about, and what a joint display sets beside it.
CREATE TABLE survey_indicators (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

-- n is NULL where it is not known; a percentage may be known as “about 50” only.
CREATE TABLE survey_figures (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  indicator_id INTEGER NOT NULL REFERENCES survey_indicators (id) ON DELETE CASCADE,
  respondents TEXT NOT NULL CHECK (respondents <> ''),
  year TEXT NOT NULL CHECK (year <> ''),
  percent REAL NOT NULL CHECK (percent BETWEEN 0 AND 100),
  approximate INTEGER NOT NULL CHECK (approximate IN (0, 1)),
  n INTEGER CHECK (n > 0),
  UNIQUE (indicator_id, respondents, year)
) STRICT;

-- Which codes, each with everything under it, an indicator is set beside.
CREATE TABLE survey_links (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  indicator_id INTEGER NOT NULL REFERENCES survey_indicators (id) ON DELETE CASCADE,
  code_id INTEGER NOT NULL REFERENCES codes (id) ON DELETE CASCADE,
  UNIQUE (indicator_id, code_id)
) STRICT;
CREATE INDEX survey_links_code ON survey_links (code_id);

-- How a researcher sees the survey and the interviews fit together on an indicator.
CREATE TABLE survey_notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guid TEXT NOT NULL UNIQUE,
  indicator_id INTEGER NOT NULL REFERENCES survey_indicators (id) ON DELETE CASCADE,
  coder_id INTEGER NOT NULL REFERENCES coders (id),
  fit TEXT NOT NULL CHECK (fit IN ('confirmation', 'expansion', 'discordance', 'open')),
  text TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  UNIQUE (indicator_id, coder_id)
) STRICT;

-- Codings whose words a researcher has chosen to stand beside an indicator.
CREATE TABLE survey_quotations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  indicator_id INTEGER NOT NULL REFERENCES survey_indicators (id) ON DELETE CASCADE,
  coding_id INTEGER NOT NULL REFERENCES codings (id) ON DELETE CASCADE,
  UNIQUE (indicator_id, coding_id)
) STRICT;
CREATE INDEX survey_quotations_coding ON survey_quotations (coding_id);
