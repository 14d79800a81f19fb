-- Question: what is the best of every artist, and of every show? Appended to `model_lists`.
-- Grain:    one row per list ("artist:<artistId>") and item, place 1 first.
-- Window:   items with an artist; those that nobody has played stand last.
-- Cost:     `model_items` once.
WITH named AS (
  SELECT CONCAT('artist:', artist_id) AS name, item_index, popularity
  FROM model_items
  WHERE proposed AND artist_id IS NOT NULL
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
WHERE place <= @artist_items_max
