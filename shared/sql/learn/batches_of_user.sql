-- Question: which batches of a user has the warehouse, and are they counted? A rebuild waits until every batch it needs
--           is here with nothing outstanding.
-- Grain:    one row per batch in the order of their receipt; `outstanding` is the number of its listens that are not settled yet: told and neither
--           counted nor an echo, or both still; taken back, and not noted or still counted.
-- Window:   messages published at @since or later.
-- Cost:     the messages of the window, and one user's listens and echoes (clustered by user).
WITH arrived AS (
  SELECT
    JSON_VALUE(attributes, '$.batchId') AS batch_id,
    JSON_VALUE(attributes, '$.type') AS type,
    SAFE_CAST(JSON_VALUE(attributes, '$.receivedAt') AS INT64) AS received_at,
    JSON_QUERY_ARRAY(data, '$.listens') AS batch
  FROM listen_messages
  WHERE publish_time >= @since AND JSON_VALUE(attributes, '$.userId') = @user_id
),
told AS (
  SELECT
    arrived.batch_id,
    arrived.type,
    arrived.received_at,
    JSON_VALUE(listen, '$.id') AS listen_id
  FROM arrived
  CROSS JOIN UNNEST(batch) AS listen
),
counted AS (
  SELECT listen_id
  FROM listens
  WHERE user_id = @user_id
),
gone AS (
  SELECT listen_id
  FROM retractions
  WHERE user_id = @user_id
),
noted AS (
  SELECT listen_id, COUNTIF(retracted) AS retracted
  FROM echoes
  WHERE user_id = @user_id
  GROUP BY listen_id
)
SELECT
  told.batch_id,
  MIN(told.type) AS type,
  MIN(told.received_at) AS received_at,
  COUNTIF(
    CASE
      WHEN told.type = 'retracted' THEN gone.listen_id IS NULL OR counted.listen_id IS NOT NULL OR COALESCE(noted.retracted, 1) = 0
      ELSE (counted.listen_id IS NULL) = (noted.listen_id IS NULL)
    END
  ) AS outstanding
FROM told
LEFT JOIN counted ON counted.listen_id = told.listen_id
LEFT JOIN gone ON gone.listen_id = told.listen_id
LEFT JOIN noted ON noted.listen_id = told.listen_id
GROUP BY told.batch_id
ORDER BY received_at, batch_id
