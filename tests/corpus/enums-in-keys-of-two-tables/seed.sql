INSERT INTO countries VALUES ('AT', 'Austria'), ('DE', 'Germany'); INSERT INTO cities VALUES (1, 'AT'), (2, 'DE');
