-- Question: what does `item_tags` hold of items that only a user told of? Removed for good (I10).
-- Grain:    one row per item and tag.
-- Window:   everything; before `item_words`, which says who told of what.
-- Cost:     two columns of `item_words`, and `item_tags` once.
DELETE FROM item_tags
WHERE item_id IN (
  SELECT item_id
  FROM item_words
  GROUP BY item_id
  HAVING MIN(user_id) = @user_id AND MAX(user_id) = @user_id
)
