-- From the checker's signature to 備查: what is on paper and who signed it.
create table handover (
  id integer primary key, version integer not null,
  period text not null, pages integer not null, handed_on text not null, handed_to text not null, by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create index handover_period on handover (period);
create table countersign (
  id integer primary key, version integer not null,
  period text not null, record text not null, role text not null, by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index countersign_role on countersign (record, role);
create unique index countersign_by on countersign (record, by);
create table revision (
  id integer primary key, version integer not null,
  period text not null, record text not null, reason text not null, by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index revision_record on revision (record);
create table joint_check (
  id integer primary key, version integer not null,
  period text not null, checker text not null, ethics text not null, it text not null, held_on text not null, report text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create index joint_check_period on joint_check (period);
create table quarter (
  id integer primary key, version integer not null,
  quarter text not null, sent_on text, sent_no text not null, filed_on text, filed_no text not null, returned text, by text not null, at text,
  salt blob not null, digest blob not null
) strict;
create unique index quarter_quarter on quarter (quarter);
