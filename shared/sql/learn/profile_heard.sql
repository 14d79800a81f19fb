-- Question: which items has a user ever played, skips included?
-- Grain:    one row per item, in the order of the ids.
-- Window:   every listen of @user_id.
-- Cost:     one user's listens (clustered by user).
SELECT DISTINCT
  item_id
FROM listens
WHERE user_id = @user_id
ORDER BY item_id
