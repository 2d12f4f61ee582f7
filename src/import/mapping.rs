//! Which of a file's columns is which of ours, as a person corrected it: by the names that the file gives them.

use crate::import::columns::{Column, Layout, Wanted, plain_name};
use crate::import::records::Delimiter;

/// A column of a file: its name there, and which of the columns of that name it is, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub nth: usize,
}

impl Named {
    /// The first column of this name.
    pub fn first(name: impl Into<String>) -> Named {
        Named {
            name: name.into(),
            nth: 1,
        }
    }

    /// The column at this place of a header.
    pub fn at(header: &[String], place: usize) -> Option<Named> {
        let name = header.get(place)?;
        let plain = plain_name(name);
        let earlier = header
            .iter()
            .take(place)
            .filter(|cell| plain_name(cell) == plain);
        Some(Named {
            name: name.clone(),
            nth: earlier.count() + 1,
        })
    }

    /// Whether both mean the same column of a file.
    pub fn is_same(&self, other: &Named) -> bool {
        self.nth == other.nth && plain_name(&self.name) == plain_name(&other.name)
    }

    /// Its place in a header whose cells are plain names.
    pub(super) fn place_in(&self, header: &[String]) -> Option<usize> {
        let plain = plain_name(&self.name);
        let same = header
            .iter()
            .enumerate()
            .filter(|(_, cell)| **cell == plain);
        same.map(|(place, _)| place).nth(self.nth.saturating_sub(1))
    }
}

/// What an agency corrected by hand: a column, and which one it is in its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping(Vec<(Column, Named)>);

impl Mapping {
    /// A later pair for the same column replaces the earlier.
    pub fn of(pairs: impl IntoIterator<Item = (Column, Named)>) -> Mapping {
        let mut mapping = Mapping::default();
        for (column, named) in pairs {
            mapping.0.retain(|(known, _)| *known != column);
            mapping.0.push((column, named));
        }
        mapping.0.sort_by_key(|(column, _)| *column);
        mapping
    }

    /// In the order of our columns.
    pub fn pairs(&self) -> impl Iterator<Item = (Column, &Named)> {
        self.0.iter().map(|(column, named)| (*column, named))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, column: Column) -> Option<&Named> {
        self.pairs()
            .find(|(known, _)| *known == column)
            .map(|(_, named)| named)
    }

    /// With these changes: a column without a name goes by its known names again. Of the sets of which a file has one,
    /// only the one that was named last stays.
    #[must_use]
    pub fn changed(&self, changes: &[(Column, Option<Named>)], wanted: &Wanted) -> Mapping {
        let is_named = |column: &Column| {
            changes
                .iter()
                .any(|(changed, named)| changed == column && named.is_some())
        };
        let is_other_set = |column: Column| {
            let named_set = wanted.either.iter().find(|set| set.iter().any(is_named));
            named_set.is_some_and(|set| !set.contains(&column))
                && wanted.either.iter().any(|set| set.contains(&column))
        };
        let kept = self
            .0
            .iter()
            .filter(|(column, _)| changes.iter().all(|(changed, _)| changed != column))
            .filter(|(column, _)| !is_other_set(*column))
            .cloned();
        let new = changes
            .iter()
            .filter_map(|(column, named)| Some((*column, named.clone()?)));
        Mapping::of(kept.chain(new))
    }

    /// The least that must be remembered for this header to be read as these places say, in place of what was
    /// remembered about its columns.
    #[must_use]
    pub fn for_places(
        &self,
        header: &[String],
        places: &[(Column, usize)],
        wanted: &Wanted,
    ) -> Mapping {
        let reads_so = |mapping: &Mapping| {
            Layout::of_cells(0, header, Delimiter::Comma, wanted, mapping).is_ok_and(|layout| {
                wanted
                    .columns()
                    .all(|column| layout.place(column) == place_among(places, column))
            })
        };
        let every: Vec<(Column, Option<Named>)> = wanted
            .columns()
            .map(|column| {
                let place = place_among(places, column);
                (column, place.and_then(|place| Named::at(header, place)))
            })
            .collect();
        let mut least = self.changed(&every, wanted);
        // One after the other is forgotten as long as the header is read the same without it.
        for (column, _) in every {
            let without = least.changed(&[(column, None)], wanted);
            if reads_so(&without) {
                least = without;
            }
        }
        least
    }
}

fn place_among(places: &[(Column, usize)], column: Column) -> Option<usize> {
    places
        .iter()
        .find(|(known, _)| *known == column)
        .map(|(_, place)| *place)
}

#[cfg(test)]
#[path = "mapping_tests.rs"]
mod tests;
