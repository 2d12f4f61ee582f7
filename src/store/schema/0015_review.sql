-- 清查 (6(6)): the reviews, and the accounts as each froze them with their verdicts.
create table review (
  id integer primary key, version integer not null,
  year integer not null, serial integer not null, state text not null,
  opened_by text not null, opened_name text not null, opened_at text not null,
  idle_warn integer not null, idle_delete integer not null, before text, compared text,
  reported_by text, reported_name text, reported_at text,
  approved_by text, approved_name text, approved_at text,
  closed_by text, closed_name text, closed_at text,
  reason text not null, change text, changed_by text not null, changed_at text not null,
  salt blob not null, digest blob not null,
  constraint nobody_approves_what_he_reported check (approved_by is null or reported_by is not null and approved_by <> reported_by),
  constraint nothing_closes_without_its_approval check (state not in ('executing', 'closed') or approved_by is not null)
) strict;
create unique index review_no on review (year, serial);
create unique index review_one_at_a_time on review ((1)) where state <> 'closed';
create table review_history (
  id integer not null, version integer not null,
  year integer not null, serial integer not null, state text not null,
  opened_by text not null, opened_name text not null, opened_at text not null,
  idle_warn integer not null, idle_delete integer not null, before text, compared text,
  reported_by text, reported_name text, reported_at text,
  approved_by text, approved_name text, approved_at text,
  closed_by text, closed_name text, closed_at text,
  reason text not null, change text, changed_by text not null, changed_at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;

create table review_line (
  id integer primary key, version integer not null,
  year integer not null, serial integer not null, place integer not null,
  account text not null, holder_name text, holder_unit text not null, holder_title text not null, holder_login text,
  post text, post_on text, is_managers integer not null, kind text not null, status text not null,
  items text not null, bases text not null, unused text not null, last_query text, idle integer not null,
  findings text not null, before text,
  verdict text, reason text not null, given_up text not null,
  decided_by text, decided_name text, decided_role text, decided_at text, request text,
  salt blob not null, digest blob not null,
  constraint nobody_reviews_his_own check (decided_by is null or holder_login is null or decided_by <> holder_login),
  constraint a_verdict_is_somebodys check ((verdict is null) = (decided_by is null)),
  constraint an_orphan_is_not_kept check (holder_name is not null or verdict is null or verdict = 'delete')
) strict;
create unique index review_line_place on review_line (year, serial, place);
create unique index review_line_account on review_line (year, serial, account);
create table review_line_history (
  id integer not null, version integer not null,
  year integer not null, serial integer not null, place integer not null,
  account text not null, holder_name text, holder_unit text not null, holder_title text not null, holder_login text,
  post text, post_on text, is_managers integer not null, kind text not null, status text not null,
  items text not null, bases text not null, unused text not null, last_query text, idle integer not null,
  findings text not null, before text,
  verdict text, reason text not null, given_up text not null,
  decided_by text, decided_name text, decided_role text, decided_at text, request text,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;

-- Whose hands a verdict needs, and what is frozen, also for whoever writes below the screen.
create trigger review_line_is_decided_by_a_reviewer before insert on review_line
when new.decided_by is not null and not exists (
  select 1 from clerk where login = new.decided_by and (
    instr(',' || roles || ',', ',manager,') > 0
    or new.is_managers <> 0 and instr(',' || roles || ',', ',supervisor,') > 0
  )
)
begin
  select raise(abort, 'a line is decided by a manager, a manager''s own by the supervisor');
end;
create trigger review_line_is_not_decided_by_whoever_registers_under_it before insert on review_line
when new.decided_by is not null and exists (select 1 from clerk where login = new.decided_by and account = new.account)
begin
  select raise(abort, 'nobody reviews his own account');
end;
create trigger review_line_keeps_what_was_frozen before insert on review_line
when new.version > 1 and not exists (
  select 1 from review_line_history old
  where old.id = new.id and old.version = new.version - 1
    and old.year = new.year and old.serial = new.serial and old.place = new.place and old.account = new.account
    and old.holder_name is new.holder_name and old.holder_login is new.holder_login and old.items = new.items
    and old.findings = new.findings and old.kind = new.kind and old.is_managers = new.is_managers
)
begin
  select raise(abort, 'what was frozen stays');
end;
create trigger review_line_rests_when_closed before insert on review_line
when exists (select 1 from review where year = new.year and serial = new.serial and state = 'closed')
begin
  select raise(abort, 'the review is closed');
end;
create trigger review_goes_on_when_all_is_decided before insert on review
when new.state <> 'open' and exists (
  select 1 from review_line where year = new.year and serial = new.serial and verdict is null
)
begin
  select raise(abort, 'every line needs its verdict');
end;
create trigger review_closes_when_all_is_carried_out before insert on review
when new.state = 'closed' and exists (
  select 1 from review_line
  where year = new.year and serial = new.serial and verdict <> 'keep'
    and not exists (select 1 from request where request.no = review_line.request and request.stage = 'closed')
)
begin
  select raise(abort, 'every application is to be closed first');
end;
create trigger review_is_approved_by_a_supervisor before insert on review
when new.change = 'approve' and (new.approved_by is not new.changed_by or not exists (
  select 1 from clerk where login = new.changed_by and instr(',' || roles || ',', ',supervisor,') > 0
))
begin
  select raise(abort, 'a review is approved by a supervisor');
end;
create trigger review_is_the_managers before insert on review
when (new.change is null or new.change in ('report', 'close', 'resume')) and not exists (
  select 1 from clerk where login = new.changed_by and instr(',' || roles || ',', ',manager,') > 0
)
begin
  select raise(abort, 'a review is the manager''s');
end;

-- Accounts that a log named and nobody held, once their deletion is carried out.
create index request_no_holder on request (account, executed_on) where cause = 'no_holder';
