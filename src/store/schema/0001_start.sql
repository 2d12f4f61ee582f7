-- The store itself: its id, the trail, the batches that rows came in.

create table store_meta (
  id integer primary key check (id = 1),
  store text not null,
  agency text not null,
  is_demo integer not null check (is_demo in (0, 1))
) strict;

-- The columns after the signature are read out of the bytes and cannot say anything else.
create table trail (
  seq integer primary key check (seq > 0),
  prev blob not null unique,
  hash blob not null unique,
  bytes text not null,
  signature blob not null,
  at text generated always as (json_extract(bytes, '$.at')) virtual,
  person text generated always as (json_extract(bytes, '$.person')) virtual,
  role text generated always as (json_extract(bytes, '$.role')) virtual,
  action text generated always as (json_extract(bytes, '$.action')) virtual,
  record text generated always as (json_extract(bytes, '$.record')) virtual
) strict;

create index trail_by_person on trail (person, seq);
create index trail_by_action on trail (action, seq);
create index trail_by_record on trail (record, seq);

create trigger trail_in_order before insert on trail
when new.seq is not (select coalesce(max(seq), 0) + 1 from trail)
  or new.prev is not coalesce((select hash from trail order by seq desc limit 1), zeroblob(32))
begin
  select raise(abort, 'the trail goes on at its end only');
end;

create trigger trail_is_not_changed before update on trail
begin
  select raise(abort, 'an entry is not changed');
end;

create trigger trail_is_not_deleted before delete on trail
begin
  select raise(abort, 'an entry is not deleted');
end;

-- Rows written by the thousand: one salt a batch. A batch that was disposed of has lost its salt.
create table batch (
  id integer primary key,
  table_name text not null,
  salt blob,
  first_id integer not null,
  last_id integer not null,
  row_count integer not null,
  digest blob not null
) strict;
