-- Question: what does `retractions` hold of a user? Removed for good (I10).
-- Grain:    one row per listen that was taken back.
-- Window:   everything.
-- Cost:     one user's rows (clustered by user).
DELETE FROM retractions
WHERE user_id = @user_id
