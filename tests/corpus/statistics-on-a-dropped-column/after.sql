-- hazards: data-loss
CREATE TABLE trips (city text, country text);
CREATE STATISTICS places ON city, country FROM trips;
