-- The first files: no FTP account, no start time.
CREATE TABLE nl43_config (
	unit_id VARCHAR NOT NULL,
	host VARCHAR,
	tcp_port INTEGER,
	tcp_enabled BOOLEAN,
	ftp_enabled BOOLEAN,
	web_enabled BOOLEAN,
	PRIMARY KEY (unit_id)
);
CREATE INDEX ix_nl43_config_unit_id ON nl43_config (unit_id);
CREATE TABLE nl43_status (
	unit_id VARCHAR NOT NULL,
	last_seen DATETIME,
	measurement_state VARCHAR,
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
	PRIMARY KEY (unit_id)
);
CREATE INDEX ix_nl43_status_unit_id ON nl43_status (unit_id);
INSERT INTO nl43_config VALUES ('north', '10.0.0.1', 2255, 1, 1, 0), ('..', '10.0.0.9', 2255, 1, 0, 0);
INSERT INTO nl43_status (unit_id, last_seen, measurement_state, lp, raw_payload)
VALUES ('north', '2025-01-02 03:04:05.678901', 'Start', '65.2', '65.2,61.0');
