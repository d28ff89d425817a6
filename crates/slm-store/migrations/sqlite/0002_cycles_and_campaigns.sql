-- Start and stop cycles with their outcome, and the campaigns that make them due.
-- Times in microseconds since 1970, UTC.

-- One operation. step: the one that runs, or that it ended at. document: what the service needs to show it and to go on
-- with it, as JSON.
CREATE TABLE slm_operation (
    id          TEXT NOT NULL PRIMARY KEY,
    unit_id     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    began_us    INTEGER NOT NULL,
    ended_us    INTEGER,
    step        TEXT,
    error       TEXT,
    meter_state TEXT,
    document    TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX slm_ix_operation_unit ON slm_operation (unit_id, began_us);

-- Recurring cycles of one unit. days: numbers from 0 (Monday) to 6. start_time, stop_time: hh:mm[:ss], local in zone;
-- NULL is the site's zone. checked_us: everything due until then has been dealt with.
CREATE TABLE slm_campaign (
    id          INTEGER PRIMARY KEY,
    unit_id     TEXT NOT NULL,
    name        TEXT NOT NULL,
    enabled     INTEGER NOT NULL,
    zone        TEXT,
    days        TEXT NOT NULL,
    start_time  TEXT NOT NULL,
    stop_time   TEXT NOT NULL,
    valid_from  TEXT,
    valid_until TEXT,
    grace_s     INTEGER NOT NULL,
    sync_clock  INTEGER NOT NULL,
    download    INTEGER NOT NULL,
    toggle_ftp  INTEGER NOT NULL,
    checked_us  INTEGER NOT NULL
);

CREATE INDEX slm_ix_campaign_unit ON slm_campaign (unit_id);

-- What became of everything due. It outlives its campaign.
CREATE TABLE slm_campaign_run (
    id           INTEGER PRIMARY KEY,
    campaign_id  INTEGER NOT NULL,
    unit_id      TEXT NOT NULL,
    action       TEXT NOT NULL,
    due_us       INTEGER NOT NULL,
    state        TEXT NOT NULL,
    began_us     INTEGER,
    ended_us     INTEGER,
    operation_id TEXT,
    detail       TEXT,
    -- Nothing is run twice.
    UNIQUE (campaign_id, due_us, action)
);
