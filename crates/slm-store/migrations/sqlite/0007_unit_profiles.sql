-- Units for people: what they are called, where they stand (degrees, WGS 84; both or neither), and the groups they are in.
CREATE TABLE slm_unit_profile (
    unit_id   TEXT NOT NULL PRIMARY KEY,
    name      TEXT,
    latitude  REAL,
    longitude REAL
) WITHOUT ROWID;

-- place: the group's place in the unit's list.
CREATE TABLE slm_unit_group (
    unit_id TEXT NOT NULL,
    name    TEXT NOT NULL,
    place   INTEGER NOT NULL,
    PRIMARY KEY (unit_id, name)
) WITHOUT ROWID;
