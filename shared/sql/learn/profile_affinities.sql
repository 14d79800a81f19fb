-- Question: what are a user's affinities, from every listen ever accepted? The same sums as domain/learn.ts (I3).
-- Grain:    one row per kind of affinity ("item", "artist", "show", "tag") and id; the strongest of each kind and one
--           more, whose rank key says what truncation costs.
-- Window:   every listen of @user_id that weighs anything.
-- Cost:     one user's listens (clustered by user), `items` and `item_tags`.
WITH own AS (
  SELECT
    listens.item_id,
    listens.kind,
    -- The operator's word on artist and tags counts before the listen's own, and nobody else's does, as in `learn`.
    COALESCE(CASE WHEN items.source = 'operator' THEN items.artist_id END, listens.artist_id) AS artist_id,
    COALESCE(items.source, '') AS source,
    listens.listen_id,
    JSON_VALUE_ARRAY(listens.listen, '$.tags') AS said_tags,
    listens.weight,
    UNIX_SECONDS(listens.listened_at) AS listened_at
  FROM listens
  LEFT JOIN items ON items.item_id = listens.item_id
  WHERE listens.user_id = @user_id AND listens.weight > 0
),
tagged AS (
  SELECT own.listen_id, item_tags.tag, own.weight, own.listened_at
  FROM own
  JOIN item_tags ON item_tags.item_id = own.item_id
  WHERE own.source = 'operator'
  UNION ALL
  SELECT DISTINCT own.listen_id, tag, own.weight, own.listened_at
  FROM own
  CROSS JOIN UNNEST(said_tags) AS tag
  WHERE own.source != 'operator'
),
marks AS (
  SELECT 'item' AS affinity_of, item_id AS id, weight, listened_at
  FROM own
  UNION ALL
  SELECT CASE WHEN kind = 'episode' THEN 'show' ELSE 'artist' END AS affinity_of, artist_id AS id, weight, listened_at
  FROM own
  WHERE artist_id IS NOT NULL
  UNION ALL
  SELECT 'tag' AS affinity_of, tag AS id, weight, listened_at
  FROM tagged
),
newest AS (
  SELECT affinity_of, id, MAX(listened_at) AS newest_at
  FROM marks
  GROUP BY affinity_of, id
),
sums AS (
  SELECT
    marks.affinity_of,
    marks.id,
    newest.newest_at,
    SUM(marks.weight * POW(2.0, SAFE_DIVIDE(marks.listened_at - newest.newest_at, @fast_half_life_seconds))) AS fast,
    SUM(marks.weight * POW(2.0, SAFE_DIVIDE(marks.listened_at - newest.newest_at, @slow_half_life_seconds))) AS slow,
    COUNT(*) AS plays
  FROM marks
  JOIN newest ON newest.affinity_of = marks.affinity_of AND newest.id = marks.id
  GROUP BY marks.affinity_of, marks.id, newest.newest_at
),
keyed AS (
  SELECT
    sums.*,
    SAFE_DIVIDE(LN(slow), LN(2.0)) + SAFE_DIVIDE(newest_at, @slow_half_life_seconds) AS rank_key
  FROM sums
),
ranked AS (
  SELECT
    keyed.*,
    ROW_NUMBER() OVER (PARTITION BY affinity_of ORDER BY ROUND(rank_key, 9) DESC, id) AS place
  FROM keyed
)
SELECT
  affinity_of,
  id,
  fast,
  slow,
  newest_at,
  plays
FROM ranked
WHERE place <= 1 + CASE affinity_of
  WHEN 'item' THEN @items_max
  WHEN 'artist' THEN @artists_max
  WHEN 'show' THEN @shows_max
  ELSE @tags_max
END
ORDER BY affinity_of, place
