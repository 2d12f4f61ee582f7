//! A form as it is kept while it is being filled in, and filled in again from what was kept.

use serde::{Deserialize, Serialize};

use crate::app::Draft;
use crate::domain::moment::Moment;
use crate::locale::{Lang, MonthText as M, RequestText as R, Text, WalkText as W};
use crate::tui::form::editor::Editor;
use crate::tui::form::spec::{FormSpec, Kind};
use crate::tui::form::state::FormState;
use crate::tui::model::Ticket;
use crate::tui::pane::Here;

/// How many drafts a form may have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// One a person, at whatever record it was begun.
    Persons,
    /// One a record.
    Records,
}

/// Forms that are kept: those in which somebody writes at length. Questions and signatures begin empty every time.
const KEPT: &[(Text, &str, Whose)] = &[
    (Text::RegNew, "register", Whose::Persons),
    (Text::ActAgain, "again", Whose::Records),
    (Text::ActCorrect, "correct", Whose::Records),
    (Text::RegCompleteResult, "result", Whose::Records),
    (Text::RegVoid, "void", Whose::Records),
    (Text::Request(R::NewRequest), "request", Whose::Persons),
    (Text::Request(R::ActRevise), "revise", Whose::Records),
    (Text::Month(M::Explain), "explain", Whose::Records),
    (Text::Month(M::Refuse), "refuse", Whose::Records),
    (Text::Walk(W::NoteEvidence), "evidence", Whose::Records),
];

/// Milliseconds after which what was typed is kept, whatever the clerk does.
const KEPT_WITHIN: i64 = 2_000;

/// How far the keeping of a form is.
#[derive(Debug, Clone, Default)]
pub struct Keeping {
    /// Where it is kept; empty: nowhere.
    pub place: String,
    record: String,
    title: String,
    /// What was handed over to be kept last.
    body: String,
    /// Something was typed since.
    since: Option<Moment>,
    /// The field with the cursor then.
    pub at: usize,
    pub asked: Option<Ticket>,
    /// When it was kept last, as far as that is known.
    pub kept_at: Option<Moment>,
}

/// What was typed, by field.
#[derive(Serialize, Deserialize, Default)]
struct Body {
    fields: Vec<Kept>,
    at: String,
    /// Typed into the field with the cursor, not yet taken.
    typed: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    value: String,
    is_taken: bool,
    note: String,
}

/// Where a form is kept; empty: nowhere.
pub fn place(spec: &FormSpec, here: &Here) -> String {
    if !here.marked.rows.is_empty() {
        // What is typed for many records is a sentence; it is about none of them alone.
        return String::new();
    }
    match KEPT.iter().find(|(title, ..)| *title == spec.title) {
        None => String::new(),
        Some((_, name, Whose::Persons)) => (*name).to_owned(),
        Some((_, name, Whose::Records)) => format!("{name} {} {}", here.about, here.row.key),
    }
}

impl Keeping {
    /// Of a form that opens now.
    pub fn of(spec: &FormSpec, here: &Here, lang: Lang) -> Keeping {
        let place = place(spec, here);
        let record = place
            .split_once(' ')
            .map_or("", |(_, record)| record.trim());
        Keeping {
            record: record.to_owned(),
            title: lang.text(spec.title).to_owned(),
            place,
            ..Keeping::default()
        }
    }

    /// When what was typed is to be kept at the latest.
    pub fn due(&self) -> Option<Moment> {
        self.since
            .map(|since| Moment(since.0.saturating_add(KEPT_WITHIN)))
    }
}

impl FormState {
    /// After a key: whether something new was typed, and whether it is to be kept now, since its field was left.
    pub fn note_typing(&mut self, now: Moment) -> Option<Draft> {
        if self.keeping.place.is_empty() || !self.is_changed {
            return None;
        }
        if body(self) != self.keeping.body {
            self.keeping.since.get_or_insert(now);
        }
        let has_left = self.keeping.at != self.at;
        self.keeping.at = self.at;
        if has_left { self.to_keep(now) } else { None }
    }

    /// What is to be kept now, if anything is.
    pub fn to_keep(&mut self, now: Moment) -> Option<Draft> {
        self.keeping.since.take()?;
        let body = body(self);
        self.keeping.body.clone_from(&body);
        Some(Draft {
            place: self.keeping.place.clone(),
            title: self.keeping.title.clone(),
            record: self.keeping.record.clone(),
            at: now,
            body,
        })
    }

    /// Fills in what was kept. Fields that this program does not know are passed over.
    pub fn resume(&mut self, draft: &Draft) {
        let Ok(kept) = serde_json::from_str::<Body>(&draft.body) else {
            return;
        };
        for field in &kept.fields {
            let known = self
                .spec
                .fields
                .iter()
                .find(|known| known.name == field.name);
            if let Some(known) = known {
                // What was now when it was typed is not now any more.
                let note = if known.kind == Kind::Moment {
                    ""
                } else {
                    &field.note
                };
                self.put(known.name, &field.value, note, field.is_taken);
            }
        }
        if let Some(index) = self.index_of(&kept.at) {
            self.go_to(index);
        }
        if let Some(typed) = &kept.typed
            && let Some((field, state)) = self.field_mut()
            && !matches!(field.kind, Kind::Choice | Kind::Grid)
        {
            state.editor = Editor::default();
            state.editor.insert(typed);
            state.is_touched = true;
        }
        self.is_changed = true;
        self.keeping.body = body(self);
        self.keeping.at = self.at;
        self.keeping.kept_at = Some(draft.at);
    }
}

fn body(form: &FormState) -> String {
    let fields = form
        .spec
        .fields
        .iter()
        .zip(&form.fields)
        .filter(|(_, state)| !state.value.is_empty() || state.is_taken)
        .map(|(field, state)| Kept {
            name: field.name.to_owned(),
            value: state.value.clone(),
            is_taken: state.is_taken,
            note: state.note.clone(),
        });
    let here = form.field();
    let body = Body {
        fields: fields.collect(),
        at: here.map_or_else(String::new, |(field, _)| field.name.to_owned()),
        typed: here
            .filter(|(_, state)| state.is_touched)
            .map(|(_, state)| state.editor.text()),
    };
    serde_json::to_string(&body).unwrap_or_default()
}
