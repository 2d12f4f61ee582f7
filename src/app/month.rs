//! A month of the check as people look at it: how far it is, what matching found, what a freeze would fix. Reads only.

use chrono::NaiveDate;

use super::drawn::{log_side, name_of, proxy_of, query_side};
use super::exceptions::excused_roles;
use super::{AppError, LinePlace, Office, checks, reconcile};
use crate::domain::event::MatchCounts;
use crate::domain::identity::{Subject, differ_under_mask};
use crate::domain::ids::{Head, Login, Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::monthly_check::{Cause, Step, needs_public_source};
use crate::domain::normal::{FieldDiff, PairSide, compare, norm_text};
use crate::domain::people::Role;
use crate::domain::query::Query;
use crate::domain::reconcile::{MatchState, differing_place};
use crate::domain::refusal::Refusal;
use crate::domain::sampling::sample_size;
use crate::store::gaps::GapExplanation;
use crate::store::log::LogRow;
use crate::store::matches::{Decision, Seqs};
use crate::store::{self, Reader, alone};

/// Suspected gaps are counted so far for a page; the record counts them all.
const MOST_GAPS: u32 = 100_000;

/// By whom and when a step was taken.
pub type Taken = Option<(String, Moment)>;

/// How far a month is, and what stands in it.
#[derive(Debug, Clone)]
pub struct MonthView {
    pub period: Period,
    pub step: Step,
    /// The month's rows, unreadable ones included; frozen, the population.
    pub rows: u32,
    /// Rows that came for the frozen month and wait.
    pub waiting: u32,
    /// How many rows are to be drawn.
    pub sample: u32,
    /// How many rows are walked, those beside the sample too.
    pub to_walk: u32,
    pub imported: Taken,
    pub reconciled: Taken,
    pub counts: MatchCounts,
    /// Proposals nobody decided, rows left over nobody explained.
    pub open_proposals: u32,
    pub unexplained: u32,
    /// 疑日誌缺漏 nobody explained.
    pub gaps: u32,
    pub frozen: Taken,
    /// Who draws, walks and signs: login and name.
    pub checker: Option<(Login, String)>,
    pub drawn: Taken,
    /// Drawn rows with an outcome.
    pub done: u32,
    pub is_judged: bool,
    pub signed: Taken,
    /// The signatures, and in which role this person signs next.
    pub seals: super::MonthSignatures,
    pub signs_as: Option<Role>,
    pub quarter: super::QuarterView,
}

/// A proposal with both its sides.
#[derive(Debug, Clone)]
pub struct ProposalRow {
    pub seq: u32,
    pub number: RegisterNo,
    pub log: PairSide,
    pub query: Option<Query>,
    pub person: String,
    pub differences: Vec<FieldDiff>,
    /// Working days by which the registration's day is earlier than the query's; negative: later.
    pub days_apart: i64,
    /// The place in which the identifiers differ under the mask.
    pub under_mask: Option<usize>,
    /// What was said to it, and by whom.
    pub decision: Option<(Decision, String)>,
    /// Taken back: by whom, when, why.
    pub undone: Option<(String, Moment, String)>,
    /// The only place in which the identifiers differ.
    pub mistyped: Option<usize>,
}

/// A row without a registration.
#[derive(Debug, Clone)]
pub struct LeftOver {
    pub seq: u32,
    pub log: PairSide,
    /// Name of the account's holder, where it is known.
    pub person: String,
    pub explanation: Option<(Cause, String, String)>,
    /// 代查: the registration that names this account's holder as requester.
    pub proxy: Option<RegisterNo>,
}

/// What a freeze would fix.
#[derive(Debug, Clone)]
pub struct FreezePlan {
    pub view: MonthView,
    pub checkers: Vec<CheckerChoice>,
}

/// Who might draw.
#[derive(Debug, Clone)]
pub struct CheckerChoice {
    pub login: Login,
    pub name: String,
    /// The commitment that the freeze would name, and when it was made.
    pub commit: Option<(String, Moment)>,
    /// Without a public source the freeze would be refused.
    pub needs_source: bool,
}

/// The slip that the freeze prints.
#[derive(Debug, Clone)]
pub struct Slip {
    pub period: Period,
    pub rows: u32,
    pub population: String,
    pub commit: Option<String>,
    pub checker: String,
    /// The declared source, `NAME/DIGITS`.
    pub source: Option<String>,
    /// How many characters of it.
    pub digits: u32,
    pub head: Head,
}

/// A row of the log as it is listed.
#[derive(Debug, Clone)]
pub struct LogListed {
    pub row: LogRow,
    pub subject: Subject,
    /// `matched`, `proposed`, `unregistered`, `unreadable`, `none`.
    pub state: &'static str,
    pub pass: Option<String>,
    pub number: Option<String>,
}

/// A page of a list, and whether there is more on either side.
#[derive(Debug, Clone)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub has_before: bool,
    pub has_after: bool,
}

/// Which page of a list by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowPlace {
    Top,
    Bottom,
    From(u32, String),
    UpTo(u32, String),
}

impl RowPlace {
    fn seqs(&self) -> (Seqs, &str) {
        match self {
            RowPlace::Top => (Seqs::From(0), ""),
            RowPlace::Bottom => (Seqs::UpTo(u32::MAX), ""),
            RowPlace::From(seq, number) => (Seqs::From(*seq), number),
            RowPlace::UpTo(seq, number) => (Seqs::UpTo(*seq), number),
        }
    }
}

impl<T> Page<T> {
    /// Cuts a page that was fetched with one row more than it holds.
    fn cut(mut rows: Vec<T>, limit: usize, place: &RowPlace) -> Page<T> {
        let is_more = rows.len() > limit;
        match place {
            RowPlace::Top | RowPlace::From(..) => {
                rows.truncate(limit);
                Page {
                    rows,
                    has_before: matches!(place, RowPlace::From(..)),
                    has_after: is_more,
                }
            }
            RowPlace::Bottom | RowPlace::UpTo(..) => {
                let first = rows.len().saturating_sub(limit);
                Page {
                    rows: rows.split_off(first),
                    has_before: is_more,
                    has_after: matches!(place, RowPlace::UpTo(..)),
                }
            }
        }
    }
}

fn taken(reader: Reader<'_>, by: Option<&String>, at: Option<Moment>) -> Result<Taken, AppError> {
    let (Some(by), Some(at)) = (by, at) else {
        return Ok(None);
    };
    Ok(Some((name_of(reader, by)?, at)))
}

impl Office {
    /// The month that is worked on unless another is chosen: the last full one.
    pub fn month_to_check(&self) -> Period {
        Period::of(self.now().day()).unwrap_or_default().previous()
    }

    /// Months that hold a log, newest first, with how far they are.
    pub fn log_months(&mut self) -> Result<Vec<(Period, Step)>, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let mut months = Vec::new();
        for period in store::log::periods(reader)? {
            months.push((period, checks::step(reader, period)?.0));
        }
        Ok(months)
    }

    /// How far a month is.
    pub fn month_view(&mut self, period: Period) -> Result<MonthView, AppError> {
        self.allow("check.show")?;
        self.view_of(period)
    }

    fn view_of(&self, period: Period) -> Result<MonthView, AppError> {
        let reader = self.store.reader();
        let (step, month) = checks::step(reader, period)?;
        let month = month.unwrap_or_default();
        let rows = store::log::last_seq(reader, period, 0)?;
        let imported = store::log::last_import(reader, period)?;
        let run = store::matches::run(reader, period)?.map(|(_, run)| run);
        let checker = match month.checker.as_deref().map(str::parse::<Login>) {
            Some(Ok(login)) => {
                let name = name_of(reader, login.as_str())?;
                Some((login, name))
            }
            Some(Err(_)) | None => None,
        };
        let population = month.row_count.unwrap_or(rows);
        let walked = if month.drawn_at.is_some() {
            store::walk::progress(reader, period)?
        } else {
            (0, 0)
        };
        Ok(MonthView {
            period,
            step,
            rows: population,
            waiting: store::checks::waiting(reader, period)?,
            sample: u32::try_from(sample_size(u64::from(population))).unwrap_or(u32::MAX),
            imported: taken(
                reader,
                imported.as_ref().map(|(by, _)| by),
                imported.as_ref().map(|(_, at)| *at),
            )?,
            reconciled: taken(
                reader,
                run.as_ref().map(|run| &run.by),
                run.as_ref().map(|run| run.at),
            )?,
            counts: reconcile::counts_now(reader, period)?,
            open_proposals: store::matches::count_proposals(reader, period)?.1,
            unexplained: store::matches::unexplained(reader, period)?.1,
            gaps: store::gaps::open_up_to(reader, period, MOST_GAPS)?,
            frozen: taken(reader, month.frozen_by.as_ref(), month.frozen_at)?,
            drawn: taken(reader, month.checker.as_ref(), month.drawn_at)?,
            to_walk: walked.0,
            done: walked.1,
            is_judged: month.judged_at.is_some(),
            signed: taken(reader, month.signed_by.as_ref(), month.signed_at)?,
            seals: super::closing::signatures_of(reader, period)?,
            signs_as: self.countersigns_as(period)?,
            quarter: self.quarter_of(crate::domain::quarter::Quarter::of(period))?,
            checker,
        })
    }

    /// A page of the proposals, decided ones among them; how many there are, and how many are open.
    pub fn proposals(
        &mut self,
        period: Period,
        place: &RowPlace,
        limit: usize,
    ) -> Result<(Page<ProposalRow>, u32, u32), AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let more = u32::try_from(limit).unwrap_or(u32::MAX).saturating_add(1);
        let found = store::matches::proposals(reader, period, place.seqs(), more)?;
        let page = Page::cut(found, limit, place);
        let (all, open) = store::matches::count_proposals(reader, period)?;
        let mut rows = Vec::new();
        for found in page.rows {
            let row = self.proposal_of(reader, period, found)?;
            rows.extend(row);
        }
        let (has_before, has_after) = (page.has_before, page.has_after);
        let page = Page {
            rows,
            has_before,
            has_after,
        };
        Ok((page, all, open))
    }

    /// One proposal.
    pub fn proposal(
        &mut self,
        period: Period,
        seq: u32,
        number: &str,
    ) -> Result<Option<ProposalRow>, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let place = (Seqs::From(seq), number);
        let found = store::matches::proposals(reader, period, place, 1)?.pop();
        let own = found.filter(|found| found.seq == seq && found.number == number);
        match own {
            Some(found) => self.proposal_of(reader, period, found),
            None => Ok(None),
        }
    }

    fn proposal_of(
        &self,
        reader: Reader<'_>,
        period: Period,
        found: store::matches::Proposal,
    ) -> Result<Option<ProposalRow>, AppError> {
        let Some(row) = store::log::get(reader, period, 0, found.seq)? else {
            return Ok(None);
        };
        let Ok(number) = found.number.parse::<RegisterNo>() else {
            return Ok(None);
        };
        let query = store::register::get(reader, &number)?.map(|stored| stored.query);
        let log = log_side(&row);
        let side = query.as_ref().map(|query| query_side(query, &log));
        let decision = match found.decision {
            Some(decision) => {
                let by = name_of(reader, &decision.by)?;
                Some((decision, by))
            }
            None => None,
        };
        let undone = match found.undone {
            Some((by, at, reason)) => Some((name_of(reader, &by)?, at, reason)),
            None => None,
        };
        let days = row.day.zip(query.as_ref().map(|query| query.asked_on));
        Ok(Some(ProposalRow {
            seq: found.seq,
            number,
            differences: side
                .as_ref()
                .map_or_else(Vec::new, |side| compare(&log, side)),
            days_apart: days.map_or(0, |(asked, registered)| self.apart(asked, registered)),
            under_mask: side
                .as_ref()
                .and_then(|side| differ_under_mask(&log.subject, &side.subject)),
            mistyped: side.as_ref().and_then(|side| {
                differing_place(log.subject.as_stored(), side.subject.as_stored())
            }),
            person: holder_name(reader, &log.account, query.as_ref())?,
            log,
            query,
            decision,
            undone,
        }))
    }

    /// Working days from a registration's day to its query's.
    fn apart(&self, asked: NaiveDate, registered: NaiveDate) -> i64 {
        let (from, to) = (asked.min(registered), asked.max(registered));
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        let worked = days.filter(|day| self.calendar.is_working(*day)).count();
        let worked = i64::try_from(worked).unwrap_or(i64::MAX);
        if registered <= asked { worked } else { -worked }
    }

    /// A page of the rows without a registration; how many there are, and how many nobody explained.
    pub fn left_over(
        &mut self,
        period: Period,
        place: &RowPlace,
        limit: usize,
    ) -> Result<(Page<LeftOver>, u32, u32), AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let more = u32::try_from(limit).unwrap_or(u32::MAX).saturating_add(1);
        let seqs = store::matches::unregistered_page(reader, period, place.seqs().0, more)?;
        let page = Page::cut(seqs, limit, place);
        let (all, open) = store::matches::unexplained(reader, period)?;
        let mut rows = Vec::new();
        for seq in &page.rows {
            rows.extend(left_over(reader, period, *seq)?);
        }
        let page = Page {
            rows,
            has_before: page.has_before,
            has_after: page.has_after,
        };
        Ok((page, all, open))
    }

    /// One row without a registration.
    pub fn left_over_row(
        &mut self,
        period: Period,
        seq: u32,
    ) -> Result<Option<LeftOver>, AppError> {
        self.allow("check.show")?;
        left_over(self.store.reader(), period, seq)
    }

    /// The registration of a number, for those who see the whole check.
    pub fn checked_query(&mut self, number: &str) -> Result<Option<Query>, AppError> {
        self.allow("check.show")?;
        let Ok(number) = number.parse::<RegisterNo>() else {
            return Ok(None);
        };
        let stored = store::register::get(self.store.reader(), &number)?;
        Ok(stored.map(|stored| stored.query))
    }

    /// 疑日誌缺漏: whether a registration of the month is one, and what was said of it.
    pub fn gap(
        &mut self,
        period: Period,
        no: &RegisterNo,
    ) -> Result<Option<Option<GapExplanation>>, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        if !store::gaps::is_gap(reader, period, no)? {
            return Ok(None);
        }
        Ok(Some(store::gaps::get(reader, period, no)?))
    }

    /// A page of the month's registrations without a log row, by number.
    pub fn not_performed(
        &mut self,
        period: Period,
        place: &LinePlace,
        limit: usize,
    ) -> Result<Page<Query>, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let (at, is_down) = match place {
            LinePlace::Top => (alone::Place::Top, true),
            LinePlace::Bottom => (alone::Place::Bottom, false),
            LinePlace::From(no) => (alone::Place::From(no), true),
            LinePlace::UpTo(no) => (alone::Place::UpTo(no), false),
        };
        let more = u32::try_from(limit).unwrap_or(u32::MAX).saturating_add(1);
        let mut found = alone::page(reader, period, at, more)?;
        let is_more = found.len() > limit;
        let is_inside = matches!(place, LinePlace::From(_) | LinePlace::UpTo(_));
        if is_down {
            found.truncate(limit);
        } else {
            found.drain(..found.len().saturating_sub(limit));
        }
        let mut rows = Vec::with_capacity(found.len());
        for one in found {
            rows.extend(store::register::get(reader, &one.no)?.map(|stored| stored.query));
        }
        Ok(Page {
            rows,
            has_before: if is_down { is_inside } else { is_more },
            has_after: if is_down { is_more } else { is_inside },
        })
    }

    /// What a freeze would fix, and who could draw.
    pub fn freeze_plan(&mut self, period: Period) -> Result<FreezePlan, AppError> {
        self.allow("check.freeze")?;
        let reader = self.store.reader();
        let mut checkers = Vec::new();
        let today = self.now().day();
        for clerk in Self::checkers(reader, today)? {
            let is_excepted = !excused_roles(reader, &clerk.login, today)?.is_empty();
            let own = std::slice::from_ref(&clerk.login);
            let secret = store::checks::unused_secret(reader, own)?;
            let needs_source =
                needs_public_source(&self.me, &clerk.login, secret.is_some(), is_excepted);
            checkers.push(CheckerChoice {
                login: clerk.login,
                name: clerk.name,
                commit: secret.map(|secret| (secret.commit, secret.made_at)),
                needs_source,
            });
        }
        // The oldest commitment comes first: it is the one that a freeze without a name takes.
        checkers.sort_by_key(|choice| {
            let at = choice.commit.as_ref().map(|(_, at)| *at);
            (at.is_none(), at)
        });
        Ok(FreezePlan {
            view: self.view_of(period)?,
            checkers,
        })
    }

    /// The slip of a frozen month.
    pub fn slip(&mut self, period: Period) -> Result<Slip, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let month = store::checks::get(reader, period)?.ok_or(Refusal::Stale)?;
        let head = self.freeze_head(period)?.ok_or(Refusal::Stale)?;
        let checker = month.checker.unwrap_or_default();
        Ok(Slip {
            period,
            rows: month.row_count.unwrap_or_default(),
            population: month.population.unwrap_or_default(),
            commit: month.commit,
            checker: name_of(reader, &checker)?,
            digits: month.digits.unwrap_or_default(),
            source: month
                .source
                .map(|name| format!("{name}/{}", month.digits.unwrap_or_default())),
            head,
        })
    }

    /// Rows of the log as a command lists them: one month's or all, ascending.
    pub fn list_log(
        &mut self,
        period: Option<Period>,
        limit: u32,
    ) -> Result<Vec<LogListed>, AppError> {
        self.allow("list.log")?;
        let reader = self.store.reader();
        let mut months = match period {
            Some(period) => vec![period],
            None => store::log::months(reader)?,
        };
        months.sort_unstable();
        let mut listed = Vec::new();
        for month in months {
            let room = usize::try_from(limit).unwrap_or(usize::MAX);
            let room = u32::try_from(room.saturating_sub(listed.len())).unwrap_or(u32::MAX);
            if room == 0 {
                break;
            }
            let mut after = 0;
            let mut left = room;
            while left > 0 {
                let page = store::log::page(reader, month, after, left.min(1000))?;
                let Some(last) = page.last() else { break };
                after = last.seq;
                left = left.saturating_sub(u32::try_from(page.len()).unwrap_or(u32::MAX));
                for row in page {
                    listed.push(listed_row(reader, row)?);
                }
            }
        }
        Ok(listed)
    }
}

pub(super) fn listed_row(reader: Reader<'_>, row: LogRow) -> Result<LogListed, AppError> {
    let subject = Subject::read(&row.subject);
    let bare = |row: LogRow, state| LogListed {
        subject: subject.clone(),
        state,
        pass: None,
        number: None,
        row,
    };
    if !row.readable {
        return Ok(bare(row, "unreadable"));
    }
    if let Some(found) = store::matches::get(reader, row.period, row.seq)? {
        let is_matched = found.state == MatchState::Matched.code();
        return Ok(LogListed {
            subject,
            state: if is_matched { "matched" } else { "proposed" },
            pass: Some(found.pass),
            number: Some(found.number),
            row,
        });
    }
    let is_seen = store::matches::found(reader, row.period, row.seq)?.is_some();
    Ok(bare(row, if is_seen { "unregistered" } else { "none" }))
}

fn left_over(reader: Reader<'_>, period: Period, seq: u32) -> Result<Option<LeftOver>, AppError> {
    let Some(row) = store::log::get(reader, period, 0, seq)? else {
        return Ok(None);
    };
    let log = log_side(&row);
    let explanation = store::matches::explanation(reader, period, seq)?;
    let proxy = proxy_of(reader, &row)?;
    Ok(Some(LeftOver {
        proxy,
        seq,
        person: holder_name(reader, &log.account, None)?,
        explanation: explanation
            .and_then(|kept| Some((kept.cause.parse().ok()?, kept.words, kept.explained_by))),
        log,
    }))
}

/// Who holds an account, as the register or the desk knows it.
fn holder_name(
    reader: Reader<'_>,
    account: &str,
    query: Option<&Query>,
) -> Result<String, AppError> {
    if let Some(query) = query.filter(|query| !query.person.is_empty()) {
        return Ok(query.person.clone());
    }
    let holder = store::clerks::holder(reader, &norm_text(account))?;
    if let Some(holder) = holder {
        return Ok(holder.name);
    }
    Ok(store::register::person_of(reader, account)?.unwrap_or_default())
}
