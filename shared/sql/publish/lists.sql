-- Question: what is in the lists of one shard?
-- Grain:    one row per list and item, by list and place.
-- Window:   lists whose number, in the order of their names, leaves @shard when divided by @shards.
-- Cost:     `model_lists` once.
WITH numbered AS (
  SELECT
    name,
    item_index,
    score,
    place,
    DENSE_RANK() OVER (ORDER BY name) AS list_index
  FROM model_lists
  WHERE model_version = @model_version
)
SELECT
  name,
  item_index,
  score
FROM numbered
WHERE MOD(list_index, @shards) = @shard
ORDER BY name, place
