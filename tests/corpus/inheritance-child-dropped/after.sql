-- hazards: data-loss
CREATE TABLE media (id integer, title text);
CREATE TABLE books (pages integer) INHERITS (media);
