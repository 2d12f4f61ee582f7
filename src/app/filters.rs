//! Filters under a name: each person's own.

pub use crate::store::filters::SavedFilter;

use super::{AppError, Office};
use crate::store::filters;

impl Office {
    /// This person's filters, by name.
    pub fn saved_filters(&self) -> Result<Vec<SavedFilter>, AppError> {
        Ok(filters::all(self.store.reader(), &self.me.login)?)
    }

    /// Keeps a filter in place of the one of that name.
    pub fn save_filter(&mut self, filter: &SavedFilter) -> Result<(), AppError> {
        let tx = self.store.write()?;
        filters::keep(&tx, &self.me.login, filter)?;
        Ok(tx.commit_draft()?)
    }

    pub fn forget_filter(&mut self, view: &str, name: &str) -> Result<(), AppError> {
        let tx = self.store.write()?;
        filters::forget(&tx, &self.me.login, view, name)?;
        Ok(tx.commit_draft()?)
    }
}
