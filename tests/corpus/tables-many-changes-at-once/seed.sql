INSERT INTO products (sku, price, old_name, weight, tags) VALUES ('abc', 10, 'x', 1.5, '{a,b}'), ('abcd', 20, NULL, 2, NULL);
