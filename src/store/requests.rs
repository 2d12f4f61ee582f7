//! 申請 as rows: the version in force in `request`, superseded ones in `request_history`, each step that was taken, and
//! who acts for whom. Who may do what is asked above; triggers ask once more.

use chrono::NaiveDate;
use rusqlite::Row;
use rusqlite::types::Value;

use crate::domain::ids::{Login, Period};
use crate::domain::request::{
    Delegation, Family, Party, Request, RequestNo, Stage, Step, StepTaken, lines_text, read_lines,
};
use crate::domain::roster::{Cause, Proofs};
use crate::store::error::StoreError;
use crate::store::read::{Columns, id_of, int, maybe_moment, maybe_text, moment, text};
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static REQUEST: Table = Table {
    name: "request",
    columns: &[
        "no",
        "period",
        "serial",
        "kind",
        "stage",
        "since",
        "applicant",
        "holder_login",
        "holder_name",
        "holder_unit",
        "holder_title",
        "successor_login",
        "successor_name",
        "successor_unit",
        "successor_title",
        "account",
        "new_account",
        "lines",
        "cause",
        "changes_on",
        "need",
        "official_on",
        "bound_on",
        "certificate_until",
        "pledged_on",
        "second_reason",
        "contact",
        "drafted_at",
        "submitted_on",
        "approved_by",
        "approved_for",
        "approved_on",
        "executed_by",
        "executed_on",
        "batch",
        "last_on",
        "closed_on",
        "change",
        "changed_by",
        "changed_at",
    ],
    binding: Binding::History,
};
pub(in crate::store) static REQUEST_STEP: Table = Table {
    name: "request_step",
    columns: &[
        "no",
        "step",
        "stage_from",
        "stage_to",
        "by",
        "acting_for",
        "reason",
        "document",
        "day",
        "at",
    ],
    binding: Binding::Row,
};
pub(in crate::store) static DELEGATION: Table = Table {
    name: "delegation",
    columns: &[
        "principal",
        "deputy",
        "scope",
        "valid_from",
        "valid_to",
        "reason",
        "made_at",
        "ended_on",
    ],
    binding: Binding::Row,
};

fn code<T>(value: Option<T>, code: fn(T) -> &'static str) -> Value {
    value.map_or(Value::Null, |value| text(code(value)))
}

fn values(request: &Request) -> Vec<Value> {
    let Request {
        holder,
        successor,
        proofs,
        ..
    } = request;
    vec![
        text(request.no),
        text(request.no.period),
        int(request.no.serial),
        text(request.kind.code()),
        text(request.stage.code()),
        moment(request.since),
        text(&request.applicant),
        maybe_text(holder.login.as_ref()),
        text(&holder.name),
        text(&holder.unit),
        text(&holder.title),
        maybe_text(successor.login.as_ref()),
        text(&successor.name),
        text(&successor.unit),
        text(&successor.title),
        text(&request.account),
        text(&request.new_account),
        text(lines_text(&request.lines)),
        code(request.cause, Cause::code),
        maybe_text(request.changes_on.as_ref()),
        text(&request.need),
        maybe_text(proofs.official_on.as_ref()),
        maybe_text(proofs.bound_on.as_ref()),
        maybe_text(proofs.certificate_until.as_ref()),
        maybe_text(proofs.pledged_on.as_ref()),
        text(&request.second_reason),
        text(&request.contact),
        moment(request.drafted_at),
        maybe_text(request.submitted_on.as_ref()),
        maybe_text(request.approved_by.as_ref()),
        maybe_text(request.approved_for.as_ref()),
        maybe_text(request.approved_on.as_ref()),
        maybe_text(request.executed_by.as_ref()),
        maybe_text(request.executed_on.as_ref()),
        text(&request.batch),
        maybe_text(request.last_on.as_ref()),
        maybe_text(request.closed_on.as_ref()),
        code(request.change, Step::code),
        text(&request.changed_by),
        moment(request.changed_at),
    ]
}

fn selected() -> String {
    format!("version, {}", REQUEST.columns.join(", "))
}

fn party(columns: &mut Columns<'_, '_>, login: &'static str) -> Result<Party, StoreError> {
    Ok(Party {
        login: columns.maybe(login)?,
        name: columns.plain()?,
        unit: columns.plain()?,
        title: columns.plain()?,
    })
}

fn read(row: &Row<'_>) -> Result<Request, StoreError> {
    let mut columns = Columns::of(row, "request");
    let version = columns.plain()?;
    let no = columns.read("no")?;
    let _period: String = columns.plain()?;
    let _serial: u32 = columns.plain()?;
    Ok(Request {
        no,
        version,
        kind: columns.read("kind")?,
        stage: columns.read("stage")?,
        since: columns.moment("since")?,
        applicant: columns.read("applicant")?,
        holder: party(&mut columns, "holder_login")?,
        successor: party(&mut columns, "successor_login")?,
        account: columns.plain()?,
        new_account: columns.plain()?,
        lines: {
            let lines: String = columns.plain()?;
            read_lines(&lines).ok_or_else(|| columns.garbled("lines"))?
        },
        cause: columns.maybe("cause")?,
        changes_on: columns.maybe("changes_on")?,
        need: columns.plain()?,
        proofs: Proofs {
            official_on: columns.maybe("official_on")?,
            bound_on: columns.maybe("bound_on")?,
            certificate_until: columns.maybe("certificate_until")?,
            pledged_on: columns.maybe("pledged_on")?,
        },
        second_reason: columns.plain()?,
        contact: columns.plain()?,
        drafted_at: columns.moment("drafted_at")?,
        submitted_on: columns.maybe("submitted_on")?,
        approved_by: columns.maybe("approved_by")?,
        approved_for: columns.maybe("approved_for")?,
        approved_on: columns.maybe("approved_on")?,
        executed_by: columns.maybe("executed_by")?,
        executed_on: columns.maybe("executed_on")?,
        batch: columns.plain()?,
        last_on: columns.maybe("last_on")?,
        closed_on: columns.maybe("closed_on")?,
        change: columns.maybe("change")?,
        changed_by: columns.read("changed_by")?,
        changed_at: columns.moment("changed_at")?,
    })
}

fn all(
    reader: Reader<'_>,
    rest: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<Request>, StoreError> {
    let sql = format!("select {} from request {rest}", selected());
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// Writes a request; the next version where the number is known.
pub fn put(tx: &mut WriteTx<'_>, request: &Request) -> Result<(), StoreError> {
    let id = id_of(
        tx.reader(),
        "select id from request where no = ?1",
        [request.no.to_string()],
    )?;
    tx.put(&REQUEST, id, &values(request))?;
    Ok(())
}

/// Writes a line of the history.
pub fn put_step(tx: &mut WriteTx<'_>, step: &StepTaken) -> Result<(), StoreError> {
    let values = [
        text(step.no),
        code(step.step, Step::code),
        text(step.from.code()),
        text(step.to.code()),
        text(&step.by),
        maybe_text(step.acting_for.as_ref()),
        text(&step.reason),
        text(&step.document),
        maybe_text(step.day.as_ref()),
        moment(step.at),
    ];
    tx.put(&REQUEST_STEP, None, &values)?;
    Ok(())
}

/// One above the highest serial of the month.
pub fn next_serial(reader: Reader<'_>, period: Period) -> Result<u32, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select coalesce(max(serial), 0) + 1 from request where period = ?1")?;
    Ok(statement.query_row([period.to_string()], |row| row.get(0))?)
}

/// The version in force.
pub fn get(reader: Reader<'_>, no: RequestNo) -> Result<Option<Request>, StoreError> {
    Ok(all(reader, "where no = ?1", [no.to_string()])?.pop())
}

/// The codes of the stages from which a request goes on, for an `in`.
fn under_way() -> String {
    let stages = Stage::ALL.into_iter().filter(|stage| !stage.is_end());
    let codes: Vec<String> = stages.map(|stage| format!("'{}'", stage.code())).collect();
    codes.join(", ")
}

/// Every request that has not ended, by number.
pub fn open(reader: Reader<'_>) -> Result<Vec<Request>, StoreError> {
    let rest = format!("where stage in ({}) order by period, serial", under_way());
    all(reader, &rest, [])
}

/// So many requests that have ended, newest number first, from one on that is itself left out.
pub fn ended(
    reader: Reader<'_>,
    before: Option<RequestNo>,
    limit: u32,
) -> Result<Vec<Request>, StoreError> {
    let (period, serial) = before.map_or(("99999".to_owned(), 0), |no| {
        (no.period.to_string(), no.serial)
    });
    all(
        reader,
        "where stage in ('closed', 'rejected', 'refused', 'withdrawn') and (period, serial) < (?1, ?2)
         order by period desc, serial desc limit ?3",
        (period, serial, limit),
    )
}

/// So many requests by number, of one month or of all.
pub fn numbered(
    reader: Reader<'_>,
    period: Option<Period>,
    limit: u32,
) -> Result<Vec<Request>, StoreError> {
    all(
        reader,
        "where ?1 is null or period = ?1 order by period, serial limit ?2",
        (period.map(|period| period.to_string()), limit),
    )
}

/// Open requests about an account, one that is to be opened included.
pub fn open_of_account(reader: Reader<'_>, account: &str) -> Result<Vec<Request>, StoreError> {
    let rest = format!(
        "where stage in ({}) and account = ?1 order by period, serial",
        under_way()
    );
    all(reader, &rest, [account])
}

/// Accounts without a holder whose deletion was carried out, with the last day of it.
pub fn orphans_ended(reader: Reader<'_>) -> Result<Vec<(String, NaiveDate)>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select account, max(executed_on) from request
         where cause = 'no_holder' and executed_on is not null group by account",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row, "request");
        found.push((columns.plain()?, columns.read("executed_on")?));
    }
    Ok(found)
}

/// Every step of a request, in the order in which they were taken.
pub fn steps(reader: Reader<'_>, no: RequestNo) -> Result<Vec<StepTaken>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select step, stage_from, stage_to, by, acting_for, reason, document, day, at
         from request_step where no = ?1 order by id",
    )?;
    let mut rows = statement.query([no.to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row, "request_step");
        found.push(StepTaken {
            no,
            step: columns.maybe("step")?,
            from: columns.read::<Stage>("stage_from")?,
            to: columns.read("stage_to")?,
            by: columns.read("by")?,
            acting_for: columns.maybe("acting_for")?,
            reason: columns.plain()?,
            document: columns.plain()?,
            day: columns.maybe("day")?,
            at: columns.moment("at")?,
        });
    }
    Ok(found)
}

/// Writes a delegation: a new one without id, else its next version.
pub fn put_delegation(tx: &mut WriteTx<'_>, delegation: &Delegation) -> Result<i64, StoreError> {
    let values = [
        text(&delegation.principal),
        text(&delegation.deputy),
        code(delegation.scope, Family::code),
        text(delegation.from),
        text(delegation.to),
        text(&delegation.reason),
        maybe_moment(Some(delegation.made_at)),
        maybe_text(delegation.ended_on.as_ref()),
    ];
    let id = (delegation.id != 0).then_some(delegation.id);
    let (id, _version) = tx.put(&DELEGATION, id, &values)?;
    Ok(id)
}

/// Every delegation, newest first.
pub fn delegations(reader: Reader<'_>) -> Result<Vec<Delegation>, StoreError> {
    delegations_where(reader, "order by valid_from desc, id desc", [])
}

/// Those to one person.
pub fn delegations_to(reader: Reader<'_>, deputy: &Login) -> Result<Vec<Delegation>, StoreError> {
    delegations_where(
        reader,
        "where deputy = ?1 order by valid_from, id",
        [deputy.as_str()],
    )
}

fn delegations_where(
    reader: Reader<'_>,
    rest: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<Delegation>, StoreError> {
    let sql = format!(
        "select id, {} from delegation {rest}",
        DELEGATION.columns.join(", ")
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row, "delegation");
        found.push(Delegation {
            id: columns.plain()?,
            principal: columns.read("principal")?,
            deputy: columns.read("deputy")?,
            scope: columns.maybe("scope")?,
            from: columns.read("valid_from")?,
            to: columns.read("valid_to")?,
            reason: columns.plain()?,
            made_at: columns.moment("made_at")?,
            ended_on: columns.maybe("ended_on")?,
        });
    }
    Ok(found)
}
