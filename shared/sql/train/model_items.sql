-- Question: what can be recommended, and how popular is it by @as_of? Replaces `model_items`.
-- Grain:    one row per recording that is in the catalogue or was listened to, numbered from 1 in the order of their ids: what
--           people play of it under several ids is one. The id that most people play stands for it, of those that have a name.
-- Window:   listens up to @as_of, and the catalogue. A listen that weighs nothing is no popularity.
-- Cost:     five columns of `listens`, five of `items`, and `crowd`.
WITH recordings AS (
  SELECT
    item_id,
    COALESCE(recording_id, item_id) AS recording_id,
    source,
    CASE WHEN recording_id IS NOT NULL AND title IS NULL THEN 1 ELSE 0 END AS nameless
  FROM items
),
heard AS (
  SELECT
    listens.user_id,
    listens.item_id,
    COALESCE(recordings.recording_id, listens.item_id) AS recording_id,
    MIN(listens.kind) AS kind,
    MIN(listens.artist_id) AS artist_id,
    UNIX_SECONDS(@as_of) - UNIX_SECONDS(MAX(CASE WHEN listens.weight > 0 THEN listens.listened_at END)) AS age_seconds
  FROM listens
  LEFT JOIN recordings ON recordings.item_id = listens.item_id
  WHERE listens.listened_at <= @as_of
  GROUP BY listens.user_id, listens.item_id, recordings.recording_id
),
-- A user counts once, whatever they repeat and by whatever id: one listener alone makes nothing popular.
listeners AS (
  SELECT
    recording_id,
    MIN(age_seconds) AS age_seconds
  FROM heard
  GROUP BY user_id, recording_id
),
audience AS (
  SELECT
    recording_id,
    COUNT(age_seconds) AS users,
    COUNT(*) AS listeners,
    COALESCE(SUM(POW(2.0, SAFE_DIVIDE(-age_seconds, @slow_half_life_seconds))), 0.0) AS popularity
  FROM listeners
  GROUP BY recording_id
),
-- Strangers make nothing popular that somebody at home plays, but come before what nobody plays at all.
strangers AS (
  SELECT
    COALESCE(recordings.recording_id, crowd.item_id) AS recording_id,
    COUNT(DISTINCT crowd.listener) AS users
  FROM crowd
  LEFT JOIN recordings ON recordings.item_id = crowd.item_id
  WHERE @with_crowd
  GROUP BY COALESCE(recordings.recording_id, crowd.item_id)
),
described AS (
  SELECT
    items.item_id,
    recordings.recording_id,
    items.kind,
    items.artist_id,
    recordings.nameless,
    0 AS users,
    1 AS word
  FROM items
  JOIN recordings ON recordings.item_id = items.item_id
  UNION ALL
  SELECT
    item_id,
    recording_id,
    MIN(kind) AS kind,
    MIN(artist_id) AS artist_id,
    0 AS nameless,
    COUNT(age_seconds) AS users,
    0 AS word
  FROM heard
  GROUP BY item_id, recording_id
),
known AS (
  SELECT
    item_id,
    recording_id,
    -- The catalogue's word counts before the listens' own.
    COALESCE(MAX(CASE WHEN word = 1 THEN kind END), MAX(kind)) AS kind,
    COALESCE(MAX(CASE WHEN word = 1 THEN artist_id END), MAX(artist_id)) AS artist_id,
    MAX(nameless) AS nameless,
    SUM(users) AS users
  FROM described
  GROUP BY item_id, recording_id
),
operators AS (
  SELECT DISTINCT recording_id
  FROM recordings
  WHERE source = 'operator'
),
placed AS (
  SELECT
    known.*,
    ROW_NUMBER() OVER (PARTITION BY recording_id ORDER BY nameless, users DESC, item_id) AS place
  FROM known
),
-- Nobody sorts all of them at once: those that begin alike stand together.
parts AS (
  SELECT SUBSTR(item_id, 1, 3) AS part, COUNT(*) AS items
  FROM placed
  WHERE place = 1
  GROUP BY part
),
offsets AS (
  SELECT part, SUM(items) OVER (ORDER BY part) - items AS before
  FROM parts
)
SELECT
  @model_version AS model_version,
  offsets.before + ROW_NUMBER() OVER (PARTITION BY offsets.part ORDER BY placed.item_id) AS item_index,
  placed.item_id,
  placed.recording_id,
  placed.kind,
  placed.artist_id,
  COALESCE(audience.users, 0) + COALESCE(strangers.users, 0) AS users,
  COALESCE(audience.popularity, 0.0) + 0.000001 * COALESCE(strangers.users, 0) AS popularity,
  -- What the operator describes may be proposed to anybody, else what enough listeners played; not what would stand there
  -- without its name, because only one of them told it.
  operators.recording_id IS NOT NULL
    OR (placed.nameless = 0 AND COALESCE(audience.listeners, 0) >= @proposed_listeners_min) AS proposed
FROM placed
JOIN offsets ON offsets.part = SUBSTR(placed.item_id, 1, 3)
LEFT JOIN operators ON operators.recording_id = placed.recording_id
LEFT JOIN audience ON audience.recording_id = placed.recording_id
LEFT JOIN strangers ON strangers.recording_id = placed.recording_id
WHERE placed.place = 1
