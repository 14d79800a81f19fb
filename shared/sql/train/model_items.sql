-- Question: what can be recommended, and how popular is it by @as_of? Replaces `model_items`.
-- Grain:    one row per item that is in the catalogue or was listened to, numbered from 1 in the order of the ids.
-- Window:   listens up to @as_of, and the catalogue. A listen that weighs nothing is no popularity.
-- Cost:     five columns of `listens`, three of `items`.
WITH heard AS (
  SELECT
    user_id,
    item_id,
    MIN(kind) AS kind,
    MIN(artist_id) AS artist_id,
    UNIX_SECONDS(@as_of) - UNIX_SECONDS(MAX(CASE WHEN weight > 0 THEN listened_at END)) AS age_seconds
  FROM listens
  WHERE listened_at <= @as_of
  GROUP BY user_id, item_id
),
-- A user counts once, whatever they repeat: one listener alone makes nothing popular.
audience AS (
  SELECT
    item_id,
    MIN(kind) AS kind,
    MIN(artist_id) AS artist_id,
    COUNT(age_seconds) AS users,
    COALESCE(SUM(POW(2.0, SAFE_DIVIDE(-age_seconds, @slow_half_life_seconds))), 0.0) AS popularity
  FROM heard
  GROUP BY item_id
),
described AS (
  SELECT item_id, kind, artist_id, 0 AS users, 0.0 AS popularity, 1 AS word
  FROM items
  UNION ALL
  SELECT item_id, kind, artist_id, users, popularity, 0 AS word
  FROM audience
),
known AS (
  SELECT
    item_id,
    -- The catalogue's word counts before the listens' own.
    COALESCE(MAX(CASE WHEN word = 1 THEN kind END), MAX(kind)) AS kind,
    COALESCE(MAX(CASE WHEN word = 1 THEN artist_id END), MAX(artist_id)) AS artist_id,
    SUM(users) AS users,
    SUM(popularity) AS popularity
  FROM described
  GROUP BY item_id
)
SELECT
  @model_version AS model_version,
  ROW_NUMBER() OVER (ORDER BY item_id) AS item_index,
  item_id,
  kind,
  artist_id,
  users,
  popularity
FROM known
