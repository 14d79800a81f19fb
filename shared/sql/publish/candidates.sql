-- Question: what is proposed to the users of one shard, and why?
-- Grain:    one row per user, candidate and seed, by user, place and place of the seed.
-- Window:   users numbered from @first_user to @last_user: the tables are clustered by them, so that only they are read.
-- Cost:     one shard of `model_candidates` and `model_seeds`.
SELECT
  candidates.user_index,
  users.user_id,
  candidates.item_index,
  candidates.score,
  seeds.seed_index,
  seeds.share
FROM model_candidates AS candidates
JOIN model_users AS users ON users.user_index = candidates.user_index
LEFT JOIN model_seeds AS seeds
  ON seeds.user_index = candidates.user_index
  AND seeds.item_index = candidates.item_index
  AND seeds.user_index >= @first_user
  AND seeds.user_index <= @last_user
WHERE candidates.model_version = @model_version
  AND candidates.user_index >= @first_user
  AND candidates.user_index <= @last_user
ORDER BY candidates.user_index, candidates.place, seeds.place
