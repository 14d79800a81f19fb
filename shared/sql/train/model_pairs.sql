-- Question: what do kernel, spectral model and tags say of every pair? Replaces `model_pairs`.
-- Grain:    one row per item and neighbour that kernel or spectral model found. The likeness of tags is
--             T_i . T_j - share * m . T_j, with m the mean T over all that was listened to,
--           so that a tag which everything has says nothing; NULL when the item has no tags.
-- Window:   the pairs, and the items' tags.
-- Cost:     the pairs grouped once, and pairs x tags of the first item.
WITH found AS (
  SELECT item_index, neighbour_index, score AS kernel, NULL AS spectral
  FROM model_kernel
  UNION ALL
  SELECT item_index, neighbour_index, NULL AS kernel, score AS spectral
  FROM model_spectral
),
pairs AS (
  SELECT item_index, neighbour_index, MAX(kernel) AS kernel, MAX(spectral) AS spectral
  FROM found
  GROUP BY item_index, neighbour_index
),
products AS (
  SELECT
    pairs.item_index,
    pairs.neighbour_index,
    SUM(mine.value * theirs.value) AS product
  FROM pairs
  JOIN model_item_tags AS mine ON mine.item_index = pairs.item_index
  JOIN model_item_tags AS theirs ON theirs.item_index = pairs.neighbour_index AND theirs.tag_index = mine.tag_index
  GROUP BY pairs.item_index, pairs.neighbour_index
),
tagged AS (
  SELECT DISTINCT item_index
  FROM model_item_tags
),
interactions AS (
  SELECT SUM(users) AS listeners
  FROM model_items
),
mean_tags AS (
  SELECT
    tags.tag_index,
    SUM(SAFE_DIVIDE(items.users * tags.value, interactions.listeners)) AS value
  FROM model_item_tags AS tags
  JOIN model_items AS items ON items.item_index = tags.item_index
  CROSS JOIN interactions
  GROUP BY tags.tag_index
),
commonness AS (
  SELECT tags.item_index, SUM(tags.value * mean_tags.value) AS value
  FROM model_item_tags AS tags
  JOIN mean_tags ON mean_tags.tag_index = tags.tag_index
  GROUP BY tags.item_index
)
SELECT
  @model_version AS model_version,
  pairs.item_index,
  pairs.neighbour_index,
  pairs.kernel,
  pairs.spectral,
  CASE
    WHEN tagged.item_index IS NOT NULL
      THEN COALESCE(products.product, 0.0) - @common_tags_share * COALESCE(commonness.value, 0.0)
  END AS likeness
FROM pairs
LEFT JOIN products ON products.item_index = pairs.item_index AND products.neighbour_index = pairs.neighbour_index
LEFT JOIN tagged ON tagged.item_index = pairs.item_index
LEFT JOIN commonness ON commonness.item_index = pairs.neighbour_index
