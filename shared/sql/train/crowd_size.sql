-- Question: how large is the crowd?
-- Grain:    one row.
-- Window:   `crowd`.
-- Cost:     one column of `crowd`.
SELECT
  COUNT(*) AS pairs,
  COUNT(DISTINCT listener) AS listeners
FROM crowd
