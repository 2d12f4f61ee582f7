//! A file looked at before it is taken: what it would come to, or why it would not be taken and how its columns stand.

use std::path::Path;

use super::{FileKind, Imported, Opened, Shape, Taking};
use crate::app::{AppError, Office, Work};
use crate::domain::ids::Period;
use crate::import::{FileFault, LogDraft, RegisterDraft};
use crate::store;

/// What a preview shows.
#[derive(Debug)]
pub struct Preview {
    pub report: Imported,
    /// Why it would not be taken as it is.
    pub refused: Option<AppError>,
}

impl Office {
    /// Looks at a log of the drop folder. One whose header is not recognised shows what its columns are.
    pub fn preview_log(
        &mut self,
        path: &Path,
        period: Period,
        work: Work<'_>,
    ) -> Result<Preview, AppError> {
        self.allow("import.log")?;
        self.store.widen_cache(super::CACHE_MIB)?;
        let taking = looking();
        let opened = self.open_file(FileKind::Log, (path, &taking), work)?;
        let sha256 = opened.sha256.clone();
        if store::log::has_file(self.store.reader(), "log", &sha256, Some(period))? {
            return Ok(Preview::known(&opened));
        }
        let (facts, version) = (opened.facts.clone(), opened.kept.version);
        match opened.find::<LogDraft>(&taking) {
            Ok((mut file, _source)) => {
                let (report, _plan) = self.count_log(&mut file, (period, version), work)?;
                Ok(Preview::counted(report))
            }
            Err(error) => Preview::unrecognised(error, &facts, version),
        }
    }

    /// Looks at a register of the drop folder.
    pub fn preview_register(&mut self, path: &Path, work: Work<'_>) -> Result<Preview, AppError> {
        self.allow("import.register")?;
        self.store.widen_cache(super::CACHE_MIB)?;
        let taking = looking();
        let opened = self.open_file(FileKind::Register, (path, &taking), work)?;
        let sha256 = opened.sha256.clone();
        if store::log::has_file(self.store.reader(), "register", &sha256, None)? {
            return Ok(Preview::known(&opened));
        }
        let (facts, version) = (opened.facts.clone(), opened.kept.version);
        match opened.find::<RegisterDraft>(&taking) {
            Ok((mut file, _source)) => {
                let (report, _fresh) = self.count_register(&mut file, version, work)?;
                Ok(Preview::counted(report))
            }
            Err(error) => Preview::unrecognised(error, &facts, version),
        }
    }
}

fn looking() -> Taking {
    Taking {
        dry_run: true,
        accept_total: true,
        is_dropped: true,
        ..Taking::default()
    }
}

impl Preview {
    fn known(opened: &Opened<'_>) -> Preview {
        Preview {
            report: opened.as_known(),
            refused: None,
        }
    }

    fn counted(report: Imported) -> Preview {
        Preview {
            refused: report.nothing_taken().map(AppError::from),
            report,
        }
    }

    /// Without a header there are no counts, but columns to be named where there is something like one.
    fn unrecognised(
        error: AppError,
        facts: &crate::import::FileFacts,
        version: u32,
    ) -> Result<Preview, AppError> {
        let AppError::File(FileFault::NoHeader {
            nearest: Some(nearest),
        }) = &error
        else {
            return Err(error);
        };
        let mut shape = Shape::of_nearest(nearest, version);
        shape.unknown_letters = facts.unknown_letters;
        Ok(Preview {
            report: Imported {
                encoding: facts.encoding.code(),
                sha256: data_encoding::HEXLOWER.encode(&facts.sha256),
                shape,
                ..Imported::default()
            },
            refused: Some(error),
        })
    }
}
