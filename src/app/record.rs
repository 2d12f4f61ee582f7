//! 查核紀錄: the record of a signed month as a document, built from stored rows alone, so that the same month gives the
//! same bytes whenever it is written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveTime;

use super::drawn::{CodeNames, name_of};
use super::files_out::Place;
use super::outgoing::{Document, unfilled};
use super::record_signers::signers;
use super::{AppError, DrawnRow, Notice, Office, Outgoing};
use crate::domain::canonical::Json;
use crate::domain::event::DocumentFacts;
use crate::domain::ids::{Head, Period};
use crate::domain::monthly_check::{CheckRefusal, Compared, Group, Joining, Outcome};
use crate::domain::people::Role;
use crate::domain::query::Query;
use crate::domain::refusal::Refusal;
use crate::domain::sampling::SeedText;
use crate::domain::trouble::Trouble;
use crate::locale::{Lang, Paper, Text};
use crate::report::check_record::{
    CheckLine, CheckRecord, CheckTotals, ControlTotals, Decision, DrawProof, ExplanationLine,
    OutcomeCount, PublicSource, RegistrationText, TEMPLATE, render,
};
use crate::store::checks::CheckMonth;
use crate::store::{self, Reader};

/// What a record's file name ends in.
pub const RECORD_SUFFIX: &str = ".odt";

/// Documents are Chinese.
const LANG: Lang = Lang::ZhTw;
/// More explanations than anybody reads; the rest is counted.
const EXPLANATIONS: usize = 500;
/// Names tried for the record of a signature when others are taken.
const NAMES_TRIED: u32 = 99;

/// A document that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// With its folder.
    pub path: PathBuf,
    /// As it is told: beneath the store's directory where it lies there.
    pub shown: String,
    pub sha256: String,
    /// Rows of a list, lines of a sample.
    pub rows: u64,
    /// The end of the trail, which is the document's own entry.
    pub head: Head,
}

/// What a checker is shown once the month is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedMonth {
    pub signed_by: String,
    pub signed_at: crate::domain::moment::Moment,
    /// `11510-v1`.
    pub number: String,
    /// The signature's own entry, as printed on the record.
    pub head: Head,
    pub next_commit: String,
    /// The newest document of it, beneath `out`, and its digest.
    pub document: Option<(String, String)>,
}

fn garbled(column: &str) -> AppError {
    Trouble::Garbled {
        table: "check_month".to_owned(),
        column: column.to_owned(),
    }
    .into()
}

impl Office {
    /// Writes the record of a signed month beneath `out`, under this name.
    pub fn export_check(&mut self, period: Period, out: &Outgoing) -> Result<Written, AppError> {
        let role = self.allow("export.check")?;
        self.write_record(role, period, out)
    }

    /// The record that follows a signature: `11510-v1.odt`, or the next name that is free.
    pub fn write_signed_record(&mut self, period: Period) -> Result<Written, AppError> {
        let role = self.allow("check.sign")?;
        let kept = store::checks::get(self.store.reader(), period)?.unwrap_or_default();
        let number = number(period, kept.record_version.unwrap_or(1));
        let mut file = PathBuf::from(format!("{number}{RECORD_SUFFIX}"));
        let out = self.out_setting()?;
        for copy in 2..=NAMES_TRIED {
            if !Place::find(self.dir(), &out, &file)?.is_taken() {
                break;
            }
            file = PathBuf::from(format!("{number}-{copy}{RECORD_SUFFIX}"));
        }
        let out = Outgoing {
            file,
            reason: Paper::SIGNED.to_owned(),
            passphrase: None,
        };
        self.write_record(role, period, &out)
    }

    fn write_record(
        &mut self,
        role: Role,
        period: Period,
        out: &Outgoing,
    ) -> Result<Written, AppError> {
        out.check()?;
        let name = out
            .document_name(RECORD_SUFFIX, &[RECORD_SUFFIX])
            .ok_or(Refusal::Form { field: "out" })?;
        let record = {
            let instant = self.store.snapshot()?;
            self.check_record(instant.reader(), period)?
        };
        let own = self.own_template(TEMPLATE)?;
        let bytes = render(&record, own.as_deref()).map_err(unfilled)?;
        let document = Document {
            facts: DocumentFacts {
                kind: "check",
                record: record.number.clone(),
                is_full: false,
                is_sealed: out.is_sealed(),
            },
            out,
            name: &name,
        };
        let rows = u64::try_from(record.lines.len()).unwrap_or(u64::MAX);
        self.write_document(role, document, |_office, sink| {
            sink.put(&bytes)?;
            Ok(rows)
        })
    }

    /// What is known of a signed month; `None` before the signature.
    pub fn signed_month(&mut self, period: Period) -> Result<Option<SignedMonth>, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let month = store::checks::get(reader, period)?.unwrap_or_default();
        let (Some(by), Some(at), Some(version)) =
            (&month.signed_by, month.signed_at, month.record_version)
        else {
            return Ok(None);
        };
        let number = number(period, version);
        let head = reader.entry_of("check.signed/1", &number)?;
        let out = self.setting(super::Setting::OutDir)?;
        let document = store::checks::last_document(reader, "check", &number)?
            .map(|(name, sha256)| (format!("{out}/{name}"), sha256));
        Ok(Some(SignedMonth {
            signed_by: name_of(reader, by)?,
            signed_at: at,
            head: head.ok_or_else(|| garbled("signed_at"))?,
            number,
            next_commit: month.next_commit.unwrap_or_default(),
            document,
        }))
    }

    /// The whole record of a signed month.
    fn check_record(&self, reader: Reader<'_>, period: Period) -> Result<CheckRecord, AppError> {
        let (step, month) = super::checks::step(reader, period)?;
        let month = month
            .filter(|month| month.signed_at.is_some())
            .ok_or(Refusal::Check(CheckRefusal::NotYet { step }))?;
        let number = number(period, month.record_version.unwrap_or(1));
        let head = reader
            .entry_of("check.signed/1", &number)?
            .ok_or_else(|| garbled("record_version"))?;
        let sheet = Self::sheet_of(reader, period, &month)?;
        let words = Words {
            names: CodeNames::read(reader)?,
        };
        let rows = store::walk::places(reader, period, 1, u32::MAX)?
            .into_iter()
            .map(|(_place, seq)| self.read_drawn(reader, period, seq, &month))
            .collect::<Result<Vec<_>, _>>()?;
        let compared = compared_of(month.compared.as_deref());
        Ok(CheckRecord {
            agency_name: self.agency_on_paper(),
            agency_code: self.agency.to_string(),
            is_demo: self.is_demo()?,
            period_name: Paper::period(period),
            number,
            checker_name: sheet.checker_name.clone(),
            signed_at: LANG.moment(month.signed_at.ok_or_else(|| garbled("signed_at"))?),
            compared: LANG.compared(compared).to_owned(),
            method: Paper::method(sheet.drawn, month.commit.is_some(), month.source.is_some()),
            population_count: u64::from(sheet.population),
            required_count: u64::from(sheet.required),
            drawn_count: u64::from(sheet.drawn),
            ratio: crate::locale::percent(sheet.drawn, sheet.population),
            lines: words.lines(&rows, compared, &sheet.groups),
            totals: totals(reader, period, &month, &sheet)?,
            explanations: explanations(reader, period)?,
            unlisted_count: u64::try_from(
                store::matches::explanations(reader, period)?
                    .len()
                    .saturating_sub(EXPLANATIONS),
            )
            .unwrap_or_default(),
            control: control(reader, period, &month, head.seq)?,
            findings: findings(reader, period)?,
            remarks: {
                let mut all = remarks(reader, (period, &month), head.seq, &rows)?;
                all.push(Paper::control(&self.control_of(reader, period)?.facts()));
                let signatures = super::closing::signatures_of(reader, period)?;
                all.extend(signed_remarks(&signatures));
                all
            },
            proof: LANG.assurance(&sheet.assurance()),
            decision: Decision {
                is_grave: month.major.unwrap_or_default(),
                reason: month.major_reason.clone().unwrap_or_default(),
            },
            draw: proof(reader, period, &month, head)?,
            signers: signers(reader, head.seq)?,
        })
    }
}

/// What a person did with the record and its paper.
fn signed_remarks(seen: &super::MonthSignatures) -> Vec<String> {
    let mut remarks = Vec::new();
    for handover in &seen.handovers {
        let (pages, on, to) = (handover.pages, handover.handed_on, &handover.handed_to);
        remarks.push(Paper::handed_over(pages, on, to));
    }
    for revision in &seen.revisions {
        remarks.push(Paper::puts_right(&revision.record, &revision.reason));
    }
    for (role, signed) in [
        (Role::Manager, &seen.manager),
        (Role::Supervisor, &seen.supervisor),
    ] {
        if let Some((name, at)) = signed {
            remarks.push(Paper::countersigned(role, name, *at));
        }
    }
    if let Some(joint) = &seen.joint {
        let names = [&joint.checker, &joint.ethics, &joint.it].map(String::as_str);
        remarks.push(Paper::jointly(names, joint.held_on, &joint.report));
    }
    remarks
}

/// What else must be said.
fn remarks(
    reader: Reader<'_>,
    (period, month): (Period, &CheckMonth),
    until: u64,
    rows: &[DrawnRow],
) -> Result<Vec<String>, AppError> {
    let mut remarks = super::record_signers::key_remarks(reader, period, until)?;
    let adopted = rows
        .iter()
        .filter(|row| row.row.joining == Joining::AdoptedLater);
    let adopted: Vec<u32> = adopted.map(|row| row.place).collect();
    if !adopted.is_empty() {
        remarks.push(Paper::adopted_later(&adopted));
    }
    remarks.extend(judged_by_others(reader, month, rows)?);
    remarks.extend(exceptions(reader, month)?);
    remarks.extend(gaps(reader, period)?);
    if let Some(extension) = store::flags::extension(reader, period)? {
        remarks.push(Paper::extension(extension.factor, &extension.reason));
    }
    Ok(remarks)
}

/// 疑日誌缺漏, and how many of them are explained.
fn gaps(reader: Reader<'_>, period: Period) -> Result<Option<String>, AppError> {
    let (all, open) = store::gaps::count(reader, period)?;
    Ok((all > 0).then(|| Paper::gaps(all, open)))
}

/// Roles held together by an exception while the month was frozen, drawn, walked and signed.
fn exceptions(reader: Reader<'_>, month: &CheckMonth) -> Result<Vec<String>, AppError> {
    let (Some(first), Some(last)) = (month.frozen_at, month.signed_at) else {
        return Ok(Vec::new());
    };
    let people = [month.frozen_by.as_deref(), month.checker.as_deref()];
    let people: Vec<&str> = people.into_iter().flatten().collect();
    let held = super::exceptions::held_between(reader, &people, (first.day(), last.day()))?;
    let mut said = Vec::new();
    for exception in held {
        let name = name_of(reader, exception.login.as_str())?;
        let approver = name_of(reader, exception.approved_by.as_str())?;
        said.push(Paper::exception(&exception, &name, &approver));
    }
    Ok(said)
}

/// The checker's own queries, by whoever judged them.
fn judged_by_others(
    reader: Reader<'_>,
    month: &CheckMonth,
    rows: &[DrawnRow],
) -> Result<Vec<String>, AppError> {
    let mut others: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let own = rows.iter().filter(|row| row.is_checkers);
    for row in own.filter(|row| Some(&row.found.by) != month.checker.as_ref()) {
        others.entry(&row.found.by).or_default().push(row.place);
    }
    let mut said = Vec::new();
    for (login, places) in others {
        let clerk = match login.parse() {
            Ok(login) => store::clerks::get(reader, &login)?,
            Err(_bad) => None,
        };
        let is_checker = clerk.is_some_and(|clerk| clerk.roles.has(Role::Checker));
        said.push(Paper::judged_by(
            &places,
            &name_of(reader, login)?,
            !is_checker,
        ));
    }
    Ok(said)
}

pub(super) fn number(period: Period, version: u32) -> String {
    format!("{period}-v{version}")
}

fn compared_of(code: Option<&str>) -> Compared {
    code.and_then(|code| code.parse().ok())
        .unwrap_or(Compared::Register)
}

fn clock(secs: Option<u32>) -> String {
    let time = secs.and_then(|secs| NaiveTime::from_num_seconds_from_midnight_opt(secs, 0));
    time.map(crate::domain::roc_date::hour_minute_second)
        .unwrap_or_default()
}

/// Words lines as paper has them.
struct Words {
    names: CodeNames,
}

impl Words {
    /// The groups one after the other; the first line of each beside BASE says what the group is and what came of it.
    fn lines(
        &self,
        rows: &[DrawnRow],
        compared: Compared,
        groups: &[store::flags::GroupCount],
    ) -> Vec<CheckLine> {
        let mut lines: Vec<CheckLine> = Vec::with_capacity(rows.len());
        let mut group = Group::Base;
        for row in rows {
            let mut line = self.line(row, compared);
            if row.group != group {
                group = row.group;
                let count = groups.iter().find(|count| count.group == group);
                line.group_title = count.map_or_else(String::new, |count| {
                    let bad = count.done.saturating_sub(count.matched);
                    Paper::group(group, count.rows, bad)
                });
            }
            lines.push(line);
        }
        lines
    }

    fn line(&self, row: &DrawnRow, compared: Compared) -> CheckLine {
        let outcome = row.found.outcome;
        let log = &row.log;
        CheckLine {
            group_title: String::new(),
            order: u64::from(row.place),
            row: format!("{:06}", row.seq),
            date: log.day.map(|day| LANG.day(day)).unwrap_or_default(),
            time: clock(log.secs),
            account: log.account.clone(),
            item: log.item.clone(),
            subject: log.subject.to_string(),
            case_no: log.case.clone(),
            reason: if row.row.joining == Joining::Unreadable {
                row.raw.clone()
            } else {
                log.reason.clone()
            },
            result: log.result.clone(),
            registration: row.query.as_ref().map(|query| RegistrationText {
                number: query.no.to_string(),
                content: self.content(query, &row.notices),
            }),
            absence: Paper::absence(row.row.joining).to_owned(),
            evidence: row.found.evidence.clone(),
            compared: LANG
                .compared(row.found.compared.unwrap_or(compared))
                .to_owned(),
            outcome: outcome
                .map_or("", |outcome| LANG.outcome(outcome))
                .to_owned(),
            is_matched: outcome == Some(Outcome::Matched),
            note: row.found.note.clone(),
        }
    }

    fn content(&self, query: &Query, notices: &[Notice]) -> String {
        let day = LANG.minute(query.asked_on, query.asked_at);
        let mut lines = vec![
            format!("{day} {} {}", query.account, query.person),
            format!("{} {}", self.names.item(&query.item), query.subject),
            format!("{} {}", query.case_no, query.reason),
            self.names.basis(&query.basis, LANG),
        ];
        if let Some(answer) = &query.answer {
            let parts = [
                Some(LANG.query_result(answer.result)),
                answer.output.map(|output| LANG.output(output)),
                answer.whereto.map(|place| LANG.where_to(place)),
            ];
            let parts: Vec<&str> = parts.into_iter().flatten().collect();
            lines.push(parts.join(LANG.text(Text::ListComma)));
        }
        lines.extend(
            notices
                .iter()
                .filter_map(|notice| Paper::notice(notice_kind(notice))),
        );
        lines.join("\n")
    }
}

/// What paper says of a notice.
fn notice_kind(notice: &Notice) -> crate::locale::PaperNotice {
    use crate::locale::PaperNotice;
    match notice {
        Notice::Late { at, delay } => PaperNotice::Late(*at, *delay),
        Notice::Imported => PaperNotice::Imported,
        Notice::Confirmed { by, at, .. } => PaperNotice::Confirmed(by.clone(), *at),
        Notice::AfterFreeze { .. }
        | Notice::Voided
        | Notice::Refused { .. }
        | Notice::Undecided { .. }
        | Notice::Proxy { .. }
        | Notice::DayApart(_)
        | Notice::Retry
        | Notice::Explained { .. }
        | Notice::Unreadable { .. }
        | Notice::UnderMask { .. } => PaperNotice::Unsaid,
    }
}

fn totals(
    reader: Reader<'_>,
    period: Period,
    month: &CheckMonth,
    sheet: &super::WalkSheet,
) -> Result<CheckTotals, AppError> {
    let tally = store::flags::base_outcomes(reader, period)?;
    let outcomes = Outcome::ALL.into_iter().filter_map(|outcome| {
        let (_, count, _) = tally.iter().find(|(code, ..)| *code == outcome.code())?;
        Some(OutcomeCount {
            outcome: LANG.outcome(outcome).to_owned(),
            count: u64::from(*count),
        })
    });
    let counts = super::reconcile::kept_counts(&month.counts);
    Ok(CheckTotals {
        matched_count: u64::from(sheet.matched),
        noted_count: u64::from(sheet.noted),
        differing_count: u64::from(sheet.bad),
        outcomes: outcomes.collect(),
        unregistered_count: u64::from(sheet.unregistered),
        explained_count: u64::from(sheet.unregistered.saturating_sub(sheet.unexplained)),
        not_performed_count: u64::from(sheet.not_performed),
        unreadable_count: u64::from(counts.unreadable),
    })
}

/// 查而未登 with what the account's holder said.
fn explanations(reader: Reader<'_>, period: Period) -> Result<Vec<ExplanationLine>, AppError> {
    let mut lines = Vec::new();
    for explanation in store::matches::explanations(reader, period)?
        .into_iter()
        .take(EXPLANATIONS)
    {
        let Some(row) = store::log::get(reader, period, 0, explanation.seq)? else {
            continue;
        };
        let subject = crate::domain::identity::Subject::read(&row.subject);
        let cause: Option<crate::domain::monthly_check::Cause> = explanation.cause.parse().ok();
        lines.push(ExplanationLine {
            row: format!("{:06}", explanation.seq),
            date: row.day.map(|day| LANG.day(day)).unwrap_or_default(),
            account: row.account,
            item: row.item,
            subject: subject.to_string(),
            cause: cause.map_or("", |cause| LANG.cause(cause)).to_owned(),
            words: explanation.words,
            explained_by: explanation.explained_by,
        });
    }
    Ok(lines)
}

fn entry_body(
    reader: Reader<'_>,
    action: &str,
    record: &str,
    until: u64,
) -> Result<Option<Json>, AppError> {
    let entries = store::walk::entries(reader, &[action], until)?;
    let found = entries
        .into_iter()
        .rev()
        .find(|entry| entry.record == record);
    Ok(found.map(|entry| entry.body))
}

fn control(
    reader: Reader<'_>,
    period: Period,
    month: &CheckMonth,
    until: u64,
) -> Result<ControlTotals, AppError> {
    let mut body = None;
    for action in super::checks::FROZEN {
        if body.is_none() {
            body = entry_body(reader, action, &period.to_string(), until)?;
        }
    }
    let number = |name: &str| {
        let number = body.as_ref().and_then(|body| body.get(name)?.int());
        number
            .and_then(|number| u64::try_from(number).ok())
            .unwrap_or_default()
    };
    Ok(ControlTotals {
        webir_total: month.total.and_then(|total| u64::try_from(total).ok()),
        slip: month.slip.clone(),
        days_without_rows: number("days_without_rows"),
        accounts: number("accounts"),
    })
}

/// Findings beside a total that differs, which the document states by itself.
fn findings(reader: Reader<'_>, period: Period) -> Result<Vec<String>, AppError> {
    let mut findings = Vec::new();
    let waiting = store::checks::waiting(reader, period)?;
    if waiting > 0 {
        findings.push(Paper::waiting(waiting));
    }
    let missing = store::flags::places_with(reader, period, Outcome::NotProduced.code())?;
    if !missing.is_empty() {
        findings.push(Paper::not_produced(&missing));
    }
    if let Some(declared) = store::checks::public_declared(reader, period)? {
        let by = name_of(reader, &declared.by)?;
        findings.push(Paper::public_declared(
            declared.commit.as_deref(),
            &by,
            LANG.moment(declared.at),
        ));
    }
    Ok(findings)
}

fn proof(
    reader: Reader<'_>,
    period: Period,
    month: &CheckMonth,
    head: Head,
) -> Result<DrawProof, AppError> {
    let seed_text = month
        .seed_text
        .clone()
        .ok_or_else(|| garbled("seed_text"))?;
    let text = SeedText::parse(seed_text.as_bytes()).map_err(|_bad| garbled("seed_text"))?;
    let freeze =
        super::checks::frozen_entry(reader, period)?.ok_or_else(|| garbled("frozen_at"))?;
    let hex = |bytes: &[u8; 32]| data_encoding::HEXLOWER.encode(bytes);
    Ok(DrawProof {
        seed_text,
        seed: month.seed.clone().unwrap_or_default(),
        population: month.population.clone().unwrap_or_default(),
        commit: text.pledge.as_ref().map(|pledge| hex(&pledge.commit)),
        reveal: text.pledge.as_ref().map(|pledge| hex(&pledge.reveal)),
        commit_origin: origin(reader, month.commit.as_deref(), head.seq)?,
        public: text.public_draw.as_ref().map(|draw| PublicSource {
            name: month.source.clone().unwrap_or_default(),
            digits: draw.result.clone(),
        }),
        freeze_head: freeze.to_string(),
        head: head.to_string(),
        next_commit: month.next_commit.clone().unwrap_or_default(),
    })
}

/// Where the commitment was printed or entered first: the record before, or the checker's enrolment.
fn origin(reader: Reader<'_>, commit: Option<&str>, until: u64) -> Result<String, AppError> {
    let Some(commit) = commit else {
        return Ok(String::new());
    };
    let says = |body: &Json, name: &str| body.get(name).and_then(Json::text) == Some(commit);
    let entries = store::walk::entries(
        reader,
        &[
            "check.signed/1",
            "secret.committed/1",
            "check.drawn/1",
            "check.drawn/2",
        ],
        until,
    )?;
    let printed = entries
        .iter()
        .find(|entry| entry.action == "check.signed/1" && says(&entry.body, "next_commit"));
    if let Some(entry) = printed {
        return Ok(Paper::printed_first(&entry.record));
    }
    let entered = entries.iter().find(|entry| {
        entry.action != "check.signed/1"
            && (says(&entry.body, "commit") || says(&entry.body, "next_commit"))
    });
    Ok(entered.map_or_else(String::new, |entry| {
        Paper::entered_first(entry.seq, LANG.moment(entry.at))
    }))
}
