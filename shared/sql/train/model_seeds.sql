-- Question: which items of a user's own led to a candidate? Fills `model_seeds`.
-- Grain:    one row per user, candidate and seed, the @seeds_max that gave most; `share` is the part of the score.
-- Window:   `model_candidates` of the users of shard @user_shard of @user_shards.
-- Cost:     users x seeds x neighbours of a seed, of which the candidates are kept; a shard is what fits into memory.
WITH parts AS (
  SELECT
    candidates.user_index,
    candidates.item_index,
    seeds.item_index AS seed_index,
    SAFE_DIVIDE(seeds.weight * neighbours.score, candidates.score) AS share
  FROM model_candidates AS candidates
  JOIN model_user_items AS seeds ON seeds.user_index = candidates.user_index
  JOIN model_neighbours AS neighbours
    ON neighbours.item_index = seeds.item_index AND neighbours.neighbour_index = candidates.item_index
  WHERE MOD(candidates.user_index, @user_shards) = @user_shard
    AND MOD(seeds.user_index, @user_shards) = @user_shard
    AND seeds.place <= @seeds_per_user_max
    AND seeds.weight > 0
    AND neighbours.place <= @candidate_neighbours_max
),
placed AS (
  SELECT
    parts.*,
    ROW_NUMBER() OVER (
      PARTITION BY user_index, item_index ORDER BY ROUND(share, 9) DESC, seed_index
    ) AS place
  FROM parts
  WHERE share > 0
)
SELECT
  @model_version AS model_version,
  user_index,
  item_index,
  seed_index,
  share,
  place
FROM placed
WHERE place <= @seeds_max
