-- hazards: data-loss
CREATE TABLE t7éééééééééééééééééééééééééééééé ("part key" integer NOT NULL) PARTITION BY LIST ("part key");
CREATE TABLE left_of_é PARTITION OF t7éééééééééééééééééééééééééééééé DEFAULT;
ALTER TABLE t7éééééééééééééééééééééééééééééé ADD CONSTRAINT x11 CHECK ("part key" IS DISTINCT FROM 9 OR "part key" IS NULL);
ALTER TABLE t7éééééééééééééééééééééééééééééé ADD CHECK (("part key" IS NOT NULL) IS NOT NULL);
ALTER TABLE t7éééééééééééééééééééééééééééééé ADD CHECK (("part key" IS NOT NULL) IS NOT NULL);
