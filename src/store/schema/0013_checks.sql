-- The month's check: what the freeze fixes of the matches, a few rows at a time, so that a difference can be named.
create table match_block (
  id integer primary key, batch integer not null,
  period text not null, first_seq integer not null, last_seq integer not null, sha256 text not null,
  digest blob not null
) strict;
create unique index match_block_place on match_block (period, first_seq);

-- 分權例外: what a checker may also be, approved by the supervisor for a time (DESIGN 1).
create table role_exception (
  id integer primary key, version integer not null,
  login text not null, beside text not null, reason text not null, valid_from text not null, valid_to text not null,
  approved_by text not null check (approved_by <> login), approved_at text not null,
  ended_by text, ended_at text, end_reason text,
  salt blob not null, digest blob not null
) strict;
create index role_exception_login on role_exception (login);

create trigger clerk_roles_are_apart before insert on clerk
when instr(',' || new.roles || ',', ',keeper,') > 0
     and (instr(',' || new.roles || ',', ',checker,') > 0 or instr(',' || new.roles || ',', ',supervisor,') > 0)
  or instr(',' || new.roles || ',', ',checker,') > 0 and instr(',' || new.roles || ',', ',user,') > 0
     and not exists (select 1 from role_exception where login = new.login and instr(',' || beside || ',', ',user,') > 0)
  or instr(',' || new.roles || ',', ',checker,') > 0 and instr(',' || new.roles || ',', ',manager,') > 0
     and not exists (select 1 from role_exception where login = new.login and instr(',' || beside || ',', ',manager,') > 0)
begin
  select raise(abort, 'these roles are kept apart');
end;

-- A public draw in place of a secret that nobody can open; commit_hex is the one that stays shut.
create table public_declared (
  id integer primary key, version integer not null,
  period text not null, source text not null, digits integer not null, commit_hex text, checker text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index public_declared_period on public_declared (period);

-- 疑日誌缺漏: what became of registrations that say they were asked and that no log row shows.
create table gap_explanation (
  id integer primary key, version integer not null,
  period text not null, number text not null, words text not null, explained_by text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index gap_explanation_place on gap_explanation (number, period);

-- 代查: registrations that name a requester, by the day they were asked.
create index query_requester on query (asked_on, item) where requester is not null;

-- What the rules named of a month's rows, in place of what the reconciliation before found.
create table flag_hit (
  id integer primary key, batch integer not null,
  period text not null, seq integer not null, rule text not null, class text not null,
  saw_one integer not null, saw_two integer not null,
  digest blob not null
) strict;
create index flag_hit_place on flag_hit (period, seq);
create index flag_hit_class on flag_hit (period, class, seq);

create table flag_run (
  id integer primary key, version integer not null,
  period text not null, batch integer, rules integer not null, thresholds text not null, hits integer not null,
  sha256 text not null,
  salt blob not null, digest blob not null
) strict;
create unique index flag_run_period on flag_run (period);

-- Rows that are walked beside the sample: RISK, COVER, extension.
create table extra_row (
  id integer primary key, batch integer not null,
  period text not null, place integer not null, seq integer not null, grp text not null,
  digest blob not null
) strict;
create unique index extra_row_place on extra_row (period, place);
create index extra_row_seq on extra_row (period, seq);
create view drawn_row as
  select period, place, seq, 'base' as grp from sample_row
  union all select period, place, seq, grp from extra_row;

create table extension (
  id integer primary key, version integer not null,
  period text not null, factor integer not null, rows integer not null, reason text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index extension_period on extension (period);

-- The agency's staff as keyed hashes: identifiers are compared and never read.
create table staff (
  id integer primary key, version integer not null,
  name text not null, kind text not null, account text, hash blob not null, by text not null, at text not null,
  ended_at text,
  salt blob not null, digest blob not null
) strict;
create index staff_hash on staff (hash);
create table staff_key (
  id integer primary key, version integer not null,
  key blob not null,
  salt blob not null, digest blob not null
) strict;
