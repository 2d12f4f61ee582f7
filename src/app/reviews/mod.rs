//! 清查: freezing the accounts, verdicts with their applications, signatures. What may be is the domain's; who, when and
//! the numbers are told here.

mod dues;
mod reads;
mod record;
#[cfg(test)]
mod tests;

use super::requests::write_draft;
use super::retention::keep;
use super::roster::lines_of;
use super::{AppError, Done, Office};
use crate::domain::event::Event;
use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role};
use crate::domain::refusal::Refusal;
use crate::domain::request;
use crate::domain::retention::kept::KeptClass;
use crate::domain::retention::moves::By;
use crate::domain::review::{
    Given, LineStep, Review, ReviewEvent, ReviewLine, ReviewNo, ReviewRefusal, ReviewState,
    ReviewStep, Seen, Verdict, check_line, decide, drafted, fits, population, record_digest,
    request_for, take,
};
use crate::domain::roster::IdleLimits;
use crate::store::{self, Reader, WriteTx};

pub use dues::ReviewDue;
pub use reads::{NextReview, ReviewLineRow, ReviewRow, ReviewView};
use reads::{Paired, ledger_of, paired};

/// What can be done with reviews. A version is the one that was read: another in force is refused.
#[derive(Debug, Clone)]
pub enum ReviewCommand {
    /// 開立: freezes the accounts.
    Open,
    /// 判定; where it asks for one, with its application.
    Decide {
        no: ReviewNo,
        account: String,
        version: u32,
        verdict: Verdict,
        given: Given,
    },
    /// 產生申請, where the verdict was another person's or the application before failed.
    Draft {
        no: ReviewNo,
        account: String,
        version: u32,
    },
    Step {
        no: ReviewNo,
        version: u32,
        step: ReviewStep,
        reason: String,
    },
}

fn refused(whys: Vec<ReviewRefusal>) -> AppError {
    Refusal::Review(whys).into()
}

impl Office {
    pub(super) fn execute_review(&mut self, command: ReviewCommand) -> Result<Done, AppError> {
        match command {
            ReviewCommand::Open => self.open_review(),
            ReviewCommand::Decide {
                no,
                account,
                version,
                verdict,
                given,
            } => self.decide_line((no, &account, version), verdict, &given),
            ReviewCommand::Draft {
                no,
                account,
                version,
            } => self.apply_for_line((no, &account, version)),
            ReviewCommand::Step {
                no,
                version,
                step,
                reason,
            } => self.step_review((no, version), step, &reason),
        }
    }

    /// 開立: the accounts as they stand now, and how they differ from the last review's.
    fn open_review(&mut self) -> Result<Done, AppError> {
        let role = self.allow("review.open")?;
        let (me, now) = (self.me.clone(), self.now());
        let limits = self.idle_limits()?;
        self.write(role, |tx| {
            let known = store::reviews::list(tx.reader())?;
            if let Some(open) = known.iter().find(|one| one.state != ReviewState::Closed) {
                let no = open.no;
                return Err(refused(vec![ReviewRefusal::OneAtATime { no }]));
            }
            let last = known.first().map(|review| review.no);
            let before = match last {
                Some(no) => store::reviews::lines(tx.reader(), no)?,
                None => Vec::new(),
            };
            let seen = seen_accounts(tx.reader(), limits, now)?;
            let (frozen, compared) = population(seen, &before, now.day());
            if frozen.is_empty() {
                return Err(refused(vec![ReviewRefusal::NothingToReview]));
            }
            let no = next_no(&known, now);
            let days = (limits.warn, limits.delete);
            let review = Review::opened(no, (&me, now), days, last.zip(compared));
            store::reviews::put(tx, &review)?;
            let (mut lines, mut urgent) = (0_u32, 0_u32);
            for frozen in frozen {
                lines = lines.saturating_add(1);
                urgent = urgent.saturating_add(u32::from(frozen.is_urgent()));
                store::reviews::put_line(tx, &ReviewLine::new(no, lines, frozen))?;
            }
            Ok(Event::Review(ReviewEvent::Opened { no, lines, urgent }))
        })
    }

    /// 判定: the manager's verdict makes its application in the same transaction; a supervisor's waits for the manager.
    fn decide_line(
        &mut self,
        about: (ReviewNo, &str, u32),
        verdict: Verdict,
        given: &Given,
    ) -> Result<Done, AppError> {
        let role = self.allow("review.decide")?;
        let (me, now) = (self.me.clone(), self.now());
        self.write(role, |tx| {
            let (review, pair) = line_in_force(tx.reader(), about)?;
            let (line, progress) = (&pair.line, pair.progress);
            let by = (&me, role, now);
            let mut decided =
                decide((&review, line), verdict, given, progress, by).map_err(refused)?;
            let mut is_new = false;
            if verdict != Verdict::Keep && me.roles.has(Role::Manager) {
                let made = apply(tx, &decided, (&me, now))?;
                (decided.request, is_new) = (Some(made.0), made.1);
            }
            store::reviews::put_line(tx, &decided)?;
            Ok(Event::Review(ReviewEvent::Decided {
                no: review.no,
                place: decided.place,
                verdict,
                request: decided.request,
                is_new,
            }))
        })
    }

    /// 產生申請.
    fn apply_for_line(&mut self, about: (ReviewNo, &str, u32)) -> Result<Done, AppError> {
        let role = self.allow("review.draft")?;
        let (me, now) = (self.me.clone(), self.now());
        self.write(role, |tx| {
            let (review, pair) = line_in_force(tx.reader(), about)?;
            let line = &pair.line;
            check_line((&review, line), LineStep::Draft, pair.progress, &me).map_err(refused)?;
            let (request, is_new) = apply(tx, line, (&me, now))?;
            store::reviews::put_line(tx, &drafted(line, request))?;
            Ok(Event::Review(ReviewEvent::Drafted {
                no: review.no,
                place: line.place,
                request,
                is_new,
            }))
        })
    }

    /// 報請, 核章, 退回, 重行判定, 結案.
    fn step_review(
        &mut self,
        (no, version): (ReviewNo, u32),
        step: ReviewStep,
        reason: &str,
    ) -> Result<Done, AppError> {
        self.allow("review.step")?;
        let wanted = match step {
            ReviewStep::Approve | ReviewStep::Return => Role::Supervisor,
            ReviewStep::Report | ReviewStep::Resume | ReviewStep::Close => Role::Manager,
        };
        let role = if self.me.roles.has(wanted) {
            wanted
        } else {
            self.allow("review.step")?
        };
        let (me, now) = (self.me.clone(), self.now());
        self.write(role, |tx| {
            let review = store::reviews::get(tx.reader(), no)?.ok_or(Refusal::NoSuchRecord)?;
            if review.version != version {
                let by = name_of(tx.reader(), &review.changed_by)?;
                let verdict = None;
                return Err(refused(vec![ReviewRefusal::Overtaken { by, verdict }]));
            }
            let pairs = paired(tx.reader(), no)?;
            let ledger = ledger_of(&pairs);
            let moved = take(&review, step, reason, &ledger, (&me, now)).map_err(refused)?;
            store::reviews::put(tx, &moved)?;
            if moved.state != ReviewState::Closed {
                let to = moved.state;
                return Ok(Event::Review(ReviewEvent::Moved { no, step, to }));
            }
            let lines: Vec<&ReviewLine> = pairs.iter().map(|pair| &pair.line).collect();
            let sha256 = record_digest(&moved, &lines);
            let by = By {
                clerk: &me,
                role,
                now,
            };
            let record = no.to_string();
            keep(tx, (KeptClass::Review, &record), now.day(), &sha256, by)?;
            Ok(Event::Review(ReviewEvent::Closed {
                no,
                kept: ledger.kept,
                changed: ledger.changed,
                deleted: ledger.deleted,
                sha256,
            }))
        })
    }
}

fn name_of(reader: Reader<'_>, login: &crate::domain::ids::Login) -> Result<String, AppError> {
    let clerk = store::clerks::get(reader, login)?;
    Ok(clerk.map_or_else(|| login.to_string(), |clerk| clerk.name))
}

/// The next number of this year.
fn next_no(known: &[Review], now: Moment) -> ReviewNo {
    let year = ReviewNo::year_of(now.day());
    let of_year = known.iter().filter(|review| review.no.year == year);
    let last = of_year.map(|review| review.no.serial).max();
    ReviewNo {
        year,
        serial: last.unwrap_or(0).saturating_add(1),
    }
}

/// The accounts as the roster and the logs know them now.
fn seen_accounts(
    reader: Reader<'_>,
    limits: IdleLimits,
    now: Moment,
) -> Result<Vec<Seen>, AppError> {
    let clerks = store::clerks::all(reader)?;
    let this = Period::of(now.day()).unwrap_or_default();
    let since = (0..11).fold(this, |month, _back| month.previous());
    let mut seen = Vec::new();
    for line in lines_of(reader, limits, now.day())? {
        let uses = store::roster_use::uses_of(reader, &line.account, since)?;
        let is_used = |item: &String| uses.iter().any(|used| used.item == *item);
        let by_account = |clerk: &&Clerk| clerk.account.as_deref() == Some(line.account.as_str());
        let on_roster = line
            .held
            .as_ref()
            .and_then(|(_, person)| person.login.as_ref());
        let holder = match on_roster {
            Some(login) => clerks.iter().find(|clerk| clerk.login == *login),
            None => clerks.iter().find(by_account),
        };
        seen.push(Seen {
            login: holder.map(|clerk| clerk.login.clone()),
            is_managers: holder.is_some_and(|clerk| clerk.roles.has(Role::Manager)),
            unused: line
                .items
                .iter()
                .filter(|item| !is_used(item))
                .cloned()
                .collect(),
            idle: line.idle.unwrap_or(0),
            account: line.account,
            held: line.held,
            items: line.items,
            bases: line.bases,
            last_query: line.last_query,
            hints: line.hints,
        });
    }
    Ok(seen)
}

/// The version in force inside the transaction; another than the one that was read: somebody was faster.
fn line_in_force(
    reader: Reader<'_>,
    (no, account, version): (ReviewNo, &str, u32),
) -> Result<(Review, Paired), AppError> {
    let review = store::reviews::get(reader, no)?.ok_or(Refusal::NoSuchRecord)?;
    let line = store::reviews::line_of(reader, no, account)?.ok_or(Refusal::NoSuchRecord)?;
    if line.version != version {
        let verdict = line.verdict();
        let by = line.decided.map(|decided| decided.signed.name);
        let by = by.unwrap_or_default();
        return Err(refused(vec![ReviewRefusal::Overtaken { by, verdict }]));
    }
    Ok((review, Paired::of(reader, line)?))
}

/// The application that a line asks for: one that is under way already, or a new draft.
fn apply(
    tx: &mut WriteTx<'_>,
    line: &ReviewLine,
    (me, now): (&Clerk, Moment),
) -> Result<(request::RequestNo, bool), AppError> {
    let verdict = line.verdict().ok_or(Refusal::Stale)?;
    let under_way = store::requests::open_of_account(tx.reader(), &line.frozen.account)?;
    if let Some(found) = under_way.iter().find(|request| fits(verdict, request)) {
        return Ok((found.no, false));
    }
    let draft = request_for(line, now.day()).ok_or(Refusal::Stale)?;
    let new = request::draft(&draft, me, now).map_err(Refusal::Request)?;
    Ok((write_draft(tx, new)?.no, true))
}
