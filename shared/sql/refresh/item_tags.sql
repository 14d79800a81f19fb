-- Question: which tags has every item? Replaces `item_tags`.
-- Grain:    one row per item and tag.
-- Window:   everything.
-- Cost:     two columns of `items`.
WITH tagged AS (
  SELECT
    item_id,
    JSON_VALUE_ARRAY(tags, '$') AS item_tags
  FROM items
)
SELECT DISTINCT
  tagged.item_id,
  LOWER(tag) AS tag,
  1.0 AS taggings
FROM tagged
CROSS JOIN UNNEST(item_tags) AS tag
