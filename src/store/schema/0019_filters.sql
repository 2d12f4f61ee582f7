-- Filters that somebody has given a name. No entry binds them.
create table saved_filter (
  login text not null, view text not null, name text not null, chosen text not null,
  primary key (login, view, name)
) strict, without rowid;
