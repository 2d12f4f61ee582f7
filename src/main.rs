//! irdesk's process: arguments to the desk or to a command, an exit code out.

use std::process::ExitCode;

use irdesk::app::Clock;
use irdesk::cli::{self, DeskAsked, KeymapAsked, KeysAsked, Ran};
use irdesk::locale::{Lang, Text};
use irdesk::tui::keymap::Keymap;
use irdesk::tui::keymap_words::{names, shown};
use irdesk::tui::runtime::{self, CannotOpen, Opening};
use serde_json::json;

fn main() -> ExitCode {
    ExitCode::from(match cli::run(std::env::args_os()) {
        Ran::Exit(code) => code,
        Ran::Desk(asked) => open(asked),
        Ran::Keymap(asked) => keymap(&asked),
    })
}

fn open(asked: DeskAsked) -> u8 {
    let lang = asked.lang;
    let (keymap, remark) = match keys(&asked.keys, lang) {
        Keys::Fit(keymap) => (keymap, None),
        Keys::NoSuchName => return cli::misused(&lang.no_such_keymap(&names()), lang, false),
        // The desk opens all the same: whoever sits there cannot mend the file.
        Keys::Wrong(file, mistakes) => {
            let first = mistakes.first().map_or("", String::as_str);
            (Keymap::standard(), Some(lang.keymap_not_used(&file, first)))
        }
    };
    let opening = Opening {
        dir: asked.dir,
        clock: Clock::Host,
        lang,
        login: asked.login,
        pick: asked.pick,
        keymap,
        remark,
    };
    match runtime::open(&opening) {
        Ok(()) => 0,
        Err(CannotOpen::Store(error)) => cli::desk_failed(error, lang),
        Err(CannotOpen::NotATerminal | CannotOpen::Terminal(_)) => cli::no_terminal(lang),
    }
}

/// What came of the keys that were asked for.
enum Keys {
    Fit(Keymap),
    NoSuchName,
    /// The file, and each mistake worded.
    Wrong(String, Vec<String>),
}

fn keys(asked: &KeysAsked, lang: Lang) -> Keys {
    let (file, read) = match asked {
        KeysAsked::Unreadable(file) => {
            return Keys::Wrong(file.clone(), vec![lang.text(Text::KeysUnread).to_owned()]);
        }
        KeysAsked::Standard => return Keys::Fit(Keymap::standard()),
        KeysAsked::Named(name) => match Keymap::named(name) {
            None => return Keys::NoSuchName,
            Some(read) => (name.clone(), read),
        },
        KeysAsked::Patch { file, text } => (file.clone(), Keymap::standard().patched(text)),
    };
    match read {
        Ok(keymap) => Keys::Fit(keymap),
        Err(mistakes) => {
            let worded = mistakes.iter().map(|mistake| mistake.worded(lang));
            Keys::Wrong(file, worded.collect())
        }
    }
}

/// `keymap show` and `keymap check`: exit 1 where there are mistakes.
fn keymap(asked: &KeymapAsked) -> u8 {
    let (lang, as_json) = (asked.lang, asked.as_json);
    match keys(&asked.keys, lang) {
        Keys::NoSuchName => cli::misused(&lang.no_such_keymap(&names()), lang, as_json),
        Keys::Wrong(file, mistakes) => {
            let prose = lang.keymap_refused(&file, &mistakes);
            cli::answer(&json!({ "mistakes": mistakes }), (&prose, 1), lang, as_json)
        }
        Keys::Fit(_) if !asked.is_shown => {
            let none: [&str; 0] = [];
            let fits = (lang.keymap_fits(), 0);
            cli::answer(&json!({ "mistakes": none }), fits, lang, as_json)
        }
        Keys::Fit(keymap) => {
            let none: [&str; 0] = [];
            let rows = shown(&keymap);
            let lines = rows
                .iter()
                .map(|[context, action, keys]| format!("{context:<12}{action:<20}{keys}"));
            let prose: Vec<String> = lines.collect();
            let keys: Vec<_> = rows
                .iter()
                .map(|[context, action, keys]| json!({ "context": context, "action": action, "keys": keys }))
                .collect();
            let json = json!({ "mistakes": none, "keys": keys });
            cli::answer(&json, (&prose.join("\n"), 0), lang, as_json)
        }
    }
}
