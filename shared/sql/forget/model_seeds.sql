-- Question: what does `model_seeds` hold of a user? Removed for good (I10).
-- Grain:    one row per candidate and seed.
-- Window:   everything.
-- Cost:     one user's rows (clustered by user).
DELETE FROM model_seeds
WHERE user_index IN (
  SELECT user_index
  FROM model_users
  WHERE user_id = @user_id
)
