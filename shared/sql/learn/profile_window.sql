-- Question: which are a user's latest listens? The window in which `learn` recognises a repeat and an echo, and one more, which
--           is the window's floor.
-- Grain:    one row per listen, newest first, echoes included; `item_id` is empty for one that was taken back.
-- Window:   the latest listens of @user_id, as many as a profile holds.
-- Cost:     one user's listens and echoes (clustered by user).
WITH told AS (
  SELECT
    listen_id,
    UNIX_SECONDS(listened_at) AS listened_at,
    item_id,
    COALESCE(song_id, item_id) AS song_id,
    COALESCE(separation, 0) AS separation
  FROM listens
  WHERE user_id = @user_id
  UNION ALL
  SELECT
    listen_id,
    MIN(UNIX_SECONDS(listened_at)) AS listened_at,
    CASE WHEN COUNTIF(retracted) > 0 THEN '' ELSE MIN(item_id) END AS item_id,
    MIN(COALESCE(song_id, item_id)) AS song_id,
    MIN(separation) AS separation
  FROM echoes
  WHERE user_id = @user_id
  GROUP BY listen_id
),
own AS (
  SELECT
    told.*,
    ROW_NUMBER() OVER (ORDER BY listened_at DESC, listen_id) AS place
  FROM told
)
SELECT
  listen_id,
  listened_at,
  item_id,
  song_id,
  separation
FROM own
WHERE place <= 1 + @window_listens_max
ORDER BY place
