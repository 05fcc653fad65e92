-- hazards: index-build, full-scan
CREATE TABLE prices (product int4range, valid daterange, price integer, CONSTRAINT prices_key PRIMARY KEY (product, valid WITHOUT OVERLAPS));
CREATE TABLE sales (product int4range, at daterange, CONSTRAINT priced FOREIGN KEY (product, PERIOD at) REFERENCES prices (product, PERIOD valid));
