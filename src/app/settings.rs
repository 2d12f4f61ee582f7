//! Settings: what the directive leaves open, each with its default. The keeper changes them on the screen.

use std::fs::DirBuilder;
use std::ops::RangeInclusive;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Component, Path, PathBuf};

use super::error::why;
use super::retention::refit;
use super::{AppError, Done, Office};
use chrono::NaiveDate;

use crate::domain::event::{DeskEvent, Event};
use crate::domain::normal::{free_text, norm_text};
use crate::domain::query::ApprovalMode;
use crate::domain::refusal::Refusal;
use crate::domain::retention::moves::By;
use crate::domain::rules::Thresholds;
use crate::domain::span::Span;
use crate::domain::trouble::{FileWhy, Trouble};
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
    /// Whether documents may leave unsealed.
    PlainExport,
    /// Idle days from which an account is warned about (6(6), our assumption).
    IdleWarn,
    /// Idle days from which its deletion is proposed.
    IdleDelete,
    /// The day of the month after a quarter by which its documents are due.
    QuarterDue,
    /// The day of the year by which the accounts are reviewed (6(6), our assumption).
    ReviewDue,
    /// Minutes unused until the screen locks.
    Lock,
    /// Minutes unused until the session ends.
    LogOut,
    /// How long the register is kept (推定).
    KeepRegister,
    /// How long notices of changes are kept (推定).
    KeepNotice,
    /// What the rules of the check compare with, where it is not as their table says.
    RuleThresholds,
    /// When COVER is walked.
    Cover,
    /// Whether the supervisor approves each query, before it or after.
    PreApproval,
    /// The day of the next month by which a month is checked; 31 is its last.
    CheckDue,
}

/// The values of [`Setting::PlainExport`].
const SWITCH: [&str; 2] = ["off", "on"];

/// The values of [`Setting::Cover`].
pub const COVERS: [&str; 3] = ["quarterly", "monthly", "never"];

/// The values of [`Setting::PreApproval`].
pub const APPROVALS: [&str; 3] = ["none", "before", "after"];

impl Setting {
    pub const ALL: [Setting; 16] = [
        Setting::InDir,
        Setting::OutDir,
        Setting::ResultDue,
        Setting::PreApproval,
        Setting::CheckDue,
        Setting::Lock,
        Setting::LogOut,
        Setting::PlainExport,
        Setting::IdleWarn,
        Setting::IdleDelete,
        Setting::KeepRegister,
        Setting::KeepNotice,
        Setting::RuleThresholds,
        Setting::Cover,
        Setting::QuarterDue,
        Setting::ReviewDue,
    ];

    /// Its name in the store and in entries.
    pub fn name(self) -> &'static str {
        match self {
            Setting::InDir => "in_dir",
            Setting::OutDir => "out_dir",
            Setting::ResultDue => "result_due",
            Setting::PlainExport => "plain_export",
            Setting::IdleWarn => "idle_warn",
            Setting::IdleDelete => "idle_delete",
            Setting::QuarterDue => "quarter_due",
            Setting::ReviewDue => "review_due",
            Setting::Lock => "lock",
            Setting::LogOut => "logout",
            Setting::KeepRegister => "keep_register",
            Setting::KeepNotice => "keep_notice",
            Setting::RuleThresholds => "rule_thresholds",
            Setting::Cover => "cover",
            Setting::PreApproval => "pre_approval",
            Setting::CheckDue => "check_due",
        }
    }

    pub fn default_value(self) -> &'static str {
        match self {
            Setting::InDir => "in",
            Setting::OutDir => "out",
            Setting::ResultDue => "1",
            Setting::PlainExport => "off",
            Setting::IdleWarn => "90",
            Setting::IdleDelete => "180",
            Setting::Lock | Setting::QuarterDue => "10",
            Setting::ReviewDue => "12/15",
            Setting::LogOut => "30",
            Setting::KeepRegister | Setting::KeepNotice => "5y",
            Setting::RuleThresholds => "",
            Setting::Cover => "quarterly",
            Setting::PreApproval => "none",
            Setting::CheckDue => "31",
        }
    }
}

/// The longest a result may wait, in working days.
const LONGEST_WAIT: u32 = 30;

/// The longest an account may lie idle unseen, in days.
const LONGEST_IDLE: u32 = 730;
/// Minutes; a session never ends before its screen locks (附表十, 閒置時限).
const LOCKS_AFTER: RangeInclusive<u32> = 5..=15;
const ENDS_AFTER: RangeInclusive<u32> = 16..=120;

fn number_in(text: &str, range: RangeInclusive<u32>) -> Option<String> {
    let number: u32 = text.parse().ok()?;
    range.contains(&number).then(|| number.to_string())
}

/// `12/15` or `1215`: a day that there is in a leap year.
pub(super) fn month_day(text: &str) -> Option<(u32, u32)> {
    let digits = text.replace('/', "");
    let (month, day) = match text.split_once('/') {
        Some(parts) => parts,
        None => digits.split_at_checked(2).filter(|_| digits.len() == 4)?,
    };
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    NaiveDate::from_ymd_opt(2024, month, day).map(|_| (month, day))
}

impl Setting {
    /// The value as it is kept; `None` when it cannot be one.
    pub fn read(self, typed: &str) -> Option<String> {
        let text = norm_text(typed);
        let text = text.trim();
        match self {
            // The file system's letters are its own.
            Setting::InDir | Setting::OutDir => {
                let folder = free_text(typed);
                is_folder(&folder).then_some(folder)
            }
            Setting::ResultDue => number_in(text, 1..=LONGEST_WAIT),
            Setting::Lock => number_in(text, LOCKS_AFTER),
            Setting::LogOut => number_in(text, ENDS_AFTER),
            Setting::KeepRegister | Setting::KeepNotice => {
                Span::typed(text).map(|span| span.to_string())
            }
            Setting::PlainExport => one_of(text, &SWITCH),
            Setting::IdleWarn | Setting::IdleDelete => number_in(text, 1..=LONGEST_IDLE),
            Setting::Cover => one_of(text, &COVERS),
            Setting::PreApproval => one_of(text, &APPROVALS),
            Setting::RuleThresholds => {
                let set: Thresholds = text.parse().ok()?;
                Some(set.to_string())
            }
            Setting::ReviewDue => {
                month_day(text).map(|(month, day)| format!("{month:02}/{day:02}"))
            }
            Setting::QuarterDue | Setting::CheckDue => number_in(text, 1..=31),
        }
    }

    /// The values that it may have, where they are few; empty where it is typed.
    pub fn choices(self) -> &'static [&'static str] {
        match self {
            Setting::PlainExport => &SWITCH,
            Setting::Cover => &COVERS,
            Setting::PreApproval => &APPROVALS,
            Setting::InDir
            | Setting::OutDir
            | Setting::ResultDue
            | Setting::IdleWarn
            | Setting::IdleDelete
            | Setting::Lock
            | Setting::LogOut
            | Setting::QuarterDue
            | Setting::ReviewDue
            | Setting::CheckDue
            | Setting::KeepRegister
            | Setting::KeepNotice
            | Setting::RuleThresholds => &[],
        }
    }

    pub fn named(name: &str) -> Option<Setting> {
        Setting::ALL
            .into_iter()
            .find(|setting| setting.name() == name)
    }
}

fn one_of(text: &str, known: &[&str]) -> Option<String> {
    known
        .iter()
        .find(|known| text.eq_ignore_ascii_case(known))
        .map(|known| (*known).to_owned())
}

/// A folder beneath the store, or an absolute path; nothing that leads elsewhere.
fn is_folder(text: &str) -> bool {
    let path = Path::new(text);
    let is_plain = !text.is_empty() && !text.chars().any(char::is_control);
    is_plain
        && path
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::RootDir))
        && path.file_name().is_some()
}

impl Office {
    /// The value in force.
    pub fn setting(&self, setting: Setting) -> Result<String, AppError> {
        let kept = store::settings::get(self.store.reader(), setting.name())?;
        Ok(kept.unwrap_or_else(|| setting.default_value().to_owned()))
    }

    /// The folder of files that come in; made at need beneath the store.
    pub fn in_dir(&self) -> Result<PathBuf, AppError> {
        self.folder(Setting::InDir)
    }

    /// The folder of documents that go out; made at need beneath the store.
    pub fn out_dir(&self) -> Result<PathBuf, AppError> {
        self.folder(Setting::OutDir)
    }

    fn folder(&self, setting: Setting) -> Result<PathBuf, AppError> {
        let path = self.dir().join(self.setting(setting)?);
        if path.starts_with(self.dir()) && !path.exists() {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&path)
                .map_err(|fault| Trouble::File {
                    path: path.display().to_string(),
                    why: why(&fault),
                })?;
        }
        Ok(path)
    }

    /// Working days within which a result is to be completed.
    pub fn result_due_days(&self) -> Result<u32, AppError> {
        Ok(self.setting(Setting::ResultDue)?.parse().unwrap_or(1))
    }

    /// When the supervisor approves queries; `None`: not at all.
    pub fn pre_approval(&self) -> Result<Option<ApprovalMode>, AppError> {
        Ok(self.setting(Setting::PreApproval)?.parse().ok())
    }

    /// Minutes unused until the screen locks, and until the session ends.
    pub fn idle_minutes(&self) -> Result<(i64, i64), AppError> {
        let minutes = |setting: Setting| -> Result<i64, AppError> {
            let value = self.setting(setting)?;
            let default = || setting.default_value().parse().unwrap_or_default();
            Ok(value.parse().unwrap_or_else(|_bad| default()))
        };
        Ok((minutes(Setting::Lock)?, minutes(Setting::LogOut)?))
    }

    /// Sets a value; folders elsewhere must be there already.
    pub(super) fn change_setting(
        &mut self,
        setting: Setting,
        value: &str,
    ) -> Result<Done, AppError> {
        let role = self.allow("setting.change")?;
        let name = setting.name();
        let value = setting.read(value).ok_or(Refusal::Form { field: name })?;
        if Path::new(&value).is_absolute() && !Path::new(&value).is_dir() {
            return Err(Trouble::File {
                path: value,
                why: FileWhy::Missing,
            }
            .into());
        }
        let (me, now) = (self.me.clone(), self.now());
        let by = By {
            clerk: &me,
            role,
            now,
        };
        self.write(role, |tx| {
            store::settings::put(tx, name, &value)?;
            refit(tx, name, by)?;
            Ok(Event::Desk(DeskEvent::SettingChanged { name }))
        })
    }
}
