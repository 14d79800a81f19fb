-- Question: who of the last training's listeners still has the listens it was made of?
-- Grain:    one row: how many there are, and how many of them have @history_share_min of their listens left.
-- Window:   `model_users` as the last training left it: a user who was erased since is in neither table.
-- Cost:     one column of `listens`, two of `model_users`.
WITH counted AS (
  SELECT user_id, COUNT(*) AS listens
  FROM listens
  GROUP BY user_id
)
SELECT
  COUNT(*) AS listeners,
  COUNTIF(COALESCE(counted.listens, 0) >= @history_share_min * model_users.listens) AS intact
FROM model_users
LEFT JOIN counted ON counted.user_id = model_users.user_id
