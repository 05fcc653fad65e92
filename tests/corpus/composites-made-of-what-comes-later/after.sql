CREATE TABLE nothing (a integer);
CREATE TYPE zebra AS ENUM ('black', 'white');
CREATE DOMAIN yak AS zebra CHECK (VALUE <> 'black'::zebra);
CREATE TYPE aardvark AS (yak yak, many zebra[], rows nothing);
CREATE TABLE zoo (aardvark aardvark);
