//! What can be done now: the page's offers as they apply to this person and this record. Pure.

use crate::domain::people::Role;
use crate::tui::action::Action;
use crate::tui::desk_data::RowData;
use crate::tui::model::Model;
use crate::tui::model::page::PageState;
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
    /// For the marked records, of which there are some.
    pub is_for_marks: bool,
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
        let is_list = !is_sheet
            && self
                .page()
                .and_then(PageState::view)
                .is_some_and(|(_, view)| view.is_list());
        if matches!(offer.does, Does::Mark) && !is_list {
            return None;
        }
        let is_for_me = offer.roles.is_empty() || desk.me.roles.any_of(offer.roles);
        let record = self.record();
        if !is_for_me || (offer.of == Of::Record && record.is_none()) {
            return None;
        }
        let marked = self.marked().len();
        let is_for_marks = offer.is_for_each && marked > 0 && is_list;
        let said = record
            .filter(|_record| !is_for_marks)
            .and_then(|record| record.about(offer.action));
        let own_label = || {
            let label = self.lang.text(offer.label);
            if is_for_marks {
                self.lang.marked_step(label, marked)
            } else {
                label.to_owned()
            }
        };
        Some(Offered {
            action: offer.action,
            label: said
                .and_then(|said| said.label.clone())
                .unwrap_or_else(own_label),
            key: self.key_name_on_page(offer.action),
            cannot: said.and_then(|said| said.cannot.clone()),
            of: offer.of,
            is_hinted: offer.is_hinted,
            is_for_marks,
            does: &offer.does,
        })
    }

    /// The marked records of the list that is shown.
    pub fn marked(&self) -> &[RowData] {
        let view = self.page().and_then(PageState::view);
        view.map_or(&[], |(_, view)| &view.marks)
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
