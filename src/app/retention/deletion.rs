//! 銷毀紀錄: signed by whoever deleted, verified by another person, complete with its last line.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::{Acting, certificate_row, item_in_force, keep, put_item, refused};
use crate::app::imports::{Taking, read_whole};
use crate::app::{AppError, Done, Office};
use crate::domain::calendar::Calendar;
use crate::domain::event::Event;
use crate::domain::ids::Period;
use crate::domain::refusal::Refusal;
use crate::domain::retention::certificate::{
    self, CertState, Certificate, CertificateDraft, ScopePlace,
};
use crate::domain::retention::event::RetentionEvent;
use crate::domain::retention::kept::KeptClass;
use crate::domain::retention::moves::{self, By};
use crate::domain::retention::{RecordKind, RecordNo, RetentionRefusal};
use crate::store::held::Tombstone;
use crate::store::{self, WriteTx};

/// The largest file that is taken as evidence.
const LARGEST_EVIDENCE: usize = 64 * 1024 * 1024;

fn put_certificate(
    tx: &mut WriteTx<'_>,
    certificate: &Certificate,
    calendar: &Calendar,
) -> Result<(), AppError> {
    store::deletions::put(tx, certificate)?;
    match certificate_row(certificate, calendar) {
        Some(row) => store::due::put(tx, &row)?,
        None => store::due::remove(tx, &certificate.no.to_string())?,
    }
    Ok(())
}

fn in_force(tx: &WriteTx<'_>, (no, version): (RecordNo, u32)) -> Result<Certificate, AppError> {
    let certificate = store::deletions::get(tx.reader(), no)?.ok_or(Refusal::NoSuchRecord)?;
    if certificate.version == version {
        Ok(certificate)
    } else {
        Err(Refusal::Stale.into())
    }
}

fn event(certificate: &Certificate) -> Event {
    Event::Retention(RetentionEvent::CertificateMoved {
        no: certificate.no,
        version: certificate.version,
        state: certificate.state.code(),
    })
}

impl Office {
    /// The digest of a file in the drop folder that is named as evidence; nothing for any other reference.
    pub fn evidence_digest(&mut self, name: &str) -> Result<Option<String>, AppError> {
        let files = self.dropped_for("retention.keep")?;
        let Some(file) = files.iter().find(|file| file.name == name) else {
            return Ok(None);
        };
        let path = self.dropped_path(&file.key)?;
        let taking = Taking {
            is_dropped: true,
            ..Taking::default()
        };
        let bytes = read_whole(&path, &taking, LARGEST_EVIDENCE)?;
        if bytes.len() > LARGEST_EVIDENCE {
            return Ok(None);
        }
        Ok(Some(
            data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)),
        ))
    }

    /// 刪除: one certificate for one or several items.
    pub(super) fn delete_items(
        &mut self,
        items: &[(RecordNo, u32)],
        mut draft: CertificateDraft,
    ) -> Result<Done, AppError> {
        let acting = self.acting("retention.keep")?;
        if draft.evidence_sha256.is_empty() {
            draft.evidence_sha256 = self.evidence_digest(&draft.evidence)?.unwrap_or_default();
        }
        let calendar = self.calendar.clone();
        self.write(acting.role, |tx| {
            let period = Period::of(acting.now.day()).unwrap_or_default();
            let no = RecordNo {
                kind: RecordKind::Certificate,
                period,
                serial: store::deletions::next_serial(tx.reader(), period)?,
            };
            let mut found = Vec::new();
            for (item, version) in items {
                found.push(item_in_force(tx.reader(), *item, *version)?);
            }
            // Each item's own guards first: hands, holds, statutes.
            let mut deleted = Vec::new();
            for held in &found {
                deleted.push(moves::delete(held, no, acting.by()).map_err(refused)?);
            }
            let signed = certificate::sign(&found, &draft, no, acting.by()).map_err(refused)?;
            for held in &deleted {
                put_item(tx, held, &calendar)?;
            }
            put_certificate(tx, &signed, &calendar)?;
            Ok(Event::Retention(RetentionEvent::Deleted {
                no,
                items: u32::try_from(deleted.len()).unwrap_or(u32::MAX),
            }))
        })
    }

    /// 驗證無法復原.
    pub(super) fn verify_deletion(
        &mut self,
        about: (RecordNo, u32),
        how: &str,
    ) -> Result<Done, AppError> {
        self.move_certificate("retention.verify", about, |certificate, by| {
            certificate::verify(certificate, how, by)
        })
    }

    /// 驗證不符: its items are to be deleted still.
    pub(super) fn refuse_deletion(
        &mut self,
        about: (RecordNo, u32),
        reason: &str,
    ) -> Result<Done, AppError> {
        self.move_certificate("retention.verify", about, |certificate, by| {
            certificate::refuse(certificate, reason, by)
        })
    }

    /// A deferred line was cleared.
    pub(super) fn clear_line(
        &mut self,
        about: (RecordNo, u32),
        place: ScopePlace,
        (on, how): (NaiveDate, &str),
    ) -> Result<Done, AppError> {
        self.move_certificate("retention.enter", about, |certificate, by| {
            certificate::clear(certificate, place, (on, how), by)
        })
    }

    /// 例外 of deferred lines past the due day.
    pub(super) fn except_lines(
        &mut self,
        about: (RecordNo, u32),
        reason: &str,
    ) -> Result<Done, AppError> {
        self.move_certificate("retention.except", about, |certificate, by| {
            certificate::except(certificate, reason, by)
        })
    }

    fn move_certificate(
        &mut self,
        command: &'static str,
        about: (RecordNo, u32),
        step: impl FnOnce(&Certificate, By<'_>) -> Result<Certificate, Vec<RetentionRefusal>>,
    ) -> Result<Done, AppError> {
        let acting: Acting = self.acting(command)?;
        let calendar = self.calendar.clone();
        self.write(acting.role, |tx| {
            let certificate = in_force(tx, about)?;
            let moved = step(&certificate, acting.by()).map_err(refused)?;
            put_certificate(tx, &moved, &calendar)?;
            match moved.state {
                CertState::Closed => close_items(tx, &moved, &calendar, acting.by())?,
                CertState::Refused => reopen_items(tx, &moved, &calendar, acting.by())?,
                CertState::Signed | CertState::Deferred => {}
            }
            Ok(event(&moved))
        })
    }
}

/// The whole procedure is complete: tombstones for the items, five years for the evidence.
fn close_items(
    tx: &mut WriteTx<'_>,
    certificate: &Certificate,
    calendar: &Calendar,
    by: By<'_>,
) -> Result<(), AppError> {
    for no in &certificate.items {
        let held = store::held::get(tx.reader(), *no)?.ok_or(Refusal::Stale)?;
        let digest = store::held::digest(tx.reader(), *no)?.ok_or(Refusal::Stale)?;
        let stone = Tombstone {
            no: *no,
            item_version: held.version,
            item_digest: digest,
            certificate: certificate.no,
            medium: held.medium.code().to_owned(),
            quantity: held.quantity,
            deleted_on: certificate.executed_at.day(),
        };
        store::held::put_tombstone(tx, &stone)?;
        let closed = moves::close(&held, by).map_err(refused)?;
        put_item(tx, &closed, calendar)?;
    }
    let closed_on = certificate.closed_on.unwrap_or(by.now.day());
    let record = certificate.no.to_string();
    keep(
        tx,
        (KeptClass::Evidence, &record),
        closed_on,
        &certificate.evidence_sha256,
        by,
    )
}

fn reopen_items(
    tx: &mut WriteTx<'_>,
    certificate: &Certificate,
    calendar: &Calendar,
    by: By<'_>,
) -> Result<(), AppError> {
    for no in &certificate.items {
        let held = store::held::get(tx.reader(), *no)?.ok_or(Refusal::Stale)?;
        let open = moves::reopen(&held, &certificate.no.to_string(), by).map_err(refused)?;
        put_item(tx, &open, calendar)?;
    }
    Ok(())
}
