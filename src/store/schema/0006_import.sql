-- 欄位對應: which column of the agency's files is which, as a person corrected it; one line a kind of file. Versions
-- that were replaced are kept: by the trail's order they say how an imported file was read.
create table column_map (
  id integer primary key, version integer not null,
  kind text not null, pairs text not null, changed_by text not null, changed_at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index column_map_kind on column_map (kind);
create table column_map_history (
  id integer not null, version integer not null,
  kind text not null, pairs text not null, changed_by text not null, changed_at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;
