-- hazards: irreversible, table-rewrite
CREATE TABLE orders (id integer, shown integer);
