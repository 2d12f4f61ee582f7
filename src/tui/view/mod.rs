//! The model drawn: frame, page, what is open over it. `&Model` goes in and nothing comes out but cells and the place
//! of the cursor; it asks no clock and changes nothing.

mod drawers;
mod hints;
mod keys;
mod lock;
mod login;
mod page;
#[cfg(test)]
pub(crate) mod tests;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::locale::Text;
use crate::tui::desk_data::{Cell, Tone};
use crate::tui::form::spec::Place;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{Desk, Model, PaneState, Stage};
use crate::tui::theme;
use crate::tui::widget::frame::{self, FOOT_LINES, Foot, Head, LEAST, TITLE_LINE, Tab};
use crate::tui::widget::paper::Paper;
use crate::tui::widget::{drawer, wrap};

/// Draws a frame, and says where its cursor is.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    let cursor = draw(model, frame.buffer_mut());
    frame.set_cursor_position(cursor);
}

/// Draws into the whole buffer; gives the place of the cursor.
pub fn draw(model: &Model, buffer: &mut Buffer) -> Position {
    let area = buffer.area;
    let mut paper = Paper::new(buffer, area);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        return draw_too_small(model, &mut paper);
    }
    match &model.stage {
        Stage::Login(login) => login::draw(model, login, &mut paper),
        Stage::Locked(locked) => lock::draw(model, locked, &mut paper),
        Stage::Desk(desk) => draw_desk(model, desk, &mut paper),
    }
}

fn draw_too_small(model: &Model, paper: &mut Paper<'_>) -> Position {
    let room = usize::from(paper.end());
    let lines = wrap::wrap(model.lang.text(Text::TooSmall), room);
    for (y, line) in (0..).zip(lines) {
        paper.put(0, y, &line, theme::PLAIN);
    }
    paper.place(0, 0)
}

fn draw_desk(model: &Model, desk: &Desk, paper: &mut Paper<'_>) -> Position {
    frame::draw_head(paper, model.lang, &head(model, desk));
    let (width, height) = (paper.width(), paper.height());
    let body = Rect {
        x: 0,
        y: TITLE_LINE,
        width,
        height: height.saturating_sub(TITLE_LINE).saturating_sub(FOOT_LINES),
    };
    let cursor = draw_body(
        model,
        desk,
        &mut paper.part(body.x, body.y, width, body.height),
    );
    let foot = Foot {
        peek: page::peek(model),
        message: message(model, desk),
        hints: hints::hints(model),
    };
    frame::draw_foot(paper, model.lang, &foot);
    cursor.unwrap_or_else(|| paper.place(2, TITLE_LINE))
}

/// What stands in the body: the page, or what takes its place; and a drawer over its lower lines.
fn draw_body(model: &Model, desk: &Desk, paper: &mut Paper<'_>) -> Option<Position> {
    let pane = desk.pane()?;
    let base = Base::of(pane);
    let parts = page::Parts::of(model, &base, paper.width());
    let drawer = pane.overlay().and_then(|top| {
        let room = paper.height().saturating_sub(1);
        drawers::Drawer::of(model, desk, top, parts.drawer_width, room)
    });
    let height = drawer.as_ref().map_or(0, |drawer| drawer.height);
    // The body's first line is its title; the drawer never covers it.
    let drawn = page::draw(model, pane, &base, &parts, paper, height);
    let Some(open) = drawer else {
        return drawn;
    };
    let top = paper.height().saturating_sub(height);
    let mut part = paper.part(parts.drawer_at, top, parts.drawer_width, height);
    drawer::open(&mut part, &open.title);
    let in_drawer = open.draw(&mut part);
    // A field of a form in the body keeps the cursor while its list is open.
    if matches!(base, Base::Form(_)) && drawn.is_some() && open.is_a_fields_list {
        drawn
    } else {
        in_drawer.or(drawn)
    }
}

/// What fills the body below any drawer.
pub(super) enum Base<'a> {
    Page,
    Form(&'a crate::tui::form::state::FormState),
    Sheet(&'a crate::tui::model::overlay::Sheet),
    Keys,
}

impl<'a> Base<'a> {
    fn of(pane: &'a PaneState) -> Base<'a> {
        let found = pane
            .overlays
            .iter()
            .rev()
            .find_map(|overlay| match overlay {
                Overlay::Form(form) if form.spec.place == Place::Body => Some(Base::Form(form)),
                Overlay::Sheet(sheet) => Some(Base::Sheet(sheet)),
                Overlay::Keys => Some(Base::Keys),
                _ => None,
            });
        found.unwrap_or(Base::Page)
    }
}

fn head(model: &Model, desk: &Desk) -> Head {
    let lang = model.lang;
    let tabs = desk.panes.iter().enumerate().map(|(index, pane)| Tab {
        key: everywhere_key(model, pane.spec.action),
        title: lang.text(pane.spec.title),
        slot: pane.spec.slot,
        is_current: index == desk.at,
    });
    Head {
        desk: format!("{} {}", lang.text(Text::Program), desk.agency),
        mark: if desk.is_demo {
            lang.mark(Text::DemoMark)
        } else {
            String::new()
        },
        clock: lang.moment(model.now),
        is_clock_wrong: false,
        person: lang.person(&desk.me.name, desk.me.roles),
        tabs: tabs.collect(),
        late: desk.badges.overdue,
        today: desk.badges.today,
    }
}

/// The key of an action wherever one is.
fn everywhere_key(model: &Model, action: crate::tui::action::Action) -> String {
    model
        .keymap
        .key_name(&[crate::tui::keymap::EVERYWHERE], action)
        .unwrap_or_default()
}

/// Line 23: what was said last; else what is awaited, or the work that runs elsewhere.
fn message(model: &Model, desk: &Desk) -> Cell {
    let lang = model.lang;
    if !model.message.text.is_empty() {
        return Cell::toned(model.message.text.as_str(), model.message.tone);
    }
    let pane = desk.pane();
    let is_handed = pane
        .and_then(PaneState::form)
        .is_some_and(|form| form.handed.is_some());
    if is_handed {
        return Cell::toned(lang.text(Text::Writing), Tone::Dim);
    }
    if let Some(job) = desk.job_elsewhere() {
        let percent = job.percent().map(|percent| format!(" {percent}%"));
        let text = format!("{}{}", lang.text(job.title), percent.unwrap_or_default());
        return Cell::toned(text, Tone::Dim);
    }
    let is_loading = model
        .page()
        .and_then(|page| page.view())
        .is_some_and(|(_, view)| view.is_loading());
    if is_loading {
        return Cell::toned(lang.text(Text::Loading), Tone::Dim);
    }
    Cell::default()
}
