-- Those who were told of an incident are told more of it as updates of what they know.

-- What is in order: messages of an alarm, or of all alarms of an incident where people are told.
ALTER TABLE slm_outbox ADD COLUMN line TEXT NOT NULL DEFAULT '';
UPDATE slm_outbox SET line = alarm;
-- The incident, where people are told; NULL where programs are, and for what belongs to none.
ALTER TABLE slm_outbox ADD COLUMN incident_id INTEGER;
-- 1: the incident is over with it. A recipient has one such row of an incident at most.
ALTER TABLE slm_outbox ADD COLUMN ends INTEGER NOT NULL DEFAULT 0;
-- What was put together of this row and of those that were digested into it, from its first attempt on.
ALTER TABLE slm_outbox ADD COLUMN kind TEXT;
ALTER TABLE slm_outbox ADD COLUMN title TEXT;
ALTER TABLE slm_outbox ADD COLUMN document TEXT;

DROP INDEX slm_ix_outbox_open;
CREATE INDEX slm_ix_outbox_open ON slm_outbox (recipient_id, line, due_us, id) WHERE state IN ('pending', 'sending');
CREATE INDEX slm_ix_outbox_incident ON slm_outbox (incident_id, recipient_id) WHERE incident_id IS NOT NULL;

-- The incident of a message, whether it is the first of it, one more, or the end, and how many events were open then.
ALTER TABLE slm_message ADD COLUMN incident_id INTEGER;
ALTER TABLE slm_message ADD COLUMN stage TEXT;
ALTER TABLE slm_message ADD COLUMN open_events INTEGER;
CREATE INDEX slm_ix_message_incident ON slm_message (incident_id) WHERE incident_id IS NOT NULL;
