-- The newest: monitor, percentiles, alerts and history.
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
	monitor_enabled BOOLEAN,
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
	ln1 VARCHAR,
	ln2 VARCHAR,
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
CREATE TABLE alert_rules (
	id INTEGER NOT NULL,
	unit_id VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	metric VARCHAR NOT NULL,
	comparison VARCHAR NOT NULL,
	threshold_db FLOAT NOT NULL,
	duration_s INTEGER NOT NULL,
	clear_margin_db FLOAT NOT NULL,
	cooldown_s INTEGER NOT NULL,
	schedule_start VARCHAR,
	schedule_end VARCHAR,
	schedule_days VARCHAR,
	channels VARCHAR NOT NULL,
	recipients TEXT,
	enabled BOOLEAN,
	created_at DATETIME,
	PRIMARY KEY (id)
);
CREATE INDEX ix_alert_rules_unit_id ON alert_rules (unit_id);
CREATE TABLE alert_events (
	id INTEGER NOT NULL,
	rule_id INTEGER NOT NULL,
	unit_id VARCHAR NOT NULL,
	rule_name VARCHAR,
	metric VARCHAR NOT NULL,
	threshold_db FLOAT NOT NULL,
	onset_at DATETIME,
	onset_value FLOAT,
	peak_value FLOAT,
	clear_at DATETIME,
	status VARCHAR,
	acknowledged_at DATETIME,
	acknowledged_by VARCHAR,
	notes TEXT,
	PRIMARY KEY (id)
);
CREATE INDEX ix_alert_events_rule_id ON alert_events (rule_id);
CREATE INDEX ix_alert_events_unit_id ON alert_events (unit_id);
CREATE INDEX ix_alert_events_onset_at ON alert_events (onset_at);
CREATE TABLE nl43_readings (
	id INTEGER NOT NULL,
	unit_id VARCHAR NOT NULL,
	timestamp DATETIME,
	lp VARCHAR,
	leq VARCHAR,
	lmax VARCHAR,
	ln1 VARCHAR,
	ln2 VARCHAR,
	PRIMARY KEY (id)
);
CREATE INDEX ix_nl43_readings_unit_id ON nl43_readings (unit_id);
CREATE INDEX ix_nl43_readings_timestamp ON nl43_readings (timestamp);
INSERT INTO nl43_config VALUES ('north', '10.0.0.1', 2255, 1, 1, 21, 'USER', '0000', 0, 300, 0, 0);
INSERT INTO nl43_config VALUES ('..', '10.0.0.9', 2255, 1, 0, 21, NULL, NULL, 0, 60, 1, 1);
INSERT INTO nl43_status (unit_id, last_seen, measurement_state, measurement_start_time, counter, lp, ln1, raw_payload,
	is_reachable, consecutive_failures, last_error, start_time_sync_attempted)
VALUES ('north', '2025-01-02 03:04:05.678901', 'Start', '2025-01-02 03:00:00', '17', '65.2', '70.0', '65.2,61.0',
	0, 7, 'timed out', 1);
INSERT INTO device_logs VALUES (41, 'north', '2025-01-02 03:00:00', 'INFO', 'STATE', 'Measurement STARTED');
INSERT INTO nl43_readings VALUES (7, 'north', '2025-01-02 03:04:05', '65.2', '61.0', '88.8', '70.0', '-.-');
INSERT INTO alert_rules VALUES (3, 'north', 'loud', 'lp', 'above', 85.0, 0, 3.0, 60, NULL, NULL, NULL, 'log', NULL, 1,
	'2025-01-01 00:00:00.000000');
INSERT INTO alert_events (id, rule_id, unit_id, rule_name, metric, threshold_db, onset_at, onset_value, status)
VALUES (5, 3, 'north', 'loud', 'lp', 85.0, '2025-01-02 03:04:05', 91.5, 'active');
