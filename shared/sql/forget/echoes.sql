-- Question: what does `echoes` hold of a user? Removed for good (I10).
-- Grain:    one row per listen that does not count, and why.
-- Window:   everything.
-- Cost:     one user's rows (clustered by user).
DELETE FROM echoes
WHERE user_id = @user_id
