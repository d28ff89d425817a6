-- Where the alarm rules of a unit stand: written with each transition, in one transaction with its event, and now and then
-- between. Times in microseconds since 1970, UTC; the state is the service's own.
CREATE TABLE slm_alarm_state (
    unit_id TEXT PRIMARY KEY NOT NULL,
    written_us INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
