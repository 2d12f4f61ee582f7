//! Control totals of a month: what should be in its log and is not. Reads only.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{AppError, Office};
use crate::domain::ids::Period;
use crate::domain::normal::norm_text;
use crate::locale::ControlFacts;
use crate::store::log::FileTotals;
use crate::store::{self, Reader};

/// What a reader of the record compares with the office's own knowledge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Control {
    /// Days without a row, and working days among them.
    pub days_without: u32,
    pub working_days_without: u32,
    /// Accounts that were open in the month and stand in no row.
    pub accounts_without: Vec<String>,
    /// Rows of other months that came with the month's files.
    pub outside: u32,
    pub files: Vec<FileTotals>,
}

impl Control {
    /// The same as it is worded.
    pub fn facts(&self) -> ControlFacts<'_> {
        let differing = self.differing().map(|file| (file.footer, file.read));
        let differing: Vec<(u32, u32)> = differing
            .filter_map(|(footer, read)| Some((footer?, read)))
            .collect();
        ControlFacts {
            days_without: self.days_without,
            working_days_without: self.working_days_without,
            accounts_without: &self.accounts_without,
            outside: self.outside,
            has_footer: self.has_footer(),
            differing,
        }
    }

    /// Files whose footer says another number than was read.
    pub fn differing(&self) -> impl Iterator<Item = &FileTotals> {
        self.files
            .iter()
            .filter(|file| file.footer.is_some_and(|footer| footer != file.read))
    }

    /// Whether any file had a footer at all.
    pub fn has_footer(&self) -> bool {
        self.files.iter().any(|file| file.footer.is_some())
    }
}

impl Office {
    /// The control totals of a month.
    pub fn control(&mut self, period: Period) -> Result<Control, AppError> {
        self.allow("check.show")?;
        self.control_of(self.store.reader(), period)
    }

    pub(super) fn control_of(
        &self,
        reader: Reader<'_>,
        period: Period,
    ) -> Result<Control, AppError> {
        let named = store::log::accounts_in(reader, period)?;
        let accounts: BTreeSet<String> = named.iter().map(|name| norm_text(name)).collect();
        let silent = silent_days(reader, period, &named)?;
        let working = silent
            .iter()
            .filter(|day| self.calendar().is_working(**day));
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let files = store::log::file_totals(reader, period)?;
        Ok(Control {
            days_without: count(silent.len()),
            working_days_without: count(working.count()),
            accounts_without: open_accounts(reader, period)?
                .into_iter()
                .filter(|account| !accounts.contains(account))
                .collect(),
            outside: files
                .iter()
                .fold(0, |sum, file| sum.saturating_add(file.outside)),
            files,
        })
    }
}

/// Days on which no account has a row.
fn silent_days(
    reader: Reader<'_>,
    period: Period,
    accounts: &[String],
) -> Result<Vec<NaiveDate>, AppError> {
    let mut silent = Vec::new();
    let all = period.first_day().iter_days();
    'days: for day in all.take_while(|day| period.contains(*day)) {
        // Rows whose account is empty are rows too.
        for account in accounts.iter().map(String::as_str).chain([""]) {
            if store::log::has_row_on(reader, period, account, day)? {
                continue 'days;
            }
        }
        silent.push(day);
    }
    Ok(silent)
}

/// Accounts that the roster knows as open in the month; without a roster those of the desk's people.
fn open_accounts(reader: Reader<'_>, period: Period) -> Result<BTreeSet<String>, AppError> {
    let mut open = BTreeSet::new();
    let roster = store::roster::accounts(reader)?;
    for account in &roster {
        let is_open =
            account.is_open_on(period.first_day()) || account.is_open_on(period.last_day());
        open.extend(is_open.then(|| norm_text(&account.account)));
    }
    if roster.is_empty() {
        for clerk in store::clerks::all(reader)? {
            open.extend(clerk.account.map(|account| norm_text(&account)));
        }
    }
    Ok(open)
}
