//! 登記: registering, completing, correcting, voiding, revealing. What may be is the domain's; who, when and the
//! serial are told here.

mod approvals;
#[cfg(test)]
mod approvals_tests;
mod catalogue;
mod reads;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::retention::{Followed, follow_query, keep_month};
use super::{AppError, Done, Office};
use crate::domain::basis::Agency;
use crate::domain::event::{Event, RegisterEvent};
use crate::domain::identity::Permit;
use crate::domain::ids::RegisterNo;
use crate::domain::moment::Moment;
use crate::domain::normal::norm_text;
use crate::domain::query::{
    self, Approval, Correction, Desk, Draft, Edit, Query, QueryFlag, ResultDraft,
};
use crate::domain::refusal::Refusal;
use crate::domain::retention::moves::By;
use crate::domain::roster::Holdings;
use crate::store::{self, WriteTx};

pub use crate::store::catalogue::{Item, Reason};
pub use approvals::{ApprovalLine, ApprovalsPage};
pub use reads::{LinePlace, LinesAsked, LinesPage, ShownResult};

/// What can be done in the register. A version is the one that was read: another in force is refused as stale.
#[derive(Debug, Clone)]
pub enum RegisterCommand {
    Register(Box<Draft>),
    Complete {
        no: RegisterNo,
        version: u32,
        result: ResultDraft,
    },
    Correct {
        no: RegisterNo,
        version: u32,
        correction: Correction,
    },
    /// 更正 by what was typed over the line; an empty subject stays as it is.
    CorrectTo {
        no: RegisterNo,
        version: u32,
        line: Box<Draft>,
        result: Option<ResultDraft>,
        reason: String,
    },
    Void {
        no: RegisterNo,
        version: u32,
        reason: String,
    },
    /// 主管核可, or with a reason not.
    Decide {
        no: RegisterNo,
        version: u32,
        refused_for: Option<String>,
    },
    /// Shows an identifier whole; [`Office::permit`] of what was done gives leave.
    Reveal {
        no: RegisterNo,
    },
    SaveItem(Item),
    /// The id of a known reason, or none for a new one.
    SaveReason {
        id: Option<i64>,
        name: String,
        short_name: String,
        is_valid: bool,
    },
}

/// What the rules need to know of this office on a day.
struct Grounds {
    agency: Agency,
    items: Vec<String>,
    standing: Vec<QueryFlag>,
    holdings: Option<Holdings>,
    now: Moment,
}

impl Grounds {
    fn desk(&self) -> Desk<'_> {
        Desk {
            agency: &self.agency,
            items: &self.items,
            standing: &self.standing,
            holdings: self.holdings.as_ref(),
            now: self.now,
        }
    }
}

impl Office {
    pub(super) fn execute_register(&mut self, command: RegisterCommand) -> Result<Done, AppError> {
        match command {
            RegisterCommand::Register(draft) => self.register_query(&draft),
            RegisterCommand::Complete {
                no,
                version,
                result,
            } => self.complete_query(&no, version, &result),
            RegisterCommand::Correct {
                no,
                version,
                correction,
            } => self.correct_query(&no, version, &correction),
            RegisterCommand::CorrectTo {
                no,
                version,
                line,
                result,
                reason,
            } => {
                let edits = edits(&self.query(&no)?, *line, result);
                self.correct_query(&no, version, &Correction { edits, reason })
            }
            RegisterCommand::Void {
                no,
                version,
                reason,
            } => self.void_query(&no, version, &reason),
            RegisterCommand::Decide {
                no,
                version,
                refused_for,
            } => self.decide_query(&no, version, refused_for.as_deref()),
            RegisterCommand::Reveal { no } => self.reveal_query(&no),
            RegisterCommand::SaveItem(item) => self.save_item(&item),
            RegisterCommand::SaveReason {
                id,
                name,
                short_name,
                is_valid,
            } => self.save_reason(id, &name, &short_name, is_valid),
        }
    }

    /// 登記; the number is given inside the commit, one above the highest of the month.
    fn register_query(&mut self, draft: &Draft) -> Result<Done, AppError> {
        let role = self.allow("query.register")?;
        let day = draft.asked.map_or_else(|| self.now().day(), |(day, _)| day);
        let account = self.me.account.clone().unwrap_or_default();
        let grounds = self.grounds(&account, day)?;
        let (mode, calendar) = (self.pre_approval()?, self.calendar.clone());
        let new = query::register(draft, &self.me, grounds.desk()).map_err(Refusal::Query)?;
        let (me, now) = (self.me.clone(), self.now());
        let by = By {
            clerk: &me,
            role,
            now,
        };
        self.write(role, |tx| {
            let serial = store::register::next_serial(tx.reader(), new.period())?;
            let query = new.numbered(serial);
            store::register::put(tx, &query)?;
            let asked = mode.and_then(|mode| Approval::asked(&query, mode, &calendar));
            if let Some(asked) = asked {
                store::approvals::put(tx, &asked)?;
            }
            keep_month(tx, query.no.period, by)?;
            Ok(Event::Register(RegisterEvent::Registered { no: query.no }))
        })
    }

    /// 補登結果.
    fn complete_query(
        &mut self,
        no: &RegisterNo,
        version: u32,
        result: &ResultDraft,
    ) -> Result<Done, AppError> {
        let role = self.allow("query.complete")?;
        let (me, now) = (self.me.clone(), self.now());
        let calendar = self.calendar.clone();
        let by = By {
            clerk: &me,
            role,
            now,
        };
        self.write(role, |tx| {
            let query = in_force(tx, no, version)?;
            let next = query::complete(&query, result, &me, now).map_err(Refusal::Query)?;
            let version = next.version;
            store::register::put(tx, &next)?;
            let followed = Followed {
                before: &query,
                next: &next,
                use_basis: result.use_basis.as_deref().unwrap_or_default(),
            };
            follow_query(tx, &followed, &calendar, by)?;
            let no = no.clone();
            Ok(Event::Register(RegisterEvent::ResultCompleted {
                no,
                version,
            }))
        })
    }

    /// 更正.
    fn correct_query(
        &mut self,
        no: &RegisterNo,
        version: u32,
        correction: &Correction,
    ) -> Result<Done, AppError> {
        let role = self.allow("query.correct")?;
        let seen = self.query(no)?;
        let moved = correction.edits.iter().find_map(|edit| match edit {
            Edit::Asked(day, _) => Some(*day),
            Edit::CaseNo(_)
            | Edit::Reason(_)
            | Edit::Basis { .. }
            | Edit::Item(_)
            | Edit::Subject { .. }
            | Edit::Relation(_)
            | Edit::Recusal(_)
            | Edit::Details(_)
            | Edit::Result(_) => None,
        });
        let grounds = self.grounds(&seen.account, moved.unwrap_or(seen.asked_on))?;
        let (me, now) = (self.me.clone(), self.now());
        let calendar = self.calendar.clone();
        let by = By {
            clerk: &me,
            role,
            now,
        };
        self.write(role, |tx| {
            let query = in_force(tx, no, version)?;
            let next =
                query::correct(&query, correction, &me, grounds.desk()).map_err(Refusal::Query)?;
            let version = next.version;
            store::register::put(tx, &next)?;
            let use_basis = correction.edits.iter().find_map(|edit| match edit {
                Edit::Result(result) => result.use_basis.as_deref(),
                _ => None,
            });
            let followed = Followed {
                before: &query,
                next: &next,
                use_basis: use_basis.unwrap_or_default(),
            };
            follow_query(tx, &followed, &calendar, by)?;
            let approval = store::approvals::get(tx.reader(), no)?;
            let again = approval.and_then(|it| it.corrected(&next, &correction.edits, &calendar));
            if let Some(again) = again {
                store::approvals::put(tx, &again)?;
            }
            let fields = correction.edits.iter();
            Ok(Event::Register(RegisterEvent::Corrected {
                no: no.clone(),
                version,
                fields: fields.map(|edit| edit.field().code().to_owned()).collect(),
            }))
        })
    }

    /// 作廢.
    fn void_query(
        &mut self,
        no: &RegisterNo,
        version: u32,
        reason: &str,
    ) -> Result<Done, AppError> {
        let role = self.allow("query.void")?;
        let (me, now) = (self.me.clone(), self.now());
        let calendar = self.calendar.clone();
        let by = By {
            clerk: &me,
            role,
            now,
        };
        self.write(role, |tx| {
            let query = in_force(tx, no, version)?;
            let next = query::void(&query, reason, &me, now).map_err(Refusal::Query)?;
            let version = next.version;
            store::register::put(tx, &next)?;
            let followed = Followed {
                before: &query,
                next: &next,
                use_basis: "",
            };
            follow_query(tx, &followed, &calendar, by)?;
            let no = no.clone();
            Ok(Event::Register(RegisterEvent::Voided { no, version }))
        })
    }

    /// Leaves the entry that a shown identifier needs.
    fn reveal_query(&mut self, no: &RegisterNo) -> Result<Done, AppError> {
        let role = self.allow("query.reveal")?;
        self.query(no)?;
        self.write(role, |_tx| {
            let record = no.to_string();
            Ok(Event::Register(RegisterEvent::Revealed { record }))
        })
    }

    /// Leave to show what a reveal was about; nothing for any other deed.
    pub fn permit(&self, done: &Done) -> Option<Permit> {
        let Event::Register(RegisterEvent::Revealed { .. }) = &done.event else {
            return None;
        };
        Some(Permit::granted())
    }

    fn grounds(&self, account: &str, day: NaiveDate) -> Result<Grounds, AppError> {
        let items = self.catalogue_items()?;
        let known = items.into_iter().filter(|item| item.is_valid_on(day));
        Ok(Grounds {
            agency: self.annex()?,
            items: known.map(|item| item.code).collect(),
            standing: self.standing_on(day)?,
            holdings: store::roster::holdings_of(self.store.reader(), &norm_text(account))?,
            now: self.now(),
        })
    }
}

/// What typing over a line changes of it.
fn edits(query: &Query, mut line: Draft, result: Option<ResultDraft>) -> Vec<Edit> {
    if line.subject.is_empty() {
        line.subject = query.subject.clone();
    }
    let mut edits = query::edits_between(query, &line);
    let stands = query.answer.as_ref().map(ResultDraft::of);
    // The moment of the query is an edit of its own.
    let result = result.map(|result| ResultDraft {
        asked: None,
        ..result
    });
    // 期限依據 belongs to the held item, not to the line.
    let seen = result.clone().map(|result| ResultDraft {
        use_basis: None,
        ..result
    });
    if let Some(result) = result
        && stands != seen
    {
        edits.push(Edit::Result(result));
    }
    edits
}

/// The version in force inside the transaction; another than the one that was read is stale.
fn in_force(tx: &WriteTx<'_>, no: &RegisterNo, version: u32) -> Result<Query, AppError> {
    let stored = store::register::get(tx.reader(), no)?.ok_or(Refusal::NoSuchRecord)?;
    if stored.query.version == version {
        Ok(stored.query)
    } else {
        Err(Refusal::Stale.into())
    }
}
