-- Question: who was shown what of an experiment since the last run? Appended to `exposures`.
-- Grain:    one row per user, experiment, UTC day and place, the first of the day.
-- Window:   messages published from @since to @until. An overlap with the last run changes nothing.
-- Cost:     the messages of the window, and four columns of `exposures`.
WITH told AS (
  SELECT
    message_id,
    JSON_VALUE(attributes, '$.userId') AS user_id,
    TIMESTAMP_SECONDS(SAFE_CAST(JSON_VALUE(attributes, '$.receivedAt') AS INT64)) AS exposed_at,
    JSON_VALUE(data, '$.shown') AS shown,
    JSON_QUERY(data, '$.items') AS items,
    JSON_QUERY_ARRAY(data, '$.variants') AS assignments
  FROM listen_messages
  WHERE publish_time >= @since AND publish_time <= @until AND JSON_VALUE(attributes, '$.type') = 'exposed'
),
assigned AS (
  SELECT
    told.*,
    JSON_VALUE(assignment, '$.experiment') AS experiment,
    JSON_VALUE(assignment, '$.variant') AS variant,
    DIV(UNIX_SECONDS(exposed_at), 86400) AS day
  FROM told
  CROSS JOIN UNNEST(assignments) AS assignment
),
copies AS (
  SELECT
    assigned.*,
    ROW_NUMBER() OVER (PARTITION BY user_id, experiment, day, shown ORDER BY exposed_at, message_id) AS copy
  FROM assigned
),
known AS (
  SELECT DISTINCT user_id, experiment, shown, DIV(UNIX_SECONDS(exposed_at), 86400) AS day
  FROM exposures
)
SELECT
  copies.user_id,
  copies.experiment,
  copies.variant,
  copies.shown,
  copies.exposed_at,
  copies.items
FROM copies
LEFT JOIN known ON known.user_id = copies.user_id AND known.experiment = copies.experiment
  AND known.shown = copies.shown AND known.day = copies.day
WHERE copies.copy = 1 AND known.user_id IS NULL
