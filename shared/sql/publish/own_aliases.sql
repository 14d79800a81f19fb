-- Question: what else are the strongest items of the users of one shard called, and what does each such item show?
-- Grain:    one row per item and id that is not its recording's own, by item and id.
-- Window:   the @own_items_max strongest items of users @first_user to @last_user.
-- Cost:     one shard of `model_user_items`, joined to the catalogue, which is read whole.
WITH own AS (
  SELECT DISTINCT item_index
  FROM model_user_items
  WHERE model_version = @model_version
    AND user_index >= @first_user
    AND user_index <= @last_user
    AND place <= @own_items_max
)
SELECT
  numbers.item_index,
  items.item_id,
  items.kind,
  items.artist_id,
  items.title,
  items.artist_name,
  items.release_name,
  items.release_id,
  items.release_group_id,
  items.duration_ms,
  items.published_at,
  items.serial,
  items.explicit,
  items.url,
  items.recording_id,
  items.song_id,
  items.addresses,
  items.artist_addresses,
  items.tags
FROM own
JOIN model_items AS numbers ON numbers.item_index = own.item_index
JOIN items ON COALESCE(items.recording_id, items.item_id) = numbers.recording_id
WHERE items.item_id != numbers.item_id
ORDER BY numbers.item_index, items.item_id
