//! 銷毀紀錄 as a document, out of stored rows alone.

use chrono::NaiveDate;

use crate::app::outgoing::{Document, unfilled};
use crate::app::{AppError, Office, Outgoing, RECORD_SUFFIX, Written};
use crate::domain::deadline::Deadline;
use crate::domain::event::DocumentFacts;
use crate::domain::refusal::Refusal;
use crate::domain::retention::certificate::{Certificate, Handling, ScopeLine};
use crate::domain::retention::kept::KeptClass;
use crate::domain::retention::{Held, RecordNo};
use crate::locale::{DueText, Lang, Paper, Text};
use crate::report::deletion::{DeletedItem, DeletionReport, ScopeRow, TEMPLATE, render};
use crate::report::masked;
use crate::store;

/// Documents are Chinese.
const LANG: Lang = Lang::ZhTw;

fn day(day: Option<NaiveDate>) -> String {
    day.map(|day| LANG.day(day)).unwrap_or_default()
}

impl Office {
    /// Writes a certificate beneath `out`, as it stands.
    pub fn export_deletion(&mut self, no: RecordNo, out: &Outgoing) -> Result<Written, AppError> {
        let role = self.allow("export.deletion")?;
        out.check()?;
        let name = out
            .document_name(RECORD_SUFFIX, &[RECORD_SUFFIX])
            .ok_or(Refusal::Form { field: "out" })?;
        let (found, _versions) = self.certificate(no)?;
        let report = self.deletion_report(&found)?;
        let own = self.own_template(TEMPLATE)?;
        let bytes = render(&report, own.as_deref()).map_err(unfilled)?;
        let document = Document {
            facts: DocumentFacts {
                kind: "deletion",
                record: no.to_string(),
                is_full: false,
                is_sealed: out.is_sealed(),
            },
            out,
            name: &name,
        };
        let rows = u64::try_from(report.lines.len()).unwrap_or(u64::MAX);
        self.write_document(role, document, |_office, sink| {
            sink.put(&bytes)?;
            Ok(rows)
        })
    }

    fn deletion_report(&self, found: &Certificate) -> Result<DeletionReport, AppError> {
        let record = found.no.to_string();
        let kept = store::kept::get(self.store.reader(), KeptClass::Evidence, &record)?;
        let mut items = Vec::new();
        for no in &found.items {
            let held = store::held::get(self.store.reader(), *no)?;
            items.extend(held.as_ref().map(item));
        }
        let verified = found.verified_at.map(|at| {
            let how = masked(&found.verified_how);
            format!("{} {} {how}", found.verified_by_name, LANG.moment(at))
        });
        Ok(DeletionReport {
            agency_name: self.agency_on_paper(),
            is_demo: self.is_demo()?,
            is_secret: true,
            document_name: LANG.certificate_title(&record),
            number: record,
            state: LANG.cert_state(found.state).to_owned(),
            content: LANG.held_content(found.medium, found.quantity),
            due: LANG.day(found.due_on),
            method: LANG.method(found.method).to_owned(),
            executed: format!(
                "{} {}",
                found.executed_by_name,
                LANG.moment(found.executed_at)
            ),
            place: masked(&found.place),
            witness: said_or(&found.witness, Paper::NOT_APPLICABLE),
            evidence: masked(&found.evidence),
            evidence_sha256: said_or(&found.evidence_sha256, Paper::NONE),
            verified: verified.unwrap_or_else(|| LANG.verify_waits(found)),
            closed: found
                .closed_on
                .map_or_else(|| Paper::NOT_COMPLETE.to_owned(), |on| LANG.day(on)),
            evidence_until: kept.map_or_else(
                || Paper::NOT_BEGUN.to_owned(),
                |kept| LANG.day(kept.ends_on),
            ),
            items,
            lines: found
                .lines
                .iter()
                .map(|line| self.scope_row(found, line))
                .collect(),
            head: self.head()?.to_string(),
            printed_by: self.me.name.clone(),
            printed_at: LANG.moment(self.now()),
        })
    }

    fn scope_row(&self, found: &Certificate, line: &ScopeLine) -> ScopeRow {
        let (word, remark) = match &line.handling {
            Handling::Cleared(how) => (
                DueText::Cleared,
                LANG.cleared_remark(&masked(how), line.cleared_on),
            ),
            Handling::None => (DueText::Absent, String::new()),
            Handling::Deferred(until) => {
                let deadline = Deadline::of(*until, &self.calendar);
                let excepted = line.exception.as_ref().map(|one| one.by_name.as_str());
                let is_late = *until > found.due_on && excepted.is_none();
                let remark = LANG.deferred_remark(*until, deadline.advised_on, excepted, is_late);
                (DueText::Deferred, remark)
            }
        };
        ScopeRow {
            place: LANG.scope_place(line.place).to_owned(),
            handling: LANG.text(Text::Due(word)).to_owned(),
            remark,
        }
    }
}

fn said_or(text: &str, otherwise: &str) -> String {
    if text.is_empty() {
        otherwise.to_owned()
    } else {
        masked(text)
    }
}

fn item(held: &Held) -> DeletedItem {
    let sources: Vec<String> = held.sources.iter().map(ToString::to_string).collect();
    DeletedItem {
        number: held.no.to_string(),
        sources: sources.join(LANG.text(Text::ListComma)),
        title: masked(&held.title),
        quantity: held.quantity.to_string(),
        completed: day(held.completed_on),
        unneeded: day(held.unneeded_on),
        ground: LANG.ground(held.ground).to_owned(),
    }
}
