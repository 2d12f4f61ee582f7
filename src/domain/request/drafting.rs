//! How a request comes to be: who may apply for what, and what a draft must be to be kept. Whether it is complete is asked
//! when it is handed in.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::domain::catalogue::checked_code;
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::normal::norm_text;
use crate::domain::people::{Clerk, Role};
use crate::domain::request::refusal::{Field, RequestRefusal};
use crate::domain::request::{Change, Kind, Line, Party, Request, RequestNo, Stage, Step};
use crate::domain::roster::{Cause, Proofs};

/// The longest text of a field.
const LONGEST: usize = 400;

/// What is typed of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub kind: Kind,
    pub holder: Party,
    pub successor: Party,
    pub account: String,
    pub lines: Vec<Line>,
    pub cause: Option<Cause>,
    pub changes_on: Option<NaiveDate>,
    pub need: String,
    pub proofs: Proofs,
    pub second_reason: String,
    pub contact: String,
}

impl Draft {
    /// An empty one of a kind.
    pub fn of(kind: Kind) -> Draft {
        Draft {
            kind,
            holder: Party::default(),
            successor: Party::default(),
            account: String::new(),
            lines: Vec::new(),
            cause: None,
            changes_on: None,
            need: String::new(),
            proofs: Proofs::default(),
            second_reason: String::new(),
            contact: String::new(),
        }
    }
}

/// A request that has everything but its serial, which is given inside the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest(Request);

impl NewRequest {
    pub fn period(&self) -> Period {
        self.0.no.period
    }

    pub fn numbered(self, serial: u32) -> Request {
        let mut request = self.0;
        request.no.serial = serial;
        request
    }
}

/// 起案.
pub fn draft(draft: &Draft, clerk: &Clerk, now: Moment) -> Result<NewRequest, Vec<RequestRefusal>> {
    check_applicant(draft, clerk).map_err(|refusal| vec![refusal])?;
    let tidy = tidied(draft)?;
    let request = Request {
        no: RequestNo {
            period: Period::of(now.day()).unwrap_or_default(),
            serial: 0,
        },
        version: 1,
        kind: tidy.kind,
        stage: Stage::Draft,
        since: now,
        applicant: clerk.login.clone(),
        holder: tidy.holder,
        successor: tidy.successor,
        account: tidy.account,
        new_account: String::new(),
        lines: tidy.lines,
        cause: tidy.cause,
        changes_on: tidy.changes_on,
        need: tidy.need,
        proofs: tidy.proofs,
        second_reason: tidy.second_reason,
        contact: tidy.contact,
        drafted_at: now,
        submitted_on: None,
        approved_by: None,
        approved_for: None,
        approved_on: None,
        executed_by: None,
        executed_on: None,
        batch: String::new(),
        last_on: None,
        closed_on: None,
        change: None,
        changed_by: clerk.login.clone(),
        changed_at: now,
    };
    Ok(NewRequest(request))
}

/// 補正: what is typed over a draft; kind, applicant, number and what was approved elsewhere stay.
pub fn revise(
    request: &Request,
    draft: &Draft,
    clerk: &Clerk,
    now: Moment,
) -> Result<Request, Vec<RequestRefusal>> {
    check_applicant(draft, clerk).map_err(|refusal| vec![refusal])?;
    let tidy = tidied(draft)?;
    Ok(Request {
        holder: tidy.holder,
        successor: tidy.successor,
        account: tidy.account,
        lines: tidy.lines,
        cause: tidy.cause,
        changes_on: tidy.changes_on,
        need: tidy.need,
        proofs: tidy.proofs,
        second_reason: tidy.second_reason,
        contact: tidy.contact,
        version: request.version.saturating_add(1),
        change: Some(Step::Revise),
        changed_by: clerk.login.clone(),
        changed_at: now,
        ..request.clone()
    })
}

/// Who applies (domain.md §3): for an account its own holder (6(1)), for a deletion also the manager, for a hand-over old
/// or new manager, for agency items the manager.
fn check_applicant(draft: &Draft, clerk: &Clerk) -> Result<(), RequestRefusal> {
    let is_own = draft.holder.login.as_ref() == Some(&clerk.login);
    let is_successor = draft.successor.login.as_ref() == Some(&clerk.login);
    let (is_user, is_manager) = (clerk.roles.has(Role::User), clerk.roles.has(Role::Manager));
    let needs = |needed| RequestRefusal::NotForRole {
        kind: draft.kind,
        needed,
    };
    let own = |is_fit: bool, needed: Role| match (is_own, is_fit) {
        (_, false) => Err(needs(needed)),
        (false, true) => Err(RequestRefusal::NotOwnAccount),
        (true, true) => Ok(()),
    };
    let of_manager = |is_fit: bool| {
        if is_fit {
            Ok(())
        } else {
            Err(needs(Role::Manager))
        }
    };
    // 6(5), 6(6): what is only taken away is the manager's to report as well.
    let takes_away = draft.kind == Kind::UserItems
        && !draft.lines.is_empty()
        && draft.lines.iter().all(|line| line.change == Change::Delete);
    match draft.kind {
        Kind::UserDelete if is_manager => Ok(()),
        Kind::UserItems if is_manager && takes_away => Ok(()),
        Kind::UserAdd | Kind::UserItems | Kind::UserDelete => own(is_user, Role::User),
        Kind::ManagerAdd => own(is_user || is_manager, Role::Manager),
        Kind::Swap => of_manager(is_manager || is_successor),
        Kind::ManagerDelete | Kind::ItemsAdd | Kind::ItemsDelete => of_manager(is_manager),
    }
}

/// A draft as it is kept: texts in one spelling, nothing that does not belong to its kind.
fn tidied(draft: &Draft) -> Result<Draft, Vec<RequestRefusal>> {
    let kind = draft.kind;
    let mut refusals = Vec::new();
    let mut text = |typed: &str, field: Field| {
        let tidy = free_text(typed);
        if tidy.chars().count() > LONGEST {
            refusals.push(RequestRefusal::FieldForm(field));
        }
        tidy
    };
    let holder = party(&draft.holder, &mut text);
    let successor = party(&draft.successor, &mut text);
    let (need, contact) = (
        text(&draft.need, Field::Need),
        text(&draft.contact, Field::Contact),
    );
    let second_reason = text(&draft.second_reason, Field::SecondReason);
    let lines = tidy_lines(draft, &mut refusals);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let is_swap = kind == Kind::Swap;
    Ok(Draft {
        kind,
        holder,
        successor: if is_swap { successor } else { Party::default() },
        account: if kind.is_of_an_account() {
            norm_text(&draft.account)
        } else {
            String::new()
        },
        lines,
        cause: draft.cause,
        changes_on: draft.changes_on,
        need,
        proofs: if kind.opens_account() {
            draft.proofs
        } else {
            Proofs::default()
        },
        second_reason: if kind.opens_account() {
            second_reason
        } else {
            String::new()
        },
        contact,
    })
}

fn party(typed: &Party, text: &mut impl FnMut(&str, Field) -> String) -> Party {
    Party {
        login: typed.login.clone(),
        name: text(&typed.name, Field::Holder),
        unit: text(&typed.unit, Field::Unit),
        title: text(&typed.title, Field::Title),
    }
}

fn tidy_lines(draft: &Draft, refusals: &mut Vec<RequestRefusal>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for line in draft.lines.iter().filter(|_line| draft.kind.has_lines()) {
        let Ok(item) = checked_code(&line.item) else {
            refusals.push(RequestRefusal::FieldForm(Field::Lines));
            continue;
        };
        let basis = norm_text(&line.basis);
        if basis.contains(char::is_whitespace) {
            refusals.push(RequestRefusal::FieldForm(Field::Basis));
            continue;
        }
        if lines.iter().any(|known| known.item == item) {
            refusals.push(RequestRefusal::ItemTwice { item });
            continue;
        }
        lines.push(Line {
            change: line.change,
            item,
            basis,
            monthly: line.monthly,
            is_agreed: None,
        });
    }
    lines
}

/// NFC, without control characters, trimmed.
pub(super) fn free_text(typed: &str) -> String {
    let kept: String = typed.nfc().filter(|letter| !letter.is_control()).collect();
    kept.trim().to_owned()
}
