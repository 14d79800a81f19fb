-- Question: what is popular now, of every kind? Appended to `model_lists`.
-- Grain:    one row per list ("popular:track", "popular:episode") and item, place 1 first.
-- Window:   everything that was listened to, each user halved by age; where that is little, the catalogue behind it.
-- Cost:     `model_items` once.
WITH named AS (
  SELECT CONCAT('popular:', kind) AS name, item_index, popularity
  FROM model_items
  WHERE proposed
),
placed AS (
  SELECT
    named.*,
    ROW_NUMBER() OVER (PARTITION BY name ORDER BY ROUND(popularity, 9) DESC, item_index) AS place
  FROM named
)
SELECT
  @model_version AS model_version,
  name,
  item_index,
  popularity AS score,
  place
FROM placed
WHERE place <= @popular_max
