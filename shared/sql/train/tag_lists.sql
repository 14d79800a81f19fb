-- Question: what is popular within every tag? Appended to `model_lists`.
-- Grain:    one row per list ("tag:<tag>") and item, place 1 first.
-- Window:   items with tags; those that nobody has played stand last.
-- Cost:     `item_tags`, joined to the numbers of the items.
WITH named AS (
  SELECT CONCAT('tag:', item_tags.tag) AS name, items.item_index, items.popularity
  FROM item_tags
  JOIN model_items AS items ON items.item_id = item_tags.item_id AND items.proposed
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
WHERE place <= @tag_items_max
