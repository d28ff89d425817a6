-- Alert rules with all their fields, who is told nothing of them for a while, and what is known of events beyond the
-- columns of alert_events. Times in microseconds since 1970, UTC.

-- Numbers begin above those of alert_rules, so that alert_events.rule_id says which table it means, and are never given
-- again: slm_meta has the last one. document: the rule as the service's own JSON.
CREATE TABLE slm_alarm_rule (
    id         INTEGER PRIMARY KEY,
    created_us INTEGER NOT NULL,
    changed_us INTEGER NOT NULL,
    document   TEXT NOT NULL
);

INSERT INTO slm_meta (key, value) VALUES ('last_alarm_rule', '1000000000');

-- Rules that are not told of until a moment; an empty unit_id: at all of their units.
CREATE TABLE slm_alarm_shelf (
    rule_id  INTEGER NOT NULL,
    unit_id  TEXT NOT NULL,
    until_us INTEGER NOT NULL,
    at_us    INTEGER NOT NULL,
    by_whom  TEXT,
    note     TEXT,
    PRIMARY KEY (rule_id, unit_id)
) WITHOUT ROWID;

-- Events of one unit that overlap. ended_us: NULL while one of them is open.
CREATE TABLE slm_incident (
    id         INTEGER PRIMARY KEY,
    unit_id    TEXT NOT NULL,
    started_us INTEGER NOT NULL,
    ended_us   INTEGER
);

CREATE INDEX slm_ix_incident_unit ON slm_incident (unit_id);
CREATE INDEX slm_ix_incident_open ON slm_incident (unit_id) WHERE ended_us IS NULL;

-- More of a row of alert_events. dimension: the unit of its values; metric_text: its metric as people read it.
CREATE TABLE slm_alarm_event (
    event_id          INTEGER PRIMARY KEY,
    incident_id       INTEGER,
    severity          TEXT NOT NULL,
    dimension         TEXT NOT NULL,
    metric_text       TEXT NOT NULL,
    comparison        TEXT NOT NULL,
    peak_us           INTEGER,
    exceedances       INTEGER NOT NULL,
    acknowledged_note TEXT
);

CREATE INDEX slm_ix_alarm_event_incident ON slm_alarm_event (incident_id);

-- What happened in an incident. key: names what happened to the event, so that it is written once.
CREATE TABLE slm_incident_entry (
    id          INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL,
    event_id    INTEGER NOT NULL,
    key         TEXT NOT NULL,
    at_us       INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    value       REAL,
    by_whom     TEXT,
    note        TEXT,
    UNIQUE (event_id, key)
);

CREATE INDEX slm_ix_incident_entry ON slm_incident_entry (incident_id);

-- As it was, but not STRICT: SQLite before 3.37 refuses a whole file that has a STRICT table.
CREATE TABLE slm_alarm_state_plain (
    unit_id    TEXT NOT NULL PRIMARY KEY,
    written_us INTEGER NOT NULL,
    state      TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO slm_alarm_state_plain SELECT unit_id, written_us, state FROM slm_alarm_state;
DROP TABLE slm_alarm_state;
ALTER TABLE slm_alarm_state_plain RENAME TO slm_alarm_state;
