-- What pages need so that none of them reads a whole month.

-- The words of the register: the beginnings of words are terms of their own now, so the index is filled anew.
drop table query_words;
create virtual table query_words using fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co'");
-- Bytes that are gathered before they are written as a segment: the default of a mebibyte makes a bulk of lines be merged again and again.
insert into query_words (query_words, rank) values ('hashsize', 8388608);

-- An account's day, for the rows around one of them.
create index log_row_day on log_row (period, account, day, secs) where supplement = 0;
