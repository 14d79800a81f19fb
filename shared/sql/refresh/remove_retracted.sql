-- Question: which listens have been taken back and are still counted? Removed from `listens`.
-- Grain:    one row of `listens` per user and listen id.
-- Window:   everything: a listen may be told long after it was taken back.
-- Cost:     two columns of `listens` and of `retractions`.
DELETE FROM listens
WHERE EXISTS (
  SELECT 1
  FROM retractions
  WHERE retractions.user_id = listens.user_id AND retractions.listen_id = listens.listen_id
)
