-- hazards: table-rewrite
CREATE TYPE grade AS ENUM ('d', 'c', 'b', 'a');
CREATE DOMAIN passed AS grade CONSTRAINT good CHECK (VALUE > 'd'::grade);
CREATE TYPE result AS (subject text, grade grade);
CREATE TYPE grades AS RANGE (subtype = grade);
CREATE TABLE exams (id integer PRIMARY KEY, passed passed, result result, all_results result[], between_grades grades, many passed[]);
