//! 清查紀錄 as a document, out of stored rows alone: after the signature under the review's own name, and again whenever
//! somebody asks for it.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::reads::Paired;
use super::{ledger_of, paired};
use crate::app::files_out::Place;
use crate::app::outgoing::{Document, unfilled};
use crate::app::record::RECORD_SUFFIX;
use crate::app::record_signers::signers;
use crate::app::{AppError, Office, Outgoing, Written};
use crate::domain::event::DocumentFacts;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::retention::kept::KeptClass;
use crate::domain::review::{
    Finding, Progress, Review, ReviewLine, ReviewNo, Signed, Verdict, record_digest,
};
use crate::domain::roc_date;
use crate::locale::{Lang, Paper};
use crate::report::review_record::{RecordLine, RecordSigner, ReviewRecord, TEMPLATE, render};
use crate::store::{self, Reader};

/// Documents are Chinese.
const LANG: Lang = Lang::ZhTw;
/// Names tried for the record of a signature when others are taken.
const NAMES_TRIED: u32 = 99;

impl Office {
    /// Writes the record of a review beneath `out`; of one that is not closed it says so.
    pub fn export_review(&mut self, no: ReviewNo, out: &Outgoing) -> Result<Written, AppError> {
        let role = self.allow("export.review")?;
        self.write_review(role, no, out)
    }

    /// The record that follows a signature: `review-115.odt`, or the next name that is free.
    pub fn write_closed_review(&mut self, no: ReviewNo) -> Result<Written, AppError> {
        let role = self.allow("review.open")?;
        let stem = no.file_stem();
        let mut file = PathBuf::from(format!("{stem}{RECORD_SUFFIX}"));
        let out = self.out_setting()?;
        for copy in 2..=NAMES_TRIED {
            if !Place::find(self.dir(), &out, &file)?.is_taken() {
                break;
            }
            file = PathBuf::from(format!("{stem}-{copy}{RECORD_SUFFIX}"));
        }
        let out = Outgoing {
            file,
            reason: Paper::REVIEW_SIGNED.to_owned(),
            passphrase: None,
        };
        self.write_review(role, no, &out)
    }

    fn write_review(
        &mut self,
        role: Role,
        no: ReviewNo,
        out: &Outgoing,
    ) -> Result<Written, AppError> {
        out.check()?;
        let name = out
            .document_name(RECORD_SUFFIX, &[RECORD_SUFFIX])
            .ok_or(Refusal::Form { field: "out" })?;
        let record = {
            let instant = self.store.snapshot()?;
            self.review_record(instant.reader(), no)?
        };
        let own = self.own_template(TEMPLATE)?;
        let bytes = render(&record, own.as_deref()).map_err(unfilled)?;
        let document = Document {
            facts: DocumentFacts {
                kind: "review",
                record: no.to_string(),
                is_full: false,
                is_sealed: out.is_sealed(),
            },
            out,
            name: &name,
        };
        let rows = u64::from(record.lines_count);
        self.write_document(role, document, |_office, sink| {
            sink.put(&bytes)?;
            Ok(rows)
        })
    }

    fn review_record(&self, reader: Reader<'_>, no: ReviewNo) -> Result<ReviewRecord, AppError> {
        let review = store::reviews::get(reader, no)?.ok_or(Refusal::NoSuchRecord)?;
        let pairs = paired(reader, no)?;
        let ledger = ledger_of(&pairs);
        let opened_on = review.opened.at.day();
        let number = no.to_string();
        let head = match reader.entry_of("review.closed/1", &number)? {
            Some(head) => head,
            None => self.head()?,
        };
        let lines: Vec<&ReviewLine> = pairs.iter().map(|pair| &pair.line).collect();
        let kept = store::kept::get(reader, KeptClass::Review, &number)?;
        Ok(ReviewRecord {
            agency_name: self.agency_on_paper(),
            is_demo: self.is_demo()?,
            year: no.year,
            opened_on: LANG.day(opened_on),
            reviewer: review.opened.name.clone(),
            state: LANG.review_state(review.state).to_owned(),
            compared: LANG.review_compared(review.compared),
            lines_count: ledger.lines,
            sha256: record_digest(&review, &lines),
            lines: pairs.iter().map(|pair| line(pair, opened_on)).collect(),
            kept_count: ledger.kept,
            changed_count: ledger.changed,
            deleted_count: ledger.deleted,
            urgent_count: urgent(&pairs),
            waiting_count: ledger.waiting,
            idle_warn: review.idle_warn,
            idle_delete: review.idle_delete,
            reported: signed(review.reported.as_ref()),
            approved: signed(review.approved.as_ref()),
            closed: signed(review.closed.as_ref()),
            kept_until: kept.map_or_else(Paper::to_come, |kept| LANG.day(kept.ends_on)),
            signers: who_signed(reader, head.seq, &review)?,
            head: head.to_string(),
            printed_by: self.me.name.clone(),
            printed_at: LANG.moment(self.now()),
            number,
        })
    }
}

fn signed(signed: Option<&Signed>) -> String {
    signed.map_or_else(Paper::to_come, |signed| {
        format!("{} {}", signed.name, LANG.moment(signed.at))
    })
}

/// The keys of whoever signed it.
fn who_signed(
    reader: Reader<'_>,
    until: u64,
    review: &Review,
) -> Result<Vec<RecordSigner>, AppError> {
    let names = [&review.reported, &review.approved, &review.closed];
    let is_among = |name: &str| {
        names
            .iter()
            .any(|signed| signed.as_ref().is_some_and(|signed| signed.name == name))
    };
    let signers = signers(reader, until)?.into_iter();
    Ok(signers
        .filter(|signer| is_among(&signer.name))
        .map(|signer| RecordSigner {
            name: signer.name,
            role: signer.role,
            fingerprint: signer.fingerprint,
        })
        .collect())
}

fn line(pair: &Paired, opened_on: NaiveDate) -> RecordLine {
    let (line, frozen) = (&pair.line, &pair.line.frozen);
    let decided = line.decided.as_ref();
    let holder = frozen.holder.as_ref();
    let yes = |is_so: bool| Paper::yes_or_no_plain(is_so).to_owned();
    let is_kept = line.verdict() == Some(Verdict::Keep);
    let done = match pair.progress {
        Progress::CarriedOut(day) => roc_date::roc(day),
        Progress::Kept => decided.map_or_else(String::new, |decided| {
            roc_date::roc(decided.signed.at.day())
        }),
        other @ (Progress::Undecided
        | Progress::ToDraft
        | Progress::UnderWay
        | Progress::Failed) => LANG.progress(other),
    };
    RecordLine {
        order: line.place,
        account: frozen.account.clone(),
        name: holder.map_or_else(String::new, |holder| holder.name.clone()),
        unit: holder.map_or_else(String::new, |holder| holder.unit.clone()),
        post: LANG
            .line_post(holder.map(|holder| holder.post), frozen.is_gone(opened_on))
            .to_owned(),
        items: frozen.items.join(" "),
        fits: yes(is_kept && !frozen.is_gone(opened_on)),
        least: yes(frozen.unused.is_empty()),
        twice: yes(frozen.findings.contains(&Finding::Duplicate)),
        idle: frozen.idle,
        verdict: LANG.verdict_short(line.verdict()).to_owned(),
        reason: decided.map_or_else(String::new, |decided| {
            LANG.line_handling(&decided.reason, &decided.items, "")
        }),
        request: line.request.map_or_else(String::new, |no| no.to_string()),
        done,
        decided_by: decided.map_or_else(String::new, |decided| decided.signed.name.clone()),
    }
}

/// Lines that were found for something to be dealt with at once.
fn urgent(pairs: &[Paired]) -> u32 {
    let found = pairs.iter().filter(|pair| pair.line.frozen.is_urgent());
    u32::try_from(found.count()).unwrap_or(u32::MAX)
}
