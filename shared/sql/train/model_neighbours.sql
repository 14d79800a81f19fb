-- Question: what is similar to every item that was listened to? Replaces `model_neighbours`.
-- Grain:    one row per item and neighbour, place 1 first:
--             score = spectral / its mean + share * kernel / its mean + share * likeness / its mean
--           where what says nothing of a pair counts 0.
-- Window:   `model_pairs`, without neighbours that are proposed to nobody.
-- Cost:     the pairs, sorted within their item.
WITH scored AS (
  SELECT
    pairs.item_index,
    pairs.neighbour_index,
    COALESCE(SAFE_DIVIDE(pairs.spectral, scales.spectral_mean), 0.0)
      + @kernel_share * COALESCE(SAFE_DIVIDE(pairs.kernel, scales.kernel_mean), 0.0)
      + @tags_share * COALESCE(SAFE_DIVIDE(pairs.likeness, scales.likeness_mean), 0.0) AS score
  FROM model_pairs AS pairs
  JOIN model_items AS neighbours ON neighbours.item_index = pairs.neighbour_index AND neighbours.proposed
  CROSS JOIN model_scales AS scales
)
SELECT
  @model_version AS model_version,
  item_index,
  neighbour_index,
  score,
  ROW_NUMBER() OVER (PARTITION BY item_index ORDER BY ROUND(score, 6) DESC, neighbour_index) AS place
FROM scored
