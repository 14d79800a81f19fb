-- Question: by which other ids do people know the items of one shard? Their neighbours are the same.
-- Grain:    one row per id that is not its recording's own, by item and id.
-- Window:   items numbered from @first_item to @last_item.
-- Cost:     two columns of the catalogue and one shard of `model_items`.
SELECT
  numbers.item_index,
  items.item_id
FROM model_items AS numbers
JOIN items ON COALESCE(items.recording_id, items.item_id) = numbers.recording_id
WHERE numbers.model_version = @model_version
  AND numbers.item_index >= @first_item
  AND numbers.item_index <= @last_item
  AND items.item_id != numbers.item_id
ORDER BY numbers.item_index, items.item_id
