-- Point 7: changes of contact, designated officer or unit head. Superseded versions stand in notice_history.
create table notice (
  id integer primary key, version integer not null,
  no text not null, period text not null, serial integer not null, state text not null, duty text not null,
  before text not null, after text not null, changed_on text not null, remark text not null, sent_on text,
  letter_no text not null, changed_by text not null, changed_by_name text not null, changed_role text not null,
  changed_at text not null,
  salt blob not null, digest blob not null
) strict;
create table notice_history (
  id integer not null, version integer not null,
  no text not null, period text not null, serial integer not null, state text not null, duty text not null,
  before text not null, after text not null, changed_on text not null, remark text not null, sent_on text,
  letter_no text not null, changed_by text not null, changed_by_name text not null, changed_role text not null,
  changed_at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;
create unique index notice_no on notice (no);
create index notice_place on notice (period, serial);
