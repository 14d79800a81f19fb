-- Question: what is in the lists of one shard, and what do they show of it?
-- Grain:    one row per list and item, by list and place.
-- Window:   lists whose number, in the order of their names, leaves @shard when divided by @shards.
-- Cost:     `model_lists` and the catalogue once; lists are few, and so are their shards.
WITH names AS (
  SELECT DISTINCT name
  FROM model_lists
  WHERE model_version = @model_version
),
lists AS (
  SELECT name, ROW_NUMBER() OVER (ORDER BY name) AS list_index
  FROM names
),
numbered AS (
  SELECT model_lists.name, model_lists.item_index, model_lists.score, model_lists.place
  FROM model_lists
  JOIN lists ON lists.name = model_lists.name
  WHERE model_lists.model_version = @model_version AND MOD(lists.list_index, @shards) = @shard
)
SELECT
  numbered.name,
  numbered.item_index,
  numbered.score,
  numbers.item_id,
  numbers.kind,
  numbers.artist_id,
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
FROM numbered
JOIN model_items AS numbers ON numbers.item_index = numbered.item_index
LEFT JOIN items ON items.item_id = numbers.item_id
ORDER BY numbered.name, numbered.place
