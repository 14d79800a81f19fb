-- Question: what are the neighbours of the items of one shard?
-- Grain:    one row per item and neighbour, the first @published_neighbours_max, by item and place.
-- Window:   items numbered from @first_item to @last_item: the table is clustered by them, so that only they are read.
-- Cost:     one shard of `model_neighbours`.
SELECT
  item_index,
  neighbour_index,
  score
FROM model_neighbours
WHERE model_version = @model_version
  AND item_index >= @first_item
  AND item_index <= @last_item
  AND place <= @published_neighbours_max
  AND score > 0
ORDER BY item_index, place
