//! What a message does to the model, and what is asked for because of it. Pure: no clock, no terminal, no office.

mod answers;
mod deeds;
mod drafts;
mod drawers;
mod filters;
mod form;
mod functions;
mod keys;
mod lists;
mod loads;
mod lock;
mod login;
mod marks;
mod numbers;
mod pages;
#[cfg(test)]
mod tests;

use crate::domain::moment::Moment;
use crate::tui::model::Model;
use crate::tui::model::msg::{Effect, LogIn, Msg};
use crate::tui::model::overlay::Overlay;

/// The same model and the same message give the same result.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut out = Vec::new();
    match msg {
        Msg::Input(input) => keys::hear(model, input, &mut out),
        Msg::Resized(width, height) => {
            model.width = width;
            model.height = height;
            model.redraws = model.redraws.saturating_add(1);
            loads::forget_all(model);
        }
        Msg::Tick(now) => tick(model, now, &mut out),
        Msg::Drawn(at_ms) => {
            if std::mem::take(&mut model.hearing.is_deaf) {
                model.hearing.deaf_till_ms = Some(at_ms);
            }
        }
        Msg::Gone => {
            drafts::keep_all(model, &mut out);
            model.is_over = true;
            out.extend([Effect::LogOut, Effect::Leave]);
        }
        Msg::Changed => loads::everything_anew(model, &mut out),
        Msg::Ended(why) => lock::end(model, why, &mut out),
        Msg::Answer(ticket, answer) => answers::hear(model, ticket, answer, &mut out),
    }
    loads::show(model, &mut out);
    keys::take_waiting(model, &mut out);
    out
}

/// A person of a demo store sits down without being asked.
pub fn pick_at_once(model: &mut Model, login: &str) -> Vec<Effect> {
    let mut out = Vec::new();
    login::ask(model, LogIn::Pick(login.to_owned()), &mut out);
    out
}

fn tick(model: &mut Model, now: Moment, out: &mut Vec<Effect>) {
    let is_new_day = model.now.day() != now.day();
    model.now = now;
    let Some(desk) = model.desk_mut() else {
        return;
    };
    for pane in &mut desk.panes {
        for view in pane.pages.iter_mut().flat_map(|page| &mut page.views) {
            if view
                .revealed
                .as_ref()
                .is_some_and(|revealed| revealed.until <= now)
            {
                view.revealed = None;
            }
        }
        pane.overlays.retain(|overlay| {
            !matches!(overlay, Overlay::Sheet(sheet) if sheet.until.is_some_and(|until| until <= now))
        });
    }
    if is_new_day {
        loads::everything_anew(model, out);
    }
    drafts::keep_due(model, now, out);
    lock::pass(model, now, out);
}
