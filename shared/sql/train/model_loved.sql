-- Question: which of their own items have lasted with every user? Replaces `model_loved`.
-- Grain:    one row per user and item, place 1 first: ln(1 + plays), halved every @lasting_half_life_seconds since the
--           last one, as domain/own-items.ts says.
-- Window:   everything the user played.
-- Cost:     `model_user_items` once.
WITH scored AS (
  SELECT
    user_index,
    item_index,
    LN(1.0 + plays) * POW(
      2.0,
      SAFE_DIVIDE(UNIX_SECONDS(last_listened_at) - UNIX_SECONDS(@as_of), @lasting_half_life_seconds)
    ) AS score,
    plays,
    last_listened_at
  FROM model_user_items
  WHERE plays > 0
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
