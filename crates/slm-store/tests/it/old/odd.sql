-- Rows that nobody would write on purpose, in a file of the newest version.
INSERT INTO nl43_config VALUES ('a/b', '10.0.0.1', 2255, 1, 1, 21, NULL, NULL, 0, 60, 1, 1);
INSERT INTO nl43_config VALUES ('', '', 0, 2, -1, 70000, '', '', NULL, -5, 'yes', 'no');
INSERT INTO nl43_config VALUES ('_monitor', 'h', 1, 1, 1, 1, NULL, NULL, 1, 1, 1, 1);
INSERT INTO nl43_config VALUES (4711, 'h', '2255', '1', '0', '21', 7, 8, '0', '60', '1', '1');
INSERT INTO nl43_config VALUES ('north gate – ☃', 'h', 2255, 1, 1, 21, NULL, NULL, 0, 60, 1, 1);
INSERT INTO nl43_status (unit_id, last_seen, measurement_state, lp, is_reachable)
VALUES ('../x', 'yesterday', '', 65.2, 'maybe'), ('south', '2025-01-02 03:04:05', NULL, NULL, NULL);
INSERT INTO device_logs VALUES (42, '..', NULL, NULL, NULL, 'nobody''s'), (43, 'north', 'never', 'LOUD', '', '');
INSERT INTO device_logs VALUES (9000000000000000000, 'north', '2025-01-02 03:04:05.5', 'info', 'tcp', 'a' || char(10) || 'b');
INSERT INTO nl43_readings VALUES (8, 'north', '2025-01-02 03:04:06', 65.2, NULL, '', '-.-', 'x');
INSERT INTO alert_rules VALUES (4, 'a/b', '', '', '', 'nan', 1.5, 'x', -1, '', '', '', '', '', 0, NULL);
INSERT INTO alert_rules VALUES (5, 'north', 'x', 'lp', 'above', 9e999, 0, -9e999, 0, NULL, NULL, NULL, '', NULL, NULL, '');
INSERT INTO alert_events VALUES (6, 0, 'ghost', NULL, '', 9e999, NULL, -9e999, 'nan', NULL, NULL, NULL, NULL, NULL);
INSERT INTO alert_events VALUES (7, -1, '..', '', 'lp', 'nan', '', '', '', '', 'open', '', '', '');
