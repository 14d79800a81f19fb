-- Question: which items do most users play?
-- Grain:    one row per item that was played, most users first.
-- Window:   everything that was listened to, whenever.
-- Cost:     `model_items` once.
SELECT
  item_id,
  users
FROM model_items
WHERE users > 0
ORDER BY users DESC, item_index
