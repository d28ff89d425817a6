-- What a recipient is to be told of a line by a row that others were put into.
CREATE INDEX slm_ix_outbox_digested ON slm_outbox (recipient_id, line) WHERE state = 'digested';
