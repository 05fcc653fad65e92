-- since: 18
-- hazards: index-build, protection-disabled
CREATE TABLE prices (product int4range, valid daterange, price integer, CONSTRAINT prices_key PRIMARY KEY (product, valid));
CREATE TABLE sales (product int4range, at daterange);
