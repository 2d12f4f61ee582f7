//! What can be done now: the page's offers as they apply to this person and this record. Pure.

use crate::domain::people::Role;
use crate::tui::action::Action;
use crate::tui::model::Model;
use crate::tui::pane::{Does, Of, Offer};

/// An offer in force.
#[derive(Debug, Clone)]
pub struct Offered {
    pub action: Action,
    /// What it is called for this record.
    pub label: String,
    /// The key it has here; none: only through the list of functions.
    pub key: Option<String>,
    /// Why it cannot be done now.
    pub cannot: Option<String>,
    pub of: Of,
    pub is_hinted: bool,
    pub does: &'static Does,
}

impl Model {
    /// The page's offers for this person and the record under the cursor, in the page's order. Offers of a record that
    /// the record says nothing about are in force as declared; where there is no record they are not.
    pub fn offers(&self) -> Vec<Offered> {
        let Some(page) = self.page() else {
            return Vec::new();
        };
        page.spec
            .offers
            .iter()
            .filter_map(|offer| self.offered(offer))
            .collect()
    }

    fn offered(&self, offer: &'static Offer) -> Option<Offered> {
        let desk = self.desk()?;
        // Enter on a sheet goes back to the list.
        let is_sheet = self.pane().is_some_and(|pane| pane.sheet().is_some());
        if is_sheet && offer.action == Action::Open {
            return None;
        }
        let is_for_me = offer.roles.is_empty() || desk.me.roles.any_of(offer.roles);
        let record = self.record();
        if !is_for_me || (offer.of == Of::Record && record.is_none()) {
            return None;
        }
        let said = record.and_then(|record| record.about(offer.action));
        let own_label = || self.lang.text(offer.label).to_owned();
        Some(Offered {
            action: offer.action,
            label: said
                .and_then(|said| said.label.clone())
                .unwrap_or_else(own_label),
            key: self.key_name_on_page(offer.action),
            cannot: said.and_then(|said| said.cannot.clone()),
            of: offer.of,
            is_hinted: offer.is_hinted,
            does: &offer.does,
        })
    }

    /// The key of an action on the page, whatever is open over it.
    fn key_name_on_page(&self, action: Action) -> Option<String> {
        let own = self.page().map_or(&[][..], |page| page.spec.contexts);
        let mut contexts = own.to_vec();
        contexts.extend([crate::tui::keymap::LIST, crate::tui::keymap::EVERYWHERE]);
        self.keymap.key_name(&contexts, action)
    }

    /// Whether this person holds one of these roles; no roles: everybody.
    pub fn is_for_me(&self, roles: &[Role]) -> bool {
        roles.is_empty() || self.desk().is_some_and(|desk| desk.me.roles.any_of(roles))
    }
}
