-- Question: how much of what users played first after @as_of, and until @until, had the model proposed?
-- Grain:    one row: users with something new, the mean of their recall and of its square.
-- Window:   listens between the two instants; users of shard @user_shard of @user_shards, who are those with candidates.
-- Cost:     three columns of the listens of the window, joined to the candidates.
WITH asked AS (
  SELECT DISTINCT user_index
  FROM model_user_items
  WHERE MOD(user_index, @user_shards) = @user_shard
),
played AS (
  SELECT DISTINCT users.user_index, listens.item_id
  FROM listens
  JOIN model_users AS users ON users.user_id = listens.user_id
  JOIN asked ON asked.user_index = users.user_index
  WHERE listens.listened_at > @as_of AND listens.listened_at <= @until AND listens.weight > 0
),
known AS (
  SELECT own.user_index, items.item_id
  FROM model_user_items AS own
  JOIN model_items AS items ON items.item_index = own.item_index
),
fresh AS (
  SELECT played.user_index, played.item_id
  FROM played
  LEFT JOIN known ON known.user_index = played.user_index AND known.item_id = played.item_id
  WHERE known.item_id IS NULL
),
proposed AS (
  SELECT candidates.user_index, items.item_id
  FROM model_candidates AS candidates
  JOIN model_items AS items ON items.item_index = candidates.item_index
),
recalls AS (
  SELECT
    fresh.user_index,
    SAFE_DIVIDE(COUNTIF(proposed.item_id IS NOT NULL), COUNT(*)) AS recall
  FROM fresh
  LEFT JOIN proposed ON proposed.user_index = fresh.user_index AND proposed.item_id = fresh.item_id
  GROUP BY fresh.user_index
)
SELECT
  COUNT(*) AS users,
  AVG(recall) AS mean,
  AVG(recall * recall) AS mean_of_squares
FROM recalls
