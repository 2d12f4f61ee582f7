//! 軌跡: reading it.

use super::{AppError, Office};
use crate::store;

pub use crate::store::entries::{EntryFilter, EntryRow, PageFrom};

impl Office {
    /// A page of entries for whoever may list them: everybody enrolled.
    pub fn entries(
        &mut self,
        filter: &EntryFilter,
        from: PageFrom,
        limit: usize,
    ) -> Result<Vec<EntryRow>, AppError> {
        self.allow("list.trail")?;
        Ok(store::entries::page(
            self.store.reader(),
            filter,
            from,
            limit,
        )?)
    }

    /// One entry.
    pub fn entry(&mut self, seq: u64) -> Result<Option<EntryRow>, AppError> {
        self.allow("list.trail")?;
        Ok(store::entries::get(self.store.reader(), seq)?)
    }

    /// The actions and the people that the trail knows.
    pub fn actions_and_people(&mut self) -> Result<(Vec<String>, Vec<String>), AppError> {
        self.allow("list.trail")?;
        Ok(store::entries::actions_and_people(self.store.reader())?)
    }
}
