-- Question: what do the documents of one shard show of the items in them?
-- Grain:    one row per item that a document of the shard names, in no order.
-- Window:   the shard's neighbours, candidates, seeds, loved items and lists.
-- Cost:     one shard of every published table, joined to the catalogue.
WITH numbered_lists AS (
  SELECT item_index, DENSE_RANK() OVER (ORDER BY name) AS list_index
  FROM model_lists
  WHERE model_version = @model_version
),
named AS (
  SELECT item_index
  FROM model_neighbours
  WHERE model_version = @model_version AND MOD(item_index, @shards) = @shard
  UNION DISTINCT
  SELECT neighbour_index AS item_index
  FROM model_neighbours
  WHERE model_version = @model_version
    AND MOD(item_index, @shards) = @shard
    AND place <= @published_neighbours_max
  UNION DISTINCT
  SELECT item_index
  FROM model_candidates
  WHERE model_version = @model_version AND MOD(user_index, @shards) = @shard
  UNION DISTINCT
  SELECT seed_index AS item_index
  FROM model_seeds
  WHERE model_version = @model_version AND MOD(user_index, @shards) = @shard
  UNION DISTINCT
  SELECT item_index
  FROM model_loved
  WHERE model_version = @model_version AND MOD(user_index, @shards) = @shard
  UNION DISTINCT
  SELECT item_index
  FROM numbered_lists
  WHERE MOD(list_index, @shards) = @shard
)
SELECT
  numbers.item_index,
  numbers.item_id,
  numbers.kind,
  numbers.artist_id,
  items.title,
  items.artist_name,
  items.release_name,
  items.duration_ms,
  items.published_at,
  items.serial,
  items.explicit,
  items.url,
  items.tags
FROM named
JOIN model_items AS numbers ON numbers.item_index = named.item_index
LEFT JOIN items ON items.item_id = numbers.item_id
