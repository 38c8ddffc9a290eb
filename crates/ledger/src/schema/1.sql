-- Version 1. Times are RFC 3339 in UTC; days are ISO 8601; offsets are bytes of the version's text.

CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    -- What makes two inputs one report: its address, else the place it was read from.
    key TEXT NOT NULL UNIQUE,
    current INTEGER REFERENCES version (id),
    story INTEGER REFERENCES story (id),
    added TEXT NOT NULL
);
CREATE INDEX report_story ON report (story);

-- A text that was published under a report's address at some time. Never changed, never deleted.
CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report (id),
    number INTEGER NOT NULL,
    public TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    url TEXT,
    outlet TEXT,
    title TEXT,
    language TEXT NOT NULL,
    published TEXT,
    modified TEXT,
    text_sha256 TEXT NOT NULL,
    rules TEXT NOT NULL,
    added TEXT NOT NULL,
    -- NULL while it is the report's text; else superseded, corrected, withdrawn, with when and why.
    state TEXT CHECK (state IN ('superseded', 'corrected', 'withdrawn')),
    state_at TEXT,
    state_cause TEXT,
    UNIQUE (report, number)
);
CREATE INDEX version_text ON version (text_sha256);
CREATE INDEX version_rules ON version (rules);

-- The bulk of a version, packed (zlib): metadata as JSON, text, analysis as MessagePack.
CREATE TABLE content (
    version INTEGER PRIMARY KEY REFERENCES version (id),
    head BLOB NOT NULL,
    text BLOB NOT NULL,
    analysis BLOB NOT NULL,
    analysis_format INTEGER NOT NULL
);

-- Other places where the very text of a version was seen.
CREATE TABLE sighting (
    version INTEGER NOT NULL REFERENCES version (id),
    path TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (version, path)
) WITHOUT ROWID;

-- A statement or a figure of a version.
CREATE TABLE claim (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES version (id),
    kind TEXT NOT NULL CHECK (kind IN ('figure', 'statement')),
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    -- The sentence of a figure; all of a statement.
    passage_start INTEGER NOT NULL,
    passage_end INTEGER NOT NULL,
    speaker TEXT,
    certainty TEXT NOT NULL,
    stance TEXT,
    said_from TEXT,
    said_to TEXT,
    lo REAL,
    hi REAL,
    unit TEXT,
    role TEXT,
    population TEXT,
    place TEXT,
    country TEXT,
    figure_kind TEXT,
    as_of_from TEXT,
    as_of_to TEXT,
    confidence REAL NOT NULL,
    rules TEXT NOT NULL,
    -- NULL while it stands; else superseded, corrected, withdrawn, rejected, with when and why.
    state TEXT CHECK (state IN ('superseded', 'corrected', 'withdrawn', 'rejected')),
    state_at TEXT,
    state_cause TEXT
);
CREATE INDEX claim_version ON claim (version, kind, ordinal);

CREATE VIRTUAL TABLE claim_words USING fts5 (
    words, stems, speaker,
    content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE story (
    id INTEGER PRIMARY KEY,
    public TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    first_day TEXT,
    last_day TEXT,
    reports INTEGER NOT NULL DEFAULT 0,
    outlets INTEGER NOT NULL DEFAULT 0,
    origins INTEGER NOT NULL DEFAULT 0,
    unknown_origins INTEGER NOT NULL DEFAULT 0,
    contested INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    merged_into INTEGER REFERENCES story (id),
    -- The story that it takes up after a long time: they are one thread.
    follows INTEGER REFERENCES story (id),
    -- Its reports changed since it was last reconciled.
    stale INTEGER NOT NULL DEFAULT 1,
    -- The newest version that the last reconciliation knew.
    settled INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX story_stale ON story (stale) WHERE stale;
CREATE INDEX story_updated ON story (updated);

-- What a report is grouped by, and the ways that lead to it.
CREATE TABLE feature (
    report INTEGER PRIMARY KEY REFERENCES report (id),
    features BLOB NOT NULL
);
CREATE TABLE frequency (
    key INTEGER PRIMARY KEY,
    reports INTEGER NOT NULL
);
CREATE TABLE posting (
    posting INTEGER NOT NULL,
    report INTEGER NOT NULL REFERENCES report (id),
    PRIMARY KEY (posting, report)
) WITHOUT ROWID;

-- What the copies of a report's current version are found by.
CREATE TABLE print (
    report INTEGER PRIMARY KEY REFERENCES report (id),
    outlet INTEGER NOT NULL,
    print BLOB NOT NULL
);
CREATE TABLE fingerprint (
    hash INTEGER NOT NULL,
    report INTEGER NOT NULL REFERENCES report (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (hash, report)
) WITHOUT ROWID;

CREATE TABLE quantity (
    id INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES story (id),
    key TEXT NOT NULL,
    label_fr TEXT NOT NULL,
    label_en TEXT NOT NULL,
    unit TEXT,
    population TEXT,
    role TEXT,
    place TEXT,
    kind TEXT,
    lo REAL,
    hi REAL,
    reports INTEGER NOT NULL,
    outlets INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    families INTEGER NOT NULL,
    unknown_origins INTEGER NOT NULL,
    state TEXT NOT NULL,
    UNIQUE (story, key)
);

-- A figure in its quantity, as the last reconciliation of its story has it.
CREATE TABLE placed (
    claim INTEGER PRIMARY KEY REFERENCES claim (id),
    quantity INTEGER NOT NULL REFERENCES quantity (id),
    position INTEGER NOT NULL,
    origin TEXT,
    origin_name TEXT,
    independent INTEGER NOT NULL,
    party INTEGER NOT NULL
);
CREATE INDEX placed_quantity ON placed (quantity, position);

-- Relations that people were told of as changes, so that they are told once. All relations with their reasons are made again
-- whenever a story is asked for.
CREATE TABLE relation (
    story INTEGER NOT NULL REFERENCES story (id),
    earlier INTEGER NOT NULL REFERENCES claim (id),
    later INTEGER NOT NULL REFERENCES claim (id),
    kind TEXT NOT NULL,
    PRIMARY KEY (story, earlier, later, kind)
) WITHOUT ROWID;

-- Text that two versions share: what the later one is to the earlier one.
CREATE TABLE copy (
    earlier INTEGER NOT NULL REFERENCES version (id),
    later INTEGER NOT NULL REFERENCES version (id),
    kinship TEXT NOT NULL,
    share REAL NOT NULL,
    PRIMARY KEY (later, earlier)
) WITHOUT ROWID;

-- What became known, in the order it did.
CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    story INTEGER REFERENCES story (id),
    version INTEGER REFERENCES version (id),
    claim INTEGER REFERENCES claim (id),
    other INTEGER REFERENCES claim (id),
    fr TEXT NOT NULL,
    en TEXT NOT NULL
);
CREATE INDEX change_at ON change (at);
CREATE INDEX change_story ON change (story);

-- What people decided, by the passage it was decided of.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('accept', 'fix', 'reject')),
    why TEXT NOT NULL,
    by TEXT,
    report INTEGER NOT NULL REFERENCES report (id),
    version INTEGER NOT NULL REFERENCES version (id),
    kind TEXT NOT NULL CHECK (kind IN ('figure', 'statement')),
    -- W3C Web Annotation: TextQuoteSelector and TextPositionSelector.
    exact TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    fix TEXT,
    state TEXT NOT NULL CHECK (state IN ('active', 'review', 'replaced')),
    state_cause TEXT
);
CREATE INDEX decision_report ON decision (report);
