-- Question: how large are the scores of kernel, spectral model and tags on the average? Replaces `model_scales`.
-- Grain:    one row. Likeness is measured over the spectral pairs, over the kernel's when it stands alone.
--           Rounded, because a sum over all pairs ends a little differently in every run, and every score with it.
-- Window:   `model_pairs`.
-- Cost:     three columns of `model_pairs`.
WITH read_out AS (
  SELECT kernel, spectral, GREATEST(COALESCE(likeness, 0.0), 0.0) AS likeness
  FROM model_pairs
)
SELECT
  @model_version AS model_version,
  ROUND(AVG(kernel), 12) AS kernel_mean,
  ROUND(AVG(spectral), 12) AS spectral_mean,
  ROUND(
    COALESCE(
      AVG(CASE WHEN spectral IS NOT NULL THEN likeness END),
      AVG(likeness)
    ),
    12
  ) AS likeness_mean
FROM read_out
