-- Question: how much is every item to every user who played it, by @as_of? Replaces `model_user_items`.
-- Grain:    one row per user and recording, skips included (weight 0): what was played is not recommended as new.
-- Window:   listens up to @as_of. Ages count from the user's newest listen: taste does not fade while a user is away.
-- Cost:     five columns of `listens`, joined to the numbers of users and items.
WITH recordings AS (
  SELECT item_id, recording_id
  FROM items
  WHERE recording_id IS NOT NULL
),
sums AS (
  SELECT
    users.user_index,
    items.item_index,
    COUNTIF(listens.weight > 0) AS plays,
    SUM(
      listens.weight * POW(
        2.0,
        SAFE_DIVIDE(UNIX_SECONDS(listens.listened_at) - UNIX_SECONDS(users.newest_at), @slow_half_life_seconds)
      )
    ) AS slow,
    MAX(listens.listened_at) AS last_listened_at
  FROM listens
  JOIN model_users AS users ON users.user_id = listens.user_id
  LEFT JOIN recordings ON recordings.item_id = listens.item_id
  JOIN model_items AS items ON items.recording_id = COALESCE(recordings.recording_id, listens.item_id)
  WHERE listens.listened_at <= @as_of
  GROUP BY users.user_index, items.item_index
),
means AS (
  SELECT
    user_index,
    AVG(LN(1.0 + slow)) AS mean
  FROM sums
  WHERE plays > 0
  GROUP BY user_index
),
weighed AS (
  SELECT
    sums.*,
    COALESCE(POW(SAFE_DIVIDE(LN(1.0 + sums.slow), means.mean), @weight_power), 0.0) AS weight
  FROM sums
  LEFT JOIN means ON means.user_index = sums.user_index
)
SELECT
  @model_version AS model_version,
  user_index,
  item_index,
  plays,
  slow,
  weight,
  last_listened_at,
  ROW_NUMBER() OVER (
    PARTITION BY user_index ORDER BY ROUND(weight, 9) DESC, plays DESC, last_listened_at DESC, item_index
  ) AS place
FROM weighed
