-- Question: which listens that arrived are not counted yet, and what does each weigh? Appended to `listens` (I1).
-- Grain:    one row per user and listen id. Neither an echo nor a listen that was taken back is ever counted, in whatever
--           order they arrive.
-- Window:   `arrived_listens`. What is counted already changes nothing.
-- Cost:     `arrived_listens`, and two columns of `listens` and of `echoes`.
WITH fresh AS (
  SELECT arrived.*
  FROM arrived_listens AS arrived
  LEFT JOIN listens AS counted ON counted.user_id = arrived.user_id AND counted.listen_id = arrived.listen_id
  LEFT JOIN echoes ON echoes.user_id = arrived.user_id AND echoes.listen_id = arrived.listen_id
  WHERE counted.listen_id IS NULL AND echoes.listen_id IS NULL
),
read_out AS (
  SELECT
    fresh.*,
    JSON_VALUE(listen, '$.kind') AS kind,
    JSON_VALUE(listen, '$.artistId') AS artist_id,
    SAFE_CAST(JSON_VALUE(listen, '$.playedMs') AS INT64) AS played_ms,
    SAFE_CAST(JSON_VALUE(listen, '$.durationMs') AS INT64) AS duration_ms
  FROM fresh
),
measured AS (
  SELECT
    read_out.*,
    CASE WHEN duration_ms > 0 THEN duration_ms ELSE @assumed_duration_ms END AS length_ms
  FROM read_out
)
SELECT
  listen_id,
  user_id,
  item_id,
  song_id,
  kind,
  artist_id,
  listened_at,
  played_ms,
  duration_ms,
  -- shared/domain/listens/engagement.ts computes the same number (I3).
  CASE
    WHEN duration_ms > 0 AND duration_ms <= @shortest_track_ms THEN 0.0
    WHEN played_ms IS NULL THEN 1.0
    WHEN played_ms < LEAST(length_ms * @counts_from_share, @counts_from_ms) THEN 0.0
    ELSE LEAST(1.0, GREATEST(@floor_weight, SAFE_DIVIDE(played_ms, length_ms)))
  END AS weight,
  separation,
  batch_id,
  received_at,
  message_id,
  landed_at,
  listen
FROM measured
