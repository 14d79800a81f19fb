-- Question: can the listens be believed, and is what cannot the work of a few?
-- Grain:    one row of counts for the listeners who are odd, one for all others: who has absurd times or the same listen
--           over and over, or listens more than anybody can.
-- Window:   everything in `listens`; absurd is what was before @oldest or after @as_of.
-- Cost:     four columns of `listens`, grouped three times.
WITH copies AS (
  SELECT user_id, SUM(listens - 1) AS duplicates
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
counted AS (
  SELECT
    user_id,
    COUNT(*) AS listens,
    COUNTIF(listened_at < @oldest OR listened_at > @as_of) AS absurd,
    COUNTIF(artist_id IS NULL) AS anonymous,
    MAX(CASE WHEN listened_at <= @as_of THEN listened_at END) AS newest_at
  FROM listens
  GROUP BY user_id
),
listeners AS (
  SELECT
    counted.*,
    copies.duplicates,
    repeated.most_repeated,
    days.busiest_day,
    counted.absurd > @tolerated_listens
      OR copies.duplicates > @tolerated_listens + @duplicate_share_max * counted.listens
      OR repeated.most_repeated > @repeated_plays_max
      OR days.busiest_day > @user_day_listens_max AS odd
  FROM counted
  JOIN copies ON copies.user_id = counted.user_id
  JOIN repeated ON repeated.user_id = counted.user_id
  JOIN days ON days.user_id = counted.user_id
)
SELECT
  odd,
  COUNT(*) AS listeners,
  SUM(listens) AS listens,
  SUM(absurd) AS absurd,
  SUM(duplicates) AS duplicates,
  -- Everybody counts once: one listener's unnamed library is nobody else's.
  AVG(SAFE_DIVIDE(anonymous, listens)) AS anonymous_share,
  MAX(most_repeated) AS most_repeated,
  MAX(busiest_day) AS busiest_day,
  UNIX_SECONDS(MAX(newest_at)) AS newest_at
FROM listeners
GROUP BY odd
