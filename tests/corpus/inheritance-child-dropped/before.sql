CREATE TABLE media (id integer, title text);
CREATE TABLE films (minutes integer) INHERITS (media);
CREATE TABLE books (pages integer) INHERITS (media);
CREATE INDEX films_title ON films (title);
CREATE VIEW long_films AS SELECT title FROM films WHERE minutes > 100;
