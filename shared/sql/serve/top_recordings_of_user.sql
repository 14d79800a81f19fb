-- Question: which items did a user listen to most?
-- Grain:    one row per item, most listens first; `total` says how many there are.
-- Window:   listens of @user_id from @since to before @until.
-- Cost:     one user's listens of those days (partitioned by day, clustered by user), and `items`.
WITH counted AS (
  SELECT
    item_id,
    MIN(JSON_VALUE(listen, '$.title')) AS title,
    MIN(JSON_VALUE(listen, '$.artistName')) AS artist_name,
    MIN(JSON_VALUE(listen, '$.releaseName')) AS release_name,
    MIN(artist_id) AS artist_id,
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
  -- What everybody may read, and where that is nothing the user's own words.
  COALESCE(items.title, ranked.title) AS title,
  COALESCE(items.artist_id, ranked.artist_id) AS artist_id,
  COALESCE(items.artist_name, ranked.artist_name) AS artist_name,
  COALESCE(items.release_name, ranked.release_name) AS release_name,
  JSON_VALUE(items.addresses, '$[0]') AS address,
  JSON_VALUE(items.artist_addresses, '$[0]') AS artist_address,
  ranked.listen_count,
  ranked.total
FROM ranked
LEFT JOIN items ON items.item_id = ranked.item_id
WHERE ranked.place <= @limit
ORDER BY ranked.place
