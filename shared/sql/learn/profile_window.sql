-- Question: which are a user's latest listens? The window in which `learn` recognises a repeat, and one more, which is
--           the window's floor.
-- Grain:    one row per listen, newest first.
-- Window:   the latest listens of @user_id, as many as a profile holds.
-- Cost:     one user's listens (clustered by user).
WITH own AS (
  SELECT
    listen_id,
    UNIX_SECONDS(listened_at) AS listened_at,
    item_id,
    ROW_NUMBER() OVER (ORDER BY listened_at DESC, listen_id) AS place
  FROM listens
  WHERE user_id = @user_id
)
SELECT
  listen_id,
  listened_at,
  item_id
FROM own
WHERE place <= 1 + @window_listens_max
ORDER BY place
