//! Settings: what the directive leaves open, each with its default. The keeper changes them on the screen.

use std::path::PathBuf;

use super::{AppError, Office};
use crate::store;

/// A setting; a row appears when its issue does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Where downloaded files are put; beneath the store unless absolute.
    InDir,
    /// Where documents go; beneath the store unless absolute.
    OutDir,
    /// Working days within which a result is to be completed.
    ResultDue,
}

impl Setting {
    pub const ALL: [Setting; 3] = [Setting::InDir, Setting::OutDir, Setting::ResultDue];

    /// Its name in the store and in entries.
    pub fn name(self) -> &'static str {
        match self {
            Setting::InDir => "in_dir",
            Setting::OutDir => "out_dir",
            Setting::ResultDue => "result_due",
        }
    }

    pub fn default_value(self) -> &'static str {
        match self {
            Setting::InDir => "in",
            Setting::OutDir => "out",
            Setting::ResultDue => "1",
        }
    }
}

impl Office {
    /// The value in force.
    pub fn setting(&self, setting: Setting) -> Result<String, AppError> {
        let kept = store::settings::get(self.store.reader(), setting.name())?;
        Ok(kept.unwrap_or_else(|| setting.default_value().to_owned()))
    }

    /// The folder of files that come in.
    pub fn in_dir(&self) -> Result<PathBuf, AppError> {
        Ok(self.dir().join(self.setting(Setting::InDir)?))
    }

    /// The folder of documents that go out.
    pub fn out_dir(&self) -> Result<PathBuf, AppError> {
        Ok(self.dir().join(self.setting(Setting::OutDir)?))
    }

    /// Working days within which a result is to be completed.
    pub fn result_due_days(&self) -> Result<u32, AppError> {
        Ok(self.setting(Setting::ResultDue)?.parse().unwrap_or(1))
    }
}
