-- How many deadlines fall on which days: of all, of each person, in each state, of each medium (a cache over due_day,
-- kept by its triggers), so that counts and weeks read a few hundred rows however much is held.
create table due_tally (
  what text not null, key text not null, advised_on text not null, rolled_on text not null, on_hold integer not null,
  count integer not null,
  primary key (what, key, advised_on, rolled_on, on_hold)
) strict, without rowid;
insert into due_tally
  select '', '', advised_on, rolled_on, on_hold, count(*) from due_day group by 3, 4, 5;
insert into due_tally
  select 'custodian', custodian, advised_on, rolled_on, on_hold, count(*) from due_day group by 2, 3, 4, 5;
insert into due_tally
  select 'state', state, advised_on, rolled_on, on_hold, count(*) from due_day group by 2, 3, 4, 5;
insert into due_tally
  select 'medium', medium, advised_on, rolled_on, on_hold, count(*) from due_day group by 2, 3, 4, 5;
create trigger due_day_counted after insert on due_day
begin
  insert into due_tally (what, key, advised_on, rolled_on, on_hold, count) values
    ('', '', new.advised_on, new.rolled_on, new.on_hold, 1),
    ('custodian', new.custodian, new.advised_on, new.rolled_on, new.on_hold, 1),
    ('state', new.state, new.advised_on, new.rolled_on, new.on_hold, 1),
    ('medium', new.medium, new.advised_on, new.rolled_on, new.on_hold, 1)
  on conflict do update set count = count + 1;
end;
create trigger due_day_uncounted after delete on due_day
begin
  update due_tally set count = count - 1
  where (what, key) in (values ('', ''), ('custodian', old.custodian), ('state', old.state), ('medium', old.medium))
    and advised_on = old.advised_on and rolled_on = old.rolled_on and on_hold = old.on_hold;
end;
create trigger due_day_recounted after update on due_day
begin
  update due_tally set count = count - 1
  where (what, key) in (values ('', ''), ('custodian', old.custodian), ('state', old.state), ('medium', old.medium))
    and advised_on = old.advised_on and rolled_on = old.rolled_on and on_hold = old.on_hold;
  insert into due_tally (what, key, advised_on, rolled_on, on_hold, count) values
    ('', '', new.advised_on, new.rolled_on, new.on_hold, 1),
    ('custodian', new.custodian, new.advised_on, new.rolled_on, new.on_hold, 1),
    ('state', new.state, new.advised_on, new.rolled_on, new.on_hold, 1),
    ('medium', new.medium, new.advised_on, new.rolled_on, new.on_hold, 1)
  on conflict do update set count = count + 1;
end;
-- Records whose disposal waits for the supervisor.
create index kept_record_proposed on kept_record (state, ends_on) where state = 'proposed';
