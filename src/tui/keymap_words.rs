//! Keymaps told: their keys, their mistakes, where they come from.

use crate::locale::{Lang, Text};
use crate::tui::keymap::{Keymap, Mistake, PATCHES, Wrong};

impl Mistake {
    /// `第 3 行：按鍵「Hyper-X」無法辨識`.
    pub fn worded(&self, lang: Lang) -> String {
        lang.in_line(self.line, &self.what.worded(lang))
    }
}

impl Wrong {
    fn worded(&self, lang: Lang) -> String {
        let plain = |text| lang.text(text).to_owned();
        match self {
            Wrong::NotAKeymap => plain(Text::KeysNotAKeymap),
            Wrong::UnknownContext => plain(Text::KeysUnknownContext),
            Wrong::UnknownAction => plain(Text::KeysUnknownAction),
            Wrong::UnreadableKey(key) => lang.quoted(key, Text::KeysUnreadable),
            Wrong::NeverBound(key) => lang.quoted(key, Text::KeysNeverBound),
            Wrong::BoundTwice(key) => lang.quoted(key, Text::KeysBoundTwice),
            Wrong::OutOfReach(action) => lang.quoted(action, Text::KeysOutOfReach),
        }
    }
}

/// Names of the patches that come with the program.
pub fn names() -> String {
    let names: Vec<&str> = PATCHES.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

/// Every key in force, a line an action: context, action, keys.
pub fn shown(keymap: &Keymap) -> Vec<[String; 3]> {
    keymap
        .all()
        .filter(|(_, _, keys)| !keys.is_empty())
        .map(|(context, action, keys)| {
            let keys: Vec<String> = keys.iter().map(|key| key.name()).collect();
            [context.to_owned(), action.name().to_owned(), keys.join(" ")]
        })
        .collect()
}
