-- Question: which items that nobody has played are like an item by tags or artist? Appended to `model_neighbours`.
-- Grain:    one row per item and cold neighbour, at most @cold_neighbours_max an item, placed behind the others.
-- Window:   items with tags or an artist; of the cold ones, the @cold_per_tag_max first of every tag and artist.
-- Cost:     tags of all items x @cold_per_tag_max.
WITH interactions AS (
  SELECT SUM(users) AS listeners
  FROM model_items
),
mean_tags AS (
  SELECT
    tags.tag_index,
    SUM(SAFE_DIVIDE(items.users * tags.value, interactions.listeners)) AS value
  FROM model_item_tags AS tags
  JOIN model_items AS items ON items.item_index = tags.item_index
  CROSS JOIN interactions
  GROUP BY tags.tag_index
),
cold_tags AS (
  SELECT
    tags.item_index,
    tags.tag_index,
    tags.value,
    ROW_NUMBER() OVER (PARTITION BY tags.tag_index ORDER BY ROUND(tags.value, 9) DESC, tags.item_index) AS place
  FROM model_item_tags AS tags
  JOIN model_items AS items ON items.item_index = tags.item_index
  WHERE items.users = 0 AND items.proposed
),
commonness AS (
  SELECT cold_tags.item_index, SUM(cold_tags.value * mean_tags.value) AS value
  FROM cold_tags
  JOIN mean_tags ON mean_tags.tag_index = cold_tags.tag_index
  GROUP BY cold_tags.item_index
),
products AS (
  SELECT
    mine.item_index,
    theirs.item_index AS neighbour_index,
    SUM(mine.value * theirs.value) AS product
  FROM model_item_tags AS mine
  JOIN cold_tags AS theirs ON theirs.tag_index = mine.tag_index AND theirs.place <= @cold_per_tag_max
  GROUP BY mine.item_index, theirs.item_index
),
by_tags AS (
  SELECT
    products.item_index,
    products.neighbour_index,
    SAFE_DIVIDE(products.product - @common_tags_share * COALESCE(commonness.value, 0.0), scales.likeness_mean) AS likeness
  FROM products
  JOIN commonness ON commonness.item_index = products.neighbour_index
  CROSS JOIN model_scales AS scales
),
cold_artists AS (
  SELECT
    item_index,
    artist_id,
    ROW_NUMBER() OVER (PARTITION BY artist_id ORDER BY item_index) AS place
  FROM model_items
  WHERE users = 0 AND proposed AND artist_id IS NOT NULL
),
-- The same artist counts as much as tags do on the average.
by_artist AS (
  SELECT
    items.item_index,
    cold_artists.item_index AS neighbour_index,
    1.0 AS likeness
  FROM model_items AS items
  JOIN cold_artists ON cold_artists.artist_id = items.artist_id AND cold_artists.place <= @cold_per_artist_max
),
alike AS (
  SELECT item_index, neighbour_index, SUM(likeness) AS likeness
  FROM (
    SELECT item_index, neighbour_index, likeness
    FROM by_tags
    WHERE likeness > 0
    UNION ALL
    SELECT item_index, neighbour_index, likeness
    FROM by_artist
  )
  WHERE item_index != neighbour_index
  GROUP BY item_index, neighbour_index
),
placed AS (
  SELECT
    item_index,
    neighbour_index,
    likeness,
    ROW_NUMBER() OVER (PARTITION BY item_index ORDER BY ROUND(likeness, 9) DESC, neighbour_index) AS place
  FROM alike
),
others AS (
  SELECT item_index, MAX(place) AS places
  FROM model_neighbours
  GROUP BY item_index
)
SELECT
  @model_version AS model_version,
  placed.item_index,
  placed.neighbour_index,
  @cold_share * placed.likeness AS score,
  COALESCE(others.places, 0) + placed.place AS place
FROM placed
LEFT JOIN others ON others.item_index = placed.item_index
WHERE placed.place <= @cold_neighbours_max
