-- 名冊: who holds which account with which items, since when, by which request. Nothing here is deleted: what ends gets a day.

create table roster_person (
  id integer primary key, version integer not null,
  name text not null, unit text not null, title text not null, login text, post text not null, post_on text, remark text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index roster_person_login on roster_person (login) where login is not null;
create table roster_person_history (
  id integer not null, version integer not null,
  name text not null, unit text not null, title text not null, login text, post text not null, post_on text, remark text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;

-- A WebIR account. Its holder never changes: there is no transfer of an account to another person (6(1)).
create table roster_account (
  id integer primary key, version integer not null,
  account text not null, person integer not null, kind text not null, status text not null,
  official_on text, bound_on text, certificate_until text, pledged_on text,
  request text not null, approved_on text, opened_on text not null, stopped_on text, deleted_on text,
  cause text, ended_by text not null, second_reason text, remark text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index roster_account_name on roster_account (account);
create index roster_account_person on roster_account (person);
create table roster_account_history (
  id integer not null, version integer not null,
  account text not null, person integer not null, kind text not null, status text not null,
  official_on text, bound_on text, certificate_until text, pledged_on text,
  request text not null, approved_on text, opened_on text not null, stopped_on text, deleted_on text,
  cause text, ended_by text not null, second_reason text, remark text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;
create trigger roster_account_is_not_transferred before insert on roster_account
when exists (
  select 1 from roster_account_history
  where id = new.id and version = new.version - 1 and (person <> new.person or account <> new.account)
)
begin
  select raise(abort, 'an account is not handed to another person');
end;
create trigger roster_account_is_not_the_second before insert on roster_account
when new.status = 'active' and new.second_reason is null and exists (
  select 1 from roster_account where person = new.person and status = 'active' and id <> new.id
)
begin
  select raise(abort, 'a second active account needs a reason');
end;

-- An item that an account holds on a legal basis, from a day to a day.
create table roster_grant (
  id integer primary key, version integer not null,
  account integer not null, item text not null, basis text not null,
  valid_from text not null, valid_to text, request text not null, ended_by text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create index roster_grant_account on roster_grant (account, item);
create table roster_grant_history (
  id integer not null, version integer not null,
  account integer not null, item text not null, basis text not null,
  valid_from text not null, valid_to text, request text not null, ended_by text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;

-- 查調項目 of the agency itself, as the bureau granted them.
create table agency_item (
  id integer primary key, version integer not null,
  item text not null, basis text not null, valid_from text not null, valid_to text,
  document text not null, request text not null, ended_by text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create index agency_item_item on agency_item (item, basis);

-- 2(3) consent and 12(6) suspension: each a fact of a day, with its letter.
create table agency_standing (
  id integer primary key, version integer not null,
  standing text not null, since text not null, document text not null, cause text,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;

-- 專責人員 (10(1)) and their training (10(2)).
create table officer (
  id integer primary key, version integer not null,
  person integer not null, duty text not null, since text not null, until text, appointment text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create table training (
  id integer primary key, version integer not null,
  person integer not null, held_on text not null, hours integer not null, course text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create index training_person on training (person, held_on);

-- How often each account asked each item in each month, and when last: counted from the log as it comes in (a cache,
-- rebuilt at will, not bound by the trail), so that a page never goes through a million rows.
create table account_use (
  account text not null, item text not null, month text not null, rows integer not null, last_on text not null,
  primary key (account, item, month)
) strict, without rowid;
insert into account_use (account, item, month, rows, last_on)
  select account, item, substr(day, 1, 7), count(*), max(day) from log_row
  where day is not null and account <> '' group by 1, 2, 3;
