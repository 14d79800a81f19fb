-- Question: which listens turn out to have been told earlier, by a message that landed late? Removed from `listens`;
--           listens.sql puts the earlier copy in their place. So `listens` depends on the set of messages alone (I2).
-- Grain:    one row of `listens` per user and listen id.
-- Window:   `arrived_listens`.
-- Cost:     four columns of `listens` and of `arrived_listens`.
DELETE FROM listens
WHERE EXISTS (
  SELECT 1
  FROM arrived_listens AS told
  WHERE told.user_id = listens.user_id
    AND told.listen_id = listens.listen_id
    AND (
      told.received_at < listens.received_at
      OR (told.received_at = listens.received_at AND told.message_id < listens.message_id)
    )
)
