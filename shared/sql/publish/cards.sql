-- Question: what do the neighbours and candidates of one shard show of the items in them?
-- Grain:    one row per item that a document of the shard names, in no order.
-- Window:   the neighbours of items @first_item to @last_item; candidates, seeds, loved and strongest items of users
--           @first_user to @last_user.
-- Cost:     one shard of every published table, joined to the catalogue, which is read whole.
WITH named AS (
  SELECT item_index
  FROM model_neighbours
  WHERE model_version = @model_version AND item_index >= @first_item AND item_index <= @last_item
  UNION DISTINCT
  SELECT neighbour_index AS item_index
  FROM model_neighbours
  WHERE model_version = @model_version
    AND item_index >= @first_item
    AND item_index <= @last_item
    AND place <= @published_neighbours_max
  UNION DISTINCT
  SELECT item_index
  FROM model_candidates
  WHERE model_version = @model_version AND user_index >= @first_user AND user_index <= @last_user
  UNION DISTINCT
  SELECT seed_index AS item_index
  FROM model_seeds
  WHERE model_version = @model_version AND user_index >= @first_user AND user_index <= @last_user
  UNION DISTINCT
  SELECT item_index
  FROM model_loved
  WHERE model_version = @model_version AND user_index >= @first_user AND user_index <= @last_user
  UNION DISTINCT
  SELECT item_index
  FROM model_user_items
  WHERE model_version = @model_version
    AND user_index >= @first_user
    AND user_index <= @last_user
    AND place <= @own_items_max
)
SELECT
  numbers.item_index,
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
FROM named
JOIN model_items AS numbers ON numbers.item_index = named.item_index
LEFT JOIN items ON items.item_id = numbers.item_id
