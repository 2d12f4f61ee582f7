//! `export KIND`: documents, as new files beneath `out`; sealed in a .zip with a passphrase of its own.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde_json::json;

use super::output::{CliError, Said, Ticker};
use super::session::{Secrets, office_and_secrets};
use super::{ExportArgs, Global, RecordArgs};
use crate::app::{AppError, ListAsked, ListKind, Masking, Outgoing, SEALED_SUFFIX, Work, Written};
use crate::domain::ids::Period;
use crate::domain::refusal::Refusal;
use crate::domain::retention::{RecordKind, RecordNo};

fn outgoing(secrets: &mut Secrets, reason: &str, out: &Path) -> Result<Outgoing, CliError> {
    let is_sealed = out.to_string_lossy().ends_with(SEALED_SUFFIX);
    Ok(Outgoing {
        file: PathBuf::from(out),
        reason: reason.to_owned(),
        passphrase: is_sealed.then(|| secrets.new_passphrase()).transpose()?,
    })
}

/// `export check`.
pub(super) fn check(
    global: &Global,
    period: Period,
    reason: &str,
    out: &Path,
) -> Result<Said, CliError> {
    let (mut office, mut secrets) = office_and_secrets(global)?;
    let out = outgoing(&mut secrets, reason, out)?;
    Ok(told(&office.export_check(period, &out)?))
}

/// `export register|log|trail`.
pub(super) fn list(
    global: &Global,
    kind: ListKind,
    arguments: &ExportArgs,
) -> Result<Said, CliError> {
    let (mut office, mut secrets) = office_and_secrets(global)?;
    let asked = ListAsked {
        kind,
        period: arguments.period.map(|period| period.0),
        masking: if arguments.full {
            Masking::Full
        } else {
            Masking::Masked
        },
        out: outgoing(&mut secrets, &arguments.reason, &arguments.out)?,
    };
    let ticker = RefCell::new(Ticker::start());
    let tell = |done: u64, of: Option<u64>| ticker.borrow_mut().tell(done, of.unwrap_or(done));
    let work = Work {
        stop: &AtomicBool::new(false),
        tell: &tell,
    };
    let written = office.export_list(&asked, &work);
    ticker.into_inner().end();
    Ok(told(&written?))
}

/// `export deletion`: 銷毀紀錄.
pub(super) fn deletion(global: &Global, arguments: &RecordArgs) -> Result<Said, CliError> {
    let (mut office, mut secrets) = office_and_secrets(global)?;
    let out = outgoing(&mut secrets, &arguments.reason, &arguments.out)?;
    let no = record_no(arguments, RecordKind::Certificate)?;
    Ok(told(&office.export_deletion(no, &out)?))
}

/// `export notice`: the letter of 窗口異動.
pub(super) fn notice(global: &Global, arguments: &RecordArgs) -> Result<Said, CliError> {
    let (mut office, mut secrets) = office_and_secrets(global)?;
    let out = outgoing(&mut secrets, &arguments.reason, &arguments.out)?;
    let no = record_no(arguments, RecordKind::Notice)?;
    Ok(told(&office.export_notice(no, &out)?))
}

/// `export review`: 清查紀錄.
pub(super) fn review(global: &Global, arguments: &RecordArgs) -> Result<Said, CliError> {
    let no = super::reviews::number(&arguments.record)?;
    let (mut office, mut secrets) = office_and_secrets(global)?;
    let out = outgoing(&mut secrets, &arguments.reason, &arguments.out)?;
    Ok(told(&office.export_review(no, &out)?))
}

fn record_no(arguments: &RecordArgs, kind: RecordKind) -> Result<RecordNo, CliError> {
    let no: Option<RecordNo> = arguments.record.parse().ok();
    no.filter(|no| no.kind == kind)
        .ok_or_else(|| AppError::from(Refusal::NoSuchRecord).into())
}

/// `export roster`: 使用者清冊.
pub(super) fn roster(global: &Global, reason: &str, out: &Path) -> Result<Said, CliError> {
    let (mut office, mut secrets) = office_and_secrets(global)?;
    let out = outgoing(&mut secrets, reason, out)?;
    Ok(told(&office.export_roster(&out)?))
}

fn told(written: &Written) -> Said {
    let head = written.head.to_string();
    let path = written.path.display().to_string();
    Said {
        prose: format!("{path}\nSHA-256 {}\n{head}", written.sha256),
        json: json!({ "file": path, "sha256": written.sha256, "rows": written.rows, "head": head }),
        ..Said::default()
    }
}
