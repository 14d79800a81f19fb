-- Question: what did a user listen to next, after an instant? For clients that page forward.
-- Grain:    one row per listen, as it was accepted (JSON), oldest first.
-- Window:   listens of @user_id after @after and before @before.
-- Cost:     one user's listens of those days (partitioned by day, clustered by user).
SELECT
  listen_id,
  listened_at,
  received_at,
  listen
FROM listens
WHERE user_id = @user_id AND listened_at > @after AND listened_at < @before
ORDER BY listened_at, listen_id
LIMIT @limit
