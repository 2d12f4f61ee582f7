-- What is left over of a month and what is proposed, each counted and listed without reading the other.
create index match_row_unregistered on match_row (period, seq) where state = 'unregistered';
create index match_row_proposed on match_row (period, seq, number) where state = 'proposed';
drop index match_row_open;
