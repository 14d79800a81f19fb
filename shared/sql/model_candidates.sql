-- Question: what should every user hear that they have not played? Replaces `model_candidates`.
-- Grain:    one row per user and item, place 1 first; at most @candidates_max a user.
-- Window:   the strongest @seeds_per_user_max items of every user, or of every @user_stride-th user.
-- Cost:     users x seeds x neighbours of a seed, summed; then what was played is taken out.
WITH scored AS (
  SELECT
    seeds.user_index,
    neighbours.neighbour_index AS item_index,
    SUM(seeds.weight * neighbours.score) AS score
  FROM model_user_items AS seeds
  JOIN model_neighbours AS neighbours ON neighbours.item_index = seeds.item_index
  WHERE seeds.place <= @seeds_per_user_max
    AND seeds.weight > 0
    AND MOD(seeds.user_index, @user_stride) = 0
    AND neighbours.place <= @candidate_neighbours_max
  GROUP BY seeds.user_index, neighbours.neighbour_index
),
unheard AS (
  SELECT scored.user_index, scored.item_index, scored.score
  FROM scored
  LEFT JOIN model_user_items AS played
    ON played.user_index = scored.user_index AND played.item_index = scored.item_index
  WHERE played.item_index IS NULL AND scored.score > 0
),
placed AS (
  SELECT
    unheard.*,
    ROW_NUMBER() OVER (PARTITION BY user_index ORDER BY ROUND(score, 12) DESC, item_index) AS place
  FROM unheard
)
SELECT
  @model_version AS model_version,
  user_index,
  item_index,
  score,
  place
FROM placed
WHERE place <= @candidates_max
