-- Question: what did every @sample_stride-th user play? Replaces `model_user_items` by a part of it.
-- Grain:    one row per user and item, as it was.
-- Window:   `model_user_items`.
-- Cost:     `model_user_items` once.
SELECT
  @model_version AS model_version,
  user_index,
  item_index,
  plays,
  slow,
  weight,
  last_listened_at,
  place
FROM model_user_items
WHERE MOD(user_index, @sample_stride) = 0
