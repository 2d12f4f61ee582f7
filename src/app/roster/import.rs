//! A roster from a file: every line is judged first; one that cannot be taken, and nothing is written.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use chrono::NaiveDate;

use super::carry::{delete_account, grant_item, open_account, save_person, stop_account};
use crate::app::imports::{Taking, file_name, keep_file, open, small};
use crate::app::{AppError, Office};
use crate::domain::event::Event;
use crate::domain::ids::Login;
use crate::domain::normal::norm_text;
use crate::domain::roster::{
    Account, AccountStatus, Cause, Grant, NewAccount, NewGrant, Person, Post, Proofs, RosterEvent,
    RosterRefusal,
};
use crate::import::{Mapping, RosterDraft, RosterFile, RowFault};
use crate::locale::{Paper, RosterFileFault};
use crate::store::log::FileRow;
use crate::store::roster::By;
use crate::store::{self, Reader, WriteTx};

/// Why a line is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterFault {
    Row(RowFault),
    /// The account stands in this physical line too.
    Twice {
        line: u64,
    },
    /// The roster holds the account with other content; what changes it is a request.
    OtherContent,
    /// A name that no login can have, or one that belongs to somebody else.
    Login,
    Rule(RosterRefusal),
}

impl RosterFault {
    /// The same as `locale` words it.
    pub fn worded(&self) -> RosterFileFault<'_> {
        match self {
            RosterFault::Row(fault) => RosterFileFault::Row(fault),
            RosterFault::Twice { line } => RosterFileFault::Twice(*line),
            RosterFault::OtherContent => RosterFileFault::OtherContent,
            RosterFault::Login => RosterFileFault::Login,
            RosterFault::Rule(rule) => RosterFileFault::Rule(rule),
        }
    }
}

/// What an import did, or would do.
#[derive(Debug, Default)]
pub struct RosterTaken {
    pub encoding: &'static str,
    pub sha256: String,
    pub read: u64,
    pub accepted: u64,
    /// Lines that the roster holds just so.
    pub duplicate: u64,
    /// Physical line and why. With any of these nothing was written.
    pub rejected: Vec<(u64, RosterFault)>,
    /// The very file had been imported before; nothing was done.
    pub known: bool,
}

/// A line that can be taken.
struct Fresh {
    line: u64,
    draft: RosterDraft,
    login: Option<Login>,
}

impl Office {
    /// Imports a roster: new accounts with their holders and items. Nothing is written when any line cannot be taken.
    pub fn import_roster(&mut self, path: &Path, taking: &Taking) -> Result<RosterTaken, AppError> {
        let role = self.allow("import.roster")?;
        let mut source = open(path, taking)?;
        let same = source.try_clone().map_err(crate::import::FileFault::from)?;
        let mut file: RosterFile<File> = RosterFile::open(same, &Mapping::default())?;
        let mut taken = RosterTaken {
            encoding: file.facts().encoding.code(),
            sha256: data_encoding::HEXLOWER.encode(&file.facts().sha256),
            ..RosterTaken::default()
        };
        if store::log::has_file(self.store.reader(), "roster", &taken.sha256, None)? {
            taken.known = true;
            return Ok(taken);
        }
        let fresh = self.judge_lines(&mut file, &mut taken)?;
        if taking.dry_run || !taken.rejected.is_empty() || fresh.is_empty() {
            return Ok(taken);
        }
        let row = self.roster_file(path, file.facts().bytes, &taken);
        let by = self.by();
        let written = self.write(role, |tx| {
            let id = store::log::put_file(tx, &row)?;
            keep_file(tx, id, path, (&mut source, &row.sha256))?;
            enter(tx, &fresh, &by)?;
            Ok(Event::Roster(RosterEvent::Imported {
                file: id,
                sha256: row.sha256.clone(),
                encoding: row.encoding,
                read: row.read,
                accepted: row.accepted,
                duplicate: row.duplicate,
            }))
        });
        match written {
            Ok(_done) => Ok(taken),
            Err(fault) => Err(fault),
        }
    }

    fn judge_lines(
        &self,
        file: &mut RosterFile<File>,
        taken: &mut RosterTaken,
    ) -> Result<Vec<Fresh>, AppError> {
        let reader = self.store.reader();
        let mut seen: HashMap<String, u64> = HashMap::new();
        let mut fresh = Vec::new();
        let mut rows = file.rows()?;
        for row in rows.by_ref() {
            let row = row?;
            let judged = match row.outcome {
                Err(fault) => Err(RosterFault::Row(fault)),
                Ok(draft) => match seen.insert(norm_text(&draft.account), row.line) {
                    Some(line) => Err(RosterFault::Twice { line }),
                    None => judge_line(reader, row.line, draft)?,
                },
            };
            match judged {
                Err(fault) => taken.rejected.push((row.line, fault)),
                Ok(None) => taken.duplicate += 1,
                Ok(Some(line)) => {
                    taken.accepted += 1;
                    fresh.push(line);
                }
            }
        }
        taken.read = rows.tally().read;
        self.try_lines(&fresh, taken)?;
        if !taken.rejected.is_empty() {
            taken.accepted = 0;
        }
        Ok(fresh)
    }

    /// What only shows when the lines are entered one after the other: in a transaction that is dropped.
    fn try_lines(&self, fresh: &[Fresh], taken: &mut RosterTaken) -> Result<(), AppError> {
        let by = self.by();
        let mut tx = self.store.write()?;
        for line in fresh {
            let entered = enter(&mut tx, std::slice::from_ref(line), &by);
            match entered {
                Ok(()) => {}
                Err(AppError::Refused(crate::domain::refusal::Refusal::Roster(rule))) => {
                    taken.rejected.push((line.line, RosterFault::Rule(rule)));
                }
                Err(AppError::Refused(_)) => {
                    taken.rejected.push((line.line, RosterFault::Login));
                }
                Err(other) => return Err(other),
            }
        }
        taken.rejected.sort_by_key(|(line, _)| *line);
        Ok(())
    }

    fn roster_file(&self, path: &Path, bytes: u64, taken: &RosterTaken) -> FileRow {
        FileRow {
            kind: "roster",
            name: file_name(path),
            sha256: taken.sha256.clone(),
            encoding: taken.encoding,
            period: None,
            bytes,
            read: small(taken.read),
            accepted: small(taken.accepted),
            duplicate: small(taken.duplicate),
            unreadable: 0,
            outside: 0,
            waiting: 0,
            footer: None,
            footer_waived: false,
            by: self.me.login.to_string(),
            at: self.now(),
        }
    }
}

/// `Ok(None)`: the roster holds the line just so.
fn judge_line(
    reader: Reader<'_>,
    line: u64,
    draft: RosterDraft,
) -> Result<Result<Option<Fresh>, RosterFault>, AppError> {
    let login = match draft.login.as_deref().map(str::parse::<Login>) {
        None => None,
        Some(Ok(login)) => Some(login),
        Some(Err(_form)) => return Ok(Err(RosterFault::Login)),
    };
    let Some(held) = store::roster::account_named(reader, &norm_text(&draft.account))? else {
        return Ok(Ok(Some(Fresh { line, draft, login })));
    };
    let grants = store::roster::grants_of(reader, held.id)?;
    let person = store::roster::person_by_id(reader, held.person)?;
    let is_same = person.is_some_and(|person| is_same(&draft, &held, &person, &grants));
    Ok(if is_same {
        Ok(None)
    } else {
        Err(RosterFault::OtherContent)
    })
}

/// Whether the roster says what the line says: holder, kind, state, and the items that are not ended.
fn is_same(draft: &RosterDraft, held: &Account, person: &Person, grants: &[Grant]) -> bool {
    let mut theirs: Vec<(&str, &str)> = grants
        .iter()
        .filter(|grant| grant.valid_to.is_none() || held.status == AccountStatus::Deleted)
        .map(|grant| (grant.item.as_str(), grant.basis.as_str()))
        .collect();
    let mut ours: Vec<(&str, &str)> = draft
        .items
        .iter()
        .map(|(item, basis)| (item.as_str(), basis.as_str()))
        .collect();
    theirs.sort_unstable();
    theirs.dedup();
    ours.sort_unstable();
    ours.dedup();
    person.name == draft.name
        && person.unit == draft.unit
        && held.kind == draft.kind
        && held.status == draft.status
        && held.opened_on == draft.opened_on
        && theirs == ours
}

/// Writes lines, a person once however many accounts he has in them.
fn enter(tx: &mut WriteTx<'_>, lines: &[Fresh], by: &By) -> Result<(), AppError> {
    for line in lines {
        let person = holder(tx, line, by)?;
        let draft = &line.draft;
        let [official_on, bound_on, certificate_until, pledged_on] = draft.proofs;
        let others = store::roster::accounts_of(tx.reader(), person)?;
        let is_second = others.iter().any(|other| other.status.is_active());
        let new = NewAccount {
            account: draft.account.clone(),
            person,
            kind: draft.kind,
            proofs: Proofs {
                official_on,
                bound_on,
                certificate_until,
                pledged_on,
            },
            request: draft.request.clone(),
            approved_on: draft.approved_on,
            opened_on: draft.opened_on,
            // The file says what is; a second account is shown as 重複 until it is decided about.
            second_reason: if is_second {
                Paper::FROM_A_FILE.to_owned()
            } else {
                String::new()
            },
        };
        let opened = open_account(tx, &new, by)?;
        for (item, basis) in &draft.items {
            let new = NewGrant {
                item: item.clone(),
                basis: basis.clone(),
                valid_from: draft.opened_on,
                request: draft.request.clone(),
            };
            grant_item(tx, &opened.account, &new, by)?;
        }
        finish(tx, &opened, draft, by)?;
    }
    Ok(())
}

/// Remark, and the end of an account that is stopped or deleted.
fn finish(
    tx: &mut WriteTx<'_>,
    opened: &Account,
    draft: &RosterDraft,
    by: &By,
) -> Result<(), AppError> {
    if !draft.remark.is_empty() {
        let remarked = Account {
            remark: draft.remark.clone(),
            ..opened.clone()
        };
        store::roster::put_account(tx, &remarked, by)?;
    }
    let Some(on) = draft.changed_on else {
        return Ok(());
    };
    let end = crate::domain::roster::Ended {
        on,
        cause: draft.cause,
        request: String::new(),
    };
    match draft.status {
        AccountStatus::Active => {}
        AccountStatus::Stopped => {
            stop_account(tx, &opened.account, &end, by)?;
        }
        AccountStatus::Deleted => {
            delete_account(tx, &opened.account, &end, by)?;
        }
    }
    Ok(())
}

/// The person of a line: the one with this login, else of this name and unit, else a new one.
fn holder(tx: &mut WriteTx<'_>, line: &Fresh, by: &By) -> Result<i64, AppError> {
    let draft = &line.draft;
    let known = store::roster::people(tx.reader())?;
    let by_login = known
        .iter()
        .find(|person| line.login.is_some() && person.login == line.login);
    let by_name = known.iter().find(|person| {
        person.name == draft.name
            && person.unit == draft.unit
            && (line.login.is_none() || person.login.is_none())
    });
    if let Some(person) = by_login.or(by_name) {
        return Ok(person.id);
    }
    let (post, post_on) = post_of(draft.cause, draft.changed_on);
    let person = Person {
        id: 0,
        version: 0,
        name: draft.name.clone(),
        unit: draft.unit.clone(),
        title: draft.title.clone(),
        login: line.login.clone(),
        post,
        post_on,
        remark: String::new(),
    };
    save_person(tx, &person, by)
}

/// What a change says of the person's post.
fn post_of(cause: Option<Cause>, on: Option<NaiveDate>) -> (Post, Option<NaiveDate>) {
    let post = match (cause, on) {
        (Some(Cause::Moved), Some(_)) => Post::Moved,
        (Some(Cause::Left), Some(_)) => Post::Left,
        (Some(Cause::Retired), Some(_)) => Post::Retired,
        (_, _) => return (Post::Serving, None),
    };
    (post, on)
}
