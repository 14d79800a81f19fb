-- Question: which items do the same users play? Replaces `model_kernel_pairs`.
-- Grain:    one row per pair of items, the lower number first.
-- Window:   the strongest @kernel_items_max items of every user, and of every stranger where there is a crowd.
-- Cost:     users x @kernel_items_max^2 / 2 pairs at most, grouped once.
--
-- The damped log-cosine kernel: with d users of an item, n items of a user,
--   shared(i, j) = sum over users of both of mean(n) / n            broad listeners count less
--   score(i, j)  = ln(1 + kappa * shared / ((d_i + s) * (d_j + s))^a)
WITH kept AS (
  SELECT user_index, item_index
  FROM model_user_items
  WHERE plays > 0 AND place <= @kernel_items_max
  UNION ALL
  SELECT listener_index AS user_index, item_index
  FROM model_crowd_items
  WHERE place <= @kernel_items_max
),
breadths AS (
  SELECT user_index, COUNT(*) AS items
  FROM kept
  GROUP BY user_index
),
mean_breadth AS (
  SELECT AVG(items) AS items
  FROM breadths
),
ballots AS (
  SELECT
    kept.user_index,
    kept.item_index,
    SAFE_DIVIDE(mean_breadth.items, breadths.items) AS vote
  FROM kept
  JOIN breadths ON breadths.user_index = kept.user_index
  CROSS JOIN mean_breadth
),
dampings AS (
  SELECT item_index, POW(COUNT(*) + @kernel_smoothing, @kernel_exponent) AS damping
  FROM kept
  GROUP BY item_index
),
pairs AS (
  SELECT
    lower.item_index AS first_index,
    higher.item_index AS second_index,
    SUM(lower.vote) AS shared
  FROM ballots AS lower
  JOIN kept AS higher ON higher.user_index = lower.user_index AND lower.item_index < higher.item_index
  GROUP BY lower.item_index, higher.item_index
)
SELECT
  @model_version AS model_version,
  pairs.first_index,
  pairs.second_index,
  LN(1.0 + @kernel_kappa * SAFE_DIVIDE(pairs.shared, firsts.damping * seconds.damping)) AS score
FROM pairs
JOIN dampings AS firsts ON firsts.item_index = pairs.first_index
JOIN dampings AS seconds ON seconds.item_index = pairs.second_index
