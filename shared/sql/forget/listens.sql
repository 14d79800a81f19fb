-- Question: what does `listens` hold of a user? Removed for good (I10).
-- Grain:    one row per listen.
-- Window:   everything.
-- Cost:     one user's rows (clustered by user).
DELETE FROM listens
WHERE user_id = @user_id
