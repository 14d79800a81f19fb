-- Question: can the listens be believed?
-- Grain:    one row of counts.
-- Window:   everything in `listens`; absurd is what was before @oldest or after @as_of.
-- Cost:     four columns of `listens`, grouped three times.
WITH copies AS (
  SELECT COUNT(*) - 1 AS repeats
  FROM listens
  GROUP BY user_id, item_id, listened_at
),
repeated AS (
  SELECT COUNT(*) AS plays
  FROM listens
  GROUP BY user_id, item_id
),
days AS (
  SELECT COUNT(*) AS listens
  FROM listens
  GROUP BY user_id, DIV(UNIX_SECONDS(listened_at), 86400)
)
SELECT
  (SELECT COUNT(*) FROM listens) AS listens,
  (SELECT COUNT(*) FROM listens WHERE listened_at < @oldest OR listened_at > @as_of) AS absurd,
  (SELECT COALESCE(SUM(repeats), 0) FROM copies) AS duplicates,
  (SELECT COUNT(*) FROM listens WHERE artist_id IS NULL) AS anonymous,
  (SELECT COALESCE(MAX(plays), 0) FROM repeated) AS most_repeated,
  (SELECT COALESCE(MAX(listens), 0) FROM days) AS busiest_day,
  (SELECT UNIX_SECONDS(MAX(listened_at)) FROM listens WHERE listened_at <= @as_of) AS newest_at
