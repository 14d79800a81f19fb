-- Question: what was a user shown of experiments?
-- Grain:    one row per exposure, in the order in which they happened.
-- Window:   everything.
-- Cost:     `exposures` once: an export is rare.
SELECT
  experiment,
  variant,
  shown,
  UNIX_SECONDS(exposed_at) AS exposed_at,
  items
FROM exposures
WHERE user_id = @user_id
ORDER BY exposed_at, experiment, shown
