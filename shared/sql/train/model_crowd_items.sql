-- Question: what did strangers play who only say what goes with what? Replaces `model_crowd_items`.
-- Grain:    one row per stranger and recording, place 1 the most played. Their numbers stand behind those of users.
-- Window:   `crowd`, or nothing where a training does without.
-- Cost:     `crowd` once, joined to the numbers of items.
WITH own AS (
  SELECT COALESCE(MAX(user_index), 0) AS users
  FROM model_users
),
recordings AS (
  SELECT item_id, recording_id
  FROM items
  WHERE recording_id IS NOT NULL
),
played AS (
  SELECT
    crowd.listener,
    items.item_index,
    SUM(crowd.plays) AS plays
  FROM crowd
  LEFT JOIN recordings ON recordings.item_id = crowd.item_id
  JOIN model_items AS items ON items.recording_id = COALESCE(recordings.recording_id, crowd.item_id)
  WHERE @with_crowd
  GROUP BY crowd.listener, items.item_index
)
SELECT
  @model_version AS model_version,
  own.users + played.listener AS listener_index,
  played.item_index,
  ROW_NUMBER() OVER (PARTITION BY played.listener ORDER BY played.plays DESC, played.item_index) AS place
FROM played
CROSS JOIN own
