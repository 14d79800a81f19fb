-- Question: up to which message is `listens` complete?
-- Grain:    one row. NULL while there are no listens.
-- Window:   everything.
-- Cost:     one column of `listens`.
SELECT
  MAX(landed_at) AS landed_at
FROM listens
