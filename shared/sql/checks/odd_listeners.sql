-- Question: whose listens cannot be believed?
-- Grain:    one row per listener, the oddest first; at most @listeners_max. The conditions are those of checks/listens.
-- Window:   everything in `listens`.
-- Cost:     three columns of `listens`, grouped three times; asked only when there are some.
WITH copies AS (
  SELECT user_id, SUM(listens - 1) AS duplicates, SUM(listens) AS listens
  FROM (
    SELECT user_id, item_id, listened_at, COUNT(*) AS listens
    FROM listens
    GROUP BY user_id, item_id, listened_at
  )
  GROUP BY user_id
),
repeated AS (
  SELECT user_id, MAX(plays) AS most_repeated
  FROM (SELECT user_id, item_id, COUNT(*) AS plays FROM listens GROUP BY user_id, item_id)
  GROUP BY user_id
),
days AS (
  SELECT user_id, MAX(listens) AS busiest_day
  FROM (
    SELECT user_id, DIV(UNIX_SECONDS(listened_at), 86400) AS day, COUNT(*) AS listens
    FROM listens
    GROUP BY user_id, DIV(UNIX_SECONDS(listened_at), 86400)
  )
  GROUP BY user_id
),
times AS (
  SELECT user_id, COUNTIF(listened_at < @oldest OR listened_at > @as_of) AS absurd
  FROM listens
  GROUP BY user_id
)
SELECT copies.user_id, copies.duplicates, repeated.most_repeated, days.busiest_day, times.absurd
FROM copies
JOIN repeated ON repeated.user_id = copies.user_id
JOIN days ON days.user_id = copies.user_id
JOIN times ON times.user_id = copies.user_id
WHERE times.absurd > @tolerated_listens
  OR copies.duplicates > @tolerated_listens + @duplicate_share_max * copies.listens
  OR repeated.most_repeated > @repeated_plays_max
  OR days.busiest_day > @user_day_listens_max
ORDER BY days.busiest_day DESC, copies.user_id
LIMIT @listeners_max
