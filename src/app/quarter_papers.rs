//! 季報彙總表 and its letter as documents, out of stored rows alone.

use super::outgoing::{Document, unfilled};
use super::record::RECORD_SUFFIX;
use super::{AppError, Office, Outgoing, QuarterMonth, QuarterView, Written};
use crate::domain::event::DocumentFacts;
use crate::domain::monthly_check::Step;
use crate::domain::quarter::Quarter;
use crate::domain::refusal::Refusal;
use crate::domain::sampling::sample_size;
use crate::locale::{Lang, Paper, percent};
use crate::report::quarter::{QuarterLine, QuarterPaper, QuarterReport, render};

/// Documents are Chinese.
const LANG: Lang = Lang::ZhTw;

impl Office {
    /// Writes a quarter's summary or letter beneath `out`; months that are not complete stand in it as they are.
    pub fn export_quarter(
        &mut self,
        quarter: Quarter,
        paper: QuarterPaper,
        out: &Outgoing,
    ) -> Result<Written, AppError> {
        let role = self.allow("export.quarter")?;
        out.check()?;
        let name = out
            .document_name(RECORD_SUFFIX, &[RECORD_SUFFIX])
            .ok_or(Refusal::Form { field: "out" })?;
        let view = self.quarter_of(quarter)?;
        let report = self.quarter_report(&view)?;
        let own = self.own_template(paper.template())?;
        let bytes = render(paper, &report, own.as_deref()).map_err(unfilled)?;
        let document = Document {
            facts: DocumentFacts {
                kind: paper.code(),
                record: quarter.to_string(),
                is_full: false,
                is_sealed: out.is_sealed(),
            },
            out,
            name: &name,
        };
        let rows = u64::try_from(report.months.len()).unwrap_or(u64::MAX);
        self.write_document(role, document, |_office, sink| {
            sink.put(&bytes)?;
            Ok(rows)
        })
    }

    fn quarter_report(&self, view: &QuarterView) -> Result<QuarterReport, AppError> {
        let (row, today) = (&view.row, self.now().day());
        let sum = |of: fn(&QuarterMonth) -> u32| -> u64 {
            view.months.iter().map(|month| u64::from(of(month))).sum()
        };
        let agency_name = self.agency_on_paper();
        let attached = view.months.iter().filter(|month| month.record.is_some());
        let kind = agency_name.chars().last();
        Ok(QuarterReport {
            agency_kind: kind.map(String::from).unwrap_or_default(),
            authority_name: Paper::AUTHORITY.to_owned(),
            is_demo: self.is_demo()?,
            is_secret: true,
            document_name: Paper::quarter(view.quarter),
            quarter_name: Paper::quarter(view.quarter),
            months: view.months.iter().map(line).collect(),
            population_count: sum(|month| month.rows),
            drawn_count: sum(|month| month.drawn),
            differing_count: sum(|month| month.bad),
            major: Paper::major_clause(view.months.iter().any(|month| month.is_major)).to_owned(),
            attachments_count: u64::try_from(attached.count()).unwrap_or(u64::MAX),
            sent: Paper::sent(row.sent_on, &row.sent_no),
            filed: Paper::filed(row.filed_on, &row.filed_no),
            letter_day: Paper::long_day(row.sent_on.unwrap_or(today)),
            letter_no: Paper::letter_no(&row.sent_no),
            due: LANG.day(view.due.ends_on),
            head: self.head()?.to_string(),
            printed_by: self.me.name.clone(),
            printed_at: LANG.moment(self.now()),
            agency_name,
        })
    }
}

fn line(month: &QuarterMonth) -> QuarterLine {
    let required = sample_size(u64::from(month.rows));
    let is_signed = month.step >= Step::Signed;
    QuarterLine {
        period_name: Paper::period(month.period),
        population_count: u64::from(month.rows),
        required_count: required,
        drawn_count: u64::from(month.drawn),
        ratio: percent(month.drawn, month.rows),
        differing_count: u64::from(month.bad),
        major: Paper::yes_or_no(is_signed.then_some(month.is_major)).to_owned(),
        joint: Paper::yes_or_no(month.is_major.then_some(month.has_joint)).to_owned(),
        record: month
            .record
            .clone()
            .unwrap_or_else(|| LANG.step(month.step).to_owned()),
    }
}
