//! 五年紀錄: whatever produces one says so in its own transaction; their way to disposal.

use chrono::NaiveDate;

use super::refused;
use crate::app::{AppError, Done, Office};
use crate::domain::event::Event;
use crate::domain::ids::Period;
use crate::domain::refusal::Refusal;
use crate::domain::retention::HoldCause;
use crate::domain::retention::event::RetentionEvent;
use crate::domain::retention::kept::{Kept, KeptClass, KeptStep, take};
use crate::domain::retention::moves::By;
use crate::domain::span::Span;
use crate::store::{self, Reader, WriteTx};

/// The period of a class: five years where the directive says so; else the setting, five years without one.
pub(super) fn span_of(reader: Reader<'_>, class: KeptClass) -> Result<Span, AppError> {
    let set = match class.setting() {
        Some(name) => store::settings::get(reader, name)?,
        None => None,
    };
    Ok(class.span(set.and_then(|text| text.parse().ok())))
}

/// A record begins to be kept, once; from this day, whatever holidays there are. To be called in the transaction that
/// makes the record: a request closed or its account ended, a review or check signed, a log imported, a deletion complete.
pub(in crate::app) fn keep(
    tx: &mut WriteTx<'_>,
    (class, record): (KeptClass, &str),
    starts_on: NaiveDate,
    sha256: &str,
    by: By<'_>,
) -> Result<(), AppError> {
    if store::kept::get(tx.reader(), class, record)?.is_some() {
        return Ok(());
    }
    let span = span_of(tx.reader(), class)?;
    let mut kept = Kept::new(class, record, starts_on, span, by);
    sha256.clone_into(&mut kept.sha256);
    store::kept::put(tx, &kept)?;
    Ok(())
}

/// 查詢資料登記表 of a month begins to be kept with its first line: from the month's last day.
pub(in crate::app) fn keep_month(
    tx: &mut WriteTx<'_>,
    period: Period,
    by: By<'_>,
) -> Result<(), AppError> {
    let record = period.to_string();
    keep(
        tx,
        (KeptClass::Register, &record),
        period.last_day(),
        "",
        by,
    )
}

/// `11510-f3`: a month's log file.
pub(in crate::app) fn log_record(period: Period, file: i64) -> String {
    format!("{period}-f{file}")
}

/// A setting of an assumed class changed: what is kept by it ends on another day.
pub(in crate::app) fn refit(
    tx: &mut WriteTx<'_>,
    setting: &str,
    by: By<'_>,
) -> Result<(), AppError> {
    let class = KeptClass::ALL
        .iter()
        .copied()
        .find(|class| class.setting() == Some(setting));
    let Some(class) = class else {
        return Ok(());
    };
    let span = span_of(tx.reader(), class)?;
    for kept in store::kept::of_class(tx.reader(), class)? {
        let again = Kept::new(class, &kept.record, kept.starts_on, span, by);
        if again.ends_on != kept.ends_on {
            let refitted = Kept {
                ends_on: again.ends_on,
                version: kept.version.saturating_add(1),
                changed_by: again.changed_by,
                changed_by_name: again.changed_by_name,
                changed_role: again.changed_role,
                changed_at: again.changed_at,
                ..kept
            };
            store::kept::put(tx, &refitted)?;
        }
    }
    Ok(())
}

fn command_of(step: KeptStep) -> &'static str {
    match step {
        KeptStep::Propose => "kept.propose",
        KeptStep::Approve | KeptStep::Decline => "kept.approve",
        KeptStep::Hold | KeptStep::Release => "retention.oversee",
    }
}

impl Office {
    /// A step of a record that is kept.
    pub(super) fn step_kept(
        &mut self,
        (class, record, version): (KeptClass, &str, u32),
        step: KeptStep,
        (reason, cause): (&str, Option<HoldCause>),
    ) -> Result<Done, AppError> {
        let acting = self.acting(command_of(step))?;
        self.write(acting.role, |tx| {
            let kept =
                store::kept::get(tx.reader(), class, record)?.ok_or(Refusal::NoSuchRecord)?;
            if kept.version != version {
                return Err(Refusal::Stale.into());
            }
            let moved = take(&kept, step, (reason, cause), acting.by()).map_err(refused)?;
            store::kept::put(tx, &moved)?;
            Ok(Event::Retention(RetentionEvent::KeptMoved {
                class: class.code(),
                record: record.to_owned(),
                version: moved.version,
                state: moved.state.code(),
                is_on_hold: moved.hold.is_some(),
            }))
        })
    }
}
