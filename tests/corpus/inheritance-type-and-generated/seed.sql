INSERT INTO bodies VALUES (1);
INSERT INTO moons (mass, planet) VALUES (2, 'Mars');
