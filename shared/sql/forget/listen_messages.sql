-- Question: what does `listen_messages` hold of a user? Removed for good (I10).
-- Grain:    one row per message.
-- Window:   everything.
-- Cost:     every message: erasure is rare, and the message is where it would come back from.
DELETE FROM listen_messages
WHERE JSON_VALUE(data, '$.userId') = @user_id
