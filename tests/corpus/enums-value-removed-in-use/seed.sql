INSERT INTO orders (id, state, history) VALUES (1, 'new', '{}'), (2, 'paid', '{new,paid}'), (3, 'sent', '{new,paid,sent}');
