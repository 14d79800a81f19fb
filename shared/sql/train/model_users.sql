-- Question: who has listened to anything, by @as_of? Replaces `model_users`.
-- Grain:    one row per user, numbered from 1 in the order of the ids.
-- Window:   listens up to @as_of, without those of @set_aside, a JSON array of the users whose listens are not believed.
-- Cost:     two columns of `listens`.
WITH named AS (
  SELECT JSON_VALUE_ARRAY(@set_aside, '$') AS users
),
aside AS (
  SELECT user_id
  FROM named
  CROSS JOIN UNNEST(users) AS user_id
),
heard AS (
  SELECT
    user_id,
    COUNT(*) AS listens,
    MAX(listened_at) AS newest_at
  FROM listens
  WHERE listened_at <= @as_of AND user_id NOT IN (SELECT user_id FROM aside)
  GROUP BY user_id
),
-- Nobody sorts all of them at once: those that begin alike stand together.
parts AS (
  SELECT SUBSTR(user_id, 1, 3) AS part, COUNT(*) AS users
  FROM heard
  GROUP BY part
),
offsets AS (
  SELECT part, SUM(users) OVER (ORDER BY part) - users AS before
  FROM parts
)
SELECT
  @model_version AS model_version,
  offsets.before + ROW_NUMBER() OVER (PARTITION BY offsets.part ORDER BY heard.user_id) AS user_index,
  heard.user_id,
  heard.listens,
  heard.newest_at
FROM heard
JOIN offsets ON offsets.part = SUBSTR(heard.user_id, 1, 3)
