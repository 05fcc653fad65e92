INSERT INTO mails (body) VALUES ('a');
INSERT INTO replies (mail_id) VALUES (1);
