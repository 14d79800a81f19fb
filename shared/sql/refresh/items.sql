-- Question: what may everybody read of every item? Replaces `items`.
-- Grain:    one row per item: the operator's word; else of each field what @words_tellers_min listeners were the first to share.
--           Where nobody agrees, names that the id is made of, and keys, are those of the first teller, and the duration is the
--           middle one; other words are nobody's but their teller's (domain/tellings.ts).
-- Window:   everything that is known.
-- Cost:     `item_words` once.
WITH told AS (
  SELECT
    item_words.*,
    CASE WHEN title IS NOT NULL AND artist_name IS NOT NULL AND recording_id IS NULL THEN 1 ELSE 0 END AS named_by_id,
    CASE WHEN COUNT(*) OVER (PARTITION BY item_id) = 1 THEN 1 ELSE 0 END AS told_by_one
  FROM item_words
  WHERE source = 'listen'
    AND item_id NOT IN (SELECT item_id FROM item_words WHERE source = 'operator')
),
said AS (
  SELECT item_id, user_id, received_at, message_id, 'kind' AS field, kind AS value, 1 AS alone
  FROM told
  UNION ALL
  SELECT item_id, user_id, received_at, message_id, 'title' AS field, title AS value, named_by_id AS alone
  FROM told
  WHERE title IS NOT NULL
  UNION ALL
  SELECT item_id, user_id, received_at, message_id, 'artist_id' AS field, artist_id AS value, 1 AS alone
  FROM told
  WHERE artist_id IS NOT NULL
  UNION ALL
  SELECT item_id, user_id, received_at, message_id, 'artist_name' AS field, artist_name AS value, named_by_id AS alone
  FROM told
  WHERE artist_name IS NOT NULL
  UNION ALL
  SELECT item_id, user_id, received_at, message_id, 'release_name' AS field, release_name AS value, 0 AS alone
  FROM told
  WHERE release_name IS NOT NULL
  UNION ALL
  SELECT item_id, user_id, received_at, message_id, 'release_id' AS field, release_id AS value, 1 AS alone
  FROM told
  WHERE release_id IS NOT NULL
  UNION ALL
  SELECT item_id, user_id, received_at, message_id, 'release_group_id' AS field, release_group_id AS value, 1 AS alone
  FROM told
  WHERE release_group_id IS NOT NULL
  UNION ALL
  SELECT item_id, user_id, received_at, message_id, 'recording_id' AS field, recording_id AS value, told_by_one AS alone
  FROM told
  WHERE recording_id IS NOT NULL
  UNION ALL
  SELECT item_id, user_id, received_at, message_id, 'song_id' AS field, song_id AS value, told_by_one AS alone
  FROM told
  WHERE song_id IS NOT NULL
  UNION ALL
  SELECT item_id, user_id, received_at, message_id, 'addresses' AS field, addresses AS value, 1 AS alone
  FROM told
  WHERE addresses != '[]'
  UNION ALL
  SELECT item_id, user_id, received_at, message_id, 'artist_addresses' AS field, artist_addresses AS value, 1 AS alone
  FROM told
  WHERE artist_addresses != '[]'
  UNION ALL
  SELECT item_id, user_id, received_at, message_id, 'tags' AS field, tags AS value, 0 AS alone
  FROM told
  WHERE tags != '[]'
),
counted AS (
  SELECT
    said.*,
    ROW_NUMBER() OVER (PARTITION BY item_id, field, value ORDER BY received_at, message_id, user_id) AS teller
  FROM said
),
placed AS (
  SELECT
    counted.item_id,
    counted.field,
    counted.value,
    ROW_NUMBER() OVER (
      PARTITION BY item_id, field
      ORDER BY CASE WHEN teller = @words_tellers_min THEN 0 ELSE 1 END, received_at, message_id, user_id
    ) AS place
  FROM counted
  WHERE teller = @words_tellers_min OR (teller = 1 AND alone = 1)
),
words AS (
  SELECT
    item_id,
    MAX(CASE WHEN field = 'kind' THEN value END) AS kind,
    MAX(CASE WHEN field = 'title' THEN value END) AS title,
    MAX(CASE WHEN field = 'artist_id' THEN value END) AS artist_id,
    MAX(CASE WHEN field = 'artist_name' THEN value END) AS artist_name,
    MAX(CASE WHEN field = 'release_name' THEN value END) AS release_name,
    MAX(CASE WHEN field = 'release_id' THEN value END) AS release_id,
    MAX(CASE WHEN field = 'release_group_id' THEN value END) AS release_group_id,
    MAX(CASE WHEN field = 'recording_id' THEN value END) AS recording_id,
    MAX(CASE WHEN field = 'song_id' THEN value END) AS song_id,
    MAX(CASE WHEN field = 'addresses' THEN value END) AS addresses,
    MAX(CASE WHEN field = 'artist_addresses' THEN value END) AS artist_addresses,
    MAX(CASE WHEN field = 'tags' THEN value END) AS tags
  FROM placed
  WHERE place = 1
  GROUP BY item_id
),
durations AS (
  SELECT
    item_id,
    duration_ms,
    ROW_NUMBER() OVER (PARTITION BY item_id ORDER BY duration_ms) AS nth,
    COUNT(*) OVER (PARTITION BY item_id) AS tellers
  FROM told
  WHERE duration_ms IS NOT NULL
),
firsts AS (
  SELECT
    item_id,
    received_at,
    message_id,
    ROW_NUMBER() OVER (PARTITION BY item_id ORDER BY received_at, message_id, user_id) AS teller
  FROM told
)
SELECT
  words.item_id,
  words.kind,
  words.title,
  words.artist_id,
  words.artist_name,
  words.release_name,
  words.release_id,
  words.release_group_id,
  durations.duration_ms,
  NULL AS published_at,
  NULL AS serial,
  NULL AS explicit,
  NULL AS url,
  words.recording_id,
  words.song_id,
  COALESCE(words.addresses, '[]') AS addresses,
  COALESCE(words.artist_addresses, '[]') AS artist_addresses,
  COALESCE(words.tags, '[]') AS tags,
  'listen' AS source,
  firsts.received_at,
  firsts.message_id
FROM words
JOIN firsts ON firsts.item_id = words.item_id AND firsts.teller = 1
LEFT JOIN durations ON durations.item_id = words.item_id AND durations.nth = DIV(durations.tellers + 1, 2)
UNION ALL
SELECT
  item_id,
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
WHERE source = 'operator'
