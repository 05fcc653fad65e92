-- since: 14
CREATE TABLE boxes (width integer, height integer);
