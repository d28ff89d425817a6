-- What the old service's scripts did to a first file, one release after the other. Nulls are where no default was given.
ALTER TABLE nl43_config ADD COLUMN ftp_username TEXT;
ALTER TABLE nl43_config ADD COLUMN ftp_password TEXT;
ALTER TABLE nl43_config ADD COLUMN ftp_port INTEGER DEFAULT 21;
ALTER TABLE nl43_status ADD COLUMN measurement_start_time TEXT;
ALTER TABLE nl43_status ADD COLUMN counter TEXT;
ALTER TABLE nl43_config ADD COLUMN poll_interval_seconds INTEGER DEFAULT 60;
ALTER TABLE nl43_config ADD COLUMN poll_enabled BOOLEAN DEFAULT 1;
ALTER TABLE nl43_status ADD COLUMN is_reachable BOOLEAN DEFAULT 1;
ALTER TABLE nl43_status ADD COLUMN consecutive_failures INTEGER DEFAULT 0;
ALTER TABLE nl43_status ADD COLUMN last_poll_attempt TEXT;
ALTER TABLE nl43_status ADD COLUMN last_success TEXT;
ALTER TABLE nl43_status ADD COLUMN last_error TEXT;
ALTER TABLE nl43_status ADD COLUMN start_time_sync_attempted BOOLEAN DEFAULT 0;
CREATE TABLE device_logs (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	unit_id TEXT NOT NULL,
	timestamp DATETIME DEFAULT CURRENT_TIMESTAMP,
	level TEXT DEFAULT 'INFO',
	category TEXT DEFAULT 'GENERAL',
	message TEXT NOT NULL
);
CREATE INDEX ix_device_logs_unit_id ON device_logs (unit_id);
ALTER TABLE nl43_config ADD COLUMN monitor_enabled BOOLEAN DEFAULT 1;
ALTER TABLE nl43_status ADD COLUMN ln1 TEXT;
ALTER TABLE nl43_status ADD COLUMN ln2 TEXT;
INSERT INTO device_logs (unit_id, message) VALUES ('north', 'by the default of the script');
-- Written by a release that did not know the columns of the next.
INSERT INTO nl43_config (unit_id, host, tcp_port, tcp_enabled, ftp_enabled, web_enabled, poll_enabled, monitor_enabled)
VALUES ('nulls', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
UPDATE nl43_config SET ftp_port = NULL, poll_interval_seconds = NULL WHERE unit_id = 'nulls';
INSERT INTO nl43_status (unit_id, is_reachable, consecutive_failures, start_time_sync_attempted)
VALUES ('nulls', NULL, NULL, NULL);
