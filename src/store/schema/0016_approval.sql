-- 主管核可 of a registration, where the office wants one: asked for with it, decided by another.
create table query_approval (
  id integer primary key, version integer not null,
  no text not null, mode text not null, clerk text not null, due_on text not null,
  state text not null check (state in ('waiting', 'approved', 'refused')),
  decided_by text, decided_at text, reason text,
  salt blob not null, digest blob not null,
  check (decided_by is null or decided_by <> clerk),
  check ((state = 'waiting') = (decided_by is null) and (state = 'waiting') = (decided_at is null)),
  check (state <> 'refused' or reason is not null)
) strict;
create unique index query_approval_no on query_approval (no);
create index query_approval_due on query_approval (state, due_on, no);
