CREATE FUNCTION spaced() RETURNS text LANGUAGE plpgsql AS E'\nBEGIN RETURN ''a''; END  \n\n';
