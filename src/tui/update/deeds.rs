//! Offers are taken, forms handed in, and what follows a deed.

use crate::domain::moment::Moment;
use crate::locale::Text;
use crate::tui::desk_data::{PaneData, Tone};
use crate::tui::each;
use crate::tui::errand::{Count, Errand};
use crate::tui::form::spec::FormSpec;
use crate::tui::model::msg::{Effect, Run, Waiting};
use crate::tui::model::offers::Offered;
use crate::tui::model::overlay::{Overlay, Sheet};
use crate::tui::model::page::{PageState, Revealed, Want};
use crate::tui::model::{Model, PaneState, RunningJob, Ticket};
use crate::tui::pane::{After, Does, Here, Layout, NowSpec, Target, Then};
use crate::tui::update::{drafts, lists, loads, marks, pages};

/// How long a record stays in clear.
const REVEAL_MILLIS: i64 = 30_000;

/// An offer's key, or its line in the list of functions.
pub(super) fn take_offer(model: &mut Model, offer: &Offered, out: &mut Vec<Effect>) {
    if offer.is_for_marks {
        marks::take_for_each(model, offer, out);
        return;
    }
    if let Some(reason) = &offer.cannot {
        let sentence = model.lang.fault(&offer.label, reason);
        model.refuse(sentence);
        return;
    }
    take(model, &offer.label, offer.does, out);
}

fn take(model: &mut Model, label: &str, does: &'static Does, out: &mut Vec<Effect>) {
    let Some(here) = model.here() else {
        return;
    };
    match does {
        Does::Fill(spec) => fill(model, spec, out),
        Does::FillOf(find) => match find(&here) {
            Some(spec) => fill(model, spec, out),
            None => pages::not_here(model),
        },
        Does::Go(page) => {
            let target = Target {
                page,
                about: here.row.key,
                view: 0,
            };
            go_for_record(model, target);
        }
        Does::GoTo(find) => match find(&here) {
            Some(target) => {
                if let Some(pane) = model.pane_mut() {
                    pages::go(pane, target, false);
                }
            }
            None => pages::not_here(model),
        },
        Does::Now(spec) => give_now(model, label, spec, out),
        Does::Mark => marks::mark(model),
        Does::ByFact { name, of } => {
            let value = here.row.fact(name);
            match of.iter().find(|(known, _)| *known == value) {
                Some((_, next)) => take(model, label, next, out),
                None => pages::not_here(model),
            }
        }
        Does::Either {
            when,
            then,
            otherwise,
        } => {
            let next = if when(&here) { then } else { otherwise };
            take(model, label, next, out);
        }
    }
}

/// A page about the record under the cursor; over a list it goes on with the list's next record.
fn go_for_record(model: &mut Model, target: Target) {
    let Some(pane) = model.pane_mut() else {
        return;
    };
    let is_sheet = matches!(pane.overlays.last(), Some(Overlay::Sheet(_)));
    if is_sheet {
        pane.overlays.pop();
    }
    let view = pane.page().and_then(PageState::view);
    let is_list = !is_sheet
        && view.is_some_and(|(spec, view)| view.is_list() && spec.layout != Layout::Sheet);
    pages::go(pane, target, false);
    if let Some(page) = pane.page_mut() {
        page.follows = is_list;
    }
}

fn give_now(model: &mut Model, label: &str, spec: &'static NowSpec, out: &mut Vec<Effect>) {
    let Some(here) = model.here() else {
        return;
    };
    match (spec.errand)(&here) {
        Err(reason) => {
            let sentence = model.lang.fault(label, &reason);
            model.refuse(sentence);
        }
        Ok(errand) => {
            let run = Run {
                errand,
                here,
                after: Some(spec.after),
                blames: FormSpec::blames_nothing,
            };
            if let Some(ticket) = send(model, run, out)
                && !is_job_of(model, ticket)
            {
                wait_for(model, Waiting::Now(ticket));
            }
        }
    }
}

fn wait_for(model: &mut Model, waiting: Waiting) {
    if let Some(desk) = model.desk_mut() {
        desk.waiting = Some(waiting);
    }
}

fn is_job_of(model: &Model, ticket: Ticket) -> bool {
    model
        .desk()
        .and_then(|desk| desk.job.as_ref())
        .is_some_and(|job| job.ticket == ticket)
}

/// Hands an errand to the office; a job gets its drawer. `None`: another job runs.
fn send(model: &mut Model, run: Run, out: &mut Vec<Effect>) -> Option<Ticket> {
    let Errand::Job(job) = &run.errand else {
        let ticket = model.next_ticket();
        out.push(Effect::Run(ticket, Box::new(run)));
        return Some(ticket);
    };
    if model.desk().is_some_and(|desk| desk.job.is_some()) {
        let sentence = model.lang.text(Text::JobRuns);
        model.refuse(sentence);
        return None;
    }
    let ticket = model.next_ticket();
    let now = model.now;
    if let Some(desk) = model.desk_mut() {
        desk.job = Some(RunningJob {
            ticket,
            pane: desk.at,
            title: job.title,
            breaking: job.breaking,
            measure: job.measure,
            count: Count::default(),
            rate: None,
            is_breaking: false,
            started_at: now,
        });
        if let Some(pane) = desk.pane_mut() {
            pane.overlays.push(Overlay::Job(ticket));
        }
    }
    out.push(Effect::Start(ticket, Box::new(run)));
    Some(ticket)
}

/// The write of the form on top: hands it in, or goes to the field that says no.
pub(super) fn write(model: &mut Model, out: &mut Vec<Effect>) {
    let now = model.now;
    let Some(Overlay::Form(form)) = model.pane_mut().and_then(|pane| pane.overlays.last_mut())
    else {
        return;
    };
    let filled = match form.write() {
        Ok(filled) => filled,
        Err(fault) => return blame(model, Some(fault.field), &fault.sentence),
    };
    match (form.spec.submit)(&filled, &form.prepared) {
        Err(fault) => blame(model, Some(fault.field), &fault.sentence),
        Ok(errand) => {
            let mut here = form.prepared.here.clone();
            here.now = now;
            let errand = if here.marked.rows.is_empty() {
                errand
            } else {
                Errand::Each(form.spec, each::of(filled, &form.prepared))
            };
            let run = Run {
                errand,
                here,
                after: Some(form.spec.after),
                blames: form.spec.blames,
            };
            if let Some(ticket) = send(model, run, out)
                && let Some(pane) = model.pane_mut()
                && let Some(form) = last_form(pane)
            {
                form.handed = Some(ticket);
            }
        }
    }
}

fn last_form(pane: &mut PaneState) -> Option<&mut crate::tui::form::state::FormState> {
    pane.overlays
        .iter_mut()
        .rev()
        .find_map(|overlay| match overlay {
            Overlay::Form(form) => Some(&mut **form),
            _ => None,
        })
}

/// The cursor goes to the field that says no, the reason to the message line.
pub(super) fn blame(model: &mut Model, field: Option<&'static str>, sentence: &str) {
    let lang = model.lang;
    let mut place = None;
    if let Some(form) = model.pane_mut().and_then(last_form)
        && let Some(index) = field.and_then(|name| form.index_of(name))
    {
        if form.at != index {
            form.go_to(index);
        }
        place = form.field().map(|(field, _)| lang.text(field.label));
    }
    let said = match place {
        Some(place) if !sentence.starts_with('!') => lang.fault(place, sentence),
        _ => sentence.to_owned(),
    };
    model.refuse(said);
}

/// The pane whose form, command or job this ticket is.
pub(super) fn pane_of(model: &mut Model, ticket: Ticket) -> Option<usize> {
    let desk = model.desk_mut()?;
    if desk.job.as_ref().is_some_and(|job| job.ticket == ticket) {
        return desk.job.take().map(|job| job.pane);
    }
    if matches!(desk.waiting, Some(Waiting::Now(asked)) if asked == ticket) {
        desk.waiting = None;
        return Some(desk.at);
    }
    desk.panes
        .iter()
        .position(|pane| pane.form().is_some_and(|form| form.handed == Some(ticket)))
}

/// A deed was done: the form that it came from closes, lists come anew, and the screen goes where it says.
pub(super) fn done(model: &mut Model, ticket: Ticket, after: After, out: &mut Vec<Effect>) {
    let Some(at) = pane_of(model, ticket) else {
        return;
    };
    let now = model.now;
    if !after.message.is_empty() {
        let tone = if after.message.starts_with('!') {
            Tone::Bad
        } else {
            Tone::Good
        };
        model.say(after.message, tone);
    }
    let is_wide = model.is_wide();
    let Some(pane) = model.desk_mut().and_then(|desk| desk.panes.get_mut(at)) else {
        return;
    };
    if let Some(form) = pane.form().filter(|form| form.handed == Some(ticket)) {
        drafts::discard(form, out);
    }
    close_errand(pane, ticket);
    let fills = match &after.then {
        Then::Fill(spec) => Some(*spec),
        _ => None,
    };
    marks::take_away(pane, &after.unmark);
    go_on(pane, after.then);
    if let Some(sheet) = after.show {
        pane.overlays
            .retain(|overlay| !matches!(overlay, Overlay::Sheet(_)));
        pane.overlays.push(Overlay::Sheet(Box::new(Sheet {
            data: sheet,
            scroll: 0,
            until: None,
        })));
    }
    loads::everything_anew(model, out);
    if let Some(pane) = model.desk_mut().and_then(|desk| desk.panes.get_mut(at)) {
        wait_for_rows(pane);
        if let Some(clear) = after.revealed {
            reveal(pane, *clear, now, is_wide);
        }
    }
    if let Some(spec) = fills {
        fill(model, spec, out);
    }
}

/// A form is fetched; it opens when it comes.
fn fill(model: &mut Model, spec: &'static FormSpec, out: &mut Vec<Effect>) {
    if let Some(here) = model.here() {
        fill_here(model, spec, here, out);
    }
}

pub(super) fn fill_here(
    model: &mut Model,
    spec: &'static FormSpec,
    here: Here,
    out: &mut Vec<Effect>,
) {
    let ticket = model.next_ticket();
    out.push(Effect::Prepare(ticket, spec, Box::new(here)));
    wait_for(model, Waiting::Form(ticket, spec));
}

/// Drawer and form of an errand close; what lay beneath the form was about the record as it was.
fn close_errand(pane: &mut PaneState, ticket: Ticket) {
    pane.overlays
        .retain(|overlay| !matches!(overlay, Overlay::Job(job) if *job == ticket));
    let form = pane
        .overlays
        .iter()
        .position(|overlay| matches!(overlay, Overlay::Form(form) if form.handed == Some(ticket)));
    if form.is_some() {
        pane.overlays.clear();
    }
}

/// The rows that the next keys are about are those after the deed.
fn wait_for_rows(pane: &mut PaneState) {
    if let Some((_, view)) = pane.page_mut().and_then(PageState::view_mut)
        && view.want.is_none()
        && view.is_list()
    {
        view.want = Some(Want::From(view.cursor.key.clone(), 0));
    }
}

fn go_on(pane: &mut PaneState, then: Then) {
    match then {
        Then::Stay | Then::Fill(_) => {}
        Then::To(key) => {
            let Some(shown) = pane.page_mut() else {
                return;
            };
            match shown.view_mut() {
                Some((spec, view)) if spec.layout != Layout::Sheet => {
                    view.want = Some(Want::Record {
                        key,
                        is_last_try: false,
                    });
                }
                Some(_) => shown.about = key,
                None => {}
            }
        }
        Then::Next => lists::next_record(pane, 1),
        Then::Back => {
            if pane.pages.len() > 1 {
                pane.pages.pop();
            }
        }
        Then::Go(target) => pages::go(pane, target, false),
        Then::Instead(target) => pages::go(pane, target, true),
        Then::Home => pane.pages.truncate(1),
    }
}

/// A record in clear: in place of what the page shows of it, or on a sheet where the page shows only a list.
fn reveal(pane: &mut PaneState, data: PaneData, now: Moment, is_wide: bool) {
    let until = Moment(now.0.saturating_add(REVEAL_MILLIS));
    if let Some(Overlay::Sheet(sheet)) = pane.overlays.last_mut()
        && let PaneData::Detail(data) = data
    {
        sheet.data = data;
        sheet.until = Some(until);
        return;
    }
    let Some((spec, view)) = pane.page_mut().and_then(PageState::view_mut) else {
        return;
    };
    match data {
        PaneData::Detail(data) if spec.layout == Layout::List && !is_wide => {
            pane.overlays.push(Overlay::Sheet(Box::new(Sheet {
                data,
                scroll: 0,
                until: Some(until),
            })));
        }
        data => {
            view.revealed = Some(Revealed {
                of: view.cursor.key.clone(),
                data,
                until,
            });
        }
    }
}

/// An errand was not done: its form takes keys again, the cursor in the field that it is about.
pub(super) fn failed(
    model: &mut Model,
    ticket: Ticket,
    field: Option<&'static str>,
    sentence: &str,
) {
    let Some(at) = pane_of(model, ticket) else {
        return;
    };
    let Some(desk) = model.desk_mut() else {
        return;
    };
    let is_here = desk.at == at;
    if let Some(pane) = desk.panes.get_mut(at) {
        pane.overlays
            .retain(|overlay| !matches!(overlay, Overlay::Job(job) if *job == ticket));
        if let Some(form) = last_form(pane)
            && form.handed == Some(ticket)
        {
            form.handed = None;
        }
    }
    if is_here {
        blame(model, field, sentence);
    } else {
        model.refuse(sentence.to_owned());
    }
}
