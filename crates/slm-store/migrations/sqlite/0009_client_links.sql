-- Links by which clients see one unit or group; exactly one of unit_id and group_name is set. The token itself, not a hash: links
-- are shown again to those who gave them out, and what they lead to stands in this file as well.
-- created_us: microseconds since 1970, UTC.
CREATE TABLE slm_client_link (
    id         INTEGER PRIMARY KEY,
    token      TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    unit_id    TEXT,
    group_name TEXT,
    created_us INTEGER NOT NULL
);
