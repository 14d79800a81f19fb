-- Question: what did a user listen to, newest first? For reading back what documents no longer hold, and for export.
-- Grain:    one row per listen, as it was accepted (JSON).
-- Window:   listens of @user_id after @after, and before the cursor: the last row of the page before.
-- Cost:     one user's listens of those days (partitioned by day, clustered by user).
SELECT
  listen_id,
  listened_at,
  received_at,
  listen
FROM listens
WHERE user_id = @user_id
  AND listened_at > @after
  AND (listened_at < @before OR (listened_at = @before AND listen_id > @before_listen_id))
ORDER BY listened_at DESC, listen_id
LIMIT @limit
