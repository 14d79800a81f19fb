-- Question: which listens do the messages tell that landed since the last run, and of which play is each? Replaces
--           `arrived_listens`.
-- Grain:    one row per user and listen id: of several copies the one received first.
-- Window:   messages published from @since to @until.
-- Cost:     the messages of the window.
WITH arrived AS (
  SELECT
    message_id,
    publish_time,
    JSON_VALUE(attributes, '$.userId') AS user_id,
    JSON_VALUE(attributes, '$.batchId') AS batch_id,
    TIMESTAMP_SECONDS(SAFE_CAST(JSON_VALUE(attributes, '$.receivedAt') AS INT64)) AS received_at,
    JSON_QUERY_ARRAY(data, '$.listens') AS batch
  FROM listen_messages
  WHERE publish_time >= @since AND publish_time <= @until AND JSON_VALUE(attributes, '$.type') = 'listened'
),
told AS (
  SELECT
    arrived.user_id,
    JSON_VALUE(listen, '$.id') AS listen_id,
    arrived.batch_id,
    arrived.received_at,
    arrived.message_id,
    arrived.publish_time AS landed_at,
    listen
  FROM arrived
  CROSS JOIN UNNEST(batch) AS listen
),
copies AS (
  SELECT
    told.*,
    ROW_NUMBER() OVER (
      PARTITION BY user_id, listen_id ORDER BY received_at, message_id, listen, landed_at
    ) AS copy
  FROM told
),
read_out AS (
  SELECT
    copies.*,
    JSON_VALUE(listen, '$.itemId') AS item_id,
    COALESCE(JSON_VALUE(listen, '$.songId'), JSON_VALUE(listen, '$.recordingId')) AS song_id,
    TIMESTAMP_SECONDS(SAFE_CAST(JSON_VALUE(listen, '$.listenedAt') AS INT64)) AS listened_at,
    COALESCE(
      SAFE_CAST(JSON_VALUE(listen, '$.playedMs') AS INT64),
      NULLIF(SAFE_CAST(JSON_VALUE(listen, '$.durationMs') AS INT64), 0)
    ) AS length_ms
  FROM copies
  WHERE copy = 1
)
SELECT
  user_id,
  listen_id,
  item_id,
  song_id,
  listened_at,
  -- shared/domain/listens/echo.ts computes the same number (I3).
  CASE
    WHEN length_ms IS NULL THEN 0
    ELSE LEAST(@separation_seconds_max, GREATEST(1, DIV(length_ms, 2000)))
  END AS separation,
  batch_id,
  received_at,
  message_id,
  landed_at,
  listen
FROM read_out
