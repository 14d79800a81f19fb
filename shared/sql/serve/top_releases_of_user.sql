-- Question: which releases did a user listen to most?
-- Grain:    one row per release, most listens first; `total` says how many there are. Releases are told apart by their id
--           where a listen says one, else by artist and name: a soundtrack of many artists is one, and two bands'
--           "Greatest Hits" are two.
-- Window:   listens of @user_id from @since to before @until.
-- Cost:     one user's listens of those days (partitioned by day, clustered by user), whole, and `items`.
WITH own AS (
  SELECT
    COALESCE(items.artist_id, listens.artist_id, '') AS artist_id,
    -- What everybody may read, and where that is nothing the user's own words.
    COALESCE(items.artist_name, JSON_VALUE(listens.listen, '$.artistName')) AS artist_name,
    JSON_VALUE(items.artist_addresses, '$[0]') AS artist_address,
    -- A listen's own word on its release counts before the catalogue's: one recording is on several.
    COALESCE(JSON_VALUE(listens.listen, '$.releaseName'), items.release_name) AS release_name,
    JSON_VALUE(listens.listen, '$.releaseId') AS release_id
  FROM listens
  LEFT JOIN items ON items.item_id = listens.item_id
  WHERE listens.user_id = @user_id AND listens.listened_at >= @since AND listens.listened_at < @until
),
named AS (
  SELECT
    own.*,
    COALESCE(release_id, MIN(release_id) OVER (PARTITION BY artist_id, release_name)) AS known_id
  FROM own
  WHERE release_name IS NOT NULL
),
counted AS (
  SELECT
    known_id AS release_id,
    CASE WHEN known_id IS NULL THEN artist_id ELSE '' END AS told_apart_by,
    CASE WHEN known_id IS NULL THEN release_name ELSE '' END AS name_apart,
    MIN(release_name) AS release_name,
    MIN(artist_id) AS artist_id,
    MIN(artist_name) AS artist_name,
    MIN(artist_address) AS artist_address,
    COUNT(DISTINCT artist_id) AS artists,
    COUNT(*) AS listen_count
  FROM named
  GROUP BY known_id, told_apart_by, name_apart
),
ranked AS (
  SELECT
    counted.*,
    ROW_NUMBER() OVER (ORDER BY listen_count DESC, release_name, artist_id, release_id) AS place,
    COUNT(*) OVER () AS total
  FROM counted
)
SELECT
  artist_id,
  artist_name,
  artist_address,
  artists,
  release_id,
  release_name,
  listen_count,
  total
FROM ranked
WHERE place <= @limit
ORDER BY place
