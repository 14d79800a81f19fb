-- Question: how large are the scores of kernel, spectral model and tags on the average? Replaces `model_scales`.
-- Grain:    one row. Likeness is measured over the spectral pairs, over the kernel's when it stands alone.
-- Window:   `model_pairs`.
-- Cost:     three columns of `model_pairs`.
WITH read_out AS (
  SELECT kernel, spectral, GREATEST(COALESCE(likeness, 0.0), 0.0) AS likeness
  FROM model_pairs
)
SELECT
  @model_version AS model_version,
  AVG(kernel) AS kernel_mean,
  AVG(spectral) AS spectral_mean,
  COALESCE(
    AVG(CASE WHEN spectral IS NOT NULL THEN likeness END),
    AVG(likeness)
  ) AS likeness_mean
FROM read_out
