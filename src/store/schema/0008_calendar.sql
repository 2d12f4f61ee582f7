-- Office calendars: one row a year, one letter a day (0 worked, 2 off); revised years are versions.
create table calendar_year (
  id integer primary key, version integer not null,
  year integer not null, days text not null, remarks text not null,
  name text not null, sha256 text not null, encoding text not null, by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index calendar_year_year on calendar_year (year);
create table calendar_year_history (
  id integer not null, version integer not null,
  year integer not null, days text not null, remarks text not null,
  name text not null, sha256 text not null, encoding text not null, by text not null, at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;

-- Days on which the office was stopped (停止上班), declared by hand; a withdrawn one stays as a version.
create table stop_day (
  id integer primary key, version integer not null,
  day text not null, stopped integer not null check (stopped in (0, 1)), reason text not null, by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index stop_day_day on stop_day (day);
create table stop_day_history (
  id integer not null, version integer not null,
  day text not null, stopped integer not null check (stopped in (0, 1)), reason text not null, by text not null, at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;

-- What is held and by when it is due, derived from the bound rows and the calendar (a cache, not bound by the trail):
-- lists and counts read it by its indexes, a changed calendar writes it anew.
create table due_day (
  no text primary key, kind text not null, state text not null, on_hold integer not null,
  medium text not null, custodian text not null, basis text not null, item text not null,
  ends_on text not null, rolled_on text not null, advised_on text not null
) strict, without rowid;
create index due_day_soonest on due_day (advised_on, no, on_hold);
create index due_day_custodian on due_day (custodian, advised_on, no, on_hold);
create index due_day_state on due_day (state, advised_on, no);
create index due_day_medium on due_day (medium, advised_on, no);
create index due_day_late on due_day (rolled_on, on_hold);
create index due_day_late_custodian on due_day (custodian, rolled_on, on_hold);
create index due_day_basis on due_day (basis, state);
create index due_day_item on due_day (item, state);
