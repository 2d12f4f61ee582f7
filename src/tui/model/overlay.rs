//! What opens over a page: forms, drawers, sheets. Plain data.

use crate::domain::moment::Moment;
use crate::locale::Text;
use crate::tui::action::Action;
use crate::tui::desk_data::DetailData;
use crate::tui::form::editor::Editor;
use crate::tui::form::spec::Choice;
use crate::tui::form::state::FormState;
use crate::tui::model::Ticket;
use crate::tui::narrow::narrowed;

/// What is open over the page; a stack, for a form survives what opens over it.
#[derive(Debug)]
pub enum Overlay {
    /// A form or question; in the drawer or in place of the page, as its spec says.
    Form(Box<FormState>),
    Filter(Filters),
    /// A line of text that is asked for in the drawer.
    Search(Sought, Editor),
    /// F1: everything that can be done here.
    Functions(Functions),
    /// F1 again: all keys.
    Keys,
    /// Something typed would be lost.
    LeaveForm(Leaving),
    /// The drawer of the work that runs.
    Job(Ticket),
    /// What is shown after a deed, in place of the page: the number, the signed record, a record in clear.
    Sheet(Box<Sheet>),
}

/// What is typed into the drawer's one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// Words that rows are to contain.
    Words,
    /// The number of a record in the list, its last digits or its month as well.
    Number,
    /// The name under which the filter beneath is kept.
    FilterName,
}

/// The filters of a view, a row each.
#[derive(Debug, Clone)]
pub struct Filters {
    /// The first is that of saved filters, where there are some.
    pub rows: Vec<FilterRow>,
    pub at: usize,
    /// The view that they are of, as saved filters know it.
    pub view: String,
}

#[derive(Debug, Clone)]
pub struct FilterRow {
    pub label: Text,
    /// The first is 不限, with an empty key.
    pub options: Vec<Choice>,
    pub at: usize,
}

/// The list of functions.
#[derive(Debug, Clone)]
pub struct Functions {
    /// What this page or field is for.
    pub help: String,
    pub items: Vec<Function>,
    /// Narrows.
    pub typed: Editor,
    /// Which of [`Functions::fitting`] is highlighted.
    pub at: usize,
}

/// Whose a function is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Of the record under the cursor, with its key.
    Record,
    Pane,
    Everywhere,
}

/// A line of the list of functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    pub group: Group,
    pub action: Action,
    pub label: String,
    pub key: Option<String>,
    /// Why it cannot be done now.
    pub cannot: Option<String>,
}

impl Filters {
    /// Whether the first row is that of saved filters.
    pub fn has_saved(&self) -> bool {
        let first = self.rows.first();
        first.is_some_and(|row| row.label == Text::SavedFilter)
    }

    /// Whether it is the highlighted one.
    pub fn is_at_saved(&self) -> bool {
        self.at == 0 && self.has_saved()
    }

    /// The chosen key of each filter of the view.
    pub fn chosen(&self) -> Vec<String> {
        let rows = self.rows.iter().skip(usize::from(self.has_saved()));
        rows.map(|row| {
            let option = row.options.get(row.at);
            option.map_or_else(String::new, |option| option.key.clone())
        })
        .collect()
    }
}

impl Functions {
    /// What fits what was typed.
    pub fn fitting(&self) -> Vec<Function> {
        narrowed(self.items.clone(), &self.typed.text(), |item| {
            let key = item.key.as_deref().unwrap_or_default();
            format!("{} {key} {}", item.label, item.action.name())
        })
    }
}

/// The question before something typed is left unwritten. Its default is to stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// Which of [`Leaving::answers`].
    pub at: usize,
    /// A draft of it can be kept.
    pub is_kept: bool,
    pub then: AfterLeaving,
}

/// What becomes of what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    Stay,
    Keep,
    Discard,
}

impl Leaving {
    /// The answers in their order.
    pub fn answers(self) -> &'static [Leave] {
        if self.is_kept {
            &[Leave::Stay, Leave::Keep, Leave::Discard]
        } else {
            &[Leave::Stay, Leave::Discard]
        }
    }

    /// The answer that is highlighted.
    pub fn answer(self) -> Leave {
        self.answers().get(self.at).copied().unwrap_or(Leave::Stay)
    }
}

/// What is done once it may be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterLeaving {
    /// The form closes.
    Close,
    /// The desk is left, or handed to another person.
    Leave,
    Switch,
}

/// A sheet in place of the page.
#[derive(Debug)]
pub struct Sheet {
    pub data: Box<DetailData>,
    /// Lines scrolled.
    pub scroll: usize,
    /// When it closes by itself: a record in clear.
    pub until: Option<Moment>,
}
