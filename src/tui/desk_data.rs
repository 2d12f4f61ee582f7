//! What panes hand to the screen: rows, lines and pages of text with keys. Plain data, already worded and masked.

use crate::domain::moment::Moment;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::form::spec::Choice;
use crate::tui::pane::Filter;

/// How a text is meant; the theme gives it a colour, and words carry it where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Plain,
    /// Labels, notes, void rows.
    Dim,
    Strong,
    /// Overdue, wrong, failed.
    Bad,
    /// Due today, pending, differs, in clear.
    Warn,
    /// Verified, saved.
    Good,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    pub text: String,
    pub tone: Tone,
    /// So many cells at its start are dim (the month of a number).
    pub dim_cells: usize,
}

impl Cell {
    pub fn plain(text: impl Into<String>) -> Cell {
        Cell::toned(text, Tone::Plain)
    }

    pub fn toned(text: impl Into<String>, tone: Tone) -> Cell {
        Cell {
            text: text.into(),
            tone,
            dim_cells: 0,
        }
    }

    /// A number whose month is dim: `11511-0042`.
    pub fn number(text: impl Into<String>) -> Cell {
        let text = text.into();
        let dim_cells = text
            .split_once('-')
            .map_or(0, |(month, _)| month.len().saturating_add(1));
        Cell {
            text,
            tone: Tone::Plain,
            dim_cells,
        }
    }
}

/// A column: its head, and its width in cells when the window has 80, 100, 120 columns or more (0: not shown).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub text: Text,
    pub widths: [u16; 3],
    /// Cells before the next column.
    pub gap: u16,
    pub is_right: bool,
    /// A value equal to the one above is dim.
    pub dims_repeats: bool,
    /// Not bold under the cursor either: where much else changes with it, bytes are few (DESIGN §2).
    pub is_never_bold: bool,
}

impl Head {
    /// A column of the same width everywhere.
    pub const fn new(text: Text, width: u16) -> Head {
        Head {
            text,
            widths: [width; 3],
            gap: 2,
            is_right: false,
            dims_repeats: false,
            is_never_bold: false,
        }
    }

    pub const fn widths(self, widths: [u16; 3]) -> Head {
        Head { widths, ..self }
    }

    pub const fn gap(self, gap: u16) -> Head {
        Head { gap, ..self }
    }

    pub const fn right(self) -> Head {
        Head {
            is_right: true,
            ..self
        }
    }

    pub const fn never_bold(self) -> Head {
        Head {
            is_never_bold: true,
            ..self
        }
    }

    pub const fn dims_repeats(self) -> Head {
        Head {
            dims_repeats: true,
            ..self
        }
    }
}

/// What one record can do of what its page offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowMove {
    pub action: Action,
    /// What it is called for this record, when not as the offer says (F8: 補登, 使用完竣).
    pub label: Option<String>,
    /// Why it cannot be done now.
    pub cannot: Option<String>,
}

/// A record as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowData {
    /// Names the record to whoever loaded it; the cursor and pages stand on it.
    pub key: String,
    /// What people call it, where the key is not that.
    pub name: String,
    pub cells: Vec<Cell>,
    /// Lines below the row, part of it.
    pub more: Vec<String>,
    /// Dim line below the list while the cursor is here: what the columns leave out.
    pub peek: String,
    pub moves: Vec<RowMove>,
    /// Facts that offers and forms of this record need, by name.
    pub facts: Vec<(&'static str, String)>,
    pub has_gap_before: bool,
}

impl RowData {
    /// What people call it.
    pub fn name(&self) -> &str {
        if self.name.is_empty() {
            &self.key
        } else {
            &self.name
        }
    }

    /// A fact by name, empty when there is none.
    pub fn fact(&self, name: &str) -> &str {
        self.facts
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| value)
    }

    /// What this record says about an action.
    pub fn about(&self, action: Action) -> Option<&RowMove> {
        self.moves.iter().find(|row_move| row_move.action == action)
    }
}

/// Records that were marked in a list, for one step with each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// In the order of their marking.
    pub rows: Vec<RowData>,
    /// Marked as well, but it cannot be done with them: what they are called, and why not.
    pub barred: Vec<(String, String)>,
    /// What they are counted in.
    pub measure: Option<Measure>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableData {
    /// Line 4, left: pane, view and filter in force.
    pub title: String,
    /// Line 4, right, before the place in the list.
    pub right: Vec<Cell>,
    /// What is counted; `None` where no place is shown.
    pub measure: Option<Measure>,
    pub heads: &'static [Head],
    pub rows: Vec<RowData>,
    /// There are records before the first row, after the last row.
    pub has_before: bool,
    pub has_after: bool,
    /// How many there are in all, when that is known without counting.
    pub total: Option<u64>,
    /// Which one the first row is, counted from 1, where there are records before it and that is known.
    pub first_number: Option<u64>,
    /// Said in place of rows where there are none, the first line at once, others after a blank.
    pub empty: Vec<String>,
    /// Lines below the rows.
    pub foot: Vec<Line>,
    /// The foot stands at the lower edge, not right below the rows.
    pub is_foot_low: bool,
    /// The peek of an empty list, or of rows without one.
    pub peek: String,
    /// Values of filters that only the store knows (items, persons), by the filter's label; they stand in place of
    /// the filter's own `options`.
    pub choices: Vec<(Text, Vec<Choice>)>,
    /// Where the cursor begins when the page is opened; the first row where there is none. The walk goes on at its first
    /// row without an outcome: when it is not among these rows, the page from there is asked for.
    pub begin: Option<String>,
}

impl TableData {
    /// Which record of all a row is, counted from 1, as far as that is known.
    pub fn number_of(&self, index: usize) -> Option<u64> {
        let row = u64::try_from(index).ok()?;
        let count = u64::try_from(self.rows.len()).ok()?;
        let first = match (self.first_number, self.total) {
            (Some(first), _) => first,
            (None, _) if !self.has_before => 1,
            (None, Some(total)) if !self.has_after => total.saturating_sub(count).saturating_add(1),
            (None, _) => return None,
        };
        Some(first.saturating_add(row))
    }

    /// The values that a filter offers, without the leading 不限: those that the store knows, else the filter's own.
    pub fn filter_values(&self, filter: &Filter, lang: Lang, now: Moment) -> Vec<Choice> {
        let known = self
            .choices
            .iter()
            .find(|(label, _)| *label == filter.label);
        known.map_or_else(|| (filter.options)(lang, now), |(_, values)| values.clone())
    }
}

/// A line of a record: label at column 2, value at 14 (English 18), note at the right edge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    pub label: Cell,
    /// Pieces of the value with the columns at which they stand; column 0 means the value's own.
    pub pieces: Vec<(u16, Cell)>,
    pub note: Cell,
}

impl Line {
    pub fn blank() -> Line {
        Line::default()
    }

    /// `案號        高市社救字第11531177200號`.
    pub fn field(label: impl Into<String>, value: impl Into<String>) -> Line {
        Line::labelled(label, Cell::plain(value))
    }

    pub fn labelled(label: impl Into<String>, value: Cell) -> Line {
        Line {
            label: Cell::toned(label, Tone::Dim),
            pieces: vec![(0, value)],
            note: Cell::default(),
        }
    }

    /// A sentence from column 2 on.
    pub fn words(text: impl Into<String>) -> Line {
        Line::at(2, Cell::plain(text))
    }

    /// A piece at a column.
    pub fn at(column: u16, cell: Cell) -> Line {
        Line {
            pieces: vec![(column, cell)],
            ..Line::default()
        }
    }

    /// One more piece at a column.
    #[must_use]
    pub fn and(mut self, column: u16, cell: Cell) -> Line {
        self.pieces.push((column, cell));
        self
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Line {
        self.note = Cell::toned(note, Tone::Dim);
        self
    }

    #[must_use]
    pub fn note_toned(mut self, note: Cell) -> Line {
        self.note = note;
        self
    }
}

/// One record, or a sheet of text: lines, then perhaps its versions as rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DetailData {
    pub title: String,
    pub right: Vec<Cell>,
    pub lines: Vec<Line>,
    pub heads: &'static [Head],
    pub rows: Vec<RowData>,
    /// Lines below the rows.
    pub foot: Vec<Line>,
    pub peek: String,
    /// The record itself: its key, moves and facts.
    pub record: RowData,
}

/// How two sides of a row compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Only one side has it.
    None,
    Same,
    Differs,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRow {
    pub label: String,
    pub left: Cell,
    pub mark: Mark,
    pub right: Cell,
}

/// Two records side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PairData {
    pub title: String,
    pub right: Vec<Cell>,
    pub left_head: String,
    pub right_head: String,
    pub rows: Vec<PairRow>,
    /// Lines below the pair.
    pub notes: Vec<Line>,
    pub peek: String,
    pub record: RowData,
}

/// What a load brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaneData {
    Table(Box<TableData>),
    Detail(Box<DetailData>),
    Pair(Box<PairData>),
}

/// Which page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PageAt {
    #[default]
    Top,
    Bottom,
    /// From this record on, itself included; from where it would stand when it is gone.
    From(String),
    /// Up to this record, itself included, in the list's order.
    UpTo(String),
}

/// What a load is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    pub lang: Lang,
    pub now: Option<Moment>,
    pub page: PageAt,
    pub limit: usize,
    pub search: String,
    /// The chosen key of each filter of the view, in the table's order; empty: no limit.
    pub filters: Vec<String>,
    /// The record that the page is about (a detail, a month), or that the cursor is on (a side load).
    pub about: String,
}
