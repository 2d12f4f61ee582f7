//! 名冊 as rows: people, accounts, grants, agency items, the agency's standing, officers and their training.
//!
//! Puts and reads; what may be is `domain::roster`'s, and who calls it `app`'s.

use std::str::FromStr;

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, ToSql};

use crate::domain::ids::Login;
use crate::domain::moment::Moment;
use crate::domain::roster::{
    Account, AgencyItem, Cause, Grant, Holdings, Officer, Person, Proofs, StandingFact,
    SuspensionCause, Training,
};
use crate::store::error::StoreError;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static PERSON: Table = Table {
    name: "roster_person",
    columns: &[
        "name", "unit", "title", "login", "post", "post_on", "remark", "by", "at",
    ],
    binding: Binding::History,
};
pub(in crate::store) static ACCOUNT: Table = Table {
    name: "roster_account",
    columns: &[
        "account",
        "person",
        "kind",
        "status",
        "official_on",
        "bound_on",
        "certificate_until",
        "pledged_on",
        "request",
        "approved_on",
        "opened_on",
        "stopped_on",
        "deleted_on",
        "cause",
        "ended_by",
        "second_reason",
        "remark",
        "by",
        "at",
    ],
    binding: Binding::History,
};
pub(in crate::store) static GRANT: Table = Table {
    name: "roster_grant",
    columns: &[
        "account",
        "item",
        "basis",
        "valid_from",
        "valid_to",
        "request",
        "ended_by",
        "by",
        "at",
    ],
    binding: Binding::History,
};
pub(in crate::store) static AGENCY_ITEM: Table = Table {
    name: "agency_item",
    columns: &[
        "item",
        "basis",
        "valid_from",
        "valid_to",
        "document",
        "request",
        "ended_by",
        "by",
        "at",
    ],
    binding: Binding::Row,
};
pub(in crate::store) static STANDING: Table = Table {
    name: "agency_standing",
    columns: &["standing", "since", "document", "cause", "by", "at"],
    binding: Binding::Row,
};
pub(in crate::store) static OFFICER: Table = Table {
    name: "officer",
    columns: &[
        "person",
        "duty",
        "since",
        "until",
        "appointment",
        "by",
        "at",
    ],
    binding: Binding::Row,
};
pub(in crate::store) static TRAINING: Table = Table {
    name: "training",
    columns: &["person", "held_on", "hours", "course", "by", "at"],
    binding: Binding::Row,
};

/// Who writes a row, and when.
#[derive(Debug, Clone)]
pub struct By {
    pub login: Login,
    pub at: Moment,
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn day(day: NaiveDate) -> Value {
    Value::Text(day.to_string())
}

fn maybe_day(on: Option<NaiveDate>) -> Value {
    on.map_or(Value::Null, day)
}

fn maybe(of: Option<&str>) -> Value {
    of.map_or(Value::Null, text)
}

/// A new row where the id is 0, else the next version; says the id.
fn put<const N: usize>(
    tx: &mut WriteTx<'_>,
    table: &Table,
    id: i64,
    values: [Value; N],
    by: &By,
) -> Result<i64, StoreError> {
    let mut values = Vec::from(values);
    values.push(text(by.login.as_str()));
    values.push(Value::Text(by.at.iso()));
    Ok(tx.put(table, (id != 0).then_some(id), &values)?.0)
}

/// Writes a person.
pub fn put_person(tx: &mut WriteTx<'_>, person: &Person, by: &By) -> Result<i64, StoreError> {
    let values = [
        text(&person.name),
        text(&person.unit),
        text(&person.title),
        maybe(person.login.as_ref().map(Login::as_str)),
        text(person.post.code()),
        maybe_day(person.post_on),
        text(&person.remark),
    ];
    put(tx, &PERSON, person.id, values, by)
}

/// Writes an account. The store refuses another holder for a known one, and a second active one without a reason.
pub fn put_account(tx: &mut WriteTx<'_>, account: &Account, by: &By) -> Result<i64, StoreError> {
    let Proofs {
        official_on,
        bound_on,
        certificate_until,
        pledged_on,
    } = account.proofs;
    let values = [
        text(&account.account),
        Value::Integer(account.person),
        text(account.kind.code()),
        text(account.status.code()),
        maybe_day(official_on),
        maybe_day(bound_on),
        maybe_day(certificate_until),
        maybe_day(pledged_on),
        text(&account.request),
        maybe_day(account.approved_on),
        day(account.opened_on),
        maybe_day(account.stopped_on),
        maybe_day(account.deleted_on),
        maybe(account.cause.map(Cause::code)),
        text(&account.ended_by),
        maybe(account.second_reason.as_deref()),
        text(&account.remark),
    ];
    put(tx, &ACCOUNT, account.id, values, by)
}

/// Writes a grant.
pub fn put_grant(tx: &mut WriteTx<'_>, grant: &Grant, by: &By) -> Result<i64, StoreError> {
    let values = [
        Value::Integer(grant.account),
        text(&grant.item),
        text(&grant.basis),
        day(grant.valid_from),
        maybe_day(grant.valid_to),
        text(&grant.request),
        text(&grant.ended_by),
    ];
    put(tx, &GRANT, grant.id, values, by)
}

/// Writes an item of the agency.
pub fn put_agency_item(
    tx: &mut WriteTx<'_>,
    item: &AgencyItem,
    by: &By,
) -> Result<i64, StoreError> {
    let values = [
        text(&item.item),
        text(&item.basis),
        day(item.valid_from),
        maybe_day(item.valid_to),
        text(&item.document),
        text(&item.request),
        text(&item.ended_by),
    ];
    put(tx, &AGENCY_ITEM, item.id, values, by)
}

/// Writes how the agency stands from a day on.
pub fn put_standing(tx: &mut WriteTx<'_>, fact: &StandingFact, by: &By) -> Result<i64, StoreError> {
    let values = [
        text(fact.standing.code()),
        day(fact.since),
        text(&fact.document),
        maybe(fact.cause.map(SuspensionCause::code)),
    ];
    put(tx, &STANDING, 0, values, by)
}

/// Writes an officer.
pub fn put_officer(tx: &mut WriteTx<'_>, officer: &Officer, by: &By) -> Result<i64, StoreError> {
    let values = [
        Value::Integer(officer.person),
        text(officer.duty.code()),
        day(officer.since),
        maybe_day(officer.until),
        text(&officer.appointment),
    ];
    put(tx, &OFFICER, officer.id, values, by)
}

/// Writes a course of training.
pub fn put_training(tx: &mut WriteTx<'_>, course: &Training, by: &By) -> Result<i64, StoreError> {
    let values = [
        Value::Integer(course.person),
        day(course.held_on),
        Value::Integer(course.hours.into()),
        text(&course.course),
    ];
    put(tx, &TRAINING, 0, values, by)
}

/// A row's cells, each re-parsed; an impossible one names its column.
struct Cells<'r> {
    row: &'r Row<'r>,
    table: &'static Table,
}

impl Cells<'_> {
    fn garbled(&self, index: usize) -> StoreError {
        // id and version stand before our columns.
        StoreError::Garbled {
            table: self.table.name,
            column: self.table.column(index.saturating_sub(2)),
        }
    }

    fn text(&self, index: usize) -> Result<String, StoreError> {
        Ok(self.row.get(index)?)
    }

    fn int(&self, index: usize) -> Result<i64, StoreError> {
        Ok(self.row.get(index)?)
    }

    fn small(&self, index: usize) -> Result<u32, StoreError> {
        u32::try_from(self.int(index)?).map_err(|_big| self.garbled(index))
    }

    fn maybe<T: FromStr>(&self, index: usize) -> Result<Option<T>, StoreError> {
        let found: Option<String> = self.row.get(index)?;
        found
            .map(|text| text.parse().map_err(|_bad| self.garbled(index)))
            .transpose()
    }

    fn code<T: FromStr>(&self, index: usize) -> Result<T, StoreError> {
        self.maybe(index)?.ok_or_else(|| self.garbled(index))
    }
}

fn person(cells: &Cells<'_>) -> Result<Person, StoreError> {
    Ok(Person {
        id: cells.int(0)?,
        version: cells.small(1)?,
        name: cells.text(2)?,
        unit: cells.text(3)?,
        title: cells.text(4)?,
        login: cells.maybe(5)?,
        post: cells.code(6)?,
        post_on: cells.maybe(7)?,
        remark: cells.text(8)?,
    })
}

fn account(cells: &Cells<'_>) -> Result<Account, StoreError> {
    Ok(Account {
        id: cells.int(0)?,
        version: cells.small(1)?,
        account: cells.text(2)?,
        person: cells.int(3)?,
        kind: cells.code(4)?,
        status: cells.code(5)?,
        proofs: Proofs {
            official_on: cells.maybe(6)?,
            bound_on: cells.maybe(7)?,
            certificate_until: cells.maybe(8)?,
            pledged_on: cells.maybe(9)?,
        },
        request: cells.text(10)?,
        approved_on: cells.maybe(11)?,
        opened_on: cells.code(12)?,
        stopped_on: cells.maybe(13)?,
        deleted_on: cells.maybe(14)?,
        cause: cells.maybe(15)?,
        ended_by: cells.text(16)?,
        second_reason: cells.maybe(17)?,
        remark: cells.text(18)?,
    })
}

fn grant(cells: &Cells<'_>) -> Result<Grant, StoreError> {
    Ok(Grant {
        id: cells.int(0)?,
        version: cells.small(1)?,
        account: cells.int(2)?,
        item: cells.text(3)?,
        basis: cells.text(4)?,
        valid_from: cells.code(5)?,
        valid_to: cells.maybe(6)?,
        request: cells.text(7)?,
        ended_by: cells.text(8)?,
    })
}

fn agency_item(cells: &Cells<'_>) -> Result<AgencyItem, StoreError> {
    Ok(AgencyItem {
        id: cells.int(0)?,
        version: cells.small(1)?,
        item: cells.text(2)?,
        basis: cells.text(3)?,
        valid_from: cells.code(4)?,
        valid_to: cells.maybe(5)?,
        document: cells.text(6)?,
        request: cells.text(7)?,
        ended_by: cells.text(8)?,
    })
}

fn standing(cells: &Cells<'_>) -> Result<StandingFact, StoreError> {
    Ok(StandingFact {
        standing: cells.code(2)?,
        since: cells.code(3)?,
        document: cells.text(4)?,
        cause: cells.maybe(5)?,
    })
}

fn officer(cells: &Cells<'_>) -> Result<Officer, StoreError> {
    Ok(Officer {
        id: cells.int(0)?,
        version: cells.small(1)?,
        person: cells.int(2)?,
        duty: cells.code(3)?,
        since: cells.code(4)?,
        until: cells.maybe(5)?,
        appointment: cells.text(6)?,
    })
}

fn training(cells: &Cells<'_>) -> Result<Training, StoreError> {
    Ok(Training {
        person: cells.int(2)?,
        held_on: cells.code(3)?,
        hours: cells.small(4)?,
        course: cells.text(5)?,
    })
}

/// The rows of a table behind `where … order by …`.
fn rows<T>(
    reader: Reader<'_>,
    table: &'static Table,
    (rest, bound): (&str, &[&dyn ToSql]),
    read: fn(&Cells<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let sql = format!("select {} from {} {rest}", table.all_columns(), table.name);
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut found = statement.query(bound)?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        all.push(read(&Cells { row, table })?);
    }
    Ok(all)
}

/// Everybody on the roster, in the order in which they were entered.
pub fn people(reader: Reader<'_>) -> Result<Vec<Person>, StoreError> {
    rows(reader, &PERSON, ("order by id", &[]), person)
}

/// One person.
pub fn person_by_id(reader: Reader<'_>, id: i64) -> Result<Option<Person>, StoreError> {
    let found = rows(reader, &PERSON, ("where id = ?1", &[&id]), person)?;
    Ok(found.into_iter().next())
}

/// The person with this login.
pub fn person_of_login(reader: Reader<'_>, login: &Login) -> Result<Option<Person>, StoreError> {
    let login = login.as_str();
    let found = rows(reader, &PERSON, ("where login = ?1", &[&login]), person)?;
    Ok(found.into_iter().next())
}

/// Every account, the deleted ones too, by name.
pub fn accounts(reader: Reader<'_>) -> Result<Vec<Account>, StoreError> {
    rows(reader, &ACCOUNT, ("order by account", &[]), account)
}

/// One account by its name, as [`norm_text`](crate::domain::normal::norm_text) writes it.
pub fn account_named(reader: Reader<'_>, name: &str) -> Result<Option<Account>, StoreError> {
    let found = rows(reader, &ACCOUNT, ("where account = ?1", &[&name]), account)?;
    Ok(found.into_iter().next())
}

/// A person's accounts, by name.
pub fn accounts_of(reader: Reader<'_>, person: i64) -> Result<Vec<Account>, StoreError> {
    let rest = "where person = ?1 order by account";
    rows(reader, &ACCOUNT, (rest, &[&person]), account)
}

/// Every grant, the ended ones too, by account and item.
pub fn grants(reader: Reader<'_>) -> Result<Vec<Grant>, StoreError> {
    let rest = "order by account, item, valid_from";
    rows(reader, &GRANT, (rest, &[]), grant)
}

/// An account's grants, the ended ones too, by item.
pub fn grants_of(reader: Reader<'_>, account: i64) -> Result<Vec<Grant>, StoreError> {
    let rest = "where account = ?1 order by item, valid_from";
    rows(reader, &GRANT, (rest, &[&account]), grant)
}

/// Accounts and grants for many questions: who held what on a day. For one account see [`grants_of`].
pub fn holdings(reader: Reader<'_>) -> Result<Holdings, StoreError> {
    Ok(Holdings::new(accounts(reader)?, grants(reader)?))
}

/// What one account holds; whether grants are recorded at all counts the whole roster.
pub fn holdings_of(reader: Reader<'_>, name: &str) -> Result<Option<Holdings>, StoreError> {
    if !has_grants(reader)? {
        return Ok(None);
    }
    let Some(account) = account_named(reader, name)? else {
        return Ok(Some(Holdings::new(Vec::new(), Vec::new())));
    };
    let grants = grants_of(reader, account.id)?;
    Ok(Some(Holdings::new(vec![account], grants)))
}

/// Whether any account was ever entered.
pub fn has_accounts(reader: Reader<'_>) -> Result<bool, StoreError> {
    let sql = "select exists (select 1 from roster_account)";
    Ok(reader
        .connection()
        .prepare_cached(sql)?
        .query_row([], |row| row.get(0))?)
}

/// Whether any grant was ever recorded; until then the older lists of items stand.
pub fn has_grants(reader: Reader<'_>) -> Result<bool, StoreError> {
    let sql = "select exists (select 1 from roster_grant)";
    Ok(reader
        .connection()
        .prepare_cached(sql)?
        .query_row([], |row| row.get(0))?)
}

/// The agency's own items, the ended ones too, by item.
pub fn agency_items(reader: Reader<'_>) -> Result<Vec<AgencyItem>, StoreError> {
    let rest = "order by item, basis, valid_from";
    rows(reader, &AGENCY_ITEM, (rest, &[]), agency_item)
}

/// How the agency stood, in the order in which it was written.
pub fn standings(reader: Reader<'_>) -> Result<Vec<StandingFact>, StoreError> {
    rows(reader, &STANDING, ("order by id", &[]), standing)
}

/// Every officer, past ones too, by their first day.
pub fn officers(reader: Reader<'_>) -> Result<Vec<Officer>, StoreError> {
    rows(reader, &OFFICER, ("order by since, id", &[]), officer)
}

/// All training, by day.
pub fn trainings(reader: Reader<'_>) -> Result<Vec<Training>, StoreError> {
    rows(reader, &TRAINING, ("order by held_on, id", &[]), training)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::Role;
    use crate::domain::roster::{
        AccountKind, AccountStatus, Duty, Post, Standing, SuspensionCause,
    };
    use crate::store::fixture::{AT, store};

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn moved_person() -> Person {
        Person {
            id: 1,
            version: 1,
            name: "郭婷郁".to_owned(),
            unit: "兒少福利科".to_owned(),
            title: "科員".to_owned(),
            login: Some("guo".parse().unwrap()),
            post: Post::Moved,
            post_on: Some(on("2026-11-19")),
            remark: "備註".to_owned(),
        }
    }

    fn deleted_account() -> Account {
        Account {
            id: 1,
            version: 1,
            account: "KCGSOC0112".to_owned(),
            person: 1,
            kind: AccountKind::Manager,
            status: AccountStatus::Deleted,
            proofs: Proofs {
                official_on: Some(on("2026-03-02")),
                bound_on: Some(on("2026-03-03")),
                certificate_until: Some(on("2028-03-03")),
                pledged_on: Some(on("2026-03-04")),
            },
            request: "A11503-004".to_owned(),
            approved_on: Some(on("2026-03-01")),
            opened_on: on("2026-03-05"),
            stopped_on: Some(on("2026-11-19")),
            deleted_on: Some(on("2026-11-20")),
            cause: Some(Cause::Moved),
            ended_by: "A11511-009".to_owned(),
            second_reason: Some("交接".to_owned()),
            remark: String::new(),
        }
    }

    fn ended_grant() -> Grant {
        Grant {
            id: 1,
            version: 1,
            account: 1,
            item: "LI01".to_owned(),
            basis: "SOC-04".to_owned(),
            valid_from: on("2026-03-05"),
            valid_to: Some(on("2026-11-20")),
            request: "A11503-004".to_owned(),
            ended_by: "A11511-009".to_owned(),
        }
    }

    fn agencys_item() -> AgencyItem {
        AgencyItem {
            id: 1,
            version: 1,
            item: "LI01".to_owned(),
            basis: "SOC-04".to_owned(),
            valid_from: on("2026-01-01"),
            valid_to: None,
            document: "保費資字第1號".to_owned(),
            request: String::new(),
            ended_by: String::new(),
        }
    }

    fn suspension() -> StandingFact {
        StandingFact {
            standing: Standing::Suspended,
            since: on("2026-11-01"),
            document: "保費資字第2號".to_owned(),
            cause: Some(SuspensionCause::Evaded),
        }
    }

    fn past_officer() -> Officer {
        Officer {
            id: 1,
            version: 1,
            person: 1,
            duty: Duty::Checking,
            since: on("2026-01-01"),
            until: Some(on("2026-11-19")),
            appointment: "高市社人字第1號".to_owned(),
        }
    }

    fn course() -> Training {
        Training {
            person: 1,
            held_on: on("2026-05-05"),
            hours: 3,
            course: "資安通識".to_owned(),
        }
    }

    #[test]
    fn every_row_of_the_roster_comes_back_as_it_was_written_and_verifies() {
        let (_dir, store, signer) = store();
        let by = By {
            login: "keeper".parse().unwrap(),
            at: AT,
        };
        let (person, account, grant) = (moved_person(), deleted_account(), ended_grant());
        let (own, fact, officer, course) = (agencys_item(), suspension(), past_officer(), course());
        let mut tx = store.write().unwrap();
        put_person(
            &mut tx,
            &Person {
                id: 0,
                ..person.clone()
            },
            &by,
        )
        .unwrap();
        put_account(
            &mut tx,
            &Account {
                id: 0,
                ..account.clone()
            },
            &by,
        )
        .unwrap();
        put_grant(
            &mut tx,
            &Grant {
                id: 0,
                ..grant.clone()
            },
            &by,
        )
        .unwrap();
        put_agency_item(
            &mut tx,
            &AgencyItem {
                id: 0,
                ..own.clone()
            },
            &by,
        )
        .unwrap();
        put_standing(&mut tx, &fact, &by).unwrap();
        put_officer(
            &mut tx,
            &Officer {
                id: 0,
                ..officer.clone()
            },
            &by,
        )
        .unwrap();
        put_training(&mut tx, &course, &by).unwrap();
        let entered = crate::domain::trail::Fact {
            action: "store.restored/1",
            record: "",
            body: crate::domain::canonical::Json::object([]),
        };
        tx.commit(&signer, AT, Role::Keeper, &entered).unwrap();
        let reader = store.reader();
        assert_eq!(people(reader).unwrap(), std::slice::from_ref(&person));
        assert_eq!(
            person_of_login(reader, &"guo".parse().unwrap()).unwrap(),
            Some(person)
        );
        assert_eq!(accounts(reader).unwrap(), std::slice::from_ref(&account));
        assert_eq!(accounts_of(reader, 1).unwrap(), [account]);
        assert_eq!(grants(reader).unwrap(), [grant]);
        assert_eq!(agency_items(reader).unwrap(), [own]);
        assert_eq!(standings(reader).unwrap(), [fact]);
        assert_eq!(officers(reader).unwrap(), [officer]);
        assert_eq!(trainings(reader).unwrap(), [course]);
        assert!(has_grants(reader).unwrap());
        let report = store.verify(|_action| None, None, |_| {}).unwrap();
        assert_eq!(report.problems, []);
    }
}
