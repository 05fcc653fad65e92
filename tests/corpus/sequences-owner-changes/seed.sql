SELECT nextval('counters');
