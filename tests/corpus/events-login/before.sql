-- alone
-- since: 17
-- hazards: protection-disabled
CREATE FUNCTION welcome() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER welcome ON login EXECUTE FUNCTION welcome();
