-- Question: how much did a user listen, day by day?
-- Grain:    one row per day with listens; `day` counts from 1970-01-01, UTC.
-- Window:   listens of @user_id from @since to before @until.
-- Cost:     two columns of one user's listens of those days (partitioned by day, clustered by user).
WITH own AS (
  SELECT DIV(UNIX_SECONDS(listened_at), 86400) AS day
  FROM listens
  WHERE user_id = @user_id AND listened_at >= @since AND listened_at < @until
)
SELECT
  day,
  COUNT(*) AS listen_count
FROM own
GROUP BY day
ORDER BY day
