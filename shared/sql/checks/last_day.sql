-- Question: can the listens of the last day be believed, and do we know what was played?
-- Grain:    one row of counts.
--             late       came more than @late_seconds after they began
--             duplicates repeat another one's user, item and second
--             unknown    are of an item of which no title is known
--             anonymous  say no artist, as checks/listens.sql counts them when a model is trained
-- Window:   the day that ends at @as_of.
-- Cost:     five columns of the listens of these partitions, two of `items`.
WITH lately AS (
  SELECT user_id, item_id, artist_id, listened_at, received_at
  FROM listens
  WHERE listened_at <= @as_of AND listened_at > TIMESTAMP_SECONDS(UNIX_SECONDS(@as_of) - 86400)
),
copies AS (
  SELECT COUNT(*) - 1 AS repeats
  FROM lately
  GROUP BY user_id, item_id, listened_at
),
described AS (
  SELECT
    lately.listened_at,
    lately.received_at,
    lately.artist_id,
    items.title
  FROM lately
  LEFT JOIN items ON items.item_id = lately.item_id
)
SELECT
  (SELECT COUNT(*) FROM described) AS listens,
  (
    SELECT COUNT(*) FROM described WHERE UNIX_SECONDS(received_at) - UNIX_SECONDS(listened_at) > @late_seconds
  ) AS late,
  (SELECT COALESCE(SUM(repeats), 0) FROM copies) AS duplicates,
  (SELECT COUNT(*) FROM described WHERE title IS NULL) AS unknown,
  (SELECT COUNT(*) FROM described WHERE artist_id IS NULL) AS anonymous
