-- Question: what do its tags say of every item? Replaces `model_item_tags`.
-- Grain:    one row per item and tag: ln(1 + taggings) * idf, over the length of the item's vector + 1.
-- Window:   the catalogue.
-- Cost:     `item_tags`, joined to the numbers of the items.
WITH tagged AS (
  SELECT items.item_index, item_tags.tag, item_tags.taggings
  FROM item_tags
  JOIN model_items AS items ON items.item_id = item_tags.item_id
),
tagged_items AS (
  SELECT COUNT(DISTINCT item_index) AS items
  FROM tagged
),
tag_items AS (
  SELECT tag, COUNT(*) AS items
  FROM tagged
  GROUP BY tag
),
tags AS (
  SELECT
    tag_items.tag,
    ROW_NUMBER() OVER (ORDER BY tag_items.tag) AS tag_index,
    LN(SAFE_DIVIDE(tagged_items.items, tag_items.items)) AS idf
  FROM tag_items
  CROSS JOIN tagged_items
),
valued AS (
  SELECT
    tagged.item_index,
    tags.tag_index,
    LN(1.0 + tagged.taggings) * tags.idf AS value
  FROM tagged
  JOIN tags ON tags.tag = tagged.tag
),
lengths AS (
  SELECT item_index, SQRT(SUM(value * value)) AS length
  FROM valued
  GROUP BY item_index
)
SELECT
  @model_version AS model_version,
  valued.item_index,
  valued.tag_index,
  SAFE_DIVIDE(valued.value, lengths.length + 1.0) AS value
FROM valued
JOIN lengths ON lengths.item_index = valued.item_index
