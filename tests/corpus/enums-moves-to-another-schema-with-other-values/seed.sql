INSERT INTO doors VALUES (1, 'open'), (2, 'shut');
