//! Which column of a file is which: what the agency corrected by hand, kept and used by itself the next time.

use super::FileKind;
use crate::app::{AppError, Done, Office};
use crate::domain::event::{Event, ImportEvent};
use crate::domain::refusal::Refusal;
use crate::import::fault::names_of;
use crate::import::{Column, FileFault, Layout, Mapping, Named};
use crate::store::column_map::{self, MappedColumn};

/// What is to be changed about the mapping: a column without a name goes by its known names again.
pub type MapChanges = Vec<(Column, Option<Named>)>;

/// The longest name of a column, in characters, that can be mapped.
pub(super) const LONGEST_NAME: usize = 200;

/// A mapping and its version in the store.
pub(super) struct Kept {
    pub(super) version: u32,
    pub(super) mapping: Mapping,
}

impl Office {
    /// The mapping in force for a kind of file.
    pub fn column_map(&self, kind: FileKind) -> Result<Mapping, AppError> {
        Ok(self.kept_map(kind)?.mapping)
    }

    pub(super) fn kept_map(&self, kind: FileKind) -> Result<Kept, AppError> {
        let kept = column_map::get(self.store.reader(), kind.code())?;
        let pairs = kept.columns.into_iter().filter_map(|mapped| {
            let nth = usize::try_from(mapped.nth).ok()?;
            let named = Named {
                name: mapped.name,
                nth,
            };
            Some((Column::from_code(&mapped.column)?, named))
        });
        Ok(Kept {
            version: kept.version,
            mapping: Mapping::of(pairs),
        })
    }

    /// Keeps a mapping; `None`: it is the one in force.
    pub fn save_column_map(
        &mut self,
        kind: FileKind,
        mapping: &Mapping,
    ) -> Result<Option<Done>, AppError> {
        let role = self.allow("import.map")?;
        if self.kept_map(kind)?.mapping == *mapping {
            return Ok(None);
        }
        let is_sound = |(column, named): (Column, &Named)| {
            kind.wanted().has(column) && named.name.chars().nth(LONGEST_NAME).is_none()
        };
        if !mapping.pairs().all(is_sound) {
            return Err(Refusal::Form { field: "map" }.into());
        }
        let columns: Vec<MappedColumn> = mapping.pairs().map(kept_column).collect();
        let (by, now) = (self.me.login.clone(), self.now());
        let done = self.write(role, |tx| {
            Ok(Event::Import(ImportEvent::ColumnsMapped {
                kind: kind.code(),
                version: column_map::put(tx, kind.code(), &columns, (&by, now))?,
                columns: mapping.pairs().map(|(column, _)| column.code()).collect(),
            }))
        })?;
        Ok(Some(done))
    }
}

fn kept_column((column, named): (Column, &Named)) -> MappedColumn {
    MappedColumn {
        column: column.code().to_owned(),
        name: named.name.clone(),
        nth: u32::try_from(named.nth).unwrap_or(u32::MAX),
    }
}

/// What a person asked for by name must be there, or the file would be read otherwise than was said.
pub(super) fn demand(layout: &Layout, changes: &MapChanges) -> Result<(), FileFault> {
    for (column, named) in changes {
        let Some(named) = named else { continue };
        let place = layout.place(*column);
        let is_there = place
            .and_then(|place| Named::at(&layout.header, place))
            .is_some_and(|found| found.is_same(named));
        if !is_there {
            return Err(FileFault::NoSuchName {
                name: names_of(std::slice::from_ref(&named.name)).concat(),
                names: names_of(&layout.header),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "mapping_tests.rs"]
mod tests;
