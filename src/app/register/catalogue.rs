//! The catalogues: laid down once in a new store, then the manager's.

use crate::app::{AppError, Done, Office};
use crate::domain::basis::Annex;
use crate::domain::catalogue::{
    CatalogueFault, SeedCatalogue, checked_code, checked_name, checked_reason,
};
use crate::domain::event::{DeskEvent, Event};
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::store::catalogue::{BasisRow, Item, put_basis, put_item, put_reason, reasons};

impl From<CatalogueFault> for AppError {
    fn from(fault: CatalogueFault) -> AppError {
        let field = match fault {
            CatalogueFault::Code => "code",
            CatalogueFault::Name => "name",
            CatalogueFault::ShortName => "short_name",
            CatalogueFault::Until => "valid_to",
        };
        Refusal::Form { field }.into()
    }
}

impl Office {
    /// The annex's bases of this agency, example items, and reasons from its scope: one commit, right after the genesis.
    pub(in crate::app) fn seed(&mut self) -> Result<Done, AppError> {
        let agency = Annex::embedded().agency_or_plain(&self.agency);
        let seed = SeedCatalogue::embedded();
        let named = seed.reasons(&self.agency).to_vec();
        self.write(Role::Keeper, |tx| {
            for basis in &agency.bases {
                put_basis(
                    tx,
                    &BasisRow {
                        code: basis.id.clone(),
                        statute: basis.statute.clone(),
                        statute_en: basis.statute_en.clone(),
                        articles: basis.articles.clone(),
                        valid_from: basis.effective_from,
                        valid_to: basis.effective_to,
                    },
                )?;
            }
            for item in &seed.items {
                put_item(
                    tx,
                    &Item {
                        code: item.code.clone(),
                        name: item.name.clone(),
                        valid_from: None,
                        valid_to: None,
                        example: true,
                    },
                )?;
            }
            for reason in &named {
                put_reason(tx, None, &reason.name, &reason.short, true)?;
            }
            Ok(Event::Desk(DeskEvent::Seeded {
                bases: count(agency.bases.len()),
                items: count(seed.items.len()),
                reasons: count(named.len()),
            }))
        })
    }

    /// A new item, or the next version of a known code. What the manager writes is no example any more.
    pub(super) fn save_item(&mut self, item: &Item) -> Result<Done, AppError> {
        let role = self.allow("catalogue.save")?;
        let item = Item {
            code: checked_code(&item.code)?,
            name: checked_name(&item.name)?,
            example: false,
            ..item.clone()
        };
        if item
            .valid_from
            .zip(item.valid_to)
            .is_some_and(|(from, to)| to < from)
        {
            return Err(CatalogueFault::Until.into());
        }
        self.write(role, |tx| {
            put_item(tx, &item)?;
            Ok(Event::Desk(DeskEvent::ItemSaved { code: item.code }))
        })
    }

    /// A new reason, or the next version of a known one; names are unique.
    pub(super) fn save_reason(
        &mut self,
        id: Option<i64>,
        name: &str,
        short_name: &str,
        is_valid: bool,
    ) -> Result<Done, AppError> {
        let role = self.allow("catalogue.save")?;
        let (name, short) = checked_reason(name, short_name)?;
        self.write(role, |tx| {
            let known = reasons(tx.reader())?;
            if known
                .iter()
                .any(|other| other.name == name && Some(other.id) != id)
            {
                return Err(Refusal::NameTaken.into());
            }
            if id.is_some_and(|id| known.iter().all(|other| other.id != id)) {
                return Err(Refusal::NoSuchRecord.into());
            }
            let id = put_reason(tx, id, &name, &short, is_valid)?;
            Ok(Event::Desk(DeskEvent::ReasonSaved { id }))
        })
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
