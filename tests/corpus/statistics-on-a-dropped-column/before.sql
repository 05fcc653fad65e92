CREATE TABLE trips (city text, country text, km integer);
CREATE STATISTICS places ON city, country, km FROM trips;
CREATE STATISTICS ways ON city, km FROM trips;
