-- Question: what is similar to every item by plain cosine, the baseline? Replaces `model_neighbours`.
-- Grain:    one row per item and neighbour, the @cosine_neighbours_max most similar: c_ij / sqrt(d_i * d_j).
-- Window:   everything that was listened to.
-- Cost:     sum over users of the square of their items: for data sets, not for deployments.
WITH played AS (
  SELECT user_index, item_index
  FROM model_user_items
  WHERE plays > 0
),
degrees AS (
  SELECT item_index, COUNT(*) AS users
  FROM played
  GROUP BY item_index
),
pairs AS (
  SELECT mine.item_index, theirs.item_index AS neighbour_index, COUNT(*) AS shared
  FROM played AS mine
  JOIN played AS theirs ON theirs.user_index = mine.user_index AND theirs.item_index != mine.item_index
  GROUP BY mine.item_index, theirs.item_index
),
scored AS (
  SELECT
    pairs.item_index,
    pairs.neighbour_index,
    SAFE_DIVIDE(pairs.shared, SQRT(mine.users * theirs.users)) AS score
  FROM pairs
  JOIN degrees AS mine ON mine.item_index = pairs.item_index
  JOIN degrees AS theirs ON theirs.item_index = pairs.neighbour_index
),
placed AS (
  SELECT
    scored.*,
    ROW_NUMBER() OVER (PARTITION BY item_index ORDER BY ROUND(score, 12) DESC, neighbour_index) AS place
  FROM scored
)
SELECT
  @model_version AS model_version,
  item_index,
  neighbour_index,
  score,
  place
FROM placed
WHERE place <= @cosine_neighbours_max
