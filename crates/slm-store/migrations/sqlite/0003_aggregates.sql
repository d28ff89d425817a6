-- Figures of minutes, and of ten minutes, quarter hours, hours and days put together from them.
-- unit as in slm_reading; resolution: length in seconds; at_s: first second, since 1970, UTC, a multiple of it.
-- energy: sum of 10^(L/10) times seconds; levels in dB; histogram: tenths of seconds by 0.1 dB class, packed
-- (see sqlite/aggregates/packed.rs).
CREATE TABLE slm_aggregate (
    unit       INTEGER NOT NULL,
    resolution INTEGER NOT NULL,
    at_s       INTEGER NOT NULL,
    energy     REAL NOT NULL,
    covered_s  REAL NOT NULL,
    over_s     REAL NOT NULL,
    under_s    REAL NOT NULL,
    paused_s   REAL NOT NULL,
    samples    INTEGER NOT NULL,
    max        REAL,
    min        REAL,
    peak       REAL,
    histogram  BLOB NOT NULL,
    PRIMARY KEY (unit, resolution, at_s)
) WITHOUT ROWID;
