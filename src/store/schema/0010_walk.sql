-- A drawn row by its sequence number: a large month has tens of thousands of them.
create index sample_row_seq on sample_row (period, seq);
