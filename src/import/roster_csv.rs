//! A roster of accounts as CSV (domain.md T4): one account a line; a line that cannot be read is rejected.

use std::fmt;

use chrono::NaiveDate;

use crate::domain::roster::{AccountKind, AccountStatus, Cause};
use crate::import::cells::{KeyHasher, RowKey, normal};
use crate::import::columns::{Column, Wanted};
use crate::import::fault::RowFault;
use crate::import::row::{Cells, Row};
use crate::import::table::{CsvFile, Draft};

/// A roster file, opened.
pub type RosterFile<R> = CsvFile<R, RosterDraft>;
/// One of its data rows.
pub type RosterRecord = Row<RosterDraft>;

/// What offices write under 身分.
const KINDS: &[(&str, AccountKind)] = &[
    ("使用者", AccountKind::User),
    ("USER", AccountKind::User),
    ("管理者", AccountKind::Manager),
    ("MANAGER", AccountKind::Manager),
];
/// What offices write under 狀態.
const STATUSES: &[(&str, AccountStatus)] = &[
    ("啟用", AccountStatus::Active),
    ("使用中", AccountStatus::Active),
    ("ACTIVE", AccountStatus::Active),
    ("停用", AccountStatus::Stopped),
    ("停止", AccountStatus::Stopped),
    ("STOPPED", AccountStatus::Stopped),
    ("刪除", AccountStatus::Deleted),
    ("已刪除", AccountStatus::Deleted),
    ("DELETED", AccountStatus::Deleted),
];
/// What offices write under 異動原因.
const CAUSES: &[(&str, Cause)] = &[
    ("新進", Cause::Joined),
    ("調職", Cause::Moved),
    ("調任", Cause::Moved),
    ("離職", Cause::Left),
    ("退休", Cause::Retired),
    ("職務調整", Cause::Duties),
    ("閒置", Cause::Idle),
    ("重複", Cause::Duplicate),
];

/// An account as the file has it.
#[derive(Clone, PartialEq, Eq)]
pub struct RosterDraft {
    pub unit: String,
    pub name: String,
    pub title: String,
    pub login: Option<String>,
    pub account: String,
    pub kind: AccountKind,
    /// Item and basis, in the file's order.
    pub items: Vec<(String, String)>,
    pub approved_on: Option<NaiveDate>,
    pub request: String,
    pub opened_on: NaiveDate,
    pub status: AccountStatus,
    pub changed_on: Option<NaiveDate>,
    pub cause: Option<Cause>,
    /// Official account, certificate binding, its end, pledge.
    pub proofs: [Option<NaiveDate>; 4],
    pub remark: String,
}

/// Without content, which is personal data.
impl fmt::Debug for RosterDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RosterDraft")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// The columns of [`RosterDraft::proofs`].
pub const PROOFS: [Column; 4] = [
    Column::OfficialOn,
    Column::BoundOn,
    Column::CertificateUntil,
    Column::PledgedOn,
];

/// The meaning of a word; the empty cell has none.
fn word<T: Copy>(
    cells: &Cells<'_>,
    column: Column,
    known: &[(&str, T)],
) -> Result<Option<T>, RowFault> {
    let Some(text) = cells.optional(column) else {
        return Ok(None);
    };
    let plain = normal(&text).to_uppercase();
    let meaning = known.iter().find(|(name, _)| *name == plain);
    meaning
        .map(|(_, meaning)| Some(*meaning))
        .ok_or(RowFault::UnknownWord { column })
}

fn day(cells: &Cells<'_>, column: Column) -> Result<Option<NaiveDate>, RowFault> {
    let is_there = cells.optional(column).is_some();
    is_there.then(|| cells.day(column)).transpose()
}

fn needed(cells: &Cells<'_>, column: Column) -> Result<String, RowFault> {
    cells.optional(column).ok_or(RowFault::EmptyCell { column })
}

/// The parts of a cell that holds several codes.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| letter.is_whitespace() || matches!(letter, '、' | ',' | ';' | '，'))
        .filter(|part| !part.is_empty())
}

/// `LI01、LP11` with one basis beside it, or `LI01/SOC-01、LP11/SOC-02`.
fn items(cells: &Cells<'_>) -> Result<Vec<(String, String)>, RowFault> {
    let bases = cells.text(Column::Basis);
    let bases = normal(&bases).to_uppercase();
    let mut bases = parts(&bases);
    let only = bases.next().filter(|_first| bases.next().is_none());
    let text = cells.text(Column::Item);
    let text = normal(&text).to_uppercase();
    parts(&text)
        .map(|part| {
            let (item, own) = match part.split_once('/') {
                Some((item, own)) => (item, Some(own)),
                None => (part, only),
            };
            let stands_on = own.filter(|own| !own.is_empty() && !item.is_empty());
            let stands_on = stands_on.ok_or(RowFault::EmptyCell {
                column: Column::Basis,
            })?;
            Ok((item.to_owned(), stands_on.to_owned()))
        })
        .collect()
}

/// The later of two days must not lie before the earlier.
fn in_order(
    (earlier, first): (Column, Option<NaiveDate>),
    (later, last): (Column, Option<NaiveDate>),
) -> Result<(), RowFault> {
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        return Err(RowFault::DatesReversed { earlier, later });
    }
    Ok(())
}

impl Draft for RosterDraft {
    const WANTED: Wanted = Wanted {
        needed: &[
            Column::Account,
            Column::Person,
            Column::Unit,
            Column::AccountKind,
            Column::Item,
            Column::Basis,
            Column::OpenedOn,
        ],
        either: &[],
        optional: &[
            Column::PersonTitle,
            Column::Login,
            Column::ApprovedOn,
            Column::Request,
            Column::AccountStatus,
            Column::ChangedOn,
            Column::ChangeCause,
            Column::OfficialOn,
            Column::BoundOn,
            Column::CertificateUntil,
            Column::PledgedOn,
            Column::Remark,
        ],
    };

    fn read(cells: &Cells<'_>) -> Result<RosterDraft, RowFault> {
        let mut proofs = [None; 4];
        for (proof, column) in proofs.iter_mut().zip(PROOFS) {
            *proof = day(cells, column)?;
        }
        let kind = word(cells, Column::AccountKind, KINDS)?;
        let status = word(cells, Column::AccountStatus, STATUSES)?;
        let draft = RosterDraft {
            account: needed(cells, Column::Account)?,
            name: needed(cells, Column::Person)?,
            unit: cells.text(Column::Unit),
            title: cells.text(Column::PersonTitle),
            login: cells.optional(Column::Login),
            kind: kind.ok_or(RowFault::EmptyCell {
                column: Column::AccountKind,
            })?,
            items: items(cells)?,
            approved_on: day(cells, Column::ApprovedOn)?,
            request: cells.text(Column::Request),
            opened_on: cells.day(Column::OpenedOn)?,
            status: status.unwrap_or(AccountStatus::Active),
            changed_on: day(cells, Column::ChangedOn)?,
            cause: word(cells, Column::ChangeCause, CAUSES)?,
            proofs,
            remark: cells.text(Column::Remark),
        };
        let opened = (Column::OpenedOn, Some(draft.opened_on));
        in_order((Column::ApprovedOn, draft.approved_on), opened)?;
        in_order(opened, (Column::ChangedOn, draft.changed_on))?;
        let [_, bound, until, _] = draft.proofs;
        in_order((Column::BoundOn, bound), (Column::CertificateUntil, until))?;
        if draft.status != AccountStatus::Active && draft.changed_on.is_none() {
            return Err(RowFault::EmptyCell {
                column: Column::ChangedOn,
            });
        }
        Ok(draft)
    }

    fn key(&self) -> RowKey {
        let mut key = KeyHasher::new("roster");
        key.add(&normal(&self.account));
        key.finish()
    }

    fn has_empty(&self) -> bool {
        self.items.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::import::Mapping;

    const HEAD: &str = "單位,姓名,職稱,帳號,身分,查調項目,法律依據,核准日,申請編號,啟用日,狀態,異動日,異動原因,憑證綁定日,憑證到期日,備註\r\n";

    fn read(line: &str) -> Result<RosterDraft, RowFault> {
        let text = format!("使用者清冊,,,\r\n{HEAD}{line}\r\n");
        let mut file =
            RosterFile::open(Cursor::new(text.into_bytes()), &Mapping::default()).unwrap();
        let mut rows: Vec<_> = file.rows().unwrap().collect();
        let row = rows.remove(0).unwrap();
        assert_eq!(row.line, 3);
        row.outcome
    }

    #[test]
    fn an_account_is_read_with_its_items_bases_and_days() {
        let draft = read("社會救助科,許婷辰,科員,kcgsoc0101,使用者,LI01、LP11,SOC-01,115/03/01,A11503-004,1150302,啟用,,,115/3/2,117/3/2,").unwrap();
        assert_eq!(draft.kind, AccountKind::User);
        let item = |item: &str, basis: &str| (item.to_owned(), basis.to_owned());
        assert_eq!(
            draft.items,
            [item("LI01", "SOC-01"), item("LP11", "SOC-01")]
        );
        assert_eq!(draft.opened_on, "2026-03-02".parse().unwrap());
        let several = read("科,何郁建,,k1,管理者,LI01/SOC-01 UB07/SOC-02,SOC-01、SOC-02,,,1150302,刪除,1151120,調職,,,").unwrap();
        assert_eq!(
            several.items,
            [item("LI01", "SOC-01"), item("UB07", "SOC-02")]
        );
        assert_eq!(several.status, AccountStatus::Deleted);
        assert_eq!(several.cause, Some(Cause::Moved));
    }

    #[test]
    fn what_cannot_be_is_said_with_its_column() {
        let fault = |line: &str| read(line).unwrap_err();
        let unknown = |column| RowFault::UnknownWord { column };
        let empty = |column| RowFault::EmptyCell { column };
        assert_eq!(
            fault("科,甲,,k1,主管,LI01,SOC-01,,,1150302,,,,,,"),
            unknown(Column::AccountKind)
        );
        assert_eq!(
            fault("科,甲,,k1,,LI01,SOC-01,,,1150302,,,,,,"),
            empty(Column::AccountKind)
        );
        assert_eq!(
            fault("科,甲,,,使用者,LI01,SOC-01,,,1150302,,,,,,"),
            empty(Column::Account)
        );
        assert_eq!(
            fault("科,甲,,k1,使用者,LI01,,,,1150302,,,,,,"),
            empty(Column::Basis)
        );
        assert_eq!(
            fault("科,甲,,k1,使用者,LI01,SOC-01、SOC-02,,,1150302,,,,,,"),
            empty(Column::Basis)
        );
        assert_eq!(
            fault("科,甲,,k1,使用者,LI01,SOC-01,,,1150302,不明,,,,,"),
            unknown(Column::AccountStatus)
        );
        assert_eq!(
            fault("科,甲,,k1,使用者,LI01,SOC-01,,,1150302,刪除,,,,,"),
            empty(Column::ChangedOn)
        );
        assert_eq!(
            fault("科,甲,,k1,使用者,LI01,SOC-01,1150303,,1150302,,,,,,"),
            RowFault::DatesReversed {
                earlier: Column::ApprovedOn,
                later: Column::OpenedOn
            }
        );
        assert_eq!(
            fault("科,甲,,k1,使用者,LI01,SOC-01,,,1150302,停用,1150301,,,,"),
            RowFault::DatesReversed {
                earlier: Column::OpenedOn,
                later: Column::ChangedOn
            }
        );
        assert!(matches!(
            fault("科,甲,,k1,使用者,LI01,SOC-01,,,1150230,,,,,,"),
            RowFault::BadDate { .. }
        ));
    }
}
