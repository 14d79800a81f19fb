-- Question: which pairs of the kernel are the strongest of each item? Replaces `model_kernel`.
-- Grain:    one row per item and neighbour, at most @kernel_neighbours_max an item.
-- Window:   `model_kernel_pairs`, both ways.
-- Cost:     the pairs, grouped once. Only those whose score may be among the strongest are sorted: scores are counted
--           in steps of 1/20 first, which leaves one pair in seven.
WITH ends AS (
  SELECT first_index AS item_index, score
  FROM model_kernel_pairs
  UNION ALL
  SELECT second_index AS item_index, score
  FROM model_kernel_pairs
),
steps AS (
  SELECT item_index, FLOOR(score * 20.0) AS step, COUNT(*) AS pairs
  FROM ends
  GROUP BY item_index, FLOOR(score * 20.0)
),
counted AS (
  SELECT
    item_index,
    step,
    SUM(pairs) OVER (PARTITION BY item_index ORDER BY step DESC ROWS UNBOUNDED PRECEDING) AS pairs_from_here
  FROM steps
),
lowest AS (
  SELECT item_index, MAX(step) AS step
  FROM counted
  WHERE pairs_from_here >= @kernel_neighbours_max
  GROUP BY item_index
),
mirrored AS (
  SELECT first_index AS item_index, second_index AS neighbour_index, score
  FROM model_kernel_pairs
  UNION ALL
  SELECT second_index AS item_index, first_index AS neighbour_index, score
  FROM model_kernel_pairs
),
placed AS (
  SELECT
    mirrored.item_index,
    mirrored.neighbour_index,
    mirrored.score,
    ROW_NUMBER() OVER (
      PARTITION BY mirrored.item_index ORDER BY ROUND(mirrored.score, 9) DESC, mirrored.neighbour_index
    ) AS place
  FROM mirrored
  LEFT JOIN lowest ON lowest.item_index = mirrored.item_index
  WHERE lowest.step IS NULL OR FLOOR(mirrored.score * 20.0) >= lowest.step
)
SELECT
  @model_version AS model_version,
  item_index,
  neighbour_index,
  score
FROM placed
WHERE place <= @kernel_neighbours_max
