//! How a document leaves the desk: beneath `out` as a new file, plain where that may be, otherwise alone in a .zip of
//! AES-256; its entry stands before the file has its name.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::files_out::Place;
use super::{AppError, Office, Setting, Written};
use crate::domain::document::DocumentRefusal;
use crate::domain::event::{DeskEvent, DocumentFacts, Event};
use crate::domain::ids::Head;
use crate::domain::passphrase::passphrase_fault;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::trouble::Trouble;
use crate::report::ReportError;
use crate::report::sealed::Sealed;
use crate::report::sheet::{SheetFormat, SheetFrame, SheetWriter};
use crate::store::{self, checks::DocumentRow};

/// Where an office keeps templates of its own.
const TEMPLATES: &str = "templates";
/// No template is larger.
const LARGEST_TEMPLATE: u64 = 32 << 20;

/// What a sealed document's file name ends in.
pub const SEALED_SUFFIX: &str = ".zip";

/// Where a document goes, why, and what opens it.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Relative to `out`.
    pub file: PathBuf,
    pub reason: String,
    /// Of a .zip; a plain file has none.
    pub passphrase: Option<SecretString>,
}

/// Whether identifiers are whole in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Masking {
    Masked,
    /// The entry says so.
    Full,
}

/// Why a document was not filled.
pub(super) enum Unfilled {
    App(AppError),
    Report(ReportError),
}

impl<E: Into<AppError>> From<E> for Unfilled {
    fn from(error: E) -> Unfilled {
        Unfilled::App(error.into())
    }
}

impl From<ReportError> for Unfilled {
    fn from(error: ReportError) -> Unfilled {
        Unfilled::Report(error)
    }
}

impl Unfilled {
    fn at(self, place: &Place) -> AppError {
        match self {
            Unfilled::App(error) => error,
            Unfilled::Report(error @ ReportError::Template { .. }) => unfilled(error),
            Unfilled::Report(error) => match error.io() {
                Some(fault) => place.failed(&fault),
                None => Trouble::Other {
                    doing: "writing a document".to_owned(),
                }
                .into(),
            },
        }
    }
}

impl Outgoing {
    /// The document's own name: that of the file, without the .zip around it; `usual` is its suffix when none is said.
    pub(super) fn document_name(&self, usual: &str, known: &[&str]) -> Option<String> {
        let name = self.file.file_name()?.to_str()?;
        let Some(inner) = name.strip_suffix(SEALED_SUFFIX) else {
            return known
                .iter()
                .any(|suffix| name.ends_with(suffix))
                .then(|| name.to_owned());
        };
        if inner.is_empty() {
            return None;
        }
        if known.iter().any(|suffix| inner.ends_with(suffix)) {
            return Some(inner.to_owned());
        }
        Some(format!("{inner}{usual}"))
    }

    pub(super) fn is_sealed(&self) -> bool {
        self.file.to_string_lossy().ends_with(SEALED_SUFFIX)
    }

    /// A reason, and a passphrase that is strong enough where one is needed.
    pub(super) fn check(&self) -> Result<(), AppError> {
        if self.reason.trim().is_empty() {
            return Err(Refusal::Form { field: "reason" }.into());
        }
        match (&self.passphrase, self.is_sealed()) {
            (None, true) => Err(Refusal::Document(DocumentRefusal::NoPassphrase).into()),
            (Some(passphrase), true) => match passphrase_fault(passphrase.expose_secret()) {
                Some(fault) => Err(Refusal::Passphrase(fault).into()),
                None => Ok(()),
            },
            (_, false) => Ok(()),
        }
    }
}

/// One document's fill: into a plain file, or into the package around it.
pub(super) enum Sink<'a> {
    Plain(BufWriter<&'a File>),
    Sealed(Box<Sealed<BufWriter<&'a File>>>),
}

impl Sink<'_> {
    /// Bytes that are whole already.
    pub(super) fn put(self, bytes: &[u8]) -> Result<(), Unfilled> {
        match self {
            Sink::Plain(mut file) => ended(file.write_all(bytes).and_then(|()| file.flush())),
            Sink::Sealed(mut sealed) => {
                ended(sealed.write_all(bytes))?;
                ended(sealed.finish()?.flush())
            }
        }
    }

    /// A list, as `rows` gives it row by row.
    pub(super) fn sheet(
        self,
        format: SheetFormat,
        frame: SheetFrame,
        rows: impl FnOnce(&mut PutRow<'_>) -> Result<(), Unfilled>,
    ) -> Result<(), Unfilled> {
        match self {
            Sink::Plain(file) => {
                let mut writer = SheetWriter::begin(file, format, frame)?;
                rows(&mut |cells| Ok(writer.row(cells)?))?;
                ended(writer.finish()?.flush())
            }
            Sink::Sealed(sealed) => {
                let mut writer = SheetWriter::stream(*sealed, format, frame)?;
                rows(&mut |cells| Ok(writer.row(cells)?))?;
                ended(writer.finish()?.into_inner().finish()?.flush())
            }
        }
    }
}

/// Takes one row of a list.
pub(super) type PutRow<'a> = dyn FnMut(&[String]) -> Result<(), Unfilled> + 'a;

fn ended(written: std::io::Result<()>) -> Result<(), Unfilled> {
    Ok(written.map_err(ReportError::from)?)
}

/// What is known of a document before it is written.
pub(super) struct Document<'a> {
    pub(super) facts: DocumentFacts,
    pub(super) out: &'a Outgoing,
    /// Its name inside a .zip.
    pub(super) name: &'a str,
}

/// What a template lacks, as a refusal; anything else as a failure.
pub(super) fn unfilled(error: ReportError) -> AppError {
    match error {
        ReportError::Template {
            template,
            line,
            reason,
            ..
        } => Refusal::Document(DocumentRefusal::Template {
            name: template,
            row: line,
            reason,
        })
        .into(),
        ReportError::Package(_) | ReportError::Bytes(_) => Trouble::Other {
            doing: "filling a template".to_owned(),
        }
        .into(),
    }
}

impl Office {
    /// The office's own template of this name, beneath `templates` in the store's directory.
    pub(super) fn own_template(&self, name: &str) -> Result<Option<Vec<u8>>, AppError> {
        let path = self.dir().join(TEMPLATES).join(name);
        let failed = |error: std::io::Error| Trouble::File {
            path: path.display().to_string(),
            why: super::error::why(&error),
        };
        match File::open(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(error).into()),
            Ok(file) => {
                let mut bytes = Vec::new();
                file.take(LARGEST_TEMPLATE)
                    .read_to_end(&mut bytes)
                    .map_err(failed)?;
                Ok(Some(bytes))
            }
        }
    }

    /// Plain documents are let out where the keeper's setting says so.
    pub(super) fn check_plain(&self, out: &Outgoing) -> Result<(), AppError> {
        if out.is_sealed() || self.setting(Setting::PlainExport)? == "on" {
            Ok(())
        } else {
            Err(Refusal::Document(DocumentRefusal::PlainOff).into())
        }
    }

    pub(super) fn out_setting(&self) -> Result<PathBuf, AppError> {
        Ok(PathBuf::from(self.setting(Setting::OutDir)?))
    }

    /// Writes a document: `fill` writes it and counts its rows, then the entry, then the file has its name.
    pub(super) fn write_document(
        &mut self,
        role: Role,
        document: Document<'_>,
        fill: impl FnOnce(&Office, Sink<'_>) -> Result<u64, Unfilled>,
    ) -> Result<Written, AppError> {
        let Document { facts, out, name } = document;
        out.check()?;
        let place = Place::find(self.dir(), &self.out_setting()?, &out.file)?;
        let mut new = place.open()?;
        let rows = sink(&new, out, name)
            .and_then(|sink| fill(self, sink))
            .map_err(|unfilled| unfilled.at(&place))?;
        let sha256 = new.written()?;
        let (by, at) = (self.me.login.to_string(), self.now());
        let name = out.file.to_string_lossy();
        let done = self.write(role, |tx| {
            let kept = DocumentRow {
                kind: facts.kind,
                record: &facts.record,
                name: &name,
                sha256: &sha256,
                reason: out.reason.trim(),
                by: &by,
                at,
            };
            store::checks::put_document(tx, &kept)?;
            Ok(Event::Desk(DeskEvent::DocumentWritten {
                facts,
                rows,
                sha256: sha256.clone(),
            }))
        })?;
        new.name()?;
        Ok(told(self.dir(), place.path(), sha256, rows, done.head))
    }
}

fn sink<'a>(
    new: &'a super::files_out::NewFile<'_>,
    out: &Outgoing,
    name: &str,
) -> Result<Sink<'a>, Unfilled> {
    let file = BufWriter::new(new.file());
    match &out.passphrase {
        Some(passphrase) if out.is_sealed() => {
            let sealed = Sealed::begin(file, name, passphrase.expose_secret())?;
            Ok(Sink::Sealed(Box::new(sealed)))
        }
        _ => Ok(Sink::Plain(file)),
    }
}

fn told(dir: &Path, path: &Path, sha256: String, rows: u64, head: Head) -> Written {
    let beneath = path.strip_prefix(dir).unwrap_or(path);
    Written {
        shown: beneath.display().to_string(),
        path: path.to_owned(),
        sha256,
        rows,
        head,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn named(file: &str, expected: Option<&str>) {
        let out = Outgoing {
            file: PathBuf::from(file),
            reason: String::new(),
            passphrase: None,
        };
        let name = out.document_name(".ods", &[".ods", ".csv"]);
        assert_eq!(name.as_deref(), expected, "{file}");
    }

    #[test]
    fn a_package_holds_a_document_of_its_own_name() {
        named("a.ods", Some("a.ods"));
        named("b/a.csv", Some("a.csv"));
        named("a.csv.zip", Some("a.csv"));
        named("a.zip", Some("a.ods"));
        named("a.odt", None);
        named("a", None);
        named(".zip", None);
    }

    #[test]
    fn a_package_wants_a_strong_passphrase_and_everything_a_reason() {
        let out = |file: &str, reason: &str, passphrase: Option<&str>| Outgoing {
            file: PathBuf::from(file),
            reason: reason.to_owned(),
            passphrase: passphrase.map(SecretString::from),
        };
        assert!(out("a.ods", "送閱", None).check().is_ok());
        assert!(
            out("a.zip", "送閱", Some("Horse-Battery-1"))
                .check()
                .is_ok()
        );
        assert!(out("a.zip", " ", Some("Horse-Battery-1")).check().is_err());
        assert!(out("a.zip", "送閱", Some("weak")).check().is_err());
        assert!(out("a.zip", "送閱", None).check().is_err());
    }
}
