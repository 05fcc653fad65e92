CREATE TABLE boxes (width integer, height integer);
