-- Question: what does `exposures` hold of a user? Removed for good (I10).
-- Grain:    one row per exposure.
-- Window:   everything.
-- Cost:     two columns of `exposures`.
DELETE FROM exposures
WHERE user_id = @user_id
