-- hazards: data-loss, full-scan, protection-disabled
CREATE TABLE t (a text DEFAULT 'x', CONSTRAINT c CHECK (a <> 'y'));
