INSERT INTO notes VALUES (1, 'corpus_anon', 'mine'), (2, 'corpus_staff', 'theirs');
