-- Question: what are the neighbours of the items of one shard?
-- Grain:    one row per item and neighbour, the first @published_neighbours_max, by item and place.
-- Window:   items whose number leaves @shard when divided by @shards.
-- Cost:     one shard of `model_neighbours`.
SELECT
  item_index,
  neighbour_index,
  score
FROM model_neighbours
WHERE model_version = @model_version
  AND MOD(item_index, @shards) = @shard
  AND place <= @published_neighbours_max
  AND score > 0
ORDER BY item_index, place
