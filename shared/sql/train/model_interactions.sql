-- Question: which users played which items, as the spectral model counts them?
-- Grain:    one row per user and item, in no order.
-- Window:   the strongest @spectral_items_max items of every user and stranger, or of one in @user_shards.
-- Cost:     three columns of `model_user_items`.
SELECT
  user_index,
  item_index
FROM model_user_items
WHERE plays > 0
  AND place <= @spectral_items_max
  AND MOD(user_index, @user_shards) = @user_shard
UNION ALL
SELECT
  listener_index AS user_index,
  item_index
FROM model_crowd_items
WHERE place <= @spectral_items_max
  AND MOD(listener_index, @user_shards) = @user_shard
