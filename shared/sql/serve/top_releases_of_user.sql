-- Question: which releases did a user listen to most?
-- Grain:    one row per artist and name of a release, most listens first; `total` says how many there are.
-- Window:   listens of @user_id from @since to before @until.
-- Cost:     one user's listens of those days (partitioned by day, clustered by user), and `items`.
WITH own AS (
  SELECT
    COALESCE(items.artist_id, listens.artist_id, '') AS artist_id,
    -- What everybody may read, and where that is nothing the user's own words.
    COALESCE(items.artist_name, JSON_VALUE(listens.listen, '$.artistName')) AS artist_name,
    JSON_VALUE(items.artist_addresses, '$[0]') AS artist_address,
    COALESCE(items.release_name, JSON_VALUE(listens.listen, '$.releaseName')) AS release_name
  FROM listens
  LEFT JOIN items ON items.item_id = listens.item_id
  WHERE listens.user_id = @user_id AND listens.listened_at >= @since AND listens.listened_at < @until
),
counted AS (
  SELECT
    artist_id,
    release_name,
    MIN(artist_name) AS artist_name,
    MIN(artist_address) AS artist_address,
    COUNT(*) AS listen_count
  FROM own
  WHERE release_name IS NOT NULL
  GROUP BY artist_id, release_name
),
ranked AS (
  SELECT
    counted.*,
    ROW_NUMBER() OVER (ORDER BY listen_count DESC, release_name, artist_id) AS place,
    COUNT(*) OVER () AS total
  FROM counted
)
SELECT
  artist_id,
  artist_name,
  artist_address,
  release_name,
  listen_count,
  total
FROM ranked
WHERE place <= @limit
ORDER BY place
