-- How many drawn rows have an outcome, and which, without reading what was found of each.
create index outcome_done on outcome (period, outcome) where outcome <> '';
