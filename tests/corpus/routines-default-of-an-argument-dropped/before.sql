CREATE FUNCTION greet(name text DEFAULT 'you', mark text DEFAULT '!') RETURNS text LANGUAGE sql AS 'SELECT name || mark';
CREATE TABLE guests (name text, greeting text DEFAULT greet('Anna', '?'));
GRANT EXECUTE ON FUNCTION greet(text, text) TO corpus_anon;
