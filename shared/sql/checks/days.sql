-- Question: how many listens did each of the last days bring?
-- Grain:    one row per day that brought any; 0 is the day that ends at @as_of.
-- Window:   @days days, without the listens of @set_aside, a JSON array of users.
-- Cost:     two columns of the listens of these days.
WITH named AS (
  SELECT JSON_VALUE_ARRAY(@set_aside, '$') AS users
),
aside AS (
  SELECT user_id
  FROM named
  CROSS JOIN UNNEST(users) AS user_id
),
aged AS (
  SELECT DIV(UNIX_SECONDS(@as_of) - UNIX_SECONDS(listened_at), 86400) AS days_ago
  FROM listens
  WHERE listened_at <= @as_of AND listened_at > TIMESTAMP_SECONDS(UNIX_SECONDS(@as_of) - 86400 * @days)
    AND user_id NOT IN (SELECT user_id FROM aside)
)
SELECT days_ago, COUNT(*) AS listens
FROM aged
GROUP BY days_ago
ORDER BY days_ago
