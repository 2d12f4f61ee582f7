//! A form being filled in: which field, what is taken, what is missing. Pure; knows no keys and no drawing.

use crate::locale::Text;
use crate::tui::form::draft::Keeping;
use crate::tui::form::editor::Editor;
use crate::tui::form::read;
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, MORE, MORE_SHOWN, Prepared, Read,
};
use crate::tui::model::Ticket;

/// One field's state.
#[derive(Debug, Clone, Default)]
pub struct FieldState {
    /// The value handed in; only meaningful when taken or suggested.
    pub value: String,
    pub shown: String,
    /// What is being typed while the cursor is here; of lists, what narrows them.
    pub editor: Editor,
    /// The highlighted option.
    pub at: usize,
    pub is_taken: bool,
    /// 沿用, 現在, 無此值.
    pub note: String,
    /// Something was typed or moved since the field was entered.
    pub is_touched: bool,
    /// The same text was asked about once already.
    asked: Option<String>,
}

/// A form being filled in.
#[derive(Debug, Clone)]
pub struct FormState {
    pub spec: &'static FormSpec,
    pub prepared: Prepared,
    pub fields: Vec<FieldState>,
    /// The field with the cursor; beyond the last when there are none.
    pub at: usize,
    /// Handed in, waiting for this answer: takes no keys.
    pub handed: Option<Ticket>,
    /// The clerk has changed something.
    pub is_changed: bool,
    pub keeping: Keeping,
}

impl FormState {
    pub fn open(spec: &'static FormSpec, prepared: Prepared) -> FormState {
        let fields = spec.fields.iter().map(|_| FieldState::default()).collect();
        let keeping = Keeping::of(spec, &prepared.here, prepared.lang());
        let kept = prepared.draft.clone();
        let mut form = FormState {
            spec,
            keeping,
            prepared,
            fields,
            at: 0,
            handed: None,
            is_changed: false,
        };
        for start in form.prepared.starts.clone() {
            form.put(start.field, &start.value, &start.note, !start.is_suggested);
        }
        for name in form.prepared.own_of_each.clone() {
            let own = form.prepared.lang().text(Text::OwnOfEach);
            let index = form.index_of(name);
            if let Some(state) = index.and_then(|index| form.fields.get_mut(index)) {
                own.clone_into(&mut state.shown);
            }
        }
        let named = form.prepared.focus.and_then(|name| form.index_of(name));
        let first = named
            .or_else(|| form.first_missing(0))
            .or_else(|| form.step_from(None, true));
        form.go_to(first.unwrap_or(0));
        form.is_changed = false;
        form.keeping.at = form.at;
        if let Some(draft) = kept {
            form.resume(&draft);
        }
        form
    }

    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.spec.fields.iter().position(|field| field.name == name)
    }

    /// The field with the cursor.
    pub fn field(&self) -> Option<(&'static Field, &FieldState)> {
        self.spec.fields.get(self.at).zip(self.fields.get(self.at))
    }

    pub fn field_mut(&mut self) -> Option<(&'static Field, &mut FieldState)> {
        self.spec
            .fields
            .get(self.at)
            .zip(self.fields.get_mut(self.at))
    }

    /// Everything taken so far; fields that are not shown are empty.
    pub fn filled(&self) -> Filled {
        let mut filled = self.taken();
        let hidden: Vec<&str> = self
            .spec
            .fields
            .iter()
            .filter(|field| !(field.is_shown)(&filled, &self.prepared))
            .map(|field| field.name)
            .collect();
        for (name, value) in &mut filled.values {
            if *name != MORE && hidden.contains(name) {
                value.clear();
            }
        }
        filled
    }

    fn taken(&self) -> Filled {
        let values = self
            .spec
            .fields
            .iter()
            .zip(&self.fields)
            .map(|(field, state)| {
                (
                    field.name,
                    if state.is_taken {
                        state.value.clone()
                    } else {
                        String::new()
                    },
                )
            })
            .collect();
        Filled {
            values,
            reading: None,
        }
    }

    pub fn is_shown(&self, index: usize) -> bool {
        self.spec
            .fields
            .get(index)
            .is_some_and(|field| (field.is_shown)(&self.filled(), &self.prepared))
    }

    /// The options of a field, whatever is typed.
    pub fn options(&self, index: usize) -> Vec<Choice> {
        self.spec.fields.get(index).map_or_else(Vec::new, |field| {
            (field.options)(&self.filled(), &self.prepared)
        })
    }

    /// The options of the field with the cursor that fit what is typed.
    pub fn offered(&self) -> Vec<Choice> {
        let Some((field, state)) = self.field() else {
            return Vec::new();
        };
        let options = self.options(self.at);
        if !field.kind.has_list() || !state.is_touched {
            return options;
        }
        let typed = state.editor.text();
        let mut fitting = crate::tui::narrow::narrowed(options, &typed, |choice| {
            format!("{} {} {}", choice.key, choice.label, choice.note)
        });
        let own = read::free_text(&typed);
        if field.kind == Kind::ListOrText
            && !own.is_empty()
            && fitting.iter().all(|choice| choice.label != own)
        {
            fitting.push(Choice::new(own.clone(), own));
        }
        fitting
    }

    /// Whether optional fields are still out of sight.
    pub fn has_more(&self) -> bool {
        let kept = self.index_of(MORE).and_then(|index| self.fields.get(index));
        kept.is_some_and(|state| state.value != MORE_SHOWN)
    }

    /// Brings the optional fields into sight, the cursor into the first of them.
    pub fn show_more(&mut self) {
        let Some(index) = self.index_of(MORE) else {
            return;
        };
        self.settle_field();
        self.put(MORE, MORE_SHOWN, "", true);
        let next = self.step_from(Some(index), true);
        self.go_to(next.unwrap_or(self.at));
    }

    /// Fields that must still be filled in, in their order.
    pub fn missing(&self) -> Vec<usize> {
        let filled = self.filled();
        (0..self.spec.fields.len())
            .filter(|index| self.is_missing(*index, &filled))
            .collect()
    }

    fn is_missing(&self, index: usize, filled: &Filled) -> bool {
        let Some((field, state)) = self.spec.fields.get(index).zip(self.fields.get(index)) else {
            return false;
        };
        if !(field.is_shown)(filled, &self.prepared) {
            return false;
        }
        if state.is_taken {
            // The list may have changed under the value (a basis that is not valid on another date).
            let is_listed = || {
                (field.options)(filled, &self.prepared)
                    .iter()
                    .any(|choice| choice.key == state.value)
            };
            return field.kind.is_chosen()
                && field.kind != Kind::Presets
                && !state.value.is_empty()
                && !is_listed();
        }
        (field.is_needed)(filled, &self.prepared)
    }

    fn first_missing(&self, from: usize) -> Option<usize> {
        let missing = self.missing();
        missing
            .iter()
            .copied()
            .find(|index| *index >= from)
            .or_else(|| missing.first().copied())
    }

    /// The shown field after or before one.
    fn step_from(&self, from: Option<usize>, is_forward: bool) -> Option<usize> {
        let mut indexes: Vec<usize> = (0..self.spec.fields.len())
            .filter(|index| self.is_shown(*index))
            .collect();
        if !is_forward {
            indexes.reverse();
        }
        match from {
            None => indexes.first().copied(),
            Some(from) => indexes.into_iter().find(|index| {
                if is_forward {
                    *index > from
                } else {
                    *index < from
                }
            }),
        }
    }

    /// Puts the cursor into a field; what stands there is selected.
    pub fn go_to(&mut self, index: usize) {
        self.at = index;
        let options = self.options(index);
        let Some((field, state)) = self.field_mut() else {
            return;
        };
        state.is_touched = false;
        if field.kind.is_chosen() || field.kind.has_list() {
            let held = options.iter().position(|choice| choice.key == state.value);
            state.at = held.unwrap_or(0);
            state.editor = Editor::selected(if field.kind == Kind::ListOrText {
                &state.value
            } else {
                ""
            });
        } else {
            state.editor = Editor::selected(&read::editable(field.kind, &state.value));
        }
        self.fill_presets();
    }

    /// Goes to the next or previous field, taking what was typed as far as it can be taken.
    pub fn step(&mut self, is_forward: bool) {
        self.settle_field();
        if let Some(next) = self.step_from(Some(self.at), is_forward) {
            self.go_to(next);
        } else {
            self.go_to(self.at);
        }
    }

    /// On leaving by Tab or an arrow: what was typed is taken, what is wrong stays as it was typed.
    pub fn settle_field(&mut self) {
        let Some((field, state)) = self.field() else {
            return;
        };
        let is_choice = matches!(field.kind, Kind::Choice | Kind::Grid);
        if !state.is_touched || (is_choice && field.enter_writes.is_some()) {
            return;
        }
        if let Err(_shown_when_written) = self.take() {
            let note = self.prepared.lang().text(Text::NoSuchValue);
            if let Some((_, state)) = self.field_mut() {
                note.clone_into(&mut state.note);
            }
        }
    }

    /// Takes the field with the cursor; `Err`: why it cannot be.
    pub fn take(&mut self) -> Result<(), String> {
        let Some((field, _)) = self.field() else {
            return Ok(());
        };
        match field.kind {
            Kind::Choice | Kind::Grid | Kind::List | Kind::ListOrText | Kind::Presets => {
                self.take_option()
            }
            Kind::Text
            | Kind::Code
            | Kind::Masked
            | Kind::Day
            | Kind::Moment
            | Kind::Number
            | Kind::Secret => self.take_typed(),
        }
    }

    fn take_option(&mut self) -> Result<(), String> {
        let offered = self.offered();
        let Some((field, state)) = self.field() else {
            return Ok(());
        };
        let lang = self.prepared.lang();
        let is_untouched_value = !state.is_touched && state.is_taken;
        let is_erased = state.is_touched
            && state.editor.is_empty()
            && field.kind == Kind::ListOrText
            && state.at == 0;
        if is_untouched_value && field.kind.has_list() && field.kind != Kind::Presets {
            return Ok(());
        }
        let is_needed = (field.is_needed)(&self.filled(), &self.prepared);
        if is_erased && !is_needed {
            self.set(self.at, "", "", true);
            return Ok(());
        }
        let chosen = offered.get(state.at).or_else(|| offered.first()).cloned();
        let Some(choice) = chosen else {
            if !is_needed && state.editor.is_empty() {
                return Ok(());
            }
            let empty = if state.editor.is_empty() {
                Text::FieldNotChosen
            } else {
                Text::NotInList
            };
            return Err(lang.text(empty).to_owned());
        };
        self.set(self.at, &choice.key, &choice.label, true);
        Ok(())
    }

    fn take_typed(&mut self) -> Result<(), String> {
        let Some((field, state)) = self.field() else {
            return Ok(());
        };
        let typed = state.editor.text();
        if !state.is_touched && state.is_taken {
            return Ok(());
        }
        if typed.trim().is_empty() {
            self.set(self.at, "", "", false);
            let filled = self.filled();
            if (field.is_needed)(&filled, &self.prepared) {
                return Err(self.prepared.lang().empty_field(field.label).to_owned());
            }
            return Ok(());
        }
        let mut filled = self.filled();
        filled.reading = Some(field.kind);
        let read = (field.read)(&typed, &filled, &self.prepared);
        let asked = self.field().and_then(|(_, state)| state.asked.clone());
        match read {
            Read::Taken { value, shown } => self.set(self.at, &value, &shown, true),
            Read::Ask { value, shown, .. } if asked.as_ref() == Some(&typed) => {
                self.set(self.at, &value, &shown, true);
            }
            Read::Ask { sentence, .. } => {
                if let Some((_, state)) = self.field_mut() {
                    state.asked = Some(typed);
                }
                return Err(sentence);
            }
            Read::Fault(sentence) => {
                if let Some((_, state)) = self.field_mut() {
                    // What was typed stays, but it is no value.
                    state.is_taken = false;
                    state.value = typed;
                }
                return Err(sentence);
            }
        }
        Ok(())
    }

    fn set(&mut self, index: usize, value: &str, shown: &str, is_taken: bool) {
        let Some((field, state)) = self.spec.fields.get(index).zip(self.fields.get_mut(index))
        else {
            return;
        };
        let is_new = state.value != value || state.is_taken != is_taken;
        if state.value != value {
            state.note.clear();
        }
        value.clone_into(&mut state.value);
        shown.clone_into(&mut state.shown);
        state.is_taken = is_taken;
        state.asked = None;
        state.is_touched = false;
        self.is_changed |= is_new;
        if is_new {
            self.forget_confirmations(field.name);
        }
    }

    /// A confirmation stands only for the value that it was given for.
    fn forget_confirmations(&mut self, name: &str) {
        for (field, state) in self.spec.fields.iter().zip(&mut self.fields) {
            if field.sends_back.is_some_and(|(_, to)| to == name) {
                *state = FieldState::default();
            }
        }
    }

    /// Puts a value into a field from outside (start, preset, 同上).
    pub fn put(&mut self, name: &str, value: &str, note: &str, is_taken: bool) {
        let Some(index) = self.index_of(name) else {
            return;
        };
        let options = self.options(index);
        let Some(field) = self.spec.fields.get(index) else {
            return;
        };
        let label = options
            .iter()
            .find(|choice| choice.key == value)
            .map(|choice| choice.label.clone());
        let shown = label.unwrap_or_else(|| read::shown_of(field.kind, value, &self.prepared));
        self.set(index, value, &shown, is_taken && !value.is_empty());
        if let Some(state) = self.fields.get_mut(index) {
            note.clone_into(&mut state.note);
        }
    }

    /// While the cursor is on a preset, the fields show what it would fill in.
    pub fn fill_presets(&mut self) {
        let offered = self.offered();
        let Some((field, state)) = self.field() else {
            return;
        };
        if field.kind != Kind::Presets {
            return;
        }
        let Some(choice) = offered.get(state.at) else {
            return;
        };
        for (name, value) in (field.fills)(&choice.key, &self.prepared) {
            self.put(name, &value, "", true);
        }
    }

    /// Moves the highlight among the options.
    pub fn move_option(&mut self, by: isize) {
        let count = self.offered().len();
        let Some((_, state)) = self.field_mut() else {
            return;
        };
        state.at = state
            .at
            .saturating_add_signed(by)
            .min(count.saturating_sub(1));
        // A list that was only looked through keeps what is typed; a moved highlight is a choice.
        let is_narrowed = state.is_touched;
        state.is_touched = true;
        if !is_narrowed {
            state.editor.clear();
        }
        self.fill_presets();
    }

    /// After typing into the field with the cursor.
    pub fn touched(&mut self) {
        self.is_changed = true;
        let Some((field, state)) = self.field_mut() else {
            return;
        };
        state.is_touched = true;
        state.note.clear();
        if field.kind.has_list() {
            state.at = 0;
        }
    }

    /// Enter: takes the field and goes on. `Ok(true)`: the form is to be written now.
    pub fn enter(&mut self) -> Result<bool, FieldFault> {
        let Some((field, _)) = self.field() else {
            return Ok(false);
        };
        self.take().map_err(|sentence| FieldFault {
            field: field.name,
            sentence,
        })?;
        if let Some((value, back_to)) = field.sends_back
            && self.filled().get(field.name) == value
            && let Some(index) = self.index_of(back_to)
        {
            if let Some(state) = self.fields.get_mut(self.at) {
                *state = FieldState::default();
            }
            self.go_to(index);
            return Ok(false);
        }
        match self.first_missing(self.at) {
            Some(next) => self.go_to(next),
            None if field.enter_writes.is_some() => return Ok(true),
            None => self.go_to_writer(),
        }
        Ok(false)
    }

    /// Nothing is missing: the cursor waits where Enter writes, or stays.
    fn go_to_writer(&mut self) {
        let writer = self
            .spec
            .fields
            .iter()
            .position(|field| field.enter_writes.is_some());
        let next = writer
            .filter(|index| self.is_shown(*index))
            .unwrap_or(self.at);
        self.go_to(next);
    }

    /// The write key: the errand's values, or the field to go to and why.
    pub fn write(&mut self) -> Result<Filled, FieldFault> {
        if let Some((field, state)) = self.field() {
            let is_touched_or_open =
                state.is_touched || (field.kind == Kind::Presets && !state.is_taken);
            if is_touched_or_open {
                let name = field.name;
                self.take().map_err(|sentence| FieldFault {
                    field: name,
                    sentence,
                })?;
            }
        }
        for index in self.missing() {
            self.refuse_missing(index)?;
        }
        Ok(self.filled())
    }

    fn refuse_missing(&mut self, index: usize) -> Result<(), FieldFault> {
        let Some(field) = self.spec.fields.get(index) else {
            return Ok(());
        };
        let typed = self
            .fields
            .get(index)
            .map_or_else(String::new, |state| state.value.clone());
        let lang = self.prepared.lang();
        self.go_to(index);
        let sentence = if field.kind.is_chosen() {
            lang.text(Text::FieldNotChosen).to_owned()
        } else if typed.is_empty() {
            lang.empty_field(field.label).to_owned()
        } else {
            let mut filled = self.filled();
            filled.reading = Some(field.kind);
            match (field.read)(&typed, &filled, &self.prepared) {
                Read::Fault(sentence) | Read::Ask { sentence, .. } => sentence,
                Read::Taken { .. } => lang.empty_field(field.label).to_owned(),
            }
        };
        Err(FieldFault {
            field: field.name,
            sentence,
        })
    }

    /// A fixed-length field that is full and reads well passes on by itself.
    pub fn is_full(&self) -> bool {
        let Some((field, state)) = self.field() else {
            return false;
        };
        let mut filled = self.filled();
        filled.reading = Some(field.kind);
        field.full_at == Some(state.editor.count())
            && matches!(
                (field.read)(&state.editor.text(), &filled, &self.prepared),
                Read::Taken { .. }
            )
    }
}
