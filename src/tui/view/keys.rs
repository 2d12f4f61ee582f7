//! The page of all keys, read off the keymap: those of what is open at the left, those of every page at the right.

use crate::locale::Text;
use crate::tui::action::Action;
use crate::tui::keymap::{EVERYWHERE, FORM, LIST};
use crate::tui::model::{Model, PaneState};
use crate::tui::view::hints::names_of_two;
use crate::tui::widget::frame;
use crate::tui::widget::keys_page::{self, KeyLine, Side};
use crate::tui::widget::paper::Paper;

/// Keys of a form, in the order of use; two actions are two directions of one thing.
#[rustfmt::skip]
const IN_FORM: &[(Action, Option<Action>)] = &[
    (Action::NextMissing, None),
    (Action::NextField, Some(Action::PreviousField)),
    (Action::FieldUp, Some(Action::FieldDown)),
    (Action::ChooseLeft, Some(Action::ChooseRight)),
    (Action::FieldStart, Some(Action::FieldEnd)),
    (Action::Erase, Some(Action::EraseAhead)),
    (Action::ClearField, None),
    (Action::Ditto, None),
];

#[rustfmt::skip]
const MOVING: &[(Action, Option<Action>)] = &[
    (Action::Up, Some(Action::Down)),
    (Action::PageUp, Some(Action::PageDown)),
    (Action::First, Some(Action::Last)),
];

#[rustfmt::skip]
const ALWAYS: &[(Action, Option<Action>)] = &[
    (Action::Functions, None),
    (Action::Back, None),
    (Action::Write, None),
    (Action::Redraw, None),
    (Action::Leave, None),
];

/// Draws the page.
pub(super) fn draw(model: &Model, pane: &PaneState, paper: &mut Paper<'_>) {
    let lang = model.lang;
    let about = pane.page().map_or("", |page| lang.text(page.spec.title));
    let title = format!("{}  {about}", lang.text(Text::KeysTitle));
    frame::draw_title(paper, &title, &[]);
    let (width, height) = (paper.width(), paper.height());
    let mut body = paper.part(0, 1, width, height.saturating_sub(1));
    let (left, right) = sides(model, pane);
    keys_page::draw(&mut body, &left, &right);
}

fn sides(model: &Model, pane: &PaneState) -> (Side, Side) {
    let lang = model.lang;
    let keys = Keys {
        model,
        contexts: contexts(pane),
    };
    let (title, lines) = if pane.form().is_some() {
        (Text::KeysForm, keys.lines(IN_FORM))
    } else {
        (Text::KeysHere, keys.of_page(pane))
    };
    let left = Side {
        title: lang.text(title).to_owned(),
        keys: lines,
        words: Vec::new(),
    };
    let mut always = vec![keys.panes()];
    always.extend(keys.lines(ALWAYS));
    let right = Side {
        title: lang.text(Text::KeysEverywhere).to_owned(),
        keys: always,
        words: [Text::KeysChinese1, Text::KeysChinese2]
            .map(|text| lang.text(text).to_owned())
            .to_vec(),
    };
    (left, right)
}

fn contexts(pane: &PaneState) -> Vec<&'static str> {
    if pane.form().is_some() {
        return vec![FORM, EVERYWHERE];
    }
    let own = pane.page().map_or(&[][..], |page| page.spec.contexts);
    let mut contexts = own.to_vec();
    contexts.extend([LIST, EVERYWHERE]);
    contexts
}

struct Keys<'a> {
    model: &'a Model,
    contexts: Vec<&'static str>,
}

impl Keys<'_> {
    fn names(&self, action: Action) -> Vec<String> {
        let keys = self.model.keymap.keys(&self.contexts, action);
        let mut names: Vec<String> = Vec::new();
        for key in keys {
            let name = key.name();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Every key of one action, or the first ones of two; nothing for an action without a key.
    fn line(&self, one: Action, other: Option<Action>) -> Option<KeyLine> {
        let lang = self.model.lang;
        let label = lang.text(one.label()).to_owned();
        let Some(other) = other else {
            return self.named(one, label);
        };
        let first = |action| {
            let keys = self.model.keymap.keys(&self.contexts, action);
            keys.first().copied()
        };
        let keys = names_of_two(lang, first(one)?, first(other)?);
        let comma = lang.text(Text::ListComma);
        let label = format!("{label}{comma}{}", lang.text(other.label()));
        Some(KeyLine { keys, label })
    }

    fn named(&self, action: Action, label: String) -> Option<KeyLine> {
        let names = self.names(action);
        if names.is_empty() {
            return None;
        }
        Some(KeyLine {
            keys: names.join(" "),
            label,
        })
    }

    fn lines(&self, actions: &[(Action, Option<Action>)]) -> Vec<KeyLine> {
        actions
            .iter()
            .filter_map(|(one, other)| self.line(*one, *other))
            .collect()
    }

    fn of_page(&self, pane: &PaneState) -> Vec<KeyLine> {
        let mut lines = self.lines(MOVING);
        for offer in self.model.offers() {
            lines.extend(self.named(offer.action, offer.label));
        }
        let lang = self.model.lang;
        let Some(open) = pane.page() else {
            return lines;
        };
        if open.spec.views.len() > 1 {
            lines.extend(self.line(Action::NextView, None));
        }
        if let Some((spec, _)) = open.view() {
            if spec.search.is_some() {
                lines.extend(self.named(Action::Search, lang.text(Text::ActSearch).to_owned()));
            }
            if !spec.filters.is_empty() {
                lines.extend(self.named(Action::Filter, lang.text(Text::ActFilter).to_owned()));
            }
        }
        lines
    }

    /// The keys of this person's panes, in one line.
    fn panes(&self) -> KeyLine {
        let panes = self.model.desk().map_or(&[][..], |desk| &desk.panes);
        let names = panes
            .iter()
            .filter_map(|pane| self.names(pane.spec.action).into_iter().next());
        KeyLine {
            keys: names.collect::<Vec<String>>().join(" "),
            label: self.model.lang.text(Text::KeysPanes).to_owned(),
        }
    }
}
