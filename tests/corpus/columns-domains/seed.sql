INSERT INTO mails VALUES ('a@b', 'c@d', 2);
