-- Our own tables, beside those of the compatible service.
-- Not STRICT: SQLite before 3.37 refuses a whole file that has a STRICT table, and the old service may run on one.

CREATE TABLE slm_meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO slm_meta (key, value) VALUES ('created_at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));

-- What the roster of the old service has no column for.
CREATE TABLE slm_unit (
    unit_id     TEXT NOT NULL PRIMARY KEY,
    deactivated INTEGER NOT NULL
) WITHOUT ROWID;

-- Units as small numbers; an entry outlives its unit, for its readings do.
CREATE TABLE slm_reading_unit (
    id      INTEGER PRIMARY KEY,
    unit_id TEXT NOT NULL UNIQUE
);

-- Every good reading. Levels in dB, NULL where the instrument had no value; at_us in microseconds since 1970, UTC.
-- over, under: 0 no, 1 yes, NULL unknown. run_state: 0 stopped, 1 measuring, NULL unknown.
-- source: 0 snapshot of the displayed values, 1 record of the 10 Hz stream.
CREATE TABLE slm_reading (
    unit      INTEGER NOT NULL,
    at_us     INTEGER NOT NULL,
    lp        REAL,
    leq       REAL,
    le        REAL,
    lmax      REAL,
    lmin      REAL,
    lpeak     REAL,
    ln1       REAL,
    ln2       REAL,
    ln3       REAL,
    ln4       REAL,
    ln5       REAL,
    over      INTEGER,
    under     INTEGER,
    run_state INTEGER,
    source    INTEGER NOT NULL,
    PRIMARY KEY (unit, at_us)
) WITHOUT ROWID;
