-- Question: what did whom say of which item first? Replaces `item_words`.
-- Grain:    one row per item and listener, of each item the first @words_tellers_max, and one for the operator, whose user id is
--           empty: the operator's latest word; a listener's first, and of those with an address the first.
-- Window:   what was known, and messages published from @since to @until. An overlap with the last run changes nothing.
-- Cost:     the messages of the window, `item_words` once, and of `items` what was known before its words were kept apart.
WITH arrived AS (
  SELECT
    message_id,
    TIMESTAMP_SECONDS(SAFE_CAST(JSON_VALUE(attributes, '$.receivedAt') AS INT64)) AS received_at,
    CASE WHEN JSON_VALUE(attributes, '$.type') = 'catalogued' THEN 'operator' ELSE 'listen' END AS source,
    COALESCE(JSON_VALUE(attributes, '$.userId'), '') AS user_id,
    CASE
      WHEN JSON_VALUE(attributes, '$.type') = 'catalogued' THEN JSON_QUERY_ARRAY(data, '$.items')
      ELSE JSON_QUERY_ARRAY(data, '$.listens')
    END AS descriptions
  FROM listen_messages
  WHERE publish_time >= @since AND publish_time <= @until
    AND JSON_VALUE(attributes, '$.type') IN ('catalogued', 'listened')
),
told AS (
  SELECT
    arrived.message_id,
    arrived.received_at,
    arrived.source,
    arrived.user_id,
    JSON_VALUE(description, '$.itemId') AS item_id,
    description
  FROM arrived
  CROSS JOIN UNNEST(descriptions) AS description
),
weighed AS (
  SELECT
    told.*,
    ROW_NUMBER() OVER (
      PARTITION BY item_id, source, user_id
      ORDER BY
        CASE WHEN source = 'operator' THEN received_at END DESC,
        CASE WHEN source = 'operator' THEN message_id END DESC,
        CASE WHEN COALESCE(JSON_QUERY(description, '$.addresses'), '[]') = '[]' THEN 1 ELSE 0 END,
        received_at,
        message_id,
        description
    ) AS place
  FROM told
),
offers AS (
  SELECT
    item_id,
    user_id,
    COALESCE(JSON_VALUE(description, '$.kind'), 'track') AS kind,
    JSON_VALUE(description, '$.title') AS title,
    JSON_VALUE(description, '$.artistId') AS artist_id,
    JSON_VALUE(description, '$.artistName') AS artist_name,
    JSON_VALUE(description, '$.releaseName') AS release_name,
    JSON_VALUE(description, '$.releaseId') AS release_id,
    JSON_VALUE(description, '$.releaseGroupId') AS release_group_id,
    SAFE_CAST(JSON_VALUE(description, '$.durationMs') AS INT64) AS duration_ms,
    SAFE_CAST(JSON_VALUE(description, '$.publishedAt') AS INT64) AS published_at,
    SAFE_CAST(JSON_VALUE(description, '$.serial') AS INT64) AS serial,
    JSON_VALUE(description, '$.explicit') = 'true' AS explicit,
    JSON_VALUE(description, '$.url') AS url,
    JSON_VALUE(description, '$.recordingId') AS recording_id,
    JSON_VALUE(description, '$.songId') AS song_id,
    COALESCE(JSON_QUERY(description, '$.addresses'), '[]') AS addresses,
    COALESCE(JSON_QUERY(description, '$.artistAddresses'), '[]') AS artist_addresses,
    COALESCE(JSON_QUERY(description, '$.tags'), '[]') AS tags,
    source,
    received_at,
    message_id
  FROM weighed
  WHERE place = 1
  UNION ALL
  SELECT
    item_id,
    user_id,
    kind,
    title,
    artist_id,
    artist_name,
    release_name,
    release_id,
    release_group_id,
    duration_ms,
    published_at,
    serial,
    explicit,
    url,
    recording_id,
    song_id,
    addresses,
    artist_addresses,
    tags,
    source,
    received_at,
    message_id
  FROM item_words
  UNION ALL
  SELECT
    items.item_id,
    '' AS user_id,
    items.kind,
    items.title,
    items.artist_id,
    items.artist_name,
    items.release_name,
    items.release_id,
    items.release_group_id,
    items.duration_ms,
    items.published_at,
    items.serial,
    items.explicit,
    items.url,
    items.recording_id,
    items.song_id,
    items.addresses,
    items.artist_addresses,
    items.tags,
    items.source,
    items.received_at,
    items.message_id
  FROM items
  LEFT JOIN item_words AS known ON known.item_id = items.item_id
  WHERE known.item_id IS NULL
),
placed AS (
  SELECT
    offers.*,
    ROW_NUMBER() OVER (
      PARTITION BY item_id, source, user_id
      ORDER BY
        CASE WHEN source = 'operator' THEN received_at END DESC,
        CASE WHEN source = 'operator' THEN message_id END DESC,
        CASE WHEN addresses = '[]' THEN 1 ELSE 0 END,
        received_at,
        message_id
    ) AS place
  FROM offers
),
ranked AS (
  SELECT
    placed.*,
    ROW_NUMBER() OVER (PARTITION BY item_id, source ORDER BY received_at, message_id, user_id) AS teller
  FROM placed
  WHERE place = 1
)
SELECT
  item_id,
  user_id,
  kind,
  title,
  artist_id,
  artist_name,
  release_name,
  release_id,
  release_group_id,
  duration_ms,
  published_at,
  serial,
  explicit,
  url,
  recording_id,
  song_id,
  addresses,
  artist_addresses,
  tags,
  source,
  received_at,
  message_id
FROM ranked
WHERE teller <= @words_tellers_max
