-- Question: when was the newest message published?
-- Grain:    one row. NULL while there are no messages.
-- Window:   messages published at @since or later.
-- Cost:     one column of the messages of the window.
SELECT
  MAX(publish_time) AS published_at
FROM listen_messages
WHERE publish_time >= @since
