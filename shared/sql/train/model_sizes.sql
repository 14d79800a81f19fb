-- Question: how large did the model become, and whom does it serve?
-- Grain:    one row. A user is served who has at least @served_candidates_min candidates; asked for are those with that
--           many items of their own.
-- Window:   the model.
-- Cost:     one or two columns of each table.
WITH own AS (
  SELECT user_index, COUNT(*) AS items
  FROM model_user_items
  WHERE plays > 0
  GROUP BY user_index
),
proposed AS (
  SELECT user_index, COUNT(*) AS candidates
  FROM model_candidates
  GROUP BY user_index
)
SELECT
  (SELECT COUNT(*) FROM model_neighbours) AS neighbours,
  (SELECT COUNT(*) FROM model_candidates) AS candidates,
  (SELECT COUNT(DISTINCT name) FROM model_lists) AS lists,
  (SELECT COUNT(DISTINCT item_index) FROM model_neighbours) AS related_items,
  (SELECT COUNT(*) FROM own WHERE items >= @served_candidates_min) AS asking_users,
  (
    SELECT COUNT(*)
    FROM own
    JOIN proposed ON proposed.user_index = own.user_index
    WHERE own.items >= @served_candidates_min AND proposed.candidates >= @served_candidates_min
  ) AS served_users
