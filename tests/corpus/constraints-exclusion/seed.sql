INSERT INTO bookings VALUES (1, '[2024-01-01,2024-01-02)', false), (2, '[2024-02-01,2024-02-02)', true);
