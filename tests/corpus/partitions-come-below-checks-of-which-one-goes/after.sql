-- hazards: data-loss, protection-disabled
CREATE TABLE t7éééééééééééééééééééééééééééééé ("part key" integer NOT NULL) PARTITION BY LIST ("part key");
CREATE TABLE right_of_é PARTITION OF t7éééééééééééééééééééééééééééééé DEFAULT;
ALTER TABLE t7éééééééééééééééééééééééééééééé ADD CHECK (("part key" IS NOT NULL) IS NOT NULL);
