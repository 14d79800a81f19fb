-- Question: how many listens of a user are there, and from when to when? What does not change between two readings says that
--           the listens did not: their number, the sum of their instants, and the newest to land.
-- Grain:    one row.
-- Window:   every listen of @user_id.
-- Cost:     one user's listens (clustered by user).
SELECT
  COUNT(*) AS listens,
  COUNT(DISTINCT item_id) AS items,
  UNIX_SECONDS(MIN(listened_at)) AS oldest_at,
  UNIX_SECONDS(MAX(listened_at)) AS newest_at,
  SUM(UNIX_SECONDS(listened_at)) AS instants,
  MAX(landed_at) AS landed_at
FROM listens
WHERE user_id = @user_id
