//! Which key means which action where. Keymaps are tables in TOML; a wrong one is refused with all its mistakes at once.

use std::collections::{BTreeMap, BTreeSet};

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
    "requests",
    "roster",
    "checks",
    "trail",
    "settings",
    "reviews",
    "retention",
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
    /// No F-key, arrow, Enter or Esc reaches this action any more.
    OutOfReach(&'static str),
}

type File = BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Vec<Spanned<String>>>>;

/// Patches that come with the program, by name.
pub const PATCHES: &[(&str, &str)] = &[
    ("vim", include_str!("../../keymaps/vim.toml")),
    ("emacs", include_str!("../../keymaps/emacs.toml")),
    ("5250", include_str!("../../keymaps/5250.toml")),
    ("bbs", include_str!("../../keymaps/bbs.toml")),
];

/// What must stay within reach of F-keys, arrows, Enter and Esc: with it, the list of functions does the rest.
const REACHED: &[(&[&str], Action)] = &[
    (&[LIST, EVERYWHERE], Action::Functions),
    (&[LIST, EVERYWHERE], Action::Up),
    (&[LIST, EVERYWHERE], Action::Down),
    (&[LIST, EVERYWHERE], Action::Open),
    (&[LIST, EVERYWHERE], Action::Back),
    (&[FORM, EVERYWHERE], Action::Functions),
    (&[FORM, EVERYWHERE], Action::NextMissing),
    (&[FORM, EVERYWHERE], Action::FieldUp),
    (&[FORM, EVERYWHERE], Action::FieldDown),
    (&[FORM, EVERYWHERE], Action::ChooseLeft),
    (&[FORM, EVERYWHERE], Action::ChooseRight),
    (&[FORM, EVERYWHERE], Action::Back),
    (&[DRAWER, EVERYWHERE], Action::Functions),
    (&[DRAWER, EVERYWHERE], Action::Up),
    (&[DRAWER, EVERYWHERE], Action::Down),
    (&[DRAWER, EVERYWHERE], Action::ChooseLeft),
    (&[DRAWER, EVERYWHERE], Action::ChooseRight),
    (&[DRAWER, EVERYWHERE], Action::Take),
    (&[DRAWER, EVERYWHERE], Action::Back),
];

impl Keymap {
    /// The keys of clerks.
    pub fn standard() -> Keymap {
        Keymap::read(DEFAULT).unwrap_or_default()
    }

    /// A patch of this name over the keys of clerks.
    pub fn named(name: &str) -> Option<Result<Keymap, Vec<Mistake>>> {
        let (_, patch) = PATCHES.iter().find(|(known, _)| *known == name)?;
        Some(Keymap::standard().patched(patch))
    }

    /// Reads a whole keymap.
    pub fn read(text: &str) -> Result<Keymap, Vec<Mistake>> {
        Keymap::default().patched(text)
    }

    /// These keys with others in their place: each line of the patch stands for all keys of its action in its context, and
    /// a key that meant something else there yields. All mistakes are told at once.
    pub fn patched(mut self, patch: &str) -> Result<Keymap, Vec<Mistake>> {
        let file: File = toml::from_str(patch).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            vec![Mistake {
                line: line_of(patch, at),
                what: Wrong::NotAKeymap,
            }]
        })?;
        let mut mistakes = Vec::new();
        for (name, actions) in file {
            if !CONTEXTS.contains(&name.as_ref().as_str()) {
                mistakes.push(Mistake {
                    line: line_of(patch, name.span().start),
                    what: Wrong::UnknownContext,
                });
                continue;
            }
            let context = self.contexts.entry(name.into_inner()).or_default();
            context.patch(patch, actions, &mut mistakes);
        }
        if mistakes.is_empty() {
            let names: BTreeSet<&str> = self.unreached().map(Action::name).collect();
            mistakes.extend(names.into_iter().map(|name| Mistake {
                line: 1,
                what: Wrong::OutOfReach(name),
            }));
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        if mistakes.is_empty() {
            Ok(self)
        } else {
            Err(mistakes)
        }
    }

    /// Actions that no F-key, arrow, Enter or Esc reaches any more.
    fn unreached(&self) -> impl Iterator<Item = Action> + '_ {
        let is_out = |(contexts, action): &&(&[&str], Action)| {
            !self.keys(contexts, *action).into_iter().any(is_plain_key)
        };
        REACHED.iter().filter(is_out).map(|(_, action)| *action)
    }

    /// All keys in force: context, action, keys.
    pub fn all(&self) -> impl Iterator<Item = (&str, Action, &[Key])> {
        self.contexts.iter().flat_map(|(name, context)| {
            let keys = context.keys.iter();
            keys.map(move |(action, keys)| (name.as_str(), *action, keys.as_slice()))
        })
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
    fn patch(
        &mut self,
        patch: &str,
        actions: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
        mistakes: &mut Vec<Mistake>,
    ) {
        let mut bound: Vec<Key> = Vec::new();
        for (name, keys) in actions {
            let mut tell = |at: usize, what| {
                mistakes.push(Mistake {
                    line: line_of(patch, at),
                    what,
                });
            };
            let Some(action) = Action::named(name.as_ref()) else {
                tell(name.span().start, Wrong::UnknownAction);
                continue;
            };
            self.unbind(action);
            for key in keys {
                match read_key(key.as_ref()) {
                    Err(what) => tell(key.span().start, what),
                    Ok(found) if bound.contains(&found) => {
                        tell(key.span().start, Wrong::BoundTwice(found.name()));
                    }
                    Ok(found) => {
                        self.bind(action, found);
                        bound.push(found);
                    }
                }
            }
        }
    }

    fn unbind(&mut self, action: Action) {
        self.meanings.retain(|_key, meant| *meant != action);
        self.keys.remove(&action);
    }

    /// What the key meant before yields.
    fn bind(&mut self, action: Action, key: Key) {
        if let Some(before) = self.meanings.insert(key, action)
            && let Some(keys) = self.keys.get_mut(&before)
        {
            keys.retain(|known| *known != key);
        }
        self.keys.entry(action).or_default().push(key);
    }
}

fn read_key(name: &str) -> Result<Key, Wrong> {
    // The file may be anything: no more of it is quoted than a key could be.
    let quoted = || name.chars().take(12).collect();
    let key = Key::parse(name).ok_or_else(|| Wrong::UnreadableKey(quoted()))?;
    if is_never_bound(key) {
        return Err(Wrong::NeverBound(key.name()));
    }
    Ok(key)
}

/// Keys that every terminal sends and no input method swallows.
fn is_plain_key(key: Key) -> bool {
    matches!(
        key,
        Key::F(_) | Key::Up | Key::Down | Key::Left | Key::Right | Key::Enter | Key::Esc
    )
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
    fn every_patch_of_ours_fits_over_the_clerks_keys() {
        for (name, _) in PATCHES {
            let keymap = Keymap::named(name).unwrap();
            assert_eq!(keymap.err(), None, "{name}");
        }
        assert!(Keymap::named("nano").is_none());
    }

    #[test]
    fn a_patch_takes_the_place_of_an_action_s_keys_and_the_default_yields_to_it() {
        let patch = "[list]\nup = [\"k\", \"Up\"]\nnew = [\"Ctrl-F\"]\n";
        let keymap = Keymap::standard().patched(patch).unwrap();
        let list = [LIST, EVERYWHERE];
        assert_eq!(keymap.meaning(&list, Key::Char('k')), Some(Action::Up));
        assert_eq!(keymap.meaning(&list, Key::Ctrl('f')), Some(Action::New));
        assert_eq!(keymap.meaning(&list, Key::Insert), None);
        assert_eq!(keymap.key_name(&list, Action::Search), None);
        assert_eq!(keymap.meaning(&list, Key::F(8)), Some(Action::NextStep));
    }

    #[test]
    fn a_patch_that_puts_something_out_of_reach_is_refused() {
        let patch = "[list]\ndown = [\"j\"]\n[everywhere]\nfunctions = [\"Ctrl-G\"]\n";
        let mistakes = Keymap::standard().patched(patch).unwrap_err();
        let what: Vec<Wrong> = mistakes.into_iter().map(|mistake| mistake.what).collect();
        assert_eq!(
            what,
            [Wrong::OutOfReach("down"), Wrong::OutOfReach("functions")]
        );
    }

    #[test]
    fn the_5250_has_its_own_way_back_and_its_lock_elsewhere() {
        let keymap = Keymap::named("5250").unwrap().unwrap();
        let list = [LIST, EVERYWHERE];
        for key in [Key::F(3), Key::F(12), Key::Esc] {
            assert_eq!(keymap.meaning(&list, key), Some(Action::Back));
        }
        assert_eq!(keymap.meaning(&list, Key::F(6)), Some(Action::New));
        assert_eq!(keymap.meaning(&list, Key::Alt('9')), Some(Action::Lock));
        assert_eq!(
            keymap.meaning(&list, Key::Alt('2')),
            Some(Action::GoRegister)
        );
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
