-- since: 14
-- hazards: data-loss
CREATE TABLE plants (name text, color text);
ALTER TABLE plants ALTER name SET STORAGE MAIN;
