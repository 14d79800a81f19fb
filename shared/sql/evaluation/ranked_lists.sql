-- Question: what does the model propose to every user, by the ids that clients know?
-- Grain:    one row per user and candidate, in the order of the users and then of the places.
-- Window:   `model_candidates`.
-- Cost:     `model_candidates`, joined to the ids.
SELECT
  users.user_id,
  items.item_id,
  candidates.score
FROM model_candidates AS candidates
JOIN model_users AS users ON users.user_index = candidates.user_index
JOIN model_items AS items ON items.item_index = candidates.item_index
ORDER BY candidates.user_index, candidates.place
