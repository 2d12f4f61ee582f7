//! The filter drawer: a row of values for each filter, before them those that the person has given a name.

use crate::app::SavedFilter;
use crate::locale::Text;
use crate::tui::action::Action;
use crate::tui::desk_data::PaneData;
use crate::tui::form::editor::Editor;
use crate::tui::form::spec::Choice;
use crate::tui::model::Model;
use crate::tui::model::msg::Effect;
use crate::tui::model::overlay::{FilterRow, Filters, Overlay, Sought};
use crate::tui::model::page::PageState;
use crate::tui::update::{drawers, pages};

/// Characters of a filter's name.
const LONGEST: usize = 20;

/// Opens the drawer; `false`: the view has no filters.
pub(super) fn open(model: &mut Model) -> bool {
    let Some((spec, view)) = model.page().and_then(PageState::view) else {
        return false;
    };
    if spec.filters.is_empty() {
        return false;
    }
    let no_limit = Choice::new("", model.lang.text(Text::NoLimit));
    let rows = spec
        .filters
        .iter()
        .zip(&view.filters)
        .map(|(filter, chosen)| {
            let mut options = vec![no_limit.clone()];
            options.extend(match &view.data {
                Some(PaneData::Table(table)) => table.filter_values(filter, model.lang, model.now),
                _ => (filter.options)(model.lang, model.now),
            });
            let at = options.iter().position(|option| option.key == *chosen);
            FilterRow {
                label: filter.label,
                options,
                at: at.unwrap_or(0),
            }
        });
    let mut filters = Filters {
        rows: rows.collect(),
        at: 0,
        view: name_of_view(model),
    };
    put_saved(model, &mut filters, "");
    filters.at = usize::from(filters.has_saved());
    pages::open(model, Overlay::Filter(filters));
    true
}

/// The list that filters are saved for: the same wherever it is opened.
fn name_of_view(model: &Model) -> String {
    let page = model.page();
    page.map_or_else(String::new, |page| {
        let context = page.spec.contexts.first().copied().unwrap_or_default();
        format!("{context} {:?} {}", page.spec.title, page.at)
    })
}

/// The row of saved filters before the others, this one chosen; none where nothing is saved.
fn put_saved(model: &Model, filters: &mut Filters, chosen: &str) {
    if filters.has_saved() {
        filters.rows.remove(0);
        filters.at = filters.at.saturating_sub(1);
    }
    let all = model.desk().map_or(&[][..], |desk| &desk.filters);
    let own = all.iter().filter(|saved| saved.view == filters.view);
    let mut options = vec![Choice::new("", model.lang.text(Text::NotChosen))];
    options.extend(own.map(|saved| Choice::new(saved.name.clone(), saved.name.clone())));
    if options.len() < 2 {
        return;
    }
    let at = options.iter().position(|option| option.key == chosen);
    let row = FilterRow {
        label: Text::SavedFilter,
        options,
        at: at.unwrap_or(0),
    };
    filters.rows.insert(0, row);
    filters.at = filters.at.saturating_add(1);
}

fn filters(model: &mut Model) -> Option<&mut Filters> {
    match model.pane_mut()?.overlays.last_mut()? {
        Overlay::Filter(filters) => Some(filters),
        _ => None,
    }
}

pub(super) fn press(model: &mut Model, action: Option<Action>, out: &mut Vec<Effect>) {
    let Some(filters) = filters(model) else {
        return;
    };
    match action {
        Some(Action::Take) => {
            let chosen = filters.chosen();
            drawers::close(model);
            drawers::ask(model, |view| view.filters = chosen);
        }
        Some(Action::ClearField) => {
            for row in &mut filters.rows {
                row.at = 0;
            }
        }
        Some(Action::Write) => {
            let editor = Editor::selected(&saved_name(filters));
            pages::open(model, Overlay::Search(Sought::FilterName, editor));
        }
        Some(Action::EraseAhead | Action::Erase) if filters.is_at_saved() => forget(model, out),
        Some(action) if go(filters, action) => take_saved(model),
        _ => drawers::elsewhere(model, action, out),
    }
}

/// The name of the saved filter that is chosen, empty: none.
fn saved_name(filters: &Filters) -> String {
    let row = filters.rows.first().filter(|_row| filters.has_saved());
    row.and_then(|row| row.options.get(row.at))
        .map_or_else(String::new, |option| option.key.clone())
}

fn go(filters: &mut Filters, action: Action) -> bool {
    let last = filters.rows.len().saturating_sub(1);
    let values = filters
        .rows
        .get(filters.at)
        .map_or(0, |row| row.options.len().saturating_sub(1));
    let row = filters.rows.get_mut(filters.at);
    match (action, row) {
        (Action::Up | Action::PreviousField, _) => filters.at = filters.at.saturating_sub(1),
        (Action::Down | Action::NextField, _) => {
            filters.at = filters.at.saturating_add(1).min(last);
        }
        (Action::ChooseLeft, Some(row)) => row.at = row.at.saturating_sub(1),
        (Action::ChooseRight, Some(row)) => row.at = row.at.saturating_add(1).min(values),
        (Action::First | Action::PageUp, _) => filters.at = 0,
        (Action::Last | Action::PageDown, _) => filters.at = last,
        _ => return false,
    }
    true
}

/// The values of the saved filter under the cursor stand in the other rows.
fn take_saved(model: &mut Model) {
    let saved = model
        .desk()
        .map_or_else(Vec::new, |desk| desk.filters.clone());
    let Some(filters) = filters(model).filter(|filters| filters.is_at_saved()) else {
        return;
    };
    let name = saved_name(filters);
    let Some(saved) = saved
        .iter()
        .find(|saved| saved.view == filters.view && saved.name == name)
    else {
        return;
    };
    for (row, key) in filters.rows.iter_mut().skip(1).zip(&saved.chosen) {
        let at = row.options.iter().position(|option| option.key == *key);
        row.at = at.unwrap_or(0);
    }
}

/// Keeps what is chosen in the drawer beneath under this name.
pub(super) fn save(model: &mut Model, typed: &str, out: &mut Vec<Effect>) {
    let name: String = typed.chars().take(LONGEST).collect();
    let Some(filters) = filters(model).filter(|_filters| !name.is_empty()) else {
        return;
    };
    let saved = SavedFilter {
        view: filters.view.clone(),
        name: name.clone(),
        chosen: filters.chosen(),
    };
    let ticket = model.next_ticket();
    if let Some(desk) = model.desk_mut() {
        let is_it = |old: &SavedFilter| old.view == saved.view && old.name == saved.name;
        desk.filters.retain(|old| !is_it(old));
        desk.filters.push(saved.clone());
        desk.filters.sort_by(|one, other| one.name.cmp(&other.name));
    }
    out.push(Effect::SaveFilter(ticket, Box::new(saved)));
    put_anew(model, &name);
}

fn forget(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(filters) = filters(model) else {
        return;
    };
    let (view, name) = (filters.view.clone(), saved_name(filters));
    if name.is_empty() {
        pages::not_here(model);
        return;
    }
    let ticket = model.next_ticket();
    if let Some(desk) = model.desk_mut() {
        desk.filters
            .retain(|old| old.view != view || old.name != name);
    }
    out.push(Effect::ForgetFilter(ticket, view, name));
    put_anew(model, "");
}

fn put_anew(model: &mut Model, chosen: &str) {
    let Some(Overlay::Filter(mut filters)) = model.pane_mut().and_then(|pane| pane.overlays.pop())
    else {
        return;
    };
    put_saved(model, &mut filters, chosen);
    pages::open(model, Overlay::Filter(filters));
}
