-- What the meter's own running exposure tells of an aggregate, packed (see sqlite/aggregates/packed_runs.rs); null where
-- nothing is known.
ALTER TABLE slm_aggregate ADD COLUMN runs BLOB;
