CREATE TABLE scores (player text, round integer, points integer);
CREATE VIEW ranking AS
    SELECT s.player, rank() OVER (ORDER BY s.points DESC) AS place, l.best
      FROM (SELECT player, sum(points) AS points FROM scores GROUP BY player) s,
           LATERAL (SELECT max(points) AS best FROM scores b WHERE b.player = s.player) l;
