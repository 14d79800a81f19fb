-- Question: which of their own items have lasted with every user? Replaces `model_loved`.
-- Grain:    one row per user and item, place 1 first: ln(1 + plays)² over the root of the days since the last one, as
--           domain/edition/own-items.ts says.
-- Window:   everything the user played, but not in the last @rest_seconds: what may not be used takes no place.
-- Cost:     `model_user_items` once.
WITH scored AS (
  SELECT
    user_index,
    item_index,
    POW(LN(1.0 + plays), 2.0)
      * POW(SAFE_DIVIDE(86400.0, UNIX_SECONDS(@as_of) - UNIX_SECONDS(last_listened_at)), 0.5) AS score,
    plays,
    last_listened_at
  FROM model_user_items
  WHERE plays > 0 AND UNIX_SECONDS(@as_of) - UNIX_SECONDS(last_listened_at) >= @rest_seconds
),
placed AS (
  SELECT
    scored.*,
    ROW_NUMBER() OVER (PARTITION BY user_index ORDER BY ROUND(score, 9) DESC, item_index) AS place
  FROM scored
)
SELECT
  @model_version AS model_version,
  user_index,
  item_index,
  score,
  plays,
  last_listened_at,
  place
FROM placed
WHERE place <= @loved_max
