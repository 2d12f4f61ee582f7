//! A drawn row with everything that a checker looks at: the log's side, the registration's, how they differ, what is to
//! be known of them, what was found. Reads only.

use chrono::{Duration, Timelike};

use super::{AppError, Office};
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::monthly_check::{Cause, CheckRefusal, Compared, Joining, Outcome, WalkRow};
use crate::domain::normal::{FieldDiff, PairSide, Sameness, compare, norm_text, split_case_reason};
use crate::domain::people::Role;
use crate::domain::query::{Query, QueryResult, QueryState};
use crate::domain::reconcile::{MatchState, Pass};
use crate::domain::refusal::Refusal;
use crate::domain::trouble::Trouble;
use crate::domain::{canonical::Json, identity::Subject};
use crate::locale::Lang;
use crate::store::checks::CheckMonth;
use crate::store::log::LogRow;
use crate::store::matches::MatchRow;
use crate::store::{self, Reader};

/// Something to be known of a row before its outcome is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A person confirmed the proposal, before the freeze or (凍結後採認) after it.
    Confirmed {
        by: String,
        at: Moment,
        is_after_freeze: bool,
    },
    /// A person refused the proposal.
    Refused {
        number: RegisterNo,
        by: String,
        reason: String,
    },
    /// Nobody has decided the proposal.
    Undecided { number: RegisterNo },
    /// The registration is so many working days earlier (or, negative, later) than the query.
    DayApart(i64),
    /// 事後補登.
    Late { at: Moment },
    /// 匯入: from before irdesk, never counted as registered before the query.
    Imported,
    /// One of several queries under one registration.
    Retry,
    /// 凍結後: the registration has versions that were made after the freeze and do not count.
    AfterFreeze { version: u32 },
    /// Voided since the freeze.
    Voided,
    /// Why it was queried without a registration.
    Explained { cause: Cause, words: String },
    /// Why the row cannot be read.
    Unreadable { line: u64 },
    /// The identifiers differ in a place that the mask hides.
    UnderMask { place: usize },
}

/// What the checker has said of a row so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    pub outcome: Option<Outcome>,
    pub compared: Option<Compared>,
    pub note: String,
    pub evidence: String,
}

/// A drawn row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnRow {
    pub period: Period,
    pub place: u32,
    pub seq: u32,
    /// How the rules see it.
    pub row: WalkRow,
    /// A query of the one who looks: nothing of it is shown to him.
    pub is_own: bool,
    pub log: PairSide,
    /// Import flags, by their codes.
    pub flags: Vec<String>,
    /// The row as it was downloaded, masked.
    pub raw: String,
    /// The registration as it stood at the freeze.
    pub query: Option<Query>,
    /// Name of the account's holder, where it is known.
    pub person: String,
    pub differences: Vec<FieldDiff>,
    pub notices: Vec<Notice>,
    pub found: Found,
}

impl DrawnRow {
    /// How many fields differ.
    pub fn differing(&self) -> usize {
        let differs = |diff: &&FieldDiff| diff.sameness == Sameness::Different;
        self.differences.iter().filter(differs).count()
    }

    /// The case whose file is to be looked at.
    pub fn case(&self) -> &str {
        self.query
            .as_ref()
            .map_or(self.log.case.as_str(), |query| query.case_no.as_str())
    }
}

/// What lies around a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Around {
    /// Other registrations of the case: the first of them, and how many.
    pub same_case: Vec<RegisterNo>,
    pub same_case_count: u32,
    /// Rows of the account that day: how many, first and last second of the day; `None` where the row has no day.
    pub same_day: Option<(u32, u32, u32)>,
}

/// Names of items and legal bases.
#[derive(Debug, Clone, Default)]
pub struct CodeNames {
    items: Vec<(String, String)>,
    /// Code, statute, statute in English.
    bases: Vec<(String, String, String)>,
}

impl CodeNames {
    pub(super) fn read(reader: Reader<'_>) -> Result<CodeNames, AppError> {
        let items = store::catalogue::items(reader)?;
        let bases = store::catalogue::bases(reader)?;
        Ok(CodeNames {
            items: items.into_iter().map(|it| (it.code, it.name)).collect(),
            bases: bases
                .into_iter()
                .map(|it| (it.code, it.statute, it.statute_en))
                .collect(),
        })
    }

    /// `EI03 就保資料`.
    pub fn item(&self, code: &str) -> String {
        let known = self.items.iter().find(|(known, _)| known == code);
        known.map_or_else(|| code.to_owned(), |(_, name)| format!("{code} {name}"))
    }

    /// `SOC-02 老人福利法`.
    pub fn basis(&self, code: &str, lang: Lang) -> String {
        let known = self.bases.iter().find(|(known, ..)| known == code);
        let Some((_, statute, statute_en)) = known else {
            return code.to_owned();
        };
        let name = match lang {
            Lang::En if !statute_en.is_empty() => statute_en,
            Lang::En | Lang::ZhTw => statute,
        };
        format!("{code} {name}")
    }
}

const CASES_NAMED: u32 = 3;

fn garbled(table: &str, column: &str) -> AppError {
    Trouble::Garbled {
        table: table.to_owned(),
        column: column.to_owned(),
    }
    .into()
}

impl Office {
    /// A drawn row as the checker sees it.
    pub fn drawn_row(&mut self, period: Period, seq: u32) -> Result<DrawnRow, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let month = store::checks::get(reader, period)?.unwrap_or_default();
        self.read_drawn(reader, period, seq, &month)
    }

    /// What lies around a drawn row.
    pub fn around(&mut self, row: &DrawnRow) -> Result<Around, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let mut around = Around::default();
        if row.is_own {
            return Ok(around);
        }
        if let Some(case_key) = crate::domain::normal::case_key(row.case()) {
            let except = row.query.as_ref().map(|query| &query.no);
            let (named, count) = store::walk::same_case(reader, &case_key, except, CASES_NAMED)?;
            around.same_case = named;
            around.same_case_count = count;
        }
        if let Some(day) = row.log.day {
            let found = store::walk::same_day(reader, row.period, &row.log.account, day)?;
            around.same_day = Some(found);
        }
        Ok(around)
    }

    /// How many rows were drawn, and how many of them have an outcome.
    pub fn walk_progress(&mut self, period: Period) -> Result<(u32, u32), AppError> {
        self.allow("check.show")?;
        Ok(store::walk::progress(self.store.reader(), period)?)
    }

    /// Names of items and legal bases.
    pub fn code_names(&mut self) -> Result<CodeNames, AppError> {
        self.allow("check.show")?;
        CodeNames::read(self.store.reader())
    }

    pub(super) fn read_drawn(
        &self,
        reader: Reader<'_>,
        period: Period,
        seq: u32,
        month: &CheckMonth,
    ) -> Result<DrawnRow, AppError> {
        let place = store::walk::place_of(reader, period, seq)?
            .ok_or(Refusal::Check(CheckRefusal::NotDrawn))?;
        let log =
            store::log::get(reader, period, 0, seq)?.ok_or_else(|| garbled("sample_row", "seq"))?;
        let mut read = Reading {
            office: self,
            reader,
            log: &log,
            frozen_at: month.frozen_at,
            notices: Vec::new(),
        };
        let (joining, query) = read.join()?;
        let notices = std::mem::take(&mut read.notices);
        let side = log_side(&log);
        let differences = query
            .as_ref()
            .map_or_else(Vec::new, |query| compare(&side, &query_side(query, &side)));
        let mut notices = notices;
        if let Some(query) = &query
            && let Some(place) =
                crate::domain::identity::differ_under_mask(&side.subject, &query.subject)
        {
            notices.push(Notice::UnderMask { place });
        }
        let holder = store::clerks::holder(reader, log.account.trim())?;
        let account = norm_text(&log.account);
        let own = self.me.account.as_deref().map(norm_text);
        let is_holder = !account.is_empty() && own == Some(account);
        let is_registrant = query
            .as_ref()
            .is_some_and(|query| query.is_own_of(&self.me));
        let is_own = self.me.roles.has(Role::Checker) && (is_holder || is_registrant);
        let person = match (&query, holder) {
            (Some(query), _) if !query.person.is_empty() => query.person.clone(),
            (_, Some(holder)) => holder.name,
            _ => String::new(),
        };
        let flags: Vec<String> = log.flags.split_whitespace().map(str::to_owned).collect();
        let has_differing_field = differences
            .iter()
            .any(|diff| diff.sameness == Sameness::Different);
        Ok(DrawnRow {
            period,
            place,
            seq,
            row: WalkRow {
                joining,
                has_differing_field,
                is_flagged: !flags.is_empty(),
            },
            is_own,
            log: side,
            flags,
            raw: raw_text(&log),
            query,
            person,
            differences,
            notices,
            found: found(reader, period, seq)?,
        })
    }
}

/// One row on its way out of the store.
struct Reading<'a> {
    office: &'a Office,
    reader: Reader<'a>,
    log: &'a LogRow,
    frozen_at: Option<Moment>,
    notices: Vec<Notice>,
}

impl Reading<'_> {
    /// How the row stands to the register, and the registration as it stood at the freeze.
    fn join(&mut self) -> Result<(Joining, Option<Query>), AppError> {
        if !self.log.readable {
            self.notices.push(Notice::Unreadable {
                line: self.log.line,
            });
            return Ok((Joining::Unreadable, None));
        }
        let (period, seq) = (self.log.period, self.log.seq);
        let Some(found) = store::matches::get(self.reader, period, seq)? else {
            self.decisions(None)?;
            self.explanation()?;
            return Ok((Joining::Unregistered, None));
        };
        let is_adopted = self.decisions(Some(&found))?;
        let joining = match (found.state == MatchState::Matched.code(), is_adopted) {
            (true, _) => Joining::Registered,
            (false, true) => Joining::AdoptedLater,
            (false, false) => {
                self.explanation()?;
                return Ok((Joining::Unregistered, None));
            }
        };
        let query = self.registration(&found)?;
        Ok((joining, Some(query)))
    }

    /// What persons said of the row's proposals; whether the one that stands was confirmed.
    fn decisions(&mut self, found: Option<&MatchRow>) -> Result<bool, AppError> {
        let mut is_adopted = false;
        let mut is_decided = false;
        for decision in store::matches::decisions(self.reader, self.log.period)? {
            if decision.seq != self.log.seq {
                continue;
            }
            let is_standing = found.is_some_and(|found| found.number == decision.number);
            is_decided |= is_standing;
            if decision.accepted && is_standing {
                is_adopted = true;
                self.notices.push(Notice::Confirmed {
                    by: self.name_of(&decision.by)?,
                    at: decision.at,
                    is_after_freeze: decision.after_freeze,
                });
            } else if !decision.accepted {
                let number = decision.number.parse();
                self.notices.push(Notice::Refused {
                    number: number.map_err(|_bad| garbled("decision", "number"))?,
                    by: self.name_of(&decision.by)?,
                    reason: decision.reason,
                });
            }
        }
        if let Some(found) = found
            && !is_decided
            && found.state != MatchState::Matched.code()
        {
            let number = found.number.parse();
            self.notices.push(Notice::Undecided {
                number: number.map_err(|_bad| garbled("match_row", "number"))?,
            });
        }
        Ok(is_adopted)
    }

    fn name_of(&self, login: &str) -> Result<String, AppError> {
        name_of(self.reader, login)
    }

    fn explanation(&mut self) -> Result<(), AppError> {
        let (period, seq) = (self.log.period, self.log.seq);
        if let Some(explanation) = store::matches::explanation(self.reader, period, seq)? {
            let cause = explanation.cause.parse();
            self.notices.push(Notice::Explained {
                cause: cause.map_err(|_bad| garbled("explanation", "cause"))?,
                words: explanation.words,
            });
        }
        Ok(())
    }

    fn registration(&mut self, found: &MatchRow) -> Result<Query, AppError> {
        let no: RegisterNo = found
            .number
            .parse()
            .map_err(|_bad| garbled("match_row", "number"))?;
        let versions = store::register::versions(self.reader, &no)?;
        let newest = versions
            .first()
            .ok_or_else(|| garbled("match_row", "query"))?;
        let stood = |query: &&Query| self.frozen_at.is_none_or(|at| query.changed_at <= at);
        let query = versions.iter().find(stood).or(versions.last());
        let query = query.unwrap_or(newest).clone();
        self.notices_of(&query, found);
        if newest.version > query.version {
            self.notices.push(Notice::AfterFreeze {
                version: newest.version,
            });
            if newest.state == QueryState::Void {
                self.notices.push(Notice::Voided);
            }
        }
        Ok(query)
    }

    fn notices_of(&mut self, query: &Query, found: &MatchRow) {
        if let Some(day) = self.log.day
            && day != query.asked_on
        {
            let calendar = self.office.calendar();
            let (from, to) = (day.min(query.asked_on), day.max(query.asked_on));
            let mut apart = 0_i64;
            let mut at = from;
            while at < to && apart < 100 {
                at += Duration::days(1);
                apart += i64::from(calendar.is_working(at));
            }
            let sign = if query.asked_on < day { 1 } else { -1 };
            self.notices.push(Notice::DayApart(sign * apart));
        }
        if found.pass == Pass::Retry.code() {
            self.notices.push(Notice::Retry);
        }
        if query.is_imported {
            self.notices.push(Notice::Imported);
        } else if let Some(registered_at) = Moment::parse(&found.registered_at)
            && asked_at(self.log).is_some_and(|asked_at| registered_at > asked_at)
        {
            self.notices.push(Notice::Late { at: registered_at });
        }
    }
}

/// A person's name, or the login where nobody is known by it.
pub(super) fn name_of(reader: Reader<'_>, login: &str) -> Result<String, AppError> {
    let known = match login.parse() {
        Ok(login) => store::clerks::get(reader, &login)?,
        Err(_bad) => None,
    };
    Ok(known.map_or_else(|| login.to_owned(), |clerk| clerk.name))
}

/// The last instant of the second in which the log says it was asked: a registration within it is not late.
fn asked_at(log: &LogRow) -> Option<Moment> {
    let time = chrono::NaiveTime::from_num_seconds_from_midnight_opt(log.secs?, 0)?;
    Some(Moment(
        Moment::from_local(log.day?, time).0.saturating_add(999),
    ))
}

fn found(reader: Reader<'_>, period: Period, seq: u32) -> Result<Found, AppError> {
    let Some(row) = store::walk::outcome(reader, period, seq)? else {
        return Ok(Found::default());
    };
    let outcome = (!row.outcome.is_empty())
        .then(|| row.outcome.parse())
        .transpose()
        .map_err(|_bad| garbled("outcome", "outcome"))?;
    Ok(Found {
        outcome,
        compared: row.compared.parse().ok(),
        note: row.note,
        evidence: row.evidence,
    })
}

pub(super) fn log_side(log: &LogRow) -> PairSide {
    let (case, reason) = if log.case_text.is_empty() {
        let (case, reason) = split_case_reason(&log.reason_text);
        (case.unwrap_or_default().to_owned(), reason.to_owned())
    } else {
        (log.case_text.clone(), log.reason_text.clone())
    };
    PairSide {
        day: log.day,
        secs: log.secs,
        account: log.account.clone(),
        item: log.item.clone(),
        subject: Subject::read(&log.subject),
        case,
        reason,
        result: log.result.clone(),
    }
}

/// The registration's side. WebIR's result compares only where it is one of the words that the register knows: a code
/// such as 0000 says nothing either way.
pub(super) fn query_side(query: &Query, log: &PairSide) -> PairSide {
    let word = |result: QueryResult| Lang::ZhTw.query_result(result);
    let is_word = QueryResult::ALL
        .into_iter()
        .any(|result| word(result) == norm_text(&log.result));
    let answer = query.answer.as_ref().filter(|_answer| is_word);
    PairSide {
        day: Some(query.asked_on),
        secs: Some(query.asked_at.num_seconds_from_midnight()),
        account: query.account.clone(),
        item: query.item.clone(),
        subject: query.subject.clone(),
        case: query.case_no.clone(),
        reason: query.reason.clone(),
        result: answer.map_or_else(String::new, |answer| word(answer.result).to_owned()),
    }
}

/// The fields as they were downloaded, identifiers masked.
pub(super) fn raw_text(log: &LogRow) -> String {
    let fields = Json::parse(&log.fields);
    let list = fields.as_ref().and_then(Json::list).unwrap_or_default();
    let subject = Subject::read(&log.subject);
    let texts = list.iter().filter_map(Json::text).map(|text| {
        let is_condition = !subject.is_empty() && text.trim() == log.condition;
        if is_condition {
            subject.to_string()
        } else {
            text.to_owned()
        }
    });
    let texts: Vec<String> = texts.collect();
    crate::report::masked(&texts.join(","))
}
