-- Question: which listens were taken back since the last run? Appended to `retractions`.
-- Grain:    one row per user and listen id that was not retracted before.
-- Window:   messages published from @since to @until. An overlap with the last run changes nothing.
-- Cost:     the messages of the window, and two columns of `retractions`.
WITH retracted AS (
  SELECT
    JSON_VALUE(attributes, '$.userId') AS user_id,
    TIMESTAMP_SECONDS(SAFE_CAST(JSON_VALUE(attributes, '$.receivedAt') AS INT64)) AS received_at,
    JSON_QUERY_ARRAY(data, '$.listens') AS taken_back
  FROM listen_messages
  WHERE publish_time >= @since AND publish_time <= @until AND JSON_VALUE(attributes, '$.type') = 'retracted'
),
told AS (
  SELECT
    retracted.user_id,
    JSON_VALUE(listen, '$.id') AS listen_id,
    MIN(retracted.received_at) AS received_at
  FROM retracted
  CROSS JOIN UNNEST(taken_back) AS listen
  GROUP BY user_id, listen_id
)
SELECT
  told.user_id,
  told.listen_id,
  told.received_at
FROM told
LEFT JOIN retractions AS known ON known.user_id = told.user_id AND known.listen_id = told.listen_id
WHERE known.listen_id IS NULL
