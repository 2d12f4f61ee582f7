-- Registrations to which matching found no row, kept by each reconciliation in place of those before.
create table alone_query (
  id integer primary key, batch integer not null,
  period text not null, query integer not null, month text not null, serial integer not null, number text not null,
  digest blob not null
) strict;
create index alone_query_place on alone_query (period, month, serial, number, query);

-- What rows of other months hold is read out of the index alone.
drop index match_row_query;
create index match_row_query on match_row (query, period, seq);
