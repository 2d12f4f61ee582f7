//! Line 24: what can be done now, with the keys of the keymap.

use crate::locale::{Lang, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::PaneData;
use crate::tui::form::spec::Kind;
use crate::tui::form::state::FormState;
use crate::tui::keymap::{EVERYWHERE, LIST};
use crate::tui::keys::Key;
use crate::tui::model::overlay::{Overlay, Sheet, Sought};
use crate::tui::model::page::{PageState, ViewState};
use crate::tui::model::{Model, PaneState};
use crate::tui::pane::{Layout, ViewSpec};
use crate::tui::widget::detail::Detail;
use crate::tui::widget::frame::{Hint, Hints};

/// The hints of what is open on top.
pub(super) fn hints(model: &Model) -> Hints {
    let keys = Keys {
        model,
        contexts: model.contexts(),
    };
    match model.overlay() {
        None => keys.of_page(),
        Some(Overlay::Sheet(sheet)) => keys.of_sheet(sheet),
        Some(Overlay::Form(form)) => keys.of_form(form),
        Some(Overlay::Filter(_)) => Hints {
            moves: all([
                keys.one(Action::Take, Text::HintApply),
                keys.two(Action::Up, Action::Down, Text::HintUpDownFields),
                keys.two(Action::ChooseLeft, Action::ChooseRight, Text::HintValues),
                keys.one(Action::Write, Text::HintSaveFilter),
                keys.one(Action::ClearField, Text::ActClear),
            ]),
            ..keys.way_back(Text::ActBack)
        },
        Some(Overlay::Search(sought, _)) => Hints {
            moves: all([
                keys.one(Action::Take, takes(*sought)),
                keys.one(Action::ClearField, Text::ActClear),
            ]),
            ..keys.way_back(Text::ActBack)
        },
        Some(Overlay::Functions(_)) => Hints {
            moves: all([
                keys.one(Action::Take, Text::HintRun),
                keys.two(Action::Up, Action::Down, Text::HintUpDownChoose),
            ]),
            back: keys.one(Action::Back, Text::ActBack),
            help: keys.one(Action::Functions, Text::HintAllKeys),
        },
        Some(Overlay::Keys) => Hints {
            help: None,
            ..keys.way_back(Text::ActBack)
        },
        Some(Overlay::LeaveForm(_)) => Hints {
            moves: all([
                keys.one(Action::Take, Text::HintTake),
                keys.two(Action::Up, Action::Down, Text::HintUpDownChoose),
            ]),
            ..keys.way_back(Text::HintGoOn)
        },
        Some(Overlay::Job(_)) => keys.way_back(Text::HintBreak),
    }
}

/// What Enter does with the line that is asked for.
fn takes(sought: Sought) -> Text {
    match sought {
        Sought::Words => Text::ActSearch,
        Sought::Number => Text::HintJump,
        Sought::FilterName => Text::HintSaveFilter,
    }
}

/// Two keys of two directions; arrows have a name of their own.
pub(super) fn names_of_two(lang: Lang, one: Key, other: Key) -> String {
    match (one, other) {
        (Key::Up, Key::Down) => lang.text(Text::UpDownKeys).to_owned(),
        (Key::Left, Key::Right) => lang.text(Text::LeftRightKeys).to_owned(),
        (one, other) => format!("{} {}", one.name(), other.name()),
    }
}

struct Keys<'a> {
    model: &'a Model,
    contexts: Vec<&'static str>,
}

impl Keys<'_> {
    fn key(&self, action: Action) -> Option<Key> {
        self.model
            .keymap
            .keys(&self.contexts, action)
            .first()
            .copied()
    }

    fn one(&self, action: Action, label: Text) -> Option<Hint> {
        self.worded(action, self.model.lang.text(label))
    }

    fn worded(&self, action: Action, label: &str) -> Option<Hint> {
        let key = self.key(action)?;
        Some(Hint::new(key.name(), label))
    }

    /// Two keys that do one thing in two directions; arrows have a name of their own.
    fn two(&self, one: Action, other: Action, label: Text) -> Option<Hint> {
        let lang = self.model.lang;
        let names = names_of_two(lang, self.key(one)?, self.key(other)?);
        Some(Hint::new(names, lang.text(label)))
    }

    /// Esc and F1 alone.
    fn way_back(&self, label: Text) -> Hints {
        Hints {
            moves: Vec::new(),
            back: self.one(Action::Back, label),
            help: self.one(Action::Functions, Text::ActFunctions),
        }
    }

    fn of_page(&self) -> Hints {
        let Some((spec, view)) = self.model.page().and_then(PageState::view) else {
            return self.way_back(Text::ActBack);
        };
        let mut moves = self.moving(spec, view);
        moves.extend(self.offered());
        moves.extend(self.other_view());
        moves.extend(self.neighbours());
        if spec.search.is_some() {
            moves.extend(self.one(Action::Search, Text::ActSearch));
        }
        if !spec.filters.is_empty() {
            moves.extend(self.one(Action::Filter, Text::ActFilter));
        }
        let is_first = self.model.pane().is_some_and(|pane| pane.pages.len() < 2);
        let is_plain = view.search.is_empty() && view.revealed.is_none() && view.marks.is_empty();
        let mut hints = self.way_back(Text::ActBack);
        if is_first && is_plain {
            hints.back = None;
        }
        Hints { moves, ..hints }
    }

    /// How to move where it is not plain to see.
    fn moving(&self, spec: &ViewSpec, view: &ViewState) -> Vec<Hint> {
        let shown = view.shown(spec.layout);
        match (spec.layout, shown) {
            (Layout::Sheet, Some(PaneData::Detail(detail))) if detail.rows.len() > 1 => {
                all([self.two(Action::Up, Action::Down, Text::HintVersions)])
            }
            (Layout::Sheet, Some(PaneData::Detail(detail))) => {
                self.scrolling(Detail::lines_at_80(self.model.lang, detail))
            }
            _ => Vec::new(),
        }
    }

    fn scrolling(&self, lines: usize) -> Vec<Hint> {
        let room = usize::from(self.model.height).saturating_sub(8);
        if lines > room {
            all([self.two(Action::Up, Action::Down, Text::HintScroll)])
        } else {
            Vec::new()
        }
    }

    fn offered(&self) -> Vec<Hint> {
        let is_clear = self.is_clear();
        let is_sheet = self.model.pane().is_some_and(|pane| pane.sheet().is_some());
        let mut hints = Vec::new();
        for offer in self.model.offers() {
            // On a sheet the key that opens leads back to the list.
            let leads_back = is_sheet && offer.action == Action::Open;
            if !offer.is_hinted || offer.cannot.is_some() || leads_back {
                continue;
            }
            let Some(key) = offer.key else {
                continue;
            };
            let label = if offer.action == Action::Reveal && is_clear {
                self.model.lang.text(Text::HintMask).to_owned()
            } else {
                offer.label
            };
            hints.push(Hint::new(key, label));
        }
        hints
    }

    /// Something is shown in clear.
    fn is_clear(&self) -> bool {
        let sheet = self.model.pane().and_then(PaneState::sheet);
        match sheet {
            Some(sheet) => sheet.until.is_some(),
            None => self
                .model
                .page()
                .and_then(PageState::view)
                .is_some_and(|(_, view)| view.revealed.is_some()),
        }
    }

    /// The records before and after, where one is shown at a time.
    fn neighbours(&self) -> Vec<Hint> {
        let Some(page) = self.model.page() else {
            return Vec::new();
        };
        let is_one_of_many = page.view().is_some_and(|(spec, view)| {
            (spec.layout == Layout::Side && view.rows().len() > 1)
                || (spec.layout == Layout::Sheet && page.follows)
        });
        if is_one_of_many {
            all([
                self.one(Action::PageUp, Text::HintPreviousRow),
                self.one(Action::PageDown, Text::HintNextRow),
            ])
        } else {
            Vec::new()
        }
    }

    /// Tab, called by the view that it opens.
    fn other_view(&self) -> Option<Hint> {
        let page = self.model.page()?;
        let count = page.spec.views.len();
        if count < 2 {
            return None;
        }
        let next = page.spec.views.get(page.at.saturating_add(1) % count)?;
        self.worded(Action::NextView, self.model.lang.text(next.title))
    }

    fn of_sheet(&self, sheet: &Sheet) -> Hints {
        let mut moves = self.scrolling(Detail::lines_at_80(self.model.lang, &sheet.data));
        moves.extend(self.offered());
        moves.extend(self.neighbours());
        moves.extend(
            self.model
                .keymap
                .key_name(&[LIST, EVERYWHERE], Action::Open)
                .map(|key| Hint::new(key, self.model.lang.text(Text::HintBackToList))),
        );
        Hints {
            moves,
            ..self.way_back(Text::ActBack)
        }
    }

    fn of_form(&self, form: &FormState) -> Hints {
        let write = self.one(Action::Write, form.spec.write);
        let may_write = may_write(form);
        let mut moves = Vec::new();
        if may_write {
            moves.extend(write);
        }
        if let Some((field, state)) = form.field() {
            let is_only_one = is_only_one(form);
            if let Some(text) = enter_label(form, may_write, is_only_one) {
                moves.extend(self.one(Action::NextMissing, text));
            }
            match field.kind {
                Kind::Choice | Kind::Grid => {
                    let label = Text::HintChoose;
                    moves.extend(self.two(Action::ChooseLeft, Action::ChooseRight, label));
                }
                _ if field.kind.has_list() => {
                    let label = Text::HintUpDownChoose;
                    moves.extend(self.two(Action::FieldUp, Action::FieldDown, label));
                }
                _ if !state.editor.is_empty() && state.is_touched => {
                    moves.extend(self.one(Action::ClearField, Text::ActClear));
                }
                _ => {}
            }
            if !is_only_one {
                let label = if field.kind == Kind::Presets {
                    Text::HintOneByOne
                } else {
                    Text::HintNextField
                };
                moves.extend(self.one(Action::NextField, label));
            }
        }
        Hints {
            moves,
            ..self.way_back(Text::ActBack)
        }
    }
}

fn all<const COUNT: usize>(hints: [Option<Hint>; COUNT]) -> Vec<Hint> {
    hints.into_iter().flatten().collect()
}

fn is_only_one(form: &FormState) -> bool {
    let shown = (0..form.fields.len()).filter(|index| form.is_shown(*index));
    shown.count() < 2
}

/// Nothing is missing but perhaps what is being typed.
fn may_write(form: &FormState) -> bool {
    let is_here = |index: usize| {
        index == form.at
            && form
                .field()
                .is_some_and(|(field, state)| field.kind.is_chosen() || !state.editor.is_empty())
    };
    let writes_by_enter = form
        .field()
        .is_some_and(|(field, state)| field.enter_writes.is_some() && !state.is_taken);
    let missing = form.missing();
    (missing.is_empty() || !writes_by_enter) && missing.iter().all(|index| is_here(*index))
}

/// What Enter does in this field.
fn enter_label(form: &FormState, may_write: bool, is_only_one: bool) -> Option<Text> {
    let (field, state) = form.field()?;
    let others_are_missing = form.missing().iter().any(|index| *index != form.at);
    if let Some(writes) = field.enter_writes.filter(|_| !others_are_missing) {
        return Some(writes);
    }
    match field.kind {
        Kind::Choice | Kind::Grid if others_are_missing => Some(Text::HintConfirmNext),
        Kind::Choice | Kind::Grid if state.is_taken && may_write => None,
        Kind::Choice | Kind::Grid => Some(Text::HintConfirm),
        _ if field.kind.has_list() && others_are_missing => Some(Text::HintTakeNext),
        _ if field.kind.has_list() => Some(Text::HintTake),
        _ if may_write && (is_only_one || !others_are_missing) => None,
        _ => Some(Text::HintNextMissing),
    }
}
