//! The body: a list, a record, a pair, alone or side by side, or what stands in their place.

use ratatui::layout::Position;

use crate::locale::{Lang, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Cell, DetailData, PairData, PaneData, TableData, Tone};
use crate::tui::form::spec::Kind;
use crate::tui::form::state::FormState;
use crate::tui::model::overlay::{Overlay, Sheet, Sought};
use crate::tui::model::page::{PageState, ViewState};
use crate::tui::model::{Model, PaneState};
use crate::tui::pane::{Layout, Of, ViewSpec};
use crate::tui::view::{Base, keys};
use crate::tui::widget::detail::Detail;
use crate::tui::widget::form;
use crate::tui::widget::frame::{self, Hint, WIDE};
use crate::tui::widget::line::Stand;
use crate::tui::widget::pair::Pair;
use crate::tui::widget::paper::Paper;
use crate::tui::widget::table::{Breadth, Table};

/// A part is never wider than this.
const MOST: u16 = 80;
/// Beside a list: 78 cells of text, two before them, one behind.
const MOST_BESIDE: u16 = 81;
/// Where the bar stands that parts the list from its record, and from the walk.
const BAR: u16 = 65;
const BAR_OF_PAIR: u16 = 38;
/// A list that stands whole above its record stands whole beside it too, or not at all.
const BAR_OF_WHOLE: u16 = 79;

/// How the body is divided.
pub(super) struct Parts {
    /// Columns of the first part.
    main: u16,
    /// The bar, when there are two parts; the second begins behind it.
    bar: Option<u16>,
    side_width: u16,
    pub(super) drawer_at: u16,
    pub(super) drawer_width: u16,
    breadth: Breadth,
}

impl Parts {
    pub(super) fn of(model: &Model, base: &Base<'_>, width: u16) -> Parts {
        let view = model.page().and_then(PageState::view);
        let bar = view
            .filter(|_| matches!(base, Base::Page) && width >= WIDE)
            .and_then(|(spec, view)| bar_of(spec, view))
            .filter(|bar| *bar != BAR_OF_WHOLE || width > BAR_OF_WHOLE + MOST);
        let Some(bar) = bar else {
            let is_list = view.is_some_and(|(_, view)| view.is_list());
            let is_broad = width >= 100 && is_list && matches!(base, Base::Page);
            return Parts::alone(is_broad);
        };
        let at = bar.saturating_add(1);
        let side_width = width.saturating_sub(at).min(MOST_BESIDE);
        Parts {
            main: bar,
            bar: Some(bar),
            side_width,
            drawer_at: at,
            drawer_width: side_width,
            breadth: Breadth::Beside,
        }
    }

    fn alone(is_broad: bool) -> Parts {
        let main = if is_broad { 100 } else { MOST };
        Parts {
            main,
            bar: None,
            side_width: 0,
            drawer_at: 0,
            drawer_width: main,
            breadth: if is_broad {
                Breadth::At100
            } else {
                Breadth::At80
            },
        }
    }
}

fn bar_of(spec: &ViewSpec, view: &ViewState) -> Option<u16> {
    spec.side?;
    if !view.is_list() || view.rows().is_empty() {
        return None;
    }
    if matches!(spec.layout, Layout::Below(_)) {
        return Some(BAR_OF_WHOLE);
    }
    let is_pair = matches!(view.shown_side(spec.layout), Some(PaneData::Pair(_)));
    Some(if is_pair { BAR_OF_PAIR } else { BAR })
}

/// Draws the body, its lowest lines left to the drawer; gives the place of the cursor.
pub(super) fn draw(
    model: &Model,
    pane: &PaneState,
    base: &Base<'_>,
    parts: &Parts,
    paper: &mut Paper<'_>,
    covered: u16,
) -> Option<Position> {
    let free = paper.height().saturating_sub(covered);
    match base {
        Base::Form(form) => {
            let whole = paper.height();
            draw_form(model, form, whole, &mut paper.part(0, 0, parts.main, free))
        }
        Base::Sheet(sheet) => {
            draw_sheet(model, sheet, &mut paper.part(0, 0, parts.main, free));
            None
        }
        Base::Keys => {
            keys::draw(model, pane, &mut paper.part(0, 0, parts.main, free));
            None
        }
        Base::Page => {
            let (spec, view) = pane.page()?.view()?;
            if parts.bar.is_some() {
                draw_beside(model, spec, view, parts, paper)
            } else {
                draw_alone(
                    model,
                    spec,
                    view,
                    parts,
                    &mut paper.part(0, 0, parts.main, free),
                )
            }
        }
    }
}

/// `whole`: the lines of the body, what the drawer covers included.
fn draw_form(
    model: &Model,
    form: &FormState,
    whole: u16,
    paper: &mut Paper<'_>,
) -> Option<Position> {
    let lang = model.lang;
    let title = if form.prepared.title.is_empty() {
        lang.text(form.spec.title)
    } else {
        form.prepared.title.as_str()
    };
    frame::draw_title(paper, title, &[right_of(lang, form)]);
    let (width, height) = (paper.width(), paper.height());
    let stand = Stand {
        value: lang.value_column(),
        end: paper.end(),
    };
    let lines = form::laid(form, stand);
    let gap = u16::from(form.prepared.lines.is_empty() && lines.len() < usize::from(whole));
    let top = gap.saturating_add(1);
    let mut body = paper.part(0, top, width, height.saturating_sub(top));
    let (x, y) = form::draw(&mut body, lang, &lines, stand)?;
    Some(body.place(x, y))
}

/// Right of a form's title: that what was typed is safe, else what the form says.
fn right_of(lang: Lang, form: &FormState) -> Cell {
    match form.keeping.kept_at {
        Some(at) => Cell::toned(lang.draft_kept_at(at), Tone::Dim),
        None => Cell::plain(form.prepared.right.as_str()),
    }
}

fn draw_sheet(model: &Model, sheet: &Sheet, paper: &mut Paper<'_>) {
    let right =
        clear_mark(model, sheet.until.is_some()).unwrap_or_else(|| sheet.data.right.clone());
    frame::draw_title(paper, &sheet.data.title, &right);
    let (width, height) = (paper.width(), paper.height());
    let mut body = paper.part(0, 1, width, height.saturating_sub(1));
    let detail = Detail {
        lang: model.lang,
        record: &sheet.data,
        at: None,
        scroll: sheet.scroll,
        breadth: Breadth::At80,
    };
    detail.draw(&mut body);
}

/// What stands at the right of line 4 while something is in clear.
fn clear_mark(model: &Model, is_clear: bool) -> Option<Vec<Cell>> {
    is_clear.then(|| {
        vec![
            Cell::toned(model.lang.text(Text::Clear), Tone::Warn),
            Cell::plain(model.lang.text(Text::MaskedSoon)),
        ]
    })
}

fn draw_beside(
    model: &Model,
    spec: &ViewSpec,
    view: &ViewState,
    parts: &Parts,
    paper: &mut Paper<'_>,
) -> Option<Position> {
    let bar = parts.bar?;
    let height = paper.height();
    let Some(PaneData::Table(table)) = view.shown(spec.layout) else {
        return None;
    };
    paper.part(bar, 0, 1, height).bar(0);
    let mut list = paper.part(0, 0, parts.main, height);
    let cursor = draw_table(model, table, view, parts.breadth, &mut list);
    let at = bar.saturating_add(1);
    let mut side = paper.part(at, 0, parts.side_width, height);
    let is_clear = view.revealed.is_some();
    if let Some(data) = view.shown_side(spec.layout) {
        let place = Beside {
            list_title: &table.title,
            is_clear,
        };
        draw_side(model, data, &mut side, Some(place));
    }
    cursor
}

fn draw_alone(
    model: &Model,
    spec: &ViewSpec,
    view: &ViewState,
    parts: &Parts,
    paper: &mut Paper<'_>,
) -> Option<Position> {
    let Some(data) = view.shown(spec.layout) else {
        frame::draw_title(paper, model.lang.text(spec.title), &[]);
        return None;
    };
    match (spec.layout, data) {
        (Layout::Below(_), PaneData::Table(table)) => draw_below(model, spec, view, table, paper),
        (Layout::Side, PaneData::Table(table)) if !table.rows.is_empty() => {
            match view.shown_side(spec.layout) {
                Some(side) => draw_side(model, side, paper, None),
                None => frame::draw_title(paper, &table.title, &[]),
            }
            None
        }
        (_, PaneData::Table(table)) => draw_table(model, table, view, parts.breadth, paper),
        (_, PaneData::Detail(detail)) => draw_record(model, detail, view, paper),
        (_, PaneData::Pair(_)) => {
            draw_side(model, data, paper, None);
            None
        }
    }
}

fn draw_table(
    model: &Model,
    table: &TableData,
    view: &ViewState,
    breadth: Breadth,
    paper: &mut Paper<'_>,
) -> Option<Position> {
    frame::draw_title(paper, &table.title, &table_right(model, table, view));
    let (width, height) = (paper.width(), paper.height());
    let mut body = paper.part(0, 1, width, height.saturating_sub(1));
    let drawn = Table {
        lang: model.lang,
        heads: table.heads,
        rows: &table.rows,
        at: Some(view.cursor.index),
        marks: &view.marks,
        breadth,
        empty: &table.empty,
        keys: &first_keys(model, table),
        foot: &table.foot,
        is_foot_low: table.is_foot_low,
    };
    let y = drawn.draw(&mut body)?;
    Some(body.place(2, y))
}

/// In a list that is empty by itself: how the first record comes, and where all keys are told.
fn first_keys(model: &Model, table: &TableData) -> Vec<Hint> {
    let is_narrowed = model
        .page()
        .and_then(PageState::view)
        .is_some_and(|(spec, view)| view.is_narrowed(spec));
    if !table.rows.is_empty() || is_narrowed {
        return Vec::new();
    }
    let offers = model.offers().into_iter();
    let mut keys: Vec<Hint> = offers
        .filter(|offer| offer.of == Of::Page && offer.is_hinted && offer.cannot.is_none())
        .filter_map(|offer| Some(Hint::new(offer.key?, offer.label)))
        .collect();
    let help = model.key_name(Action::Functions);
    keys.extend(help.map(|key| Hint::new(key, model.lang.text(Text::KeysHere))));
    keys
}

/// Counts, then the place in the list.
fn table_right(model: &Model, table: &TableData, view: &ViewState) -> Vec<Cell> {
    if let Some(clear) = clear_mark(model, view.revealed.is_some() && table_is_clear(view)) {
        return clear;
    }
    let mut right = table.right.clone();
    let lang = model.lang;
    if !view.marks.is_empty() {
        let marked = lang.marked_count(view.marks.len(), table.measure);
        let gap = if right.is_empty() { "" } else { "  " };
        right.insert(0, Cell::toned(format!("{marked}{gap}"), Tone::Strong));
    }
    let place =
        table.measure.map(
            |measure| match (table.number_of(view.cursor.index), table.total) {
                _ if table.rows.is_empty() => lang.count(0, measure),
                (Some(number), total) => lang.place(number, total, measure),
                (None, Some(total)) => lang.count(total, measure),
                (None, None) => String::new(),
            },
        );
    if let Some(place) = place.filter(|place| !place.is_empty()) {
        let gap = if right.is_empty() { "" } else { "  " };
        right.push(Cell::plain(format!("{gap}{place}")));
    }
    right
}

fn table_is_clear(view: &ViewState) -> bool {
    view.revealed
        .as_ref()
        .is_some_and(|revealed| matches!(revealed.data, PaneData::Table(_)))
}

fn draw_record(
    model: &Model,
    detail: &DetailData,
    view: &ViewState,
    paper: &mut Paper<'_>,
) -> Option<Position> {
    let right = clear_mark(model, view.revealed.is_some()).unwrap_or_else(|| detail.right.clone());
    frame::draw_title(paper, &detail.title, &right);
    let (width, height) = (paper.width(), paper.height());
    let mut body = paper.part(0, 1, width, height.saturating_sub(1));
    let drawn = Detail {
        lang: model.lang,
        record: detail,
        at: (!detail.rows.is_empty()).then_some(view.cursor.index),
        scroll: view.scroll,
        breadth: Breadth::At80,
    };
    let y = drawn.draw(&mut body)?;
    Some(body.place(2, y))
}

/// A list of a few rows, and the record or pair below it.
fn draw_below(
    model: &Model,
    spec: &ViewSpec,
    view: &ViewState,
    table: &TableData,
    paper: &mut Paper<'_>,
) -> Option<Position> {
    let (width, height) = (paper.width(), paper.height());
    if table.rows.is_empty() {
        return draw_table(model, table, view, Breadth::At80, paper);
    }
    let rows = spec.layout.rows(model.height);
    let list = rows.saturating_add(2).min(height);
    let cursor = draw_table(
        model,
        table,
        view,
        Breadth::At80,
        &mut paper.part(0, 0, width, list),
    );
    let end = paper.end();
    paper.rule(2, end, list);
    let top = list.saturating_add(1);
    let mut below = paper.part(0, top, width, height.saturating_sub(top));
    match view.shown_side(spec.layout) {
        Some(PaneData::Pair(pair)) => draw_pair(model, pair, 16, 0, &mut below),
        Some(PaneData::Detail(detail)) => {
            draw_lines(model, detail, Breadth::At80, &mut below);
        }
        Some(PaneData::Table(_)) | None => {}
    }
    cursor
}

fn draw_lines(model: &Model, detail: &DetailData, breadth: Breadth, paper: &mut Paper<'_>) {
    let drawn = Detail {
        lang: model.lang,
        record: detail,
        at: None,
        scroll: 0,
        breadth,
    };
    drawn.draw(paper);
}

fn draw_pair(model: &Model, pair: &PairData, left: u16, scroll: usize, paper: &mut Paper<'_>) {
    let drawn = Pair {
        lang: model.lang,
        pair,
        left,
        scroll,
    };
    drawn.draw(paper);
}

/// Where a record stands beside its list.
struct Beside<'a> {
    list_title: &'a str,
    is_clear: bool,
}

/// A record or pair with its title; beside its list it does not say again what the list says.
fn draw_side(model: &Model, data: &PaneData, paper: &mut Paper<'_>, beside: Option<Beside<'_>>) {
    let (title, right, pair) = match data {
        PaneData::Detail(detail) => (&detail.title, &detail.right, false),
        PaneData::Pair(pair) => (&pair.title, &pair.right, true),
        PaneData::Table(_) => return,
    };
    let is_clear = beside.as_ref().is_some_and(|beside| beside.is_clear);
    let right = clear_mark(model, is_clear).unwrap_or_else(|| right.clone());
    let is_said = beside
        .as_ref()
        .is_some_and(|beside| beside.list_title == title);
    frame::draw_title(paper, if is_said { "" } else { title }, &right);
    let (width, height) = (paper.width(), paper.height());
    let is_blank = match data {
        PaneData::Detail(detail) => {
            let first = detail.lines.first();
            beside.is_some() && first.is_some_and(|line| !line.label.text.is_empty())
        }
        PaneData::Pair(_) | PaneData::Table(_) => pair,
    };
    let top = 1_u16.saturating_add(u16::from(is_blank));
    let mut body = paper.part(0, top, width, height.saturating_sub(top));
    match data {
        PaneData::Detail(detail) => {
            let breadth = if beside.is_some() {
                Breadth::Beside
            } else {
                Breadth::At80
            };
            draw_lines(model, detail, breadth, &mut body);
        }
        PaneData::Pair(pair) => {
            let left = if beside.is_some() { 14 } else { 16 };
            draw_pair(model, pair, left, 0, &mut body);
        }
        PaneData::Table(_) => {}
    }
}

/// Line 22: what the columns leave out, what is missing, or the rule that applies.
pub(super) fn peek(model: &Model) -> String {
    let lang = model.lang;
    let view = model.page().and_then(PageState::view);
    match model.overlay() {
        Some(Overlay::Form(form)) => peek_of_form(model, form),
        Some(Overlay::Search(Sought::Number, _)) => lang.text(Text::JumpHelp).to_owned(),
        Some(Overlay::Search(Sought::FilterName, _)) => lang.text(Text::FilterNameHelp).to_owned(),
        Some(Overlay::Filter(filters)) if filters.is_at_saved() => {
            lang.text(Text::SavedFilterHelp).to_owned()
        }
        Some(Overlay::Filter(_) | Overlay::Search(Sought::Words, _)) => view
            .and_then(|(spec, _)| spec.search)
            .map_or_else(String::new, |text| lang.text(text).to_owned()),
        Some(Overlay::Functions(functions)) => functions
            .fitting()
            .get(functions.at)
            .and_then(|function| function.cannot.as_deref())
            .map_or_else(|| functions.help.clone(), |why| lang.cannot(why)),
        Some(Overlay::Job(_)) => {
            let job = model.desk().and_then(|desk| desk.job.as_ref());
            job.map_or_else(String::new, |job| lang.text(job.breaking).to_owned())
        }
        Some(Overlay::Sheet(sheet)) => sheet.data.peek.clone(),
        Some(Overlay::Keys) => model
            .page()
            .map_or_else(String::new, |page| lang.text(page.spec.help).to_owned()),
        Some(Overlay::LeaveForm(_)) => String::new(),
        None => view.map_or_else(String::new, |(spec, view)| peek_of_view(spec, view)),
    }
}

fn peek_of_view(spec: &ViewSpec, view: &ViewState) -> String {
    let side = view
        .shown_side(spec.layout)
        .map(peek_of_data)
        .filter(|peek| spec.layout != Layout::List && !peek.is_empty());
    match (side, view.shown(spec.layout)) {
        (Some(side), _) => side,
        (None, Some(PaneData::Table(table))) => table
            .rows
            .get(view.cursor.index)
            .map(|row| row.peek.clone())
            .filter(|peek| !peek.is_empty())
            .unwrap_or_else(|| table.peek.clone()),
        (None, Some(data)) => peek_of_data(data),
        (None, None) => String::new(),
    }
}

fn peek_of_data(data: &PaneData) -> String {
    match data {
        PaneData::Detail(detail) => detail.peek.clone(),
        PaneData::Pair(pair) => pair.peek.clone(),
        PaneData::Table(table) => table.peek.clone(),
    }
}

fn peek_of_form(model: &Model, form: &FormState) -> String {
    let lang = form.prepared.lang();
    let is_list = form.field().is_some_and(|(field, _)| {
        matches!(field.kind, Kind::List | Kind::ListOrText) && form.options(form.at).len() > 1
    });
    let ready = (form.spec.ready)(&form.filled(), &form.prepared);
    let missing = form.missing();
    if is_list {
        return lang.text(Text::TypeToNarrow).to_owned();
    }
    // What is being typed is not missing any more.
    let is_typed = form
        .field()
        .is_some_and(|(field, state)| !field.kind.is_chosen() && !state.editor.is_empty());
    let labels: Vec<&str> = missing
        .iter()
        .filter(|index| !is_typed || **index != form.at)
        .filter_map(|index| form.spec.fields.get(*index))
        .map(|field| lang.text(field.label))
        .filter(|label| !label.is_empty())
        .collect();
    match model.key_name(Action::Write) {
        _ if !labels.is_empty() => lang.missing(&labels),
        Some(key) if ready.is_empty() => lang.all_there(&key),
        _ => ready,
    }
}
