-- hazards: data-loss, full-scan
CREATE TABLE t (a text DEFAULT 'x', CONSTRAINT c CHECK (a <> 'y'));
