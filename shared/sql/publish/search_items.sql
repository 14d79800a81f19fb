-- Question: what can be found by its name, and how popular is it?
-- Grain:    one row per item of the model, the most popular first, at most @search_items_max.
-- Window:   the model and the catalogue.
-- Cost:     `model_items` and the catalogue once, by one shard.
WITH placed AS (
  SELECT
    item_index,
    item_id,
    kind,
    artist_id,
    popularity
  FROM model_items
  WHERE model_version = @model_version
  ORDER BY ROUND(popularity, 9) DESC, item_index
  LIMIT @search_items_max
)
SELECT
  placed.item_index,
  placed.popularity,
  placed.item_id,
  placed.kind,
  placed.artist_id,
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
FROM placed
JOIN items ON items.item_id = placed.item_id
ORDER BY ROUND(placed.popularity, 9) DESC, placed.item_index
