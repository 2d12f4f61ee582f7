-- Retention: held items and the proof of their deletion, records of five years. Superseded versions stand in *_history.
create table held_item (
  id integer primary key, version integer not null,
  no text not null, period text not null, serial integer not null, state text not null, hold_cause text,
  hold_reason text, hold_by text, hold_by_name text, hold_at text, custodian text not null,
  custodian_name text not null, medium text not null, quantity integer not null, title text not null,
  place text not null, basis text not null, item text not null, case_no text not null, sources text not null,
  origin text not null, obtained_on text not null, use_until text, use_basis text not null, statute text,
  statute_ends_on text, completed_on text, unneeded_on text, event_on text, ground text not null, ends_on text,
  certificate text, archive text not null, change text not null, reason text not null, changed_by text not null,
  changed_by_name text not null, changed_role text not null, changed_at text not null,
  salt blob not null, digest blob not null
) strict;
create table held_item_history (
  id integer not null, version integer not null,
  no text not null, period text not null, serial integer not null, state text not null, hold_cause text,
  hold_reason text, hold_by text, hold_by_name text, hold_at text, custodian text not null,
  custodian_name text not null, medium text not null, quantity integer not null, title text not null,
  place text not null, basis text not null, item text not null, case_no text not null, sources text not null,
  origin text not null, obtained_on text not null, use_until text, use_basis text not null, statute text,
  statute_ends_on text, completed_on text, unneeded_on text, event_on text, ground text not null, ends_on text,
  certificate text, archive text not null, change text not null, reason text not null, changed_by text not null,
  changed_by_name text not null, changed_role text not null, changed_at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;
create unique index held_item_no on held_item (no);
create index held_item_place on held_item (period, serial);
create index held_item_closed on held_item (state, changed_at) where state in ('deleted', 'closed', 'archived', 'withdrawn');
-- Whoever put a hold on an item does not release it.
create trigger held_item_is_released_by_another before insert on held_item
when new.change = 'released' and exists (
  select 1 from held_item_history old
  where old.id = new.id and old.version = new.version - 1 and old.hold_by = new.changed_by
)
begin
  select raise(abort, 'a hold is released by another person');
end;

-- Which registration an item came from (an index, not bound by the trail).
create table held_source (no text not null, item integer not null, primary key (no, item)) strict, without rowid;

create table deletion (
  id integer primary key, version integer not null,
  no text not null, period text not null, serial integer not null, state text not null, items text not null,
  medium text not null, quantity integer not null, method text not null, place text not null,
  executed_by text not null, executed_by_name text not null, executed_at text not null, witness text not null,
  evidence text not null, evidence_sha256 text not null, due_on text not null, verified_by text not null,
  verified_by_name text not null, verified_at text, verified_how text not null, closed_on text, lines text not null,
  reason text not null, changed_by text not null, changed_by_name text not null, changed_role text not null,
  changed_at text not null,
  salt blob not null, digest blob not null,
  check (verified_by = '' or verified_by <> executed_by)
) strict;
create table deletion_history (
  id integer not null, version integer not null,
  no text not null, period text not null, serial integer not null, state text not null, items text not null,
  medium text not null, quantity integer not null, method text not null, place text not null,
  executed_by text not null, executed_by_name text not null, executed_at text not null, witness text not null,
  evidence text not null, evidence_sha256 text not null, due_on text not null, verified_by text not null,
  verified_by_name text not null, verified_at text, verified_how text not null, closed_on text, lines text not null,
  reason text not null, changed_by text not null, changed_by_name text not null, changed_role text not null,
  changed_at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;
create unique index deletion_no on deletion (no);
create index deletion_place on deletion (period, serial);

-- What was deleted, by number and digest alone.
create table tombstone (
  id integer primary key, version integer not null,
  no text not null, item_version integer not null, item_digest text not null, certificate text not null,
  medium text not null, quantity integer not null, deleted_on text not null,
  salt blob not null, digest blob not null
) strict;
create unique index tombstone_no on tombstone (no);

-- Records that are kept: five years by the directive, or as the setting says where it is silent.
create table kept_record (
  id integer primary key, version integer not null,
  class text not null, record text not null, state text not null, hold_cause text, hold_reason text, hold_by text,
  hold_by_name text, hold_at text, starts_on text not null, ends_on text not null, sha256 text not null,
  proposed_by text not null, proposed_by_name text not null, reason text not null, changed_by text not null,
  changed_by_name text not null, changed_role text not null, changed_at text not null,
  salt blob not null, digest blob not null,
  check (state <> 'disposed' or changed_by <> proposed_by)
) strict;
create table kept_record_history (
  id integer not null, version integer not null,
  class text not null, record text not null, state text not null, hold_cause text, hold_reason text, hold_by text,
  hold_by_name text, hold_at text, starts_on text not null, ends_on text not null, sha256 text not null,
  proposed_by text not null, proposed_by_name text not null, reason text not null, changed_by text not null,
  changed_by_name text not null, changed_role text not null, changed_at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;
create unique index kept_record_record on kept_record (class, record);
create index kept_record_ends on kept_record (ends_on, class, record);

-- The declared use period of a legal basis, and its reason (11(2)2).
create table use_period (
  id integer primary key, version integer not null,
  basis text not null, span text not null, words text not null, by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create table use_period_history (
  id integer not null, version integer not null,
  basis text not null, span text not null, words text not null, by text not null, at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;
create unique index use_period_basis on use_period (basis);

-- Whether registrations from before this schema are still to be taken over (a mark, not bound by the trail).
create table held_start (id integer primary key check (id = 1), is_due integer not null) strict;
insert into held_start (id, is_due) select 1, exists (select 1 from query) or exists (select 1 from log_file);
