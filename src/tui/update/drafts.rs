//! What is being typed is kept: when its field is left, and at the latest two seconds after any key.

use crate::domain::moment::Moment;
use crate::tui::desk_data::Tone;
use crate::tui::form::state::FormState;
use crate::tui::model::msg::Effect;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{Desk, Model, Ticket};

/// After a key at the desk.
pub(super) fn note(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    let Some(form) = model
        .desk_mut()
        .and_then(Desk::pane_mut)
        .and_then(|pane| forms(&mut pane.overlays).last())
    else {
        return;
    };
    let draft = form.note_typing(now);
    keep(model, draft, out);
}

/// Time has passed: what is due is kept.
pub(super) fn keep_due(model: &mut Model, now: Moment, out: &mut Vec<Effect>) {
    keep_where(model, out, |form| {
        form.keeping.due().is_some_and(|due| due <= now)
    });
}

/// The line drops, the screen locks, the session ends: all is kept now.
pub(super) fn keep_all(model: &mut Model, out: &mut Vec<Effect>) {
    keep_where(model, out, |_form| true);
}

fn keep_where(model: &mut Model, out: &mut Vec<Effect>, is_due: impl Fn(&FormState) -> bool) {
    let now = model.now;
    let Some(desk) = model.desk_mut() else {
        return;
    };
    let drafts: Vec<_> = desk
        .panes
        .iter_mut()
        .flat_map(|pane| forms(&mut pane.overlays))
        .filter(|form| is_due(form))
        .filter_map(|form| form.to_keep(now))
        .collect();
    for draft in drafts {
        keep(model, Some(draft), out);
    }
}

fn keep(model: &mut Model, draft: Option<crate::app::Draft>, out: &mut Vec<Effect>) {
    let Some(draft) = draft else {
        return;
    };
    let ticket = model.next_ticket();
    if let Some(desk) = model.desk_mut() {
        for form in desk
            .panes
            .iter_mut()
            .flat_map(|pane| forms(&mut pane.overlays))
            .filter(|form| form.keeping.place == draft.place)
        {
            form.keeping.asked = Some(ticket);
        }
    }
    out.push(Effect::Keep(ticket, Box::new(draft)));
}

/// It was kept, or why it was not; `false`: no form has asked.
pub(super) fn answered(model: &mut Model, ticket: Ticket, kept: Result<Moment, &str>) -> bool {
    let Some(desk) = model.desk_mut() else {
        return false;
    };
    let form = desk
        .panes
        .iter_mut()
        .flat_map(|pane| forms(&mut pane.overlays))
        .find(|form| form.keeping.asked == Some(ticket));
    let Some(form) = form else {
        return false;
    };
    form.keeping.asked = None;
    match kept {
        Ok(at) => form.keeping.kept_at = Some(at),
        Err(sentence) => model.say(sentence, Tone::Bad),
    }
    true
}

/// A form was written, or what was typed in it thrown away.
pub(super) fn discard(form: &FormState, out: &mut Vec<Effect>) {
    let place = &form.keeping.place;
    if !place.is_empty() {
        out.push(Effect::Discard(place.clone()));
    }
}

fn forms(overlays: &mut [Overlay]) -> impl Iterator<Item = &mut FormState> {
    overlays.iter_mut().filter_map(|overlay| match overlay {
        Overlay::Form(form) => Some(&mut **form),
        _ => None,
    })
}
