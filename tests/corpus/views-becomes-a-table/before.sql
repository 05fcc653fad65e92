-- hazards: data-loss
CREATE VIEW rates AS SELECT 'EUR'::text AS code, 1.0::numeric AS rate;
CREATE VIEW known AS SELECT code FROM rates;
