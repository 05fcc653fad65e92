CREATE TABLE scores (player text, round integer, points integer);
CREATE VIEW ranking AS
    SELECT player, rank() OVER (ORDER BY sum(points) DESC) AS place FROM scores GROUP BY player;
