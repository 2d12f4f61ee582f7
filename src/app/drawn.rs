//! A drawn row with everything that a checker looks at: the log's side, the registration's, how they differ, what is to
//! be known of them, what was found. Reads only.

use chrono::{Duration, Timelike};

use super::{AppError, Office};
use crate::domain::ids::{Login, Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::monthly_check::{
    AtRow, Cause, CheckRefusal, Compared, Group, Joining, Outcome, WalkRow, check_judge,
};
use crate::domain::normal::{FieldDiff, PairSide, Sameness, compare, norm_text, split_case_reason};
use crate::domain::people::{Clerk, Role};
use crate::domain::query::{Query, QueryResult, QueryState};
use crate::domain::reconcile::{Delay, MatchState, Pass, delay};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Hit;
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
    /// 事後補登, and how much later.
    Late { at: Moment, delay: Delay },
    /// 代查: another registered it and names this account's holder as the requester.
    Proxy { number: RegisterNo },
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
    /// Login of whoever said it last.
    pub by: String,
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
    /// A query of the month's checker: another judges it.
    pub is_checkers: bool,
    /// The one who looks is the one who judges it.
    pub may_judge: bool,
    pub log: PairSide,
    /// Why it is walked.
    pub group: Group,
    /// What the rules named, each 需說明.
    pub hits: Vec<Hit>,
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

    /// Whether a rule or the registration itself says that the subject is not of the clerk's own case.
    pub fn is_anothers_case(&self) -> bool {
        use crate::domain::query::Recusal;
        use crate::domain::rules::Rule;
        let is_named = self
            .hits
            .iter()
            .any(|hit| matches!(hit.rule, Rule::R01 | Rule::R02 | Rule::R03 | Rule::R11));
        let query = self.query.as_ref();
        is_named || query.is_some_and(|query| matches!(query.recusal, Some(Recusal::Assigned(_))))
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
        let is_judge = self.me.roles.any_of(&[Role::Checker, Role::Supervisor]);
        let is_own = is_judge && is_query_of(&log, query.as_ref(), &self.me);
        let judged = self.who_judges(reader, (&log, query.as_ref()), (place, is_own), month)?;
        let person = match (&query, holder) {
            (Some(query), _) if !query.person.is_empty() => query.person.clone(),
            (_, Some(holder)) => holder.name,
            _ => String::new(),
        };
        let flags: Vec<String> = log.flags.split_whitespace().map(str::to_owned).collect();
        let hits = store::flags::of_row(reader, period, seq)?;
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
                is_flagged: !flags.is_empty() || !hits.is_empty(),
            },
            is_own,
            is_checkers: judged.is_checkers,
            may_judge: judged.may_judge,
            log: side,
            group: store::flags::group_of(reader, period, seq)?,
            hits,
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

/// Whose a drawn row is to judge.
struct Judged {
    is_checkers: bool,
    may_judge: bool,
}

impl Office {
    fn who_judges(
        &self,
        reader: Reader<'_>,
        (log, query): (&LogRow, Option<&Query>),
        (place, is_own): (u32, bool),
        month: &CheckMonth,
    ) -> Result<Judged, AppError> {
        let named = month.checker.as_deref().map(str::parse::<Login>);
        let Some(Ok(checker)) = named else {
            return Ok(Judged {
                is_checkers: false,
                may_judge: false,
            });
        };
        let named = store::clerks::get(reader, &checker)?;
        let is_checkers = named.is_some_and(|named| is_query_of(log, query, &named));
        let has_other_checker = is_checkers
            && Self::checkers(reader, self.now().day())?
                .iter()
                .any(|other| other.login != checker && !is_query_of(log, query, other));
        let at = AtRow {
            place,
            checker: &checker,
            is_checkers,
            is_mine: is_own,
            has_other_checker,
        };
        Ok(Judged {
            is_checkers,
            may_judge: check_judge(&self.me, at).is_ok(),
        })
    }
}

/// Whether a row is this person's own query: asked under his account, or registered by him.
fn is_query_of(log: &LogRow, query: Option<&Query>, clerk: &Clerk) -> bool {
    let account = norm_text(&log.account);
    let own = clerk.account.as_deref().map(norm_text);
    let is_holder = !account.is_empty() && own == Some(account);
    is_holder || query.is_some_and(|query| query.is_own_of(clerk))
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
            let proxy = proxy_of(self.reader, self.log)?;
            self.notices
                .extend(proxy.map(|number| Notice::Proxy { number }));
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
            && let Some(asked_at) = asked_at(self.log).filter(|asked_at| registered_at > *asked_at)
        {
            let delay = delay(asked_at, registered_at, self.office.calendar());
            self.notices.push(Notice::Late {
                at: registered_at,
                delay,
            });
        }
    }
}

/// P5, 代查: a registration of the same subject, item and day under another account that names the holder of the log's
/// account as its requester. The row stays 查而未登: the directive wants the holder to register.
pub(super) fn proxy_of(reader: Reader<'_>, log: &LogRow) -> Result<Option<RegisterNo>, AppError> {
    let (Some(day), false) = (log.day, log.subject.is_empty()) else {
        return Ok(None);
    };
    let account = norm_text(&log.account);
    let subject = Subject::read(&log.subject);
    let mut holder: Vec<String> = vec![account.clone()];
    if let Some(clerk) = store::clerks::holder(reader, &account)? {
        holder.extend([norm_text(&clerk.name), norm_text(clerk.login.as_str())]);
    } else {
        let known = store::register::person_of(reader, &log.account)?;
        holder.extend(known.map(|name| norm_text(&name)));
    }
    for (number, by, requester, asked) in
        store::register::proxies(reader, day, &norm_text(&log.item))?
    {
        let requester = norm_text(&requester);
        let names_holder = holder
            .iter()
            .any(|name| !name.is_empty() && requester.contains(name.as_str()));
        if norm_text(&by) != account && Subject::read(&asked) == subject && names_holder {
            return Ok(Some(number));
        }
    }
    Ok(None)
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
        by: row.by,
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
