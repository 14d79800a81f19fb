-- Question: what does `item_words` hold of a user? Removed for good (I10).
-- Grain:    one row per item.
-- Window:   everything.
-- Cost:     `item_words` once.
DELETE FROM item_words
WHERE user_id = @user_id
