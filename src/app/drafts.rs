//! Drafts: whoever types finds it again after a dropped line, a kill or a log-out; nobody else does.

pub use crate::store::drafts::Draft;

use super::{AppError, Office};
use crate::store::drafts;

impl Office {
    /// Keeps what is being typed, in place of what was kept of that form before.
    pub fn keep_draft(&mut self, draft: &Draft) -> Result<(), AppError> {
        // With other roles it is offered at the next login; without a key there is none.
        self.roles_by_my_key()?;
        let tx = self.store.write()?;
        drafts::keep(&tx, &self.me.login, draft)?;
        Ok(tx.commit_draft()?)
    }

    /// What was kept of this form.
    pub fn draft(&self, place: &str) -> Result<Option<Draft>, AppError> {
        Ok(drafts::get(self.store.reader(), &self.me.login, place)?)
    }

    /// Everything kept of this person, the latest first.
    pub fn drafts(&self) -> Result<Vec<Draft>, AppError> {
        Ok(drafts::all(self.store.reader(), &self.me.login)?)
    }

    /// Throws away what was kept of this form.
    pub fn discard_draft(&mut self, place: &str) -> Result<(), AppError> {
        if self.draft(place)?.is_none() {
            return Ok(());
        }
        let tx = self.store.write()?;
        drafts::discard(&tx, &self.me.login, place)?;
        Ok(tx.commit_draft()?)
    }
}
