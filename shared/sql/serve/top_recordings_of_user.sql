-- Question: which items did a user listen to most?
-- Grain:    one row per item, most listens first; `total` says how many there are.
-- Window:   listens of @user_id from @since to before @until.
-- Cost:     one user's listens of those days (partitioned by day, clustered by user), and `items`.
WITH counted AS (
  SELECT
    item_id,
    COUNT(*) AS listen_count
  FROM listens
  WHERE user_id = @user_id AND listened_at >= @since AND listened_at < @until
  GROUP BY item_id
),
ranked AS (
  SELECT
    counted.*,
    ROW_NUMBER() OVER (ORDER BY listen_count DESC, item_id) AS place,
    COUNT(*) OVER () AS total
  FROM counted
)
SELECT
  ranked.item_id,
  items.title,
  items.artist_id,
  items.artist_name,
  items.release_name,
  JSON_VALUE(items.addresses, '$[0]') AS address,
  JSON_VALUE(items.artist_addresses, '$[0]') AS artist_address,
  ranked.listen_count,
  ranked.total
FROM ranked
LEFT JOIN items ON items.item_id = ranked.item_id
WHERE ranked.place <= @limit
ORDER BY ranked.place
