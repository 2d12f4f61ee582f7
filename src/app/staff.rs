//! The agency's staff for R01 to R03: entered one by one or as a file, kept as keyed hashes, never shown again.

use std::path::Path;

use super::error::why;
use super::reconcile::free_text;
use super::{AppError, Command, Done, Office};
use crate::domain::event::{Event, RulesEvent};
use crate::domain::identity::Subject;
use crate::domain::normal::norm_text;
use crate::domain::refusal::Refusal;
use crate::domain::staff::{StaffHasher, StaffKind};
use crate::domain::trouble::{FileWhy, Trouble};
use crate::import::staff_lines;
use crate::store;

pub use crate::store::staff::StaffRow;

/// Somebody to be entered; the identifier is hashed and forgotten.
#[derive(Clone)]
pub struct NewStaff {
    pub name: String,
    pub kind: StaffKind,
    pub account: Option<String>,
    pub identifier: Subject,
}

/// Holds an identifier: only what is not one is printed.
impl std::fmt::Debug for NewStaff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewStaff")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// What the manager does with the staff.
#[derive(Debug, Clone)]
pub enum StaffCommand {
    Enter(Box<NewStaff>),
    /// A CSV of names and identifiers.
    Import(std::path::PathBuf),
    Remove(i64),
}

impl From<StaffCommand> for Command {
    fn from(command: StaffCommand) -> Command {
        Command::Staff(command)
    }
}

/// A list of staff is short; a file beyond this is none.
const MOST_BYTES: u64 = 8 << 20;

impl Office {
    pub(super) fn execute_staff(&mut self, command: StaffCommand) -> Result<Done, AppError> {
        match command {
            StaffCommand::Enter(staff) => self.enter_staff(vec![*staff]),
            StaffCommand::Import(path) => {
                let path = self.in_dir()?.join(path);
                self.enter_staff(read_file(&path)?)
            }
            StaffCommand::Remove(id) => self.remove_staff(id),
        }
    }

    fn enter_staff(&mut self, staff: Vec<NewStaff>) -> Result<Done, AppError> {
        let role = self.allow("staff.enter")?;
        let mut checked = Vec::with_capacity(staff.len());
        for one in staff {
            checked.push(check(one)?);
        }
        let (by, at) = (self.me.login.to_string(), self.now());
        self.write(role, |tx| {
            let hasher = StaffHasher::new(&store::staff::key_or_new(tx)?);
            let (mut entered, mut known) = (0_u32, 0_u32);
            for one in &checked {
                let hash = hasher.hash(&one.identifier);
                let account = one.account.as_deref();
                if store::staff::is_known(tx.reader(), (&hash, one.kind), account)? {
                    known += 1;
                    continue;
                }
                let row = StaffRow {
                    id: 0,
                    name: one.name.clone(),
                    kind: one.kind,
                    account: one.account.clone(),
                    by: by.clone(),
                    at,
                };
                store::staff::put(tx, &row, &hash)?;
                entered += 1;
            }
            Ok(Event::Rules(RulesEvent::StaffEntered { entered, known }))
        })
    }

    fn remove_staff(&mut self, id: i64) -> Result<Done, AppError> {
        let role = self.allow("staff.enter")?;
        let (by, at) = (self.me.login.to_string(), self.now());
        self.write(role, |tx| {
            if store::staff::end(tx, id, &by, at)? {
                Ok(Event::Rules(RulesEvent::StaffRemoved { id }))
            } else {
                Err(Refusal::Stale.into())
            }
        })
    }

    /// Those in force: names, kinds, accounts; nobody's identifier.
    pub fn staff(&mut self, after: i64, limit: u32) -> Result<Vec<StaffRow>, AppError> {
        self.allow("check.show")?;
        Ok(store::staff::page(self.store.reader(), after, limit)?)
    }
}

fn check(staff: NewStaff) -> Result<NewStaff, AppError> {
    let name = free_text(&staff.name);
    let account = staff.account.as_deref().map(norm_text);
    let account = account.filter(|account| !account.is_empty());
    let field = if name.is_empty() {
        "name"
    } else if staff.identifier.is_empty() {
        "identifier"
    } else if staff.kind == StaffKind::Relative && account.is_none() {
        "account"
    } else {
        return Ok(NewStaff {
            name,
            account,
            ..staff
        });
    };
    Err(Refusal::Form { field }.into())
}

fn read_file(path: &Path) -> Result<Vec<NewStaff>, AppError> {
    let failed = |why: FileWhy| Trouble::File {
        path: path.display().to_string(),
        why,
    };
    let about = std::fs::metadata(path).map_err(|fault| failed(why(&fault)))?;
    if about.len() > MOST_BYTES {
        return Err(Refusal::Form { field: "file" }.into());
    }
    let bytes = std::fs::read(path).map_err(|fault| failed(why(&fault)))?;
    let lines = staff_lines(&bytes).ok_or(Refusal::Form { field: "file" })?;
    let staff = lines.into_iter().map(|line| NewStaff {
        name: line.name,
        kind: line.kind,
        account: line.account,
        identifier: line.identifier,
    });
    Ok(staff.collect())
}
