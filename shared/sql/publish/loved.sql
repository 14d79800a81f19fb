-- Question: which of their own items have lasted with the users of one shard?
-- Grain:    one row per user and item, by user and place.
-- Window:   users numbered from @first_user to @last_user: the table is clustered by them, so that only they are read.
-- Cost:     one shard of `model_loved`.
SELECT
  loved.user_index,
  users.user_id,
  loved.item_index,
  loved.score,
  loved.plays,
  UNIX_SECONDS(loved.last_listened_at) AS last_listened_at
FROM model_loved AS loved
JOIN model_users AS users ON users.user_index = loved.user_index
WHERE loved.model_version = @model_version AND loved.user_index >= @first_user AND loved.user_index <= @last_user
ORDER BY loved.user_index, loved.place
