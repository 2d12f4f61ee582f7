-- The store itself: its id, the trail, the batches that rows came in.

create table store_meta (
  id integer primary key check (id = 1),
  store text not null,
  agency text not null,
  is_demo integer not null check (is_demo in (0, 1))
) strict;

-- The columns after the signature are read out of the bytes and cannot say anything else.
create table trail (
  seq integer primary key check (seq > 0),
  prev blob not null unique,
  hash blob not null unique,
  bytes text not null,
  signature blob not null,
  at text generated always as (json_extract(bytes, '$.at')) virtual,
  person text generated always as (json_extract(bytes, '$.person')) virtual,
  role text generated always as (json_extract(bytes, '$.role')) virtual,
  action text generated always as (json_extract(bytes, '$.action')) virtual,
  record text generated always as (json_extract(bytes, '$.record')) virtual
) strict;

create index trail_by_person on trail (person, seq);
create index trail_by_action on trail (action, seq);
create index trail_by_record on trail (record, seq);

create trigger trail_in_order before insert on trail
when new.seq is not (select coalesce(max(seq), 0) + 1 from trail)
  or new.prev is not coalesce((select hash from trail order by seq desc limit 1), zeroblob(32))
begin
  select raise(abort, 'the trail goes on at its end only');
end;

create trigger trail_is_not_changed before update on trail
begin
  select raise(abort, 'an entry is not changed');
end;

create trigger trail_is_not_deleted before delete on trail
begin
  select raise(abort, 'an entry is not deleted');
end;

-- Rows written by the thousand: one salt a batch. A batch that was disposed of has lost its salt.
create table batch (
  id integer primary key,
  table_name text not null,
  salt blob,
  first_id integer not null,
  last_id integer not null,
  row_count integer not null,
  digest blob not null
) strict;
-- People of the desk. Names are rows, never entries.
create table clerk (
  id integer primary key, version integer not null,
  login text not null, name text not null, roles text not null, account text, items text not null,
  added_by text not null, added_at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index clerk_login on clerk (login);
create unique index clerk_account on clerk (account) where account is not null;

create table setting (
  id integer primary key, version integer not null,
  name text not null, value text not null,
  salt blob not null, digest blob not null
) strict;
create unique index setting_name on setting (name);

-- Query items (作業代號) and reasons (事由): the manager's catalogues.
create table item (
  id integer primary key, version integer not null,
  code text not null, name text not null, valid_from text not null, valid_to text not null, example integer not null,
  salt blob not null, digest blob not null
) strict;
create unique index item_code on item (code);

create table reason (
  id integer primary key, version integer not null,
  name text not null, short_name text not null, valid integer not null,
  salt blob not null, digest blob not null
) strict;
create unique index reason_name on reason (name);

-- The annex: versioned by its effective dates.
create table basis (
  id integer primary key, version integer not null,
  code text not null, statute text not null, statute_en text not null, articles text not null,
  valid_from text not null, valid_to text not null,
  salt blob not null, digest blob not null
) strict;
create unique index basis_code on basis (code, valid_from);

-- 查詢資料登記表: the version in force; superseded ones stand in query_history with the same row image.
create table query (
  id integer primary key, version integer not null,
  no text not null, period text not null, serial integer not null, state text not null,
  account text not null, person text not null, login text,
  registered_at text, asked_on text not null, asked_at text not null,
  item text not null, subject text not null, case_no text not null, reason text not null,
  basis text not null, basis_reason text, relation text, recusal text, assignment text,
  checksum_confirmed integer not null,
  unit text, subject_name text, span_from text, span_to text, relevance text,
  requester text, approved_by text, approved_on text, remark text,
  result text, result_rows integer, output text, copies integer, where_to text, filed_in text, sealed integer, delete_by text,
  imported integer not null, flags text not null,
  change text not null, change_reason text, changed_by text not null, changed_at text not null,
  group_key blob, case_key text,
  salt blob not null, digest blob not null
) strict;
create unique index query_no on query (no);
create index query_place on query (period, serial);
create index query_account on query (account, period, serial);
create index query_case on query (case_key) where case_key is not null;
create index query_asked on query (asked_on);
create index query_pending on query (state, account) where state = 'pending';
create trigger query_is_its_own_persons before insert on query
when new.change <> 'imported' and not exists (
  select 1 from clerk
  where login = new.changed_by and (
    account = new.account and (new.change <> 'registered' or login = new.login)
    or login = new.login and new.change <> 'registered'
    or new.imported = 1 and new.change in ('correction', 'void') and instr(',' || roles || ',', ',manager,') > 0
  )
)
begin
  select raise(abort, 'a line is written by its own person');
end;
create table query_history (
  id integer not null, version integer not null,
  no text not null, period text not null, serial integer not null, state text not null,
  account text not null, person text not null, login text,
  registered_at text, asked_on text not null, asked_at text not null,
  item text not null, subject text not null, case_no text not null, reason text not null,
  basis text not null, basis_reason text, relation text, recusal text, assignment text,
  checksum_confirmed integer not null,
  unit text, subject_name text, span_from text, span_to text, relevance text,
  requester text, approved_by text, approved_on text, remark text,
  result text, result_rows integer, output text, copies integer, where_to text, filed_in text, sealed integer, delete_by text,
  imported integer not null, flags text not null,
  change text not null, change_reason text, changed_by text not null, changed_at text not null,
  group_key blob, case_key text,
  salt blob not null, digest blob not null,
  primary key (id, version)
) strict;

-- Words of two characters: a contentless index over pairs (a cache, rebuilt at will, not bound by the trail).
create virtual table query_words using fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co'");

-- Files that came in, kept whole: directive 9(2) asks for the log itself.
create table log_file (
  id integer primary key, version integer not null,
  kind text not null, name text not null, sha256 text not null, encoding text not null, period text,
  bytes integer not null, read_count integer not null, accepted integer not null, duplicate integer not null,
  unreadable integer not null, outside integer not null, waiting integer not null,
  footer integer, footer_waived integer not null, imported_by text not null, imported_at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index log_file_sha on log_file (kind, sha256, period);

create table file_chunk (
  id integer primary key, batch integer not null,
  file integer not null, part integer not null, packed blob not null,
  digest blob not null
) strict;
create index file_chunk_file on file_chunk (file, part);

-- WebIR's query log, row by row. supplement 0 is the month itself; 1 waits for a population of its own.
create table log_row (
  id integer primary key, batch integer not null,
  period text not null, supplement integer not null, seq integer not null, file integer not null, line integer not null,
  readable integer not null, fault text, flags text not null,
  account text not null, day text, secs integer, item text not null, condition text not null, subject text not null,
  case_text text not null, reason_text text not null, result text not null,
  fields text not null, row_key blob not null, group_key blob, case_key text, number text,
  digest blob not null
) strict;
create unique index log_row_place on log_row (period, supplement, seq);
create index log_row_key on log_row (row_key);


-- What matching found, disposed of as a whole batch when the month is matched anew.
create table match_row (
  id integer primary key, batch integer not null,
  period text not null, seq integer not null, query integer not null, number text not null, query_version integer not null,
  pass text not null, state text not null, registered_at text not null,
  digest blob not null
) strict;
create unique index match_row_log on match_row (period, seq);
create index match_row_query on match_row (query);
create index match_row_open on match_row (period, seq) where state <> 'matched';
create index log_row_unreadable on log_row (period, seq) where readable = 0;

create table reconcile_run (
  id integer primary key, version integer not null,
  period text not null, batch integer, last_row integer not null, counts text not null, by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index reconcile_run_period on reconcile_run (period);

-- Decisions of persons about proposals, and explanations for 查而未登.
create table decision (
  id integer primary key, version integer not null,
  period text not null, seq integer not null, number text not null, accepted integer not null, after_freeze integer not null,
  reason text not null, by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index decision_place on decision (period, seq, number);

create table explanation (
  id integer primary key, version integer not null,
  period text not null, seq integer not null, cause text not null, words text not null, explained_by text not null,
  by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index explanation_place on explanation (period, seq);

-- The month's check.
create table check_month (
  id integer primary key, version integer not null,
  period text not null, step text not null,
  row_count integer, population text, salt_bytes blob, match_digest text, commit_hex text, checker text,
  source text, digits integer, frozen_by text, frozen_at text,
  total integer, total_known integer, slip text, seed_text text, seed text, next_commit text, drawn_at text,
  compared text, place integer, major integer, major_reason text, judged_at text,
  record_version integer, signed_by text, signed_at text, counts text not null,
  salt blob not null, digest blob not null
) strict;
create unique index check_month_period on check_month (period);

create table row_commit (
  id integer primary key, batch integer not null,
  period text not null, seq integer not null, row_c text not null,
  digest blob not null
) strict;
create unique index row_commit_place on row_commit (period, seq);

create table sample_row (
  id integer primary key, batch integer not null,
  period text not null, place integer not null, seq integer not null,
  digest blob not null
) strict;
create unique index sample_row_place on sample_row (period, place);

create table outcome (
  id integer primary key, version integer not null,
  period text not null, seq integer not null, place integer not null, outcome text not null, compared text not null,
  note text not null, evidence text not null, by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index outcome_place on outcome (period, seq);

-- Draw secrets, each sealed to one checker's own key (STORE §3).
create table draw_secret (
  id integer primary key, version integer not null,
  login text not null, commit_hex text not null, sealed blob not null, used_by text,
  made_at text not null,
  salt blob not null, digest blob not null
) strict;
create unique index draw_secret_commit on draw_secret (commit_hex);

create table document (
  id integer primary key, version integer not null,
  kind text not null, record text not null, name text not null, sha256 text not null, reason text not null, by text not null, at text not null,
  salt blob not null, digest blob not null
) strict;
