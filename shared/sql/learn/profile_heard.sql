-- Question: which items and songs has a user ever played, skips included?
-- Grain:    one row per id, of an item or of the song that it is, in the order of the ids.
-- Window:   every listen of @user_id.
-- Cost:     one user's listens (clustered by user), and three columns of `items`.
WITH own AS (
  SELECT
    listens.item_id,
    COALESCE(
      listens.song_id,
      -- A listen that names nothing is of what the catalogue says.
      CASE WHEN JSON_VALUE(listens.listen, '$.title') IS NULL THEN COALESCE(items.song_id, items.recording_id) END
    ) AS song_id
  FROM listens
  LEFT JOIN items ON items.item_id = listens.item_id
  WHERE listens.user_id = @user_id
)
SELECT item_id
FROM own
UNION DISTINCT
SELECT song_id AS item_id
FROM own
WHERE song_id IS NOT NULL
ORDER BY item_id
