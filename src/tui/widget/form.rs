//! A form being filled in, as lines: values, notes, sentences below, choices in the line, grids, the open list.

use crate::locale::{Lang, Text};
use crate::tui::desk_data::{Cell, Line, Tone};
use crate::tui::form::spec::{Choice, Field, Filled, Kind};
use crate::tui::form::state::{FieldState, FormState};
use crate::tui::theme;
use crate::tui::widget::line::{self, Stand};
use crate::tui::widget::list::Entry;
use crate::tui::widget::paper::{Paper, cells};
use crate::tui::widget::wrap::wrap;

/// A grid has so many columns.
pub const GRID_COLUMNS: usize = 3;

/// A line of a form.
#[derive(Debug, Clone, Default)]
pub struct Laid {
    pub line: Line,
    /// The field with the cursor begins here.
    pub is_at: bool,
    /// The column of the cursor, when it is on this line.
    pub cursor: Option<u16>,
    /// Said at the very end, after the note: the value is in clear.
    pub is_clear: bool,
}

impl Laid {
    fn of(line: Line) -> Laid {
        Laid {
            line,
            ..Laid::default()
        }
    }
}

/// All lines of a form: those above the fields, the fields, those below.
pub fn laid(form: &FormState, stand: Stand) -> Vec<Laid> {
    let layout = Layout {
        form,
        filled: form.filled(),
        stand,
        lang: form.prepared.lang(),
    };
    let plain = |lines: &[Line]| line::wrapped(lines, stand).into_iter().map(Laid::of);
    let mut all: Vec<Laid> = plain(&form.prepared.lines).collect();
    for (index, (field, state)) in form.spec.fields.iter().zip(&form.fields).enumerate() {
        layout.field(index, field, state, &mut all);
    }
    all.extend(plain(&form.prepared.foot));
    all
}

/// The list that the field with the cursor opens, and which entry is highlighted.
pub fn open_list(form: &FormState) -> Option<(Vec<Entry>, usize)> {
    let (field, state) = form.field()?;
    if !field.kind.has_list() || form.handed.is_some() {
        return None;
    }
    let mut entries: Vec<Entry> = form.offered().into_iter().map(entry).collect();
    if entries.is_empty() {
        let lang = form.prepared.lang();
        entries.push(Entry {
            label: lang.text(Text::NoMatch).to_owned(),
            is_barred: true,
            ..Entry::default()
        });
    }
    let at = state.at.min(entries.len().saturating_sub(1));
    Some((entries, at))
}

fn entry(choice: Choice) -> Entry {
    Entry {
        label: choice.label,
        note: choice.note,
        ..Entry::default()
    }
}

/// Draws as many lines as fit around the field with the cursor; gives where the cursor stands.
pub fn draw(paper: &mut Paper<'_>, lang: Lang, lines: &[Laid], stand: Stand) -> Option<(u16, u16)> {
    let first = first_shown(lines, usize::from(paper.height()));
    let mut cursor = None;
    for (y, laid) in (0..paper.height()).zip(lines.iter().skip(first)) {
        if laid.is_at {
            paper.put_in(0, y, 1, ">", theme::BOLD);
        }
        let mut stand = stand;
        if laid.is_clear {
            let clear = lang.text(Text::Clear);
            stand.end = paper.put_before(stand.end, y, clear, theme::style(Tone::Warn));
            if !clear.starts_with('\u{3010}') {
                stand.end = stand.end.saturating_sub(1);
            }
        }
        line::draw(paper, y, &laid.line, stand);
        if let Some(x) = laid.cursor {
            cursor = Some((x, y));
        }
    }
    cursor
}

/// Everything from the top when it fits; otherwise the field with the cursor and what belongs to it is in sight.
fn first_shown(lines: &[Laid], room: usize) -> usize {
    if lines.len() <= room {
        return 0;
    }
    let at = lines
        .iter()
        .position(|laid| laid.is_at || laid.cursor.is_some())
        .unwrap_or(0);
    let belongs = lines
        .iter()
        .skip(at.saturating_add(1))
        .take_while(|laid| laid.line.label.text.is_empty() && !laid.line.pieces.is_empty())
        .count();
    let last = at
        .saturating_add(belongs)
        .min(at.saturating_add(room.saturating_sub(1)));
    last.saturating_add(1).saturating_sub(room)
}

struct Layout<'a> {
    form: &'a FormState,
    filled: Filled,
    stand: Stand,
    lang: Lang,
}

impl Layout<'_> {
    fn field(&self, index: usize, field: &'static Field, state: &FieldState, all: &mut Vec<Laid>) {
        if field.kind == Kind::Presets || !(field.is_shown)(&self.filled, &self.form.prepared) {
            return;
        }
        if field.has_gap_before {
            all.push(Laid::default());
        }
        let is_at = index == self.form.at && self.form.handed.is_none();
        let is_clear = field.kind == Kind::Masked && self.is_in_clear(index, field, state);
        let note = self.note(field, state, is_at);
        let mut stand = self.stand;
        let tail = if is_clear {
            cells(self.lang.text(Text::Clear))
        } else {
            0
        };
        let taken = cells(&note.text).saturating_add(tail);
        if taken > 0 {
            stand.end = stand.end.saturating_sub(taken).saturating_sub(1);
        }
        let mut lines = self.value(index, field, state, is_at, stand, is_clear);
        if lines.is_empty() {
            lines.push(Laid::default());
        }
        if let Some(first) = lines.first_mut() {
            let tone = if is_at { Tone::Strong } else { Tone::Dim };
            first.line.label = Cell::toned(self.lang.text(field.label), tone);
            first.line.note = note;
            first.is_at = is_at;
            first.is_clear = is_clear;
        }
        all.extend(lines);
        self.below(field, is_at, all);
    }

    /// What was typed is seen while the cursor is in the field, or in the one that asks about it.
    fn is_in_clear(&self, index: usize, field: &Field, state: &FieldState) -> bool {
        let asks_about_it = self.form.field().is_some_and(|(at, _)| {
            at.sends_back
                .is_some_and(|(_, back_to)| back_to == field.name)
        });
        let is_there = if index == self.form.at {
            !state.editor.is_empty()
        } else {
            !state.value.is_empty()
        };
        let may = index == self.form.at || asks_about_it;
        is_there && may && self.form.handed.is_none()
    }

    fn note(&self, field: &Field, state: &FieldState, is_at: bool) -> Cell {
        if !state.note.is_empty() {
            let is_wrong = state.note == self.lang.text(Text::NoSuchValue);
            let tone = if is_wrong { Tone::Bad } else { Tone::Dim };
            return Cell::toned(state.note.as_str(), tone);
        }
        let (text, tone) = (field.note)(&self.filled, &self.form.prepared);
        if !text.is_empty() {
            return Cell::toned(text, tone);
        }
        if state.is_taken {
            return Cell::default();
        }
        let is_needed = (field.is_needed)(&self.filled, &self.form.prepared);
        let said = match field.kind {
            Kind::Grid | Kind::Choice | Kind::Presets => None,
            _ if !is_needed => Some(Text::Optional),
            Kind::List | Kind::ListOrText if is_at => Some(Text::NotYetChosen),
            _ if is_at && state.editor.is_empty() => Some(Text::Needed),
            _ => None,
        };
        said.map_or_else(Cell::default, |text| {
            Cell::toned(self.lang.text(text), Tone::Dim)
        })
    }

    fn value(
        &self,
        index: usize,
        field: &Field,
        state: &FieldState,
        is_at: bool,
        stand: Stand,
        is_clear: bool,
    ) -> Vec<Laid> {
        match field.kind {
            Kind::Choice if is_at => choices(&self.form.options(index), state.at, stand),
            Kind::Grid => self.grid(&self.form.options(index), state, is_at),
            Kind::Choice => {
                let is_asked = field.enter_writes.is_some() || field.sends_back.is_some();
                let needed = (field.is_needed)(&self.filled, &self.form.prepared);
                let text = if !state.is_taken && needed && is_asked && state.shown.is_empty() {
                    self.lang.text(Text::NotYetConfirmed)
                } else {
                    state.shown.as_str()
                };
                vec![self.held(text, state.is_taken || is_asked)]
            }
            _ if is_at => vec![edited(field, state, stand)],
            Kind::Masked if is_clear => vec![self.held(&state.value, true)],
            Kind::Masked if state.is_taken => vec![self.held(&(field.mask)(&state.value), true)],
            Kind::Masked => vec![self.held(&"*".repeat(state.value.chars().count()), false)],
            Kind::Secret => vec![self.held(&"*".repeat(state.value.chars().count()), true)],
            _ if state.shown.is_empty() => vec![self.held(&state.value, true)],
            _ => vec![self.held(&state.shown, true)],
        }
    }

    /// A value that is not being edited.
    fn held(&self, text: &str, is_sure: bool) -> Laid {
        let tone = if is_sure { Tone::Plain } else { Tone::Dim };
        Laid::of(Line::at(self.stand.value, Cell::toned(text, tone)))
    }

    /// Values in columns, read downwards.
    fn grid(&self, options: &[Choice], state: &FieldState, is_at: bool) -> Vec<Laid> {
        let rows = options.len().div_ceil(GRID_COLUMNS).max(1);
        let room = self.stand.end.saturating_sub(self.stand.value);
        let wide = room / u16::try_from(GRID_COLUMNS).unwrap_or(1);
        let mut lines = vec![Laid::default(); rows];
        let is_marked = is_at || state.is_taken;
        for (index, choice) in options.iter().enumerate() {
            let column = u16::try_from(index / rows).unwrap_or(0);
            let x = self.stand.value.saturating_add(column.saturating_mul(wide));
            let end = x.saturating_add(wide).saturating_sub(1);
            if let Some(laid) = lines.get_mut(index % rows) {
                put_choice(laid, x, end, choice, is_marked && index == state.at);
            }
        }
        if !is_at {
            for laid in &mut lines {
                laid.cursor = None;
            }
        }
        lines
    }

    fn below(&self, field: &Field, is_at: bool, all: &mut Vec<Laid>) {
        let room = usize::from(self.stand.end.saturating_sub(self.stand.value));
        for sentence in (field.below)(&self.filled, &self.form.prepared) {
            let is_warning = sentence.starts_with(['\u{3010}', '[']);
            if !is_at && !is_warning {
                continue;
            }
            let tone = if is_warning { Tone::Warn } else { Tone::Plain };
            let lines = wrap(&sentence, room).into_iter();
            all.extend(
                lines.map(|part| Laid::of(Line::at(self.stand.value, Cell::toned(part, tone)))),
            );
        }
    }
}

/// Values in the line, each in its place whichever is highlighted, over as many lines as they need.
pub fn choices(options: &[Choice], at: usize, stand: Stand) -> Vec<Laid> {
    let mut lines: Vec<Laid> = vec![Laid::default()];
    let mut x = stand.value;
    for (index, choice) in options.iter().enumerate() {
        let end = x.saturating_add(cells(&choice.label));
        if end.saturating_add(1) > stand.end && x > stand.value {
            lines.push(Laid::default());
            x = stand.value;
        }
        if let Some(laid) = lines.last_mut() {
            x = put_choice(laid, x, stand.end, choice, index == at);
        }
    }
    lines
}

/// A value with the cursor in it.
fn edited(field: &Field, state: &FieldState, stand: Stand) -> Laid {
    let room = usize::from(stand.end.saturating_sub(stand.value).max(8));
    let (mut text, mut cursor) = state.editor.window(room);
    if field.kind == Kind::Secret {
        let count = state.editor.count().min(room.saturating_sub(1));
        text = "*".repeat(count);
        cursor = count;
    }
    let is_held = field.kind.has_list() && !state.is_touched && state.is_taken;
    if is_held && state.editor.is_empty() {
        text.clone_from(&state.shown);
        cursor = 0;
    }
    let is_whole = state.editor.is_selected() || is_held;
    let tone = if is_whole { Tone::Strong } else { Tone::Plain };
    let cursor = u16::try_from(cursor).unwrap_or(0);
    Laid {
        cursor: Some(stand.value.saturating_add(cursor)),
        ..Laid::of(Line::at(stand.value, Cell::toned(text, tone)))
    }
}

/// Adds a value to a line, in brackets when highlighted; gives the column of the next one.
fn put_choice(laid: &mut Laid, x: u16, end: u16, choice: &Choice, is_at: bool) -> u16 {
    if choice.label.is_empty() {
        if is_at {
            laid.cursor = Some(x);
        }
        return x;
    }
    let room = end.saturating_sub(x).saturating_sub(1);
    let label = crate::tui::width::cut(&choice.label, usize::from(room)).into_owned();
    let after = x.saturating_add(cells(&label));
    if is_at {
        let bracketed = format!("[{label}]");
        let piece = Cell::toned(bracketed, Tone::Strong);
        laid.line.pieces.push((x.saturating_sub(1), piece));
        laid.cursor = Some(x);
    } else {
        laid.line.pieces.push((x, Cell::plain(label)));
    }
    after.saturating_add(2)
}
