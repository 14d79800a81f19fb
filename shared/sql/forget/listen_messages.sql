-- Question: what does `listen_messages` hold of a user? Removed for good (I10).
-- Grain:    one row per message.
-- Window:   everything, which has to be said of a partitioned table.
-- Cost:     every message: erasure is rare, and the message is where it would come back from.
DELETE FROM listen_messages
WHERE publish_time >= TIMESTAMP_SECONDS(0) AND JSON_VALUE(attributes, '$.userId') = @user_id
