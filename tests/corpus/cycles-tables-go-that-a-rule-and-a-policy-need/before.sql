CREATE TABLE orders (id integer);
CREATE TABLE people (id integer);
CREATE RULE forget AS ON UPDATE TO people DO ALSO DELETE FROM orders WHERE false;
CREATE POLICY known ON orders USING (EXISTS (SELECT FROM people));
CREATE TABLE notes (id integer);
CREATE POLICY known ON notes USING (EXISTS (SELECT FROM people));
