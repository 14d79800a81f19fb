-- Question: what does `model_users` hold of a user? Removed for good (I10).
-- Grain:    one row. Removed last: the others find the user by the number in it.
-- Window:   everything.
-- Cost:     one column of `model_users`.
DELETE FROM model_users
WHERE user_id = @user_id
