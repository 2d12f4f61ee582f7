//! What the office answers finds whoever asked, or nobody.

use crate::domain::moment::Moment;
use crate::tui::desk_data::Tone;
use crate::tui::errand::Count;
use crate::tui::form::spec::{Place, Prepared};
use crate::tui::form::state::FormState;
use crate::tui::model::msg::{Answer, Effect, Waiting};
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{Model, Stage, Ticket};
use crate::tui::update::{deeds, drafts, loads, lock, login, pages};

pub(super) fn hear(model: &mut Model, ticket: Ticket, answer: Answer, out: &mut Vec<Effect>) {
    if let Stage::Login(state) = &model.stage {
        if state.asked == Some(ticket) {
            login::answered(model, answer, out);
        }
        return;
    }
    if matches!(&model.stage, Stage::Locked(locked) if locked.asked == Some(ticket)) {
        lock::answered(model, answer, out);
        return;
    }
    match answer {
        Answer::Loaded(data) => loads::loaded(model, ticket, *data),
        Answer::Counted(badges) => {
            if let Some(desk) = model.desk_mut() {
                desk.badges = badges;
            }
        }
        Answer::Prepared(prepared) => prepared_form(model, ticket, *prepared),
        Answer::Done(after) => deeds::done(model, ticket, *after, out),
        Answer::Noted(Ok(sentence)) => model.say(sentence, Tone::Good),
        Answer::Noted(Err(sentence)) => model.refuse(sentence),
        Answer::Kept(at) => {
            drafts::answered(model, ticket, Ok(at));
        }
        Answer::Failed(failure) => {
            if drafts::answered(model, ticket, Err(&failure.sentence)) {
                return;
            }
            if is_waited_for(model, ticket) || loads::failed(model, ticket) {
                model.refuse(failure.sentence);
            } else {
                deeds::failed(model, ticket, failure.field, &failure.sentence);
            }
        }
        Answer::Progress(count, now) => progress(model, ticket, count, now),
        Answer::LoggedIn(_) | Answer::Unlocked | Answer::CodeFits(_) => {}
    }
}

/// A form that was fetched opens. A question drops the keys that came before it was seen.
fn prepared_form(model: &mut Model, ticket: Ticket, prepared: Prepared) {
    let Some(desk) = model.desk_mut() else {
        return;
    };
    let spec = match desk.waiting {
        Some(Waiting::Form(asked, spec)) if asked == ticket => spec,
        _ => return,
    };
    desk.waiting = None;
    let form = FormState::open(spec, prepared);
    pages::open(model, Overlay::Form(Box::new(form)));
    if spec.place == Place::Drawer {
        model.go_deaf();
    }
}

/// Whether it was a form that could not be fetched.
fn is_waited_for(model: &mut Model, ticket: Ticket) -> bool {
    let Some(desk) = model.desk_mut() else {
        return false;
    };
    let is_it = matches!(desk.waiting, Some(Waiting::Form(asked, _)) if asked == ticket);
    if is_it {
        desk.waiting = None;
    }
    is_it
}

fn progress(model: &mut Model, ticket: Ticket, count: Count, now: Moment) {
    let Some(job) = model.desk_mut().and_then(|desk| desk.job.as_mut()) else {
        return;
    };
    if job.ticket != ticket {
        return;
    }
    job.count = count;
    let passed = now.0.saturating_sub(job.started_at.0);
    job.rate = u64::try_from(passed)
        .ok()
        .filter(|passed| *passed >= 250)
        .map(|passed| count.done.saturating_mul(1_000) / passed);
}
