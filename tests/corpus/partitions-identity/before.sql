-- since: 17
-- hazards: data-loss
CREATE TABLE items (id integer GENERATED ALWAYS AS IDENTITY, kind text) PARTITION BY LIST (kind);
CREATE TABLE items_a PARTITION OF items FOR VALUES IN ('a');
