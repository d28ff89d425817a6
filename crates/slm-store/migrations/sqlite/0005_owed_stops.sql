-- The end of a window that a campaign began and that a change of it has left open: this stop is due whatever the schedule
-- says. Microseconds since 1970, UTC.
ALTER TABLE slm_campaign ADD COLUMN owed_stop_us INTEGER;
