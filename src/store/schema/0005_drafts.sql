-- What is being typed, until it is written or thrown away. No entry binds it.
create table draft (
  login text not null, place text not null,
  title text not null, record text not null, at text not null, body text not null,
  primary key (login, place)
) strict, without rowid;
