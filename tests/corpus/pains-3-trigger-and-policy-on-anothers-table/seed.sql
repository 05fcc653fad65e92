INSERT INTO auth.users VALUES (1, 'a'); INSERT INTO profiles VALUES (1);
