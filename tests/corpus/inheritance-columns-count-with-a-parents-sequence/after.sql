-- hazards: data-loss, full-scan, index-build
CREATE table p(x int, a int primary key);
CREATE table c() inherits (p);
