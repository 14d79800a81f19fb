-- Question: how did the users of every variant of @experiment do after they were first shown something of it?
-- Grain:    one row per variant: users, and the mean of each outcome over them with its standard error. A user counts for
--           the variant seen first.
--             taken    share of the items shown that the user played within @outcome_seconds
--             listens  listens of the user within @outcome_seconds of the first exposure
-- Window:   exposures and listens from @since to @as_of. Who was exposed lately has had less time, in every variant alike.
-- Cost:     the exposures of one experiment, and four columns of the listens of the window.
WITH seen AS (
  SELECT user_id, variant, shown, exposed_at, JSON_VALUE_ARRAY(items, '$') AS item_ids
  FROM exposures
  WHERE experiment = @experiment AND exposed_at >= @since AND exposed_at <= @as_of
),
placed AS (
  SELECT
    user_id,
    variant,
    exposed_at,
    ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY exposed_at, variant, shown) AS place
  FROM seen
),
enrolled AS (
  SELECT user_id, variant, exposed_at AS enrolled_at
  FROM placed
  WHERE place = 1
),
offered AS (
  SELECT seen.user_id, item_id, MIN(seen.exposed_at) AS offered_at
  FROM seen
  CROSS JOIN UNNEST(item_ids) AS item_id
  GROUP BY seen.user_id, item_id
),
heard AS (
  SELECT user_id, item_id, listened_at
  FROM listens
  WHERE listened_at >= @since AND listened_at <= @as_of AND weight > 0
),
played AS (
  SELECT DISTINCT offered.user_id, offered.item_id
  FROM offered
  JOIN heard ON heard.user_id = offered.user_id AND heard.item_id = offered.item_id
  WHERE heard.listened_at >= offered.offered_at
    AND UNIX_SECONDS(heard.listened_at) < UNIX_SECONDS(offered.offered_at) + @outcome_seconds
),
taken AS (
  SELECT offered.user_id, SAFE_DIVIDE(COUNTIF(played.item_id IS NOT NULL), COUNT(*)) AS taken
  FROM offered
  LEFT JOIN played ON played.user_id = offered.user_id AND played.item_id = offered.item_id
  GROUP BY offered.user_id
),
listened AS (
  SELECT enrolled.user_id, COUNT(*) AS listens
  FROM enrolled
  JOIN heard ON heard.user_id = enrolled.user_id
  WHERE heard.listened_at >= enrolled.enrolled_at
    AND UNIX_SECONDS(heard.listened_at) < UNIX_SECONDS(enrolled.enrolled_at) + @outcome_seconds
  GROUP BY enrolled.user_id
),
outcomes AS (
  SELECT
    enrolled.variant,
    enrolled.enrolled_at,
    taken.taken,
    CAST(COALESCE(listened.listens, 0) AS FLOAT64) AS listens
  FROM enrolled
  JOIN taken ON taken.user_id = enrolled.user_id
  LEFT JOIN listened ON listened.user_id = enrolled.user_id
),
summed AS (
  SELECT
    variant,
    COUNT(*) AS users,
    MAX(enrolled_at) AS newest_at,
    AVG(taken) AS taken,
    AVG(taken * taken) AS taken_squared,
    AVG(listens) AS listens,
    AVG(listens * listens) AS listens_squared
  FROM outcomes
  GROUP BY variant
)
SELECT
  variant,
  users,
  UNIX_SECONDS(newest_at) AS newest_at,
  taken,
  SQRT(SAFE_DIVIDE(GREATEST(0.0, taken_squared - taken * taken), users - 1)) AS taken_error,
  listens,
  SQRT(SAFE_DIVIDE(GREATEST(0.0, listens_squared - listens * listens), users - 1)) AS listens_error
FROM summed
ORDER BY variant
