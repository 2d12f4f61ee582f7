//! Screen and office in turn, without threads: a message and all that follows from it.

use std::collections::VecDeque;

use crate::tui::model::Model;
use crate::tui::model::msg::Msg;
use crate::tui::service::Service;
use crate::tui::update::update;

/// Hears a message and performs whatever is asked for, until nothing is.
pub fn settle(model: &mut Model, service: &mut Service, msg: Msg) {
    let mut effects: VecDeque<_> = update(model, msg).into();
    while let Some(effect) = effects.pop_front() {
        if let Some((ticket, answer)) = service.perform(effect) {
            effects.extend(update(model, Msg::Answer(ticket, answer)));
        }
    }
}
