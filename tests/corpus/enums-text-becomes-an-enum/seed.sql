INSERT INTO tickets VALUES (1, 'open', '{bug}'), (2, 'closed', '{}'), (3, NULL, '{bug,wish}');
