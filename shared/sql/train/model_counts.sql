-- Question: how large is what the model is trained on?
-- Grain:    one row.
-- Window:   the numbered users, items and what they have in common.
-- Cost:     one or two columns of each table.
SELECT
  (SELECT COALESCE(SUM(listens), 0) FROM model_users) AS listens,
  -- The highest number, not how many: a user who was forgotten since leaves a gap, and the last must not be cut off.
  (SELECT COALESCE(MAX(user_index), 0) FROM model_users) AS users,
  (SELECT COUNT(*) FROM model_items) AS items,
  (SELECT COUNT(*) FROM model_items WHERE users > 0) AS played_items,
  (SELECT COUNT(*) FROM model_user_items WHERE plays > 0) + (SELECT COUNT(*) FROM model_crowd_items) AS interactions
