-- hazards: table-rewrite
CREATE TYPE stage AS ENUM ('lead', 'lost', 'won');
CREATE TABLE deals (id integer PRIMARY KEY, stage stage NOT NULL, amount numeric);
CREATE MATERIALIZED VIEW by_stage AS SELECT stage, sum(amount) AS amount FROM deals GROUP BY stage;
CREATE UNIQUE INDEX by_stage_key ON by_stage (stage);
CREATE STATISTICS deal_stats ON stage, amount FROM deals;
CREATE FUNCTION log_stage() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER won BEFORE UPDATE OF stage ON deals FOR EACH ROW WHEN (NEW.stage = 'won') EXECUTE FUNCTION log_stage();
ALTER TABLE deals ENABLE ALWAYS TRIGGER won;
CREATE RULE lost AS ON UPDATE TO deals WHERE NEW.stage = 'lost' DO INSTEAD NOTHING;
GRANT SELECT ON by_stage TO corpus_anon;
