-- Question: what should every user hear that they have not played? Fills `model_candidates`.
-- Grain:    one row per user and item, place 1 first; at most @candidates_max a user.
-- Window:   the strongest @seeds_per_user_max items of every user of shard @user_shard of @user_shards.
-- Cost:     users x seeds x neighbours of a seed, summed; a shard is what fits into memory. Only items that may be
--           among the best of their user are sorted: scores are counted in steps of 1/20 first.
WITH seeds AS (
  SELECT user_index, item_index, weight
  FROM model_user_items
  WHERE place <= @seeds_per_user_max AND weight > 0 AND MOD(user_index, @user_shards) = @user_shard
),
played AS (
  SELECT user_index, item_index
  FROM model_user_items
  WHERE MOD(user_index, @user_shards) = @user_shard
),
scored AS (
  SELECT
    seeds.user_index,
    neighbours.neighbour_index AS item_index,
    SUM(seeds.weight * neighbours.score) AS score
  FROM seeds
  JOIN model_neighbours AS neighbours ON neighbours.item_index = seeds.item_index
  WHERE neighbours.place <= @candidate_neighbours_max
  GROUP BY seeds.user_index, neighbours.neighbour_index
),
unheard AS (
  SELECT scored.user_index, scored.item_index, scored.score
  FROM scored
  LEFT JOIN played ON played.user_index = scored.user_index AND played.item_index = scored.item_index
  WHERE played.item_index IS NULL AND scored.score > 0
),
steps AS (
  SELECT user_index, FLOOR(score * 20.0) AS step, COUNT(*) AS items
  FROM unheard
  GROUP BY user_index, FLOOR(score * 20.0)
),
counted AS (
  SELECT
    user_index,
    step,
    SUM(items) OVER (PARTITION BY user_index ORDER BY step DESC ROWS UNBOUNDED PRECEDING) AS items_from_here
  FROM steps
),
lowest AS (
  SELECT user_index, MAX(step) AS step
  FROM counted
  WHERE items_from_here >= @candidates_max
  GROUP BY user_index
),
placed AS (
  SELECT
    unheard.user_index,
    unheard.item_index,
    unheard.score,
    ROW_NUMBER() OVER (
      PARTITION BY unheard.user_index ORDER BY ROUND(unheard.score, 6) DESC, unheard.item_index
    ) AS place
  FROM unheard
  LEFT JOIN lowest ON lowest.user_index = unheard.user_index
  WHERE lowest.step IS NULL OR FLOOR(unheard.score * 20.0) >= lowest.step
)
SELECT
  @model_version AS model_version,
  user_index,
  item_index,
  score,
  place
FROM placed
WHERE place <= @candidates_max
