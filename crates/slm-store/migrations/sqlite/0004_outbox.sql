-- Messages on their way to people, and what became of them.
-- Times in microseconds since 1970, UTC.

-- Where messages leave the house. Settings by name; passwords and keys are among them, for they have to be used.
CREATE TABLE slm_channel (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    enabled INTEGER NOT NULL
);

CREATE TABLE slm_channel_setting (
    channel_id INTEGER NOT NULL,
    name       TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (channel_id, name)
) WITHOUT ROWID;

-- Who is told. quiet_…: all NULL without quiet hours; days as numbers from 0 (Monday) to 6.
CREATE TABLE slm_recipient (
    id               INTEGER PRIMARY KEY,
    name             TEXT NOT NULL,
    channel_id       INTEGER NOT NULL,
    address          TEXT NOT NULL,
    minimum_severity TEXT NOT NULL,
    quiet_start      TEXT,
    quiet_end        TEXT,
    quiet_days       TEXT,
    quiet_zone       TEXT,
    quiet_pierced_by TEXT,
    digest_after     INTEGER NOT NULL,
    digest_window_s  INTEGER NOT NULL,
    enabled          INTEGER NOT NULL
);

-- What is told. document: the whole message, as the service's own JSON; empty for a digest, which is made of its members.
CREATE TABLE slm_message (
    id       INTEGER PRIMARY KEY,
    key      TEXT NOT NULL UNIQUE,
    alarm    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    severity TEXT NOT NULL,
    at_us    INTEGER NOT NULL,
    title    TEXT NOT NULL,
    document TEXT NOT NULL
);

CREATE INDEX slm_ix_message_at ON slm_message (at_us);

-- A message on its way to one recipient. state: pending, sending, delivered, dead, withdrawn (an escalation nobody
-- needs any more), digested (told as part of the row digest_id). due_us: when it is told at the earliest, and its place
-- among those of its alarm; next_us: when it is tried next; begun_us: when it was tried last.
-- alarm, channel_id and urgent repeat what others say, for the questions asked most.
CREATE TABLE slm_outbox (
    id           INTEGER PRIMARY KEY,
    message_id   INTEGER NOT NULL,
    recipient_id INTEGER NOT NULL,
    channel_id   INTEGER NOT NULL,
    alarm        TEXT NOT NULL,
    urgent       INTEGER NOT NULL,
    escalation   INTEGER NOT NULL,
    state        TEXT NOT NULL,
    due_us       INTEGER NOT NULL,
    next_us      INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    begun_us     INTEGER,
    ended_us     INTEGER,
    last_error   TEXT,
    digest_id    INTEGER,
    -- Nobody is told the same twice.
    UNIQUE (message_id, recipient_id)
);

CREATE INDEX slm_ix_outbox_next ON slm_outbox (next_us) WHERE state = 'pending';
CREATE INDEX slm_ix_outbox_due ON slm_outbox (channel_id, next_us) WHERE state = 'pending';
CREATE INDEX slm_ix_outbox_urgent ON slm_outbox (channel_id, next_us) WHERE state = 'pending' AND urgent = 1;
CREATE INDEX slm_ix_outbox_sending ON slm_outbox (channel_id) WHERE state = 'sending';
CREATE INDEX slm_ix_outbox_open ON slm_outbox (recipient_id, alarm, due_us, id) WHERE state IN ('pending', 'sending');
CREATE INDEX slm_ix_outbox_begun ON slm_outbox (recipient_id, begun_us);
CREATE INDEX slm_ix_outbox_alarm ON slm_outbox (alarm);
CREATE INDEX slm_ix_outbox_dead ON slm_outbox (id) WHERE state = 'dead';
CREATE INDEX slm_ix_outbox_digest ON slm_outbox (digest_id) WHERE digest_id IS NOT NULL;

-- Every attempt. outcome: delivered, retry_later or give_up.
CREATE TABLE slm_delivery (
    id          INTEGER PRIMARY KEY,
    outbox_id   INTEGER NOT NULL,
    at_us       INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    outcome     TEXT NOT NULL,
    detail      TEXT NOT NULL,
    duration_ms INTEGER NOT NULL
);

CREATE INDEX slm_ix_delivery_outbox ON slm_delivery (outbox_id);
CREATE INDEX slm_ix_delivery_at ON slm_delivery (at_us);
