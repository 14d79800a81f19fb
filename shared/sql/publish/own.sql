-- Question: which are the strongest items of the users of one shard, and how much do they weigh?
-- Grain:    one row per user and item, by user and place, at most @own_items_max a user. `weight` is what candidates were made
--           with; `live_weight` is not divided by the user's mean, as domain/recommend/recommend.ts weighs seeds.
-- Window:   users numbered from @first_user to @last_user: the table is clustered by them, so that only they are read.
-- Cost:     one shard of `model_user_items`.
SELECT
  own.user_index,
  users.user_id,
  own.item_index,
  own.weight,
  POW(LN(1.0 + own.slow), @weight_power) AS live_weight
FROM model_user_items AS own
JOIN model_users AS users ON users.user_index = own.user_index
WHERE own.model_version = @model_version
  AND own.user_index >= @first_user
  AND own.user_index <= @last_user
  AND own.place <= @own_items_max
ORDER BY own.user_index, own.place
