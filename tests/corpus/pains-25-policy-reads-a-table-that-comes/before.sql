-- hazards: data-loss, protection-disabled
CREATE TABLE documents (id integer PRIMARY KEY);
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
