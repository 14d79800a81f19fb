-- Question: whom did a user listen to most?
-- Grain:    one row per artist or show, most listens first; `total` says how many there are.
-- Window:   listens of @user_id from @since to before @until.
-- Cost:     one user's listens of those days (partitioned by day, clustered by user), and `items`.
WITH own AS (
  SELECT
    -- The operator's word on the artist counts before the listen's own, and nobody else's does, as in `learn`.
    COALESCE(CASE WHEN items.source = 'operator' THEN items.artist_id END, listens.artist_id) AS artist_id,
    COALESCE(
      CASE WHEN items.source = 'operator' THEN items.artist_name END,
      JSON_VALUE(listens.listen, '$.artistName'),
      items.artist_name
    ) AS artist_name,
    COALESCE(
      JSON_VALUE(items.artist_addresses, '$[0]'),
      JSON_VALUE(listens.listen, '$.artistAddresses[0]')
    ) AS artist_address
  FROM listens
  LEFT JOIN items ON items.item_id = listens.item_id
  WHERE listens.user_id = @user_id AND listens.listened_at >= @since AND listens.listened_at < @until
),
counted AS (
  SELECT
    artist_id,
    MIN(artist_name) AS artist_name,
    MIN(artist_address) AS artist_address,
    COUNT(*) AS listen_count
  FROM own
  WHERE artist_id IS NOT NULL
  GROUP BY artist_id
),
ranked AS (
  SELECT
    counted.*,
    ROW_NUMBER() OVER (ORDER BY listen_count DESC, artist_id) AS place,
    COUNT(*) OVER () AS total
  FROM counted
)
SELECT
  artist_id,
  artist_name,
  artist_address,
  listen_count,
  total
FROM ranked
WHERE place <= @limit
ORDER BY place
