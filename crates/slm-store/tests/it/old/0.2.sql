-- With background polling and the device log.
CREATE TABLE nl43_config (
	unit_id VARCHAR NOT NULL,
	host VARCHAR,
	tcp_port INTEGER,
	tcp_enabled BOOLEAN,
	ftp_enabled BOOLEAN,
	ftp_port INTEGER,
	ftp_username VARCHAR,
	ftp_password VARCHAR,
	web_enabled BOOLEAN,
	poll_interval_seconds INTEGER,
	poll_enabled BOOLEAN,
	PRIMARY KEY (unit_id)
);
CREATE INDEX ix_nl43_config_unit_id ON nl43_config (unit_id);
CREATE TABLE nl43_status (
	unit_id VARCHAR NOT NULL,
	last_seen DATETIME,
	measurement_state VARCHAR,
	measurement_start_time DATETIME,
	counter VARCHAR,
	lp VARCHAR,
	leq VARCHAR,
	lmax VARCHAR,
	lmin VARCHAR,
	lpeak VARCHAR,
	battery_level VARCHAR,
	power_source VARCHAR,
	sd_remaining_mb VARCHAR,
	sd_free_ratio VARCHAR,
	raw_payload TEXT,
	is_reachable BOOLEAN,
	consecutive_failures INTEGER,
	last_poll_attempt DATETIME,
	last_success DATETIME,
	last_error TEXT,
	start_time_sync_attempted BOOLEAN,
	PRIMARY KEY (unit_id)
);
CREATE INDEX ix_nl43_status_unit_id ON nl43_status (unit_id);
CREATE TABLE device_logs (
	id INTEGER NOT NULL,
	unit_id VARCHAR NOT NULL,
	timestamp DATETIME,
	level VARCHAR,
	category VARCHAR,
	message TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX ix_device_logs_unit_id ON device_logs (unit_id);
CREATE INDEX ix_device_logs_timestamp ON device_logs (timestamp);
INSERT INTO nl43_config VALUES ('north', '10.0.0.1', 2255, 1, 1, 21, 'USER', '0000', 0, 300, 0);
INSERT INTO nl43_config VALUES ('..', '10.0.0.9', 2255, 1, 0, 21, NULL, NULL, 0, 60, 1);
INSERT INTO nl43_status (unit_id, last_seen, measurement_state, measurement_start_time, counter, lp, raw_payload,
	is_reachable, consecutive_failures, last_error, start_time_sync_attempted)
VALUES ('north', '2025-01-02 03:04:05.678901', 'Start', '2025-01-02 03:00:00', '17', '65.2', '65.2,61.0',
	0, 7, 'timed out', 1);
INSERT INTO device_logs VALUES (41, 'north', '2025-01-02 03:00:00', 'INFO', 'STATE', 'Measurement STARTED');
