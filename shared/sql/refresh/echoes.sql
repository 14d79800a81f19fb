-- Question: which listens were taken back, or are of a play that another listen tells of? Appended to `echoes`: none of them
--           counts, now or later. Two listens of one song are of one play when they are nearer than the shorter of their
--           separations, or than that of the only one that has any; shared/domain/listens/echo.ts says the same (I3). Of such
--           two the later is an echo, and either when the other was taken back.
-- Grain:    one row per user, listen id and whether it was taken back; both when both are so.
-- Window:   pairs of which one is in `arrived_listens` or was taken back since the last run: so all pairs, in whatever order
--           their listens come.
-- Cost:     `arrived_listens`, `retractions`, `echoes`, and six columns of `listens`.
WITH known AS (
  SELECT
    user_id,
    listen_id,
    item_id,
    song_id,
    COALESCE(song_id, item_id) AS song,
    UNIX_SECONDS(listened_at) AS instant,
    COALESCE(separation, 0) AS separation,
    FALSE AS retracted
  FROM listens
  UNION ALL
  SELECT
    user_id,
    listen_id,
    item_id,
    song_id,
    COALESCE(song_id, item_id) AS song,
    UNIX_SECONDS(listened_at) AS instant,
    separation,
    FALSE AS retracted
  FROM arrived_listens
  UNION ALL
  SELECT
    user_id,
    listen_id,
    item_id,
    song_id,
    COALESCE(song_id, item_id) AS song,
    UNIX_SECONDS(listened_at) AS instant,
    separation,
    retracted
  FROM echoes
),
taken_back AS (
  SELECT known.*
  FROM known
  JOIN retractions ON retractions.user_id = known.user_id AND retractions.listen_id = known.listen_id
  LEFT JOIN echoes AS noted
    ON noted.user_id = known.user_id AND noted.listen_id = known.listen_id AND noted.retracted
  WHERE noted.listen_id IS NULL
),
news AS (
  SELECT
    user_id,
    listen_id,
    item_id,
    song_id,
    COALESCE(song_id, item_id) AS song,
    UNIX_SECONDS(listened_at) AS instant,
    separation,
    FALSE AS retracted
  FROM arrived_listens
  UNION ALL
  SELECT
    user_id,
    listen_id,
    item_id,
    song_id,
    song,
    instant,
    separation,
    TRUE AS retracted
  FROM taken_back
),
steps AS (
  SELECT -1 AS step
  UNION ALL
  SELECT 0 AS step
  UNION ALL
  SELECT 1 AS step
),
-- Only what lies in the same stretch of time or beside it is looked at: a song that is played for ever stays cheap.
reaching AS (
  SELECT
    news.*,
    DIV(news.instant, @separation_seconds_max) + steps.step AS stretch
  FROM news
  CROSS JOIN steps
),
pairs AS (
  SELECT
    known.user_id,
    known.listen_id,
    known.item_id,
    known.song_id,
    known.instant,
    known.separation,
    reaching.listen_id AS news_listen_id,
    reaching.item_id AS news_item_id,
    reaching.song_id AS news_song_id,
    reaching.instant AS news_instant,
    reaching.separation AS news_separation,
    reaching.retracted
      OR reaching.instant < known.instant
      OR (reaching.instant = known.instant AND reaching.listen_id < known.listen_id) AS is_echo,
    known.retracted
      OR known.instant < reaching.instant
      OR (known.instant = reaching.instant AND known.listen_id < reaching.listen_id) AS news_is_echo
  FROM reaching
  JOIN known
    ON known.user_id = reaching.user_id
    AND known.song = reaching.song
    AND DIV(known.instant, @separation_seconds_max) = reaching.stretch
  WHERE known.listen_id != reaching.listen_id
    AND ABS(known.instant - reaching.instant) < CASE
      WHEN known.separation = 0 AND reaching.separation = 0 THEN @separation_seconds_untold
      WHEN known.separation = 0 THEN reaching.separation
      WHEN reaching.separation = 0 THEN known.separation
      ELSE LEAST(known.separation, reaching.separation)
    END
),
found AS (
  SELECT user_id, listen_id, item_id, song_id, instant, separation, FALSE AS retracted
  FROM pairs
  WHERE is_echo
  UNION ALL
  SELECT
    user_id,
    news_listen_id AS listen_id,
    news_item_id AS item_id,
    news_song_id AS song_id,
    news_instant AS instant,
    news_separation AS separation,
    FALSE AS retracted
  FROM pairs
  WHERE news_is_echo
  UNION ALL
  SELECT user_id, listen_id, item_id, song_id, instant, separation, TRUE AS retracted
  FROM taken_back
),
named AS (
  SELECT
    user_id,
    listen_id,
    retracted,
    MIN(item_id) AS item_id,
    MIN(song_id) AS song_id,
    MIN(instant) AS instant,
    MIN(separation) AS separation
  FROM found
  GROUP BY user_id, listen_id, retracted
)
SELECT
  named.user_id,
  named.listen_id,
  named.item_id,
  named.song_id,
  TIMESTAMP_SECONDS(named.instant) AS listened_at,
  named.separation,
  named.retracted
FROM named
LEFT JOIN echoes AS noted
  ON noted.user_id = named.user_id
  AND noted.listen_id = named.listen_id
  AND noted.retracted = named.retracted
WHERE noted.listen_id IS NULL
