-- Question: is the model in the tables still @model_version?
-- Grain:    one row. Training replaces `model_users` first: as long as it is there, all of it is.
-- Window:   `model_users`.
-- Cost:     one column of `model_users`.
SELECT COUNTIF(model_version = @model_version) AS users
FROM model_users
