-- alone
-- since: 17
-- hazards: protection-disabled
CREATE FUNCTION welcome() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER good_day ON login EXECUTE FUNCTION welcome();
ALTER EVENT TRIGGER good_day OWNER TO postgres;
