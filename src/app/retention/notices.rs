//! 窗口異動: recorded by the manager; on the central desk the bureau is told, by a letter of its own.

use super::{Acting, keep, refused};
use crate::app::outgoing::{Document, unfilled};
use crate::app::{AppError, Done, Office, Outgoing, RECORD_SUFFIX, Written};
use crate::domain::basis::{AgencyRole, Annex};
use crate::domain::deadline::Deadline;
use crate::domain::event::{DocumentFacts, Event};
use crate::domain::refusal::Refusal;
use crate::domain::retention::RecordNo;
use crate::domain::retention::event::RetentionEvent;
use crate::domain::retention::kept::KeptClass;
use crate::domain::retention::notice::{self, Notice, NoticeDraft, NoticeState};
use crate::locale::{Lang, Paper};
use crate::report::notice::{NoticeReport, TEMPLATE, render};
use crate::store;

/// Documents are Chinese.
const LANG: Lang = Lang::ZhTw;

impl Office {
    /// Whether this is the desk of 總管理機關, which point 7 binds.
    pub fn is_central(&self) -> bool {
        let annex = Annex::embedded();
        let agency = annex.agency(&self.agency);
        agency.is_some_and(|agency| agency.roles.contains(&AgencyRole::Central))
    }

    /// Changes, the latest first, each with when the bureau is to be told.
    pub fn notices(&self) -> Result<Vec<(Notice, Option<Deadline>)>, AppError> {
        let found = store::notices::all(self.store.reader(), "")?;
        Ok(found
            .into_iter()
            .map(|notice| {
                let deadline = self.notice_deadline(&notice);
                (notice, deadline)
            })
            .collect())
    }

    /// Those that the bureau is still to be told of.
    pub(in crate::app) fn open_notices(&self) -> Result<Vec<(Notice, Deadline)>, AppError> {
        let found = store::notices::all(self.store.reader(), NoticeState::Open.code())?;
        let dated = found.into_iter().filter_map(|notice| {
            let deadline = self.notice_deadline(&notice)?;
            Some((notice, deadline))
        });
        Ok(dated.collect())
    }

    fn notice_deadline(&self, notice: &Notice) -> Option<Deadline> {
        let ends_on = notice.ends_on()?;
        Some(Deadline::of(ends_on, &self.calendar))
    }

    pub(super) fn record_notice(&mut self, draft: &NoticeDraft) -> Result<Done, AppError> {
        let acting: Acting = self.acting("notice.save")?;
        let mut new = notice::record(draft, self.is_central(), acting.by()).map_err(refused)?;
        self.write(acting.role, |tx| {
            new.no.serial = store::notices::next_serial(tx.reader(), new.no.period)?;
            store::notices::put(tx, &new)?;
            if new.state == NoticeState::Noted {
                let record = new.no.to_string();
                keep(
                    tx,
                    (KeptClass::Notice, &record),
                    new.changed_on,
                    "",
                    acting.by(),
                )?;
            }
            Ok(Event::Retention(RetentionEvent::NoticeRecorded {
                no: new.no,
                state: new.state.code(),
            }))
        })
    }

    pub(super) fn send_notice(
        &mut self,
        (no, version): (RecordNo, u32),
        on: chrono::NaiveDate,
        letter_no: &str,
    ) -> Result<Done, AppError> {
        let acting: Acting = self.acting("notice.save")?;
        self.write(acting.role, |tx| {
            let found = store::notices::get(tx.reader(), no)?.ok_or(Refusal::NoSuchRecord)?;
            if found.version != version {
                return Err(Refusal::Stale.into());
            }
            let sent = notice::send(&found, on, letter_no, acting.by()).map_err(refused)?;
            store::notices::put(tx, &sent)?;
            let record = no.to_string();
            keep(tx, (KeptClass::Notice, &record), on, "", acting.by())?;
            Ok(Event::Retention(RetentionEvent::NoticeSent { no }))
        })
    }

    /// The letter to the bureau, beneath `out`.
    pub fn export_notice(&mut self, no: RecordNo, out: &Outgoing) -> Result<Written, AppError> {
        let role = self.allow("notice.save")?;
        out.check()?;
        let name = out
            .document_name(RECORD_SUFFIX, &[RECORD_SUFFIX])
            .ok_or(Refusal::Form { field: "out" })?;
        let found = store::notices::get(self.store.reader(), no)?.ok_or(Refusal::NoSuchRecord)?;
        let report = self.notice_report(&found)?;
        let own = self.own_template(TEMPLATE)?;
        let bytes = render(&report, own.as_deref()).map_err(unfilled)?;
        let document = Document {
            facts: DocumentFacts {
                kind: "notice",
                record: no.to_string(),
                is_full: false,
                is_sealed: out.is_sealed(),
            },
            out,
            name: &name,
        };
        self.write_document(role, document, |_office, sink| {
            sink.put(&bytes)?;
            Ok(1)
        })
    }

    fn notice_report(&self, found: &Notice) -> Result<NoticeReport, AppError> {
        let today = self.now().day();
        let ends_on = Notice {
            state: NoticeState::Open,
            ..found.clone()
        }
        .ends_on();
        Ok(NoticeReport {
            agency_name: self.agency_on_paper(),
            bureau_name: Paper::BUREAU.to_owned(),
            authority_name: Paper::AUTHORITY.to_owned(),
            is_demo: self.is_demo()?,
            is_secret: false,
            document_name: found.no.to_string(),
            duty: LANG.contact_duty(found.duty).to_owned(),
            before: if found.before.is_empty() {
                Paper::NOBODY.to_owned()
            } else {
                found.before.clone()
            },
            after: found.after.clone(),
            changed_day: Paper::long_day(found.changed_on),
            due: ends_on.map(|day| LANG.day(day)).unwrap_or_default(),
            remark: found.remark.clone(),
            letter_day: Paper::long_day(found.sent_on.unwrap_or(today)),
            letter_no: Paper::letter_no(&found.letter_no),
            printed_by: self.me.name.clone(),
            printed_at: LANG.moment(self.now()),
        })
    }
}
