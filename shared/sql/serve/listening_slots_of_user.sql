-- Question: in which quarters of an hour did a user listen, and how often?
-- Grain:    one row per quarter of an hour with listens, counted from 1970-01-01: offsets of time zones are multiples of it.
-- Window:   listens of @user_id from @since to before @until.
-- Cost:     two columns of one user's listens of those days (partitioned by day, clustered by user).
WITH own AS (
  SELECT DIV(UNIX_SECONDS(listened_at), 900) AS slot
  FROM listens
  WHERE user_id = @user_id AND listened_at >= @since AND listened_at < @until
)
SELECT
  slot,
  COUNT(*) AS listen_count
FROM own
GROUP BY slot
ORDER BY slot
