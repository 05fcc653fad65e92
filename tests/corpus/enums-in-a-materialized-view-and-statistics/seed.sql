INSERT INTO deals VALUES (1, 'won', 10), (2, 'lead', 5); REFRESH MATERIALIZED VIEW by_stage;
