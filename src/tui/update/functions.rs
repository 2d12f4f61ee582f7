//! F1: everything that can be done here, narrowed by typing, run by Enter.

use crate::locale::Text;
use crate::tui::action::Action;
use crate::tui::form::editor::Editor;
use crate::tui::keymap::{EVERYWHERE, FORM, LIST};
use crate::tui::keys::Key;
use crate::tui::model::Model;
use crate::tui::model::msg::Effect;
use crate::tui::model::overlay::{Function, Functions, Group, Overlay};
use crate::tui::model::page::PageState;
use crate::tui::pane::Of;
use crate::tui::update::{drawers, form, pages};

/// Lines passed at once by a page key.
const PAGE: usize = 6;

pub(super) fn open(model: &mut Model) {
    if matches!(model.overlay(), Some(Overlay::Functions(_))) {
        pages::open(model, Overlay::Keys);
        return;
    }
    if matches!(model.overlay(), Some(Overlay::Keys)) {
        return;
    }
    let items = items(model);
    let help = model
        .page()
        .map_or("", |page| model.lang.text(page.spec.help));
    let functions = Functions {
        help: help.to_owned(),
        items,
        typed: Editor::default(),
        at: 0,
    };
    pages::open(model, Overlay::Functions(functions));
}

/// Everything that can be done here, in the order of the list.
fn items(model: &Model) -> Vec<Function> {
    let is_form = matches!(model.overlay(), Some(Overlay::Form(_)));
    let mut items = if is_form {
        in_form(model)
    } else {
        on_page(model)
    };
    items.extend(everywhere(model));
    items
}

fn on_page(model: &Model) -> Vec<Function> {
    let offers = model.offers();
    let (own, other): (Vec<_>, Vec<_>) =
        offers.into_iter().partition(|offer| offer.of == Of::Record);
    let groups = [(Group::Record, own), (Group::Pane, other)];
    let mut items: Vec<Function> = groups
        .into_iter()
        .flat_map(|(group, offers)| {
            offers.into_iter().map(move |offer| Function {
                group,
                action: offer.action,
                label: offer.label,
                key: offer.key,
                cannot: offer.cannot,
            })
        })
        .collect();
    let Some((spec, _)) = model.page().and_then(PageState::view) else {
        return items;
    };
    let has_views = model.page().is_some_and(|page| page.spec.views.len() > 1);
    let kernels = [
        (Action::Search, spec.search.is_some()),
        (Action::Filter, !spec.filters.is_empty()),
        (Action::NextView, has_views),
    ];
    for (action, is_there) in kernels {
        if is_there && items.iter().all(|item| item.action != action) {
            items.push(plain(model, Group::Pane, action));
        }
    }
    items
}

fn in_form(model: &Model) -> Vec<Function> {
    let mut items: Vec<Function> = [
        Action::Write,
        Action::Ditto,
        Action::ClearField,
        Action::Back,
    ]
    .into_iter()
    .map(|action| plain(model, Group::Pane, action))
    .collect();
    if let Some(Overlay::Form(form)) = model.overlay()
        && form.has_more()
    {
        items.insert(1, plain(model, Group::Pane, Action::MoreFields));
    }
    if let Some(Overlay::Form(form)) = model.overlay()
        && form.field().is_some_and(|(field, _)| field.kind.has_list())
    {
        items.push(plain(model, Group::Pane, Action::Choices));
    }
    if let (Some(Overlay::Form(form)), Some(first)) = (model.overlay(), items.first_mut()) {
        model
            .lang
            .text(form.spec.write)
            .clone_into(&mut first.label);
    }
    items
}

fn everywhere(model: &Model) -> Vec<Function> {
    let panes = model.desk().map_or(&[][..], |desk| &desk.panes);
    let mut items: Vec<Function> = panes
        .iter()
        .map(|pane| plain(model, Group::Everywhere, pane.spec.action))
        .collect();
    for action in [
        Action::Lock,
        Action::Redraw,
        Action::SwitchPerson,
        Action::Leave,
    ] {
        items.push(plain(model, Group::Everywhere, action));
    }
    items
}

fn plain(model: &Model, group: Group, action: Action) -> Function {
    let own = model.page().map_or(&[][..], |page| page.spec.contexts);
    let mut contexts = own.to_vec();
    let is_form = matches!(model.overlay(), Some(Overlay::Form(_)));
    contexts.extend(if is_form {
        [FORM, EVERYWHERE]
    } else {
        [LIST, EVERYWHERE]
    });
    Function {
        group,
        action,
        label: model.lang.text(action.label()).to_owned(),
        key: model.keymap.key_name(&contexts, action),
        cannot: None,
    }
}

pub(super) fn press(model: &mut Model, key: Key, action: Option<Action>, out: &mut Vec<Effect>) {
    let Some(Overlay::Functions(functions)) =
        model.pane_mut().and_then(|pane| pane.overlays.last_mut())
    else {
        return;
    };
    if drawers::edit(&mut functions.typed, key, action) {
        functions.at = 0;
        return;
    }
    let last = functions.fitting().len().saturating_sub(1);
    functions.at = match action {
        Some(Action::Up) => functions.at.saturating_sub(1),
        Some(Action::Down) => functions.at.saturating_add(1).min(last),
        Some(Action::PageUp) => functions.at.saturating_sub(PAGE),
        Some(Action::PageDown) => functions.at.saturating_add(PAGE).min(last),
        Some(Action::First) => 0,
        Some(Action::Last) => last,
        Some(Action::Take) => return run(model, out),
        Some(Action::Functions) => return pages::open(model, Overlay::Keys),
        Some(Action::Back) => {
            if let Some(pane) = model.pane_mut() {
                pane.overlays.pop();
            }
            return;
        }
        Some(action) if pages::act_everywhere(model, action, out) => return,
        _ => return pages::not_here(model),
    };
}

/// Runs what is highlighted; what cannot be done says why and leaves the list open.
fn run(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Functions(functions)) = model.overlay() else {
        return;
    };
    let Some(chosen) = functions.fitting().into_iter().nth(functions.at) else {
        let sentence = model.lang.text(Text::NoMatch);
        model.refuse(sentence);
        return;
    };
    if let Some(reason) = &chosen.cannot {
        let sentence = model.lang.fault(&chosen.label, reason);
        model.refuse(sentence);
        return;
    }
    if let Some(pane) = model.pane_mut() {
        pane.overlays.pop();
    }
    if matches!(model.overlay(), Some(Overlay::Form(_))) {
        form::act(model, chosen.action, out);
    } else {
        pages::act(model, chosen.action, out);
    }
}
