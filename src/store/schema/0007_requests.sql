-- 申請 (5, 6(4), 6(5)): applications as they stand, superseded versions beside them, every step that was taken, and who
-- acts for whom.

create table request (
  id integer primary key, version integer not null,
  no text not null, period text not null, serial integer not null,
  kind text not null, stage text not null, since text not null, applicant text not null,
  holder_login text, holder_name text not null, holder_unit text not null, holder_title text not null,
  successor_login text, successor_name text not null, successor_unit text not null, successor_title text not null,
  account text not null, new_account text not null, lines text not null,
  cause text, changes_on text, need text not null,
  official_on text, bound_on text, certificate_until text, pledged_on text,
  second_reason text not null, contact text not null,
  drafted_at text not null, submitted_on text,
  approved_by text, approved_for text, approved_on text,
  executed_by text, executed_on text, batch text not null, last_on text, closed_on text,
  change text, changed_by text not null, changed_at text not null,
  salt blob not null, digest blob not null,
  constraint nobody_approves_his_own check (approved_by is null or approved_by <> applicant),
  constraint nobody_carries_out_what_he_approved check (executed_by is null or approved_by is not null and executed_by <> approved_by),
  constraint nothing_goes_on_without_its_approval check (stage in ('draft', 'approval', 'rejected', 'withdrawn') or approved_by is not null)
) strict;
create unique index request_no on request (no);
create index request_place on request (period, serial);
create index request_stage on request (stage);
create table request_history (
  id integer not null, version integer not null,
  no text not null, period text not null, serial integer not null,
  kind text not null, stage text not null, since text not null, applicant text not null,
  holder_login text, holder_name text not null, holder_unit text not null, holder_title text not null,
  successor_login text, successor_name text not null, successor_unit text not null, successor_title text not null,
  account text not null, new_account text not null, lines text not null,
  cause text, changes_on text, need text not null,
  official_on text, bound_on text, certificate_until text, pledged_on text,
  second_reason text not null, contact text not null,
  drafted_at text not null, submitted_on text,
  approved_by text, approved_for text, approved_on text,
  executed_by text, executed_on text, batch text not null, last_on text, closed_on text,
  change text, changed_by text not null, changed_at text not null,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;

create table request_step (
  id integer primary key, version integer not null,
  no text not null, step text, stage_from text not null, stage_to text not null,
  by text not null, acting_for text, reason text not null, document text not null, day text, at text not null,
  salt blob not null, digest blob not null
) strict;
create index request_step_no on request_step (no, id);

-- 代理: dated and scoped.
create table delegation (
  id integer primary key, version integer not null,
  principal text not null, deputy text not null, scope text, valid_from text not null, valid_to text not null,
  reason text not null, made_at text not null, ended_on text,
  salt blob not null, digest blob not null,
  constraint nobody_is_his_own_deputy check (principal <> deputy),
  constraint in_order check (valid_from <= valid_to)
) strict;
create index delegation_deputy on delegation (deputy);

-- Whose hands a step needs, also for whoever writes below the screen. Roles are asked when the step is written.
create trigger request_is_drafted_by_its_applicant before insert on request
when (new.change is null or new.change in ('revise', 'submit', 'withdraw')) and new.changed_by <> new.applicant
begin
  select raise(abort, 'a draft is its applicant''s');
end;
create trigger request_is_approved_by_a_supervisor before insert on request
when new.change = 'approve' and (
  new.approved_by is not new.changed_by
  or not exists (
    select 1 from clerk
    where login = new.changed_by and instr(',' || roles || ',', ',supervisor,') > 0
  ) and not exists (
    select 1 from delegation
    join clerk on clerk.login = delegation.principal and instr(',' || clerk.roles || ',', ',supervisor,') > 0
    where delegation.deputy = new.changed_by and delegation.principal = new.approved_for
      and new.approved_on between delegation.valid_from and delegation.valid_to
      and (delegation.ended_on is null or new.approved_on <= delegation.ended_on)
  )
)
begin
  select raise(abort, 'an approval is a supervisor''s or his deputy''s');
end;
create trigger request_is_carried_out_by_a_manager before insert on request
when new.change in ('set_up', 'central_set_up', 'new_account', 'stop_old', 'delete_old', 'change_rights') and (
  new.executed_by is not new.changed_by
  or not exists (
    select 1 from clerk
    where login = new.changed_by and instr(',' || roles || ',', ',manager,') > 0
  ) and new.changed_by is not new.successor_login
)
begin
  select raise(abort, 'a request is carried out by a manager');
end;
create trigger request_goes_on_from_where_it_stands before insert on request
when new.version > 1 and new.stage in ('set_up', 'dispatch') and new.change = 'approve' and not exists (
  select 1 from request_history where id = new.id and version = new.version - 1 and stage = 'approval'
)
begin
  select raise(abort, 'only what was handed in is approved');
end;
create trigger request_keeps_what_it_is before insert on request
when new.version > 1 and not exists (
  select 1 from request_history
  where id = new.id and version = new.version - 1
    and no = new.no and kind = new.kind and applicant = new.applicant
)
begin
  select raise(abort, 'a request keeps number, kind and applicant');
end;
