-- Question: in which slices can the messages be read that landed since the last run? A slice is parsed at once, so its size
--           bounds the memory of that.
-- Grain:    one row per slice, in the order of publication; messages of one instant stay together.
-- Window:   messages published at @since or later.
-- Cost:     the length of every message of the window.
WITH moments AS (
  SELECT publish_time, SUM(LENGTH(data)) AS characters
  FROM listen_messages
  WHERE publish_time >= @since
  GROUP BY publish_time
),
running AS (
  SELECT publish_time, SUM(characters) OVER (ORDER BY publish_time) AS characters
  FROM moments
)
SELECT
  DIV(characters, @slice_characters) AS slice,
  MIN(publish_time) AS begins_at,
  MAX(publish_time) AS ends_at
FROM running
GROUP BY slice
ORDER BY slice
