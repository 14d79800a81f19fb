-- Question: is the model in the tables still @model_version, and how far do its numbers go?
-- Grain:    one row; all is 0 when it is not. Training replaces `model_users` first: as long as it is there, all of it is.
-- Window:   the model's users, items and lists, each numbered from 1.
-- Cost:     one column of each of the three.
SELECT
  (SELECT COUNTIF(model_version = @model_version) FROM model_users) AS users,
  (SELECT COUNTIF(model_version = @model_version) FROM model_items) AS items,
  (SELECT COUNTIF(model_version = @model_version) FROM model_lists) AS listed
