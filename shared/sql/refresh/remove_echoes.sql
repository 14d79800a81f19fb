-- Question: which listens turn out to be echoes, or have been taken back, and are still counted? Removed from `listens`.
-- Grain:    one row of `listens` per user and listen id.
-- Window:   everything: a listen may be told long after its echo, or after it was taken back.
-- Cost:     two columns of `listens` and of `echoes`.
DELETE FROM listens
WHERE EXISTS (
  SELECT 1
  FROM echoes
  WHERE echoes.user_id = listens.user_id AND echoes.listen_id = listens.listen_id
)
