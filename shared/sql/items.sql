-- Question: what is known of every item? Replaces `items`.
-- Grain:    one row per item: the operator's latest word, else the description in the first listen received.
-- Window:   what was known, and messages published at @since or later. An overlap with the last run changes nothing.
-- Cost:     the messages of the window, and `items` once.
WITH arrived AS (
  SELECT
    message_id,
    TIMESTAMP_SECONDS(SAFE_CAST(JSON_VALUE(data, '$.receivedAt') AS INT64)) AS received_at,
    JSON_QUERY_ARRAY(data, '$.items') AS catalogued,
    JSON_QUERY_ARRAY(data, '$.listens') AS listened
  FROM listen_messages
  WHERE publish_time >= @since AND JSON_VALUE(data, '$.type') IN ('catalogued', 'listened')
),
told AS (
  SELECT
    arrived.message_id,
    arrived.received_at,
    COALESCE(JSON_VALUE(description, '$.source'), 'operator') AS source,
    JSON_VALUE(description, '$.itemId') AS item_id,
    description
  FROM arrived
  CROSS JOIN UNNEST(catalogued) AS description
  UNION ALL
  SELECT
    arrived.message_id,
    arrived.received_at,
    'listen' AS source,
    JSON_VALUE(description, '$.itemId') AS item_id,
    description
  FROM arrived
  CROSS JOIN UNNEST(listened) AS description
),
-- Of equal sources the operator's latest word stands, and the first listen's.
weighed AS (
  SELECT
    told.*,
    ROW_NUMBER() OVER (
      PARTITION BY item_id
      ORDER BY
        CASE WHEN source = 'operator' THEN 0 ELSE 1 END,
        CASE WHEN source = 'operator' THEN received_at END DESC,
        CASE WHEN source = 'operator' THEN message_id END DESC,
        received_at,
        message_id,
        description
    ) AS place
  FROM told
),
offers AS (
  SELECT
    item_id,
    COALESCE(JSON_VALUE(description, '$.kind'), 'track') AS kind,
    JSON_VALUE(description, '$.title') AS title,
    JSON_VALUE(description, '$.artistId') AS artist_id,
    JSON_VALUE(description, '$.artistName') AS artist_name,
    JSON_VALUE(description, '$.releaseName') AS release_name,
    SAFE_CAST(JSON_VALUE(description, '$.durationMs') AS INT64) AS duration_ms,
    SAFE_CAST(JSON_VALUE(description, '$.publishedAt') AS INT64) AS published_at,
    SAFE_CAST(JSON_VALUE(description, '$.serial') AS INT64) AS serial,
    JSON_VALUE(description, '$.explicit') = 'true' AS explicit,
    JSON_VALUE(description, '$.url') AS url,
    COALESCE(JSON_QUERY(description, '$.tags'), '[]') AS tags,
    source,
    received_at,
    message_id
  FROM weighed
  WHERE place = 1
  UNION ALL
  SELECT
    item_id,
    kind,
    title,
    artist_id,
    artist_name,
    release_name,
    duration_ms,
    published_at,
    serial,
    explicit,
    url,
    tags,
    source,
    received_at,
    message_id
  FROM items
),
placed AS (
  SELECT
    offers.*,
    ROW_NUMBER() OVER (
      PARTITION BY item_id
      ORDER BY
        CASE WHEN source = 'operator' THEN 0 ELSE 1 END,
        CASE WHEN source = 'operator' THEN received_at END DESC,
        CASE WHEN source = 'operator' THEN message_id END DESC,
        received_at,
        message_id
    ) AS place
  FROM offers
)
SELECT
  item_id,
  kind,
  title,
  artist_id,
  artist_name,
  release_name,
  duration_ms,
  published_at,
  serial,
  explicit,
  url,
  tags,
  source,
  received_at,
  message_id
FROM placed
WHERE place = 1
