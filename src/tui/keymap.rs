//! Which key means which action where. Keymaps are tables in TOML; a wrong one is refused with all its mistakes at once.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::tui::action::Action;
use crate::tui::keys::Key;

/// The clerks' own keys.
const DEFAULT: &str = include_str!("../../keymaps/default.toml");

/// The contexts that every screen has; panes add their own.
pub const EVERYWHERE: &str = "everywhere";
pub const LIST: &str = "list";
pub const FORM: &str = "form";
pub const DRAWER: &str = "drawer";

/// Contexts that a keymap may name.
const CONTEXTS: &[&str] = &[
    EVERYWHERE,
    LIST,
    FORM,
    DRAWER,
    "walk",
    "reconcile",
    "today",
    "register",
    "checks",
    "trail",
    "settings",
];

/// Keys in force, per context.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    contexts: BTreeMap<String, Context>,
}

#[derive(Debug, Clone, Default)]
struct Context {
    meanings: BTreeMap<Key, Action>,
    keys: BTreeMap<Action, Vec<Key>>,
}

/// What is wrong in a keymap, and in which line (from 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub line: usize,
    pub what: Wrong,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Not a table of tables of keys.
    NotAKeymap,
    UnknownContext,
    UnknownAction,
    UnreadableKey(String),
    /// A key that terminals, hosts or input methods need for themselves.
    NeverBound(String),
    BoundTwice(String),
}

type File = BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Vec<Spanned<String>>>>;

impl Keymap {
    /// The keys of clerks.
    pub fn standard() -> Keymap {
        Keymap::read(DEFAULT).unwrap_or_default()
    }

    /// Reads a whole keymap.
    pub fn read(text: &str) -> Result<Keymap, Vec<Mistake>> {
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            vec![Mistake {
                line: line_of(text, at),
                what: Wrong::NotAKeymap,
            }]
        })?;
        let mut keymap = Keymap::default();
        let mut mistakes = Vec::new();
        for (name, actions) in file {
            let mut tell = |at: usize, what| {
                mistakes.push(Mistake {
                    line: line_of(text, at),
                    what,
                });
            };
            if !CONTEXTS.contains(&name.as_ref().as_str()) {
                tell(name.span().start, Wrong::UnknownContext);
                continue;
            }
            let context = keymap.contexts.entry(name.into_inner()).or_default();
            for (action, keys) in actions {
                let Some(action) = Action::named(action.as_ref()) else {
                    tell(action.span().start, Wrong::UnknownAction);
                    continue;
                };
                for key in keys {
                    if let Err(what) = context.bind(action, key.as_ref()) {
                        tell(key.span().start, what);
                    }
                }
            }
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        if mistakes.is_empty() {
            Ok(keymap)
        } else {
            Err(mistakes)
        }
    }

    /// What a key means, the first of the contexts that knows it deciding.
    pub fn meaning(&self, contexts: &[&str], key: Key) -> Option<Action> {
        contexts
            .iter()
            .find_map(|name| self.contexts.get(*name)?.meanings.get(&key))
            .copied()
    }

    /// The keys of an action here, without those that mean something else in a nearer context.
    pub fn keys(&self, contexts: &[&str], action: Action) -> Vec<Key> {
        contexts
            .iter()
            .filter_map(|name| self.contexts.get(*name)?.keys.get(&action))
            .flatten()
            .copied()
            .filter(|key| self.meaning(contexts, *key) == Some(action))
            .collect()
    }

    /// The name of the first key of an action here.
    pub fn key_name(&self, contexts: &[&str], action: Action) -> Option<String> {
        self.keys(contexts, action).first().map(|key| key.name())
    }
}

impl Context {
    fn bind(&mut self, action: Action, name: &str) -> Result<(), Wrong> {
        // The file may be anything: no more of it is quoted than a key could be.
        let quoted = || name.chars().take(12).collect();
        let key = Key::parse(name).ok_or_else(|| Wrong::UnreadableKey(quoted()))?;
        if is_never_bound(key) {
            return Err(Wrong::NeverBound(key.name()));
        }
        if self.meanings.insert(key, action).is_some() {
            return Err(Wrong::BoundTwice(key.name()));
        }
        self.keys.entry(action).or_default().push(key);
        Ok(())
    }
}

/// Keys that the terminal, the host, tmux or an input method takes, or that are other keys (DESIGN §3).
fn is_never_bound(key: Key) -> bool {
    match key {
        Key::Ctrl(letter) => !letter.is_ascii_alphabetic() || "czsqabovhijm".contains(letter),
        Key::Alt(letter) => letter == ' ',
        Key::F(number) => number == 11,
        _ => false,
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes()
        .take(at)
        .filter(|byte| *byte == b'\n')
        .count()
        .saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clerks_keys_are_a_keymap() {
        assert_eq!(Keymap::read(DEFAULT).err(), None);
        let keymap = Keymap::standard();
        assert_eq!(
            keymap.meaning(&["register", LIST, EVERYWHERE], Key::F(8)),
            Some(Action::NextStep)
        );
        assert_eq!(
            keymap.meaning(&["walk", LIST, EVERYWHERE], Key::Enter),
            Some(Action::Match)
        );
        assert_eq!(
            keymap.key_name(&[LIST, EVERYWHERE], Action::New).as_deref(),
            Some("Ins")
        );
    }

    #[test]
    fn a_key_taken_by_a_nearer_context_is_not_shown_for_the_farther_one() {
        let keymap = Keymap::standard();
        assert_eq!(
            keymap.key_name(&["walk", LIST], Action::Open).as_deref(),
            Some("Right")
        );
        assert_eq!(
            keymap.key_name(&["walk", LIST], Action::New).as_deref(),
            Some("Ctrl-N")
        );
    }

    #[test]
    fn a_wrong_keymap_is_refused_with_all_its_mistakes_and_their_lines() {
        let text = "[list]\nfly = [\"F3\"]\nup = [\"Hyper-X\", \"Ctrl-C\"]\ndown = [\"F5\"]\nopen = [\"F5\"]\n[moon]\nup = [\"Up\"]\n";
        let mistakes: Vec<(usize, Wrong)> = Keymap::read(text)
            .unwrap_err()
            .into_iter()
            .map(|m| (m.line, m.what))
            .collect();
        assert_eq!(
            mistakes,
            [
                (2, Wrong::UnknownAction),
                (3, Wrong::UnreadableKey("Hyper-X".into())),
                (3, Wrong::NeverBound("Ctrl-C".into())),
                (5, Wrong::BoundTwice("F5".into())),
                (6, Wrong::UnknownContext),
            ]
        );
        assert_eq!(Keymap::read("x = [").unwrap_err().len(), 1);
    }

    #[test]
    fn every_action_but_those_of_the_list_of_functions_has_a_key() {
        let keymap = Keymap::standard();
        for context in [EVERYWHERE, LIST, FORM, DRAWER] {
            assert!(!keymap.contexts[context].keys.is_empty(), "{context}");
        }
        for key in ["Ctrl-C", "Ctrl-Space", "F11", "Alt-Space", "Ctrl-H"] {
            assert!(is_never_bound(Key::parse(key).unwrap()), "{key}");
        }
    }
}
