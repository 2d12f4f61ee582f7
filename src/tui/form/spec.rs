//! Forms as declarations: fields with functions of what is typed so far, and the errand that a filled form is.

use crate::app::Draft;
use crate::domain::moment::Moment;
use crate::domain::people::Clerk;
use crate::locale::{Lang, Text};
use crate::tui::desk_data::{Line, Tone};
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::form::read;
use crate::tui::pane::{AfterFn, Here};

/// Where a form stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In place of the page.
    Body,
    /// In the drawer, the row meant visible above it.
    Drawer,
}

/// A form, a question, a signature: whatever is filled in or confirmed before something is written.
#[derive(Debug)]
pub struct FormSpec {
    pub title: Text,
    pub place: Place,
    /// Fetches starting values and lists when the form is opened.
    pub prepare: fn(&mut Office, &Here) -> Result<Prepared, AppError>,
    pub fields: &'static [Field],
    /// What writing means; or which field says no, and why.
    pub submit: fn(&Filled, &Prepared) -> Result<Errand, FieldFault>,
    pub after: AfterFn,
    /// The field that an error of the office is about.
    pub blames: fn(&AppError) -> Option<&'static str>,
    /// What the write key does: 存檔, 作廢, 凍結, 簽章.
    pub write: Text,
    /// The peek line once nothing is missing.
    pub ready: fn(&Filled, &Prepared) -> String,
}

impl FormSpec {
    /// For struct update: nothing blamed, no peek.
    pub const fn blames_nothing(_error: &AppError) -> Option<&'static str> {
        None
    }

    pub const fn says_nothing(_filled: &Filled, _prepared: &Prepared) -> String {
        String::new()
    }
}

/// A form that has a field of this name keeps its optional fields out of sight; F1 shows them by putting
/// [`MORE_SHOWN`] into it.
pub const MORE: &str = "more";
pub const MORE_SHOWN: &str = "shown";

/// What kind of input a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text, NFC.
    Text,
    /// Numbers and codes, NFKC.
    Code,
    /// NFKC, masked when the cursor is elsewhere.
    Masked,
    /// A day, in the forms that offices type.
    Day,
    /// A day and time.
    Moment,
    Number,
    /// Asterisks.
    Secret,
    /// A few values in the line; Left and Right choose, Enter takes.
    Choice,
    /// Values in columns over several lines, always open.
    Grid,
    /// Values in a list that opens by itself; typing narrows.
    List,
    /// The same, and text that is not in the list.
    ListOrText,
    /// A list that fills other fields; it has no line of its own.
    Presets,
}

impl Kind {
    /// The value is one of the field's options.
    pub fn is_chosen(self) -> bool {
        matches!(self, Kind::Choice | Kind::Grid | Kind::List | Kind::Presets)
    }

    /// Numbers, dates and codes: full-width letters become plain ones as they are typed.
    pub fn is_code(self) -> bool {
        matches!(
            self,
            Kind::Code | Kind::Masked | Kind::Day | Kind::Moment | Kind::Number
        )
    }

    /// The options stand in a list that opens by itself.
    pub fn has_list(self) -> bool {
        matches!(self, Kind::List | Kind::ListOrText | Kind::Presets)
    }
}

/// A value that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// What the form hands in.
    pub key: String,
    pub label: String,
    /// Right of the label in a list.
    pub note: String,
    /// What else fields need to know of it (dates of validity).
    pub facts: Vec<String>,
}

impl Choice {
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice {
            key: key.into(),
            label: label.into(),
            ..Choice::default()
        }
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Choice {
        self.note = note.into();
        self
    }
}

/// A field. Every function sees what is filled in so far.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub label: Text,
    pub kind: Kind,
    pub is_needed: fn(&Filled, &Prepared) -> bool,
    pub is_shown: fn(&Filled, &Prepared) -> bool,
    pub options: fn(&Filled, &Prepared) -> Vec<Choice>,
    /// Reads what was typed; the kind's own reader unless said.
    pub read: fn(&str, &Filled, &Prepared) -> Read,
    /// A masked field as it is shown elsewhere.
    pub mask: fn(&str) -> String,
    /// Right of the value, in place of 可不填 and the like; asked whether the value is taken or not.
    pub note: fn(&Filled, &Prepared) -> (String, Tone),
    /// Sentences below the field: while the cursor is in it, those that begin with a bracketed word always.
    pub below: fn(&Filled, &Prepared) -> Vec<String>,
    /// What a preset fills in: (field, value).
    pub fills: fn(&str, &Prepared) -> Vec<(&'static str, String)>,
    /// Taking this value goes back to that field instead.
    pub sends_back: Option<(&'static str, &'static str)>,
    /// Enter here writes when nothing else is missing; what the hint calls it.
    pub enter_writes: Option<Text>,
    /// Passes on by itself at so many characters that read well.
    pub full_at: Option<usize>,
    /// A blank line stands above it.
    pub has_gap_before: bool,
}

impl Field {
    /// For struct update: a free, needed text.
    pub const BASE: Field = Field {
        name: "",
        label: Text::None,
        kind: Kind::Text,
        is_needed: always,
        is_shown: always,
        options: no_options,
        read: read::by_kind,
        mask: all_masked,
        note: no_note,
        below: no_lines,
        fills: fills_nothing,
        sends_back: None,
        enter_writes: None,
        full_at: None,
        has_gap_before: false,
    };

    pub const fn new(name: &'static str, label: Text, kind: Kind) -> Field {
        Field {
            name,
            label,
            kind,
            ..Field::BASE
        }
    }

    pub const fn optional(self) -> Field {
        Field {
            is_needed: never,
            ..self
        }
    }

    /// A blank line above.
    pub const fn gap(self) -> Field {
        Field {
            has_gap_before: true,
            ..self
        }
    }

    pub const fn options(self, options: fn(&Filled, &Prepared) -> Vec<Choice>) -> Field {
        Field { options, ..self }
    }

    pub const fn shown_when(self, is_shown: fn(&Filled, &Prepared) -> bool) -> Field {
        Field { is_shown, ..self }
    }

    pub const fn needed_when(self, is_needed: fn(&Filled, &Prepared) -> bool) -> Field {
        Field { is_needed, ..self }
    }
}

pub fn always(_filled: &Filled, _prepared: &Prepared) -> bool {
    true
}

pub fn never(_filled: &Filled, _prepared: &Prepared) -> bool {
    false
}

fn no_options(_filled: &Filled, _prepared: &Prepared) -> Vec<Choice> {
    Vec::new()
}

fn all_masked(value: &str) -> String {
    "*".repeat(value.chars().count())
}

fn no_note(_filled: &Filled, _prepared: &Prepared) -> (String, Tone) {
    (String::new(), Tone::Dim)
}

fn no_lines(_filled: &Filled, _prepared: &Prepared) -> Vec<String> {
    Vec::new()
}

fn fills_nothing(_key: &str, _prepared: &Prepared) -> Vec<(&'static str, String)> {
    Vec::new()
}

/// What a reader makes of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// The value handed in, and how it is shown.
    Taken { value: String, shown: String },
    /// It can be, but is asked about: the same once more takes it.
    Ask {
        value: String,
        shown: String,
        sentence: String,
    },
    /// It cannot be.
    Fault(String),
}

impl Read {
    pub fn taken(value: impl Into<String>) -> Read {
        let value = value.into();
        Read::Taken {
            shown: value.clone(),
            value,
        }
    }
}

/// Which field says no, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    pub field: &'static str,
    pub sentence: String,
}

/// The value that a field starts with.
#[derive(Debug, Clone, Default)]
pub struct Start {
    pub field: &'static str,
    /// What would be handed in: a key, or a value as its reader gives it.
    pub value: String,
    /// Right of it: 沿用, 現在.
    pub note: String,
    /// Highlighted only, still to be taken.
    pub is_suggested: bool,
}

/// What was fetched for a form when it was opened.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub here: Here,
    /// Line 4.
    pub title: String,
    pub right: String,
    /// Lines above the fields, with the blank line before the first field if there is to be one.
    pub lines: Vec<Line>,
    /// Lines below the fields, with the blank line before them if there is to be one.
    pub foot: Vec<Line>,
    pub starts: Vec<Start>,
    /// Fields in which the marked records begin with different values: each keeps its own unless another is typed.
    pub own_of_each: Vec<&'static str>,
    /// Lists by name, for the fields' options.
    pub lists: Vec<(&'static str, Vec<Choice>)>,
    /// Facts by name.
    pub facts: Vec<(&'static str, String)>,
    /// 同上: the values of the row before, by field.
    pub ditto: Vec<(&'static str, String)>,
    /// The field to begin in, when not the first that is missing.
    pub focus: Option<&'static str>,
    /// What was kept of this form when it was left unwritten.
    pub draft: Option<Draft>,
}

impl Prepared {
    /// Nothing but where we are.
    pub fn of(here: &Here) -> Prepared {
        Prepared {
            here: here.clone(),
            title: String::new(),
            right: String::new(),
            lines: Vec::new(),
            foot: Vec::new(),
            starts: Vec::new(),
            own_of_each: Vec::new(),
            lists: Vec::new(),
            facts: Vec::new(),
            ditto: Vec::new(),
            focus: None,
            draft: None,
        }
    }

    pub fn lang(&self) -> Lang {
        self.here.lang
    }

    pub fn now(&self) -> Moment {
        self.here.now
    }

    pub fn me(&self) -> &Clerk {
        &self.here.me
    }

    /// A list by name, empty when there is none.
    pub fn list(&self, name: &str) -> Vec<Choice> {
        self.lists
            .iter()
            .find(|(known, _)| *known == name)
            .map_or_else(Vec::new, |(_, list)| list.clone())
    }

    /// A fact by name, empty when there is none.
    pub fn fact(&self, name: &str) -> &str {
        self.facts
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| value)
    }
}

/// What is filled in so far: of chosen fields the key, of typed ones the value read; empty where nothing was taken.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Filled {
    pub values: Vec<(&'static str, String)>,
    /// The field that a reader is asked for.
    pub reading: Option<Kind>,
}

/// May hold identifiers and passphrases: only the names are printed.
impl std::fmt::Debug for Filled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.values.iter().map(|(name, _)| name))
            .finish()
    }
}

impl Filled {
    pub fn get(&self, name: &str) -> &str {
        self.values
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| value)
    }
}
