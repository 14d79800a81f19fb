-- Question: which tracks does the model take for the most popular?
-- Grain:    one row per track, the most popular first.
-- Window:   the list "popular:track" of `model_lists`, as far as anybody played it.
-- Cost:     one list.
SELECT items.item_id
FROM model_lists AS lists
JOIN model_items AS items ON items.item_index = lists.item_index
WHERE lists.name = 'popular:track' AND items.users > 0
ORDER BY lists.place
