-- alone
-- hazards: access-widened, data-loss
CREATE TABLE lonely (id integer);
