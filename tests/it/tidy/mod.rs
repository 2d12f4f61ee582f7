//! The house rules that no lint knows, each a test that names file and line.

mod source;

use unicode_width::UnicodeWidthChar;

use crate::tidy::source::{Source, files, read, sources};

/// One direction: a layer, and what it may name besides itself.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("locale", &["domain"]),
    ("store", &["domain"]),
    ("import", &["domain"]),
    ("report", &["domain", "locale"]),
    ("app", &["domain", "store", "import", "report", "locale"]),
    ("tui", &["domain", "locale", "app"]),
    ("cli", &["domain", "locale", "app"]),
];

/// What a layer must not know: words of code, and the only layers that may write them (tests are let off).
const KNOWLEDGE: &[(&[&str], &[&str])] = &[
    (&["rusqlite"], &["store"]),
    (&["ratatui", "crossterm", "tui_textarea"], &["tui"]),
    (&["clap", "rpassword"], &["cli"]),
    (&["minijinja"], &["report"]),
    (
        &["std::fs", "File::open", "File::create"],
        &["store", "app", "tui", "cli"],
    ),
    (
        &["Utc::now", "Local::now", "SystemTime::now"],
        &["app", "tui", "cli"],
    ),
    (&["getrandom"], &["store", "app"]),
    (&["as_stored("], &["domain", "import", "store", "app"]),
];

/// Tables of words that are parsed or made up rather than shown; here alone Chinese may stand outside `locale`.
const WORD_TABLES: &[&str] = &["src/app/demo_roster.rs", "src/app/demo_words.rs"];

/// What never comes in: unfinished work, tests that do not run, time that passes.
const FORBIDDEN: &[&str] = &[
    concat!("#[ig", "nore"),
    concat!("thread::sl", "eep"),
    concat!("#[al", "low("),
];

#[track_caller]
fn none(broken: Vec<String>, rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

/// Every place of `word` in the code of a file that is not part of a longer name.
fn places<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_name = |found: char| found.is_alphanumeric() || found == '_';
    text.match_indices(word)
        .map(|(place, _)| place)
        .filter(move |place| {
            let (before, after) = (&text[..*place], &text[place + word.len()..]);
            let is_open = |side: Option<char>, own: Option<char>| {
                !(side.is_some_and(is_name) && own.is_some_and(is_name))
            };
            is_open(before.chars().next_back(), word.chars().next())
                && is_open(after.chars().next(), word.chars().next_back())
        })
}

/// The first names after `crate::`, those in braces each for itself.
fn named_layers(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for place in places(&source.code, "crate::") {
        let path = &source.code[place + "crate::".len()..];
        let Some(list) = path.strip_prefix('{') else {
            found.push((place, first_name(path)));
            continue;
        };
        let mut depth = 0;
        let mut start = 0;
        for (end, sign) in list.char_indices() {
            match sign {
                '{' => depth += 1,
                '}' | ',' if depth == 0 => {
                    found.push((place, first_name(list[start..end].trim_start())));
                    start = end + 1;
                    if sign == '}' {
                        break;
                    }
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    found.retain(|(_, name)| !name.is_empty());
    found
}

fn first_name(path: &str) -> String {
    path.chars()
        .take_while(|found| found.is_alphanumeric() || *found == '_')
        .collect()
}

#[test]
fn layers_name_only_what_lies_beneath_them() {
    let mut broken = Vec::new();
    for source in sources("src") {
        let Some((own, beneath)) = LAYERS.iter().find(|(layer, _)| *layer == source.layer()) else {
            assert!(
                source.layer().is_empty(),
                "{} is in no known layer",
                source.path
            );
            continue;
        };
        for (place, named) in named_layers(&source) {
            let is_layer = LAYERS.iter().any(|(layer, _)| *layer == named);
            if is_layer && named != *own && !beneath.contains(&named.as_str()) {
                broken.push(format!("{}: {own} names {named}", source.at(place)));
            }
        }
        for place in places(&source.code, "super::super") {
            broken.push(format!(
                "{}: write use crate::… so that the layer can be read",
                source.at(place)
            ));
        }
    }
    none(
        broken,
        "domain <- locale, store, import, report <- app <- tui, cli",
    );
}

#[test]
fn layers_know_only_their_own_matter() {
    let mut broken = Vec::new();
    for source in sources("src")
        .iter()
        .filter(|source| !source.layer().is_empty())
    {
        for (words, layers) in KNOWLEDGE
            .iter()
            .filter(|(_, layers)| !layers.contains(&source.layer()))
        {
            for word in *words {
                let outside_tests =
                    places(&source.code, word).filter(|place| !source.is_in_tests(*place));
                broken.extend(outside_tests.map(|place| {
                    format!("{}: {word} is for {}", source.at(place), layers.join(", "))
                }));
            }
        }
    }
    none(
        broken,
        "disk, clock, randomness and terminal stay in their layers",
    );
}

#[test]
fn no_more_than_three_commits_exist() {
    const COMMITS: &[&str] = &["commit", "commit_draft", "migrate"];
    let mut broken = Vec::new();
    for source in sources("src") {
        for place in places(&source.code, "fn ") {
            let name = first_name(&source.code[place + 3..]);
            let is_commit =
                name == "commit" || name.starts_with("commit_") && source.layer() == "store";
            if is_commit
                && !source.is_in_tests(place)
                && (source.layer() != "store" || !COMMITS.contains(&name.as_str()))
            {
                broken.push(format!("{}: fn {name}", source.at(place)));
            }
        }
        let in_code = places(&source.code, ".commit()");
        let in_text = ["commit", "COMMIT", "commit;", "COMMIT;"].map(|sql| format!("\"{sql}\""));
        let in_text = in_text.iter().flat_map(|sql| {
            source
                .text
                .match_indices(sql.as_str())
                .map(|(place, _)| place)
        });
        for place in in_code
            .chain(in_text)
            .filter(|place| !source.is_in_tests(*place))
        {
            let within = enclosing_function(&source.code[..place]);
            let is_key = source.layer() != "store" && source.text[place..].starts_with('"');
            if !is_key && (source.layer() != "store" || !COMMITS.contains(&within.as_str())) {
                broken.push(format!(
                    "{}: a transaction is committed in {within}",
                    source.at(place)
                ));
            }
        }
    }
    none(
        broken,
        "only store's commit, commit_draft and migrate end a transaction",
    );
}

fn enclosing_function(before: &str) -> String {
    places(before, "fn ")
        .last()
        .map(|place| first_name(&before[place + 3..]))
        .unwrap_or_default()
}

#[test]
fn words_are_at_home_in_locale() {
    let mut broken = Vec::new();
    for layer in ["src/tui", "src/app", "src/cli"] {
        for source in sources(layer)
            .iter()
            .filter(|source| !WORD_TABLES.contains(&source.path.as_str()))
        {
            let foreign = source
                .text
                .char_indices()
                .filter(|(place, found)| !found.is_ascii() && !source.is_in_tests(*place));
            let mut lines: Vec<String> = foreign
                .map(|(place, found)| format!("{}: U+{:04X}", source.at(place), u32::from(found)))
                .collect();
            lines.dedup_by_key(|line| line.split(": ").next().map(str::to_owned));
            broken.extend(lines);
        }
    }
    none(
        broken,
        "tui, app and cli hold no words; ask locale, or name the table in WORD_TABLES",
    );
}

#[test]
fn words_and_templates_have_one_width_everywhere() {
    let is_fit = |found: char| found.is_ascii() || found.width() == Some(2);
    let mut broken = Vec::new();
    for source in sources("src/locale") {
        let unfit = source
            .text
            .char_indices()
            .filter(|(place, found)| !is_fit(*found) && !source.is_in_tests(*place));
        broken.extend(
            unfit.map(|(place, found)| format!("{}: U+{:04X}", source.at(place), u32::from(found))),
        );
    }
    for path in files("src/report/templates", "xml") {
        for (line, text) in read(&path).lines().enumerate() {
            let unfit = text.chars().filter(|found| !is_fit(*found));
            broken.extend(
                unfit.map(|found| format!("{path}:{}: U+{:04X}", line + 1, u32::from(found))),
            );
        }
    }
    none(
        broken,
        "only ASCII and wide characters: others are one cell here and two there",
    );
}

#[test]
fn every_keymap_is_valid_toml() {
    let keymaps = files("keymaps", "toml");
    let is_read = sources("src/tui")
        .iter()
        .any(|source| source.path == "src/tui/keymap.rs");
    assert!(
        !is_read || keymaps.iter().any(|path| path == "keymaps/default.toml"),
        "keymaps/default.toml is missing"
    );
    let broken = keymaps.iter().filter_map(|path| {
        read(path)
            .parse::<toml::Table>()
            .err()
            .map(|error| format!("{path}: {error}"))
    });
    none(broken.collect(), "a keymap cannot be read");
}

#[test]
fn nothing_is_left_undone_or_waits() {
    let unfinished = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
    ];
    let mut broken = Vec::new();
    for source in ["src", "tests"].iter().flat_map(|folder| sources(folder)) {
        let in_code = FORBIDDEN
            .iter()
            .flat_map(|word| places(&source.code, word).map(move |place| (place, *word)));
        let in_whole = unfinished
            .iter()
            .flat_map(|word| places(&source.whole, word).map(move |place| (place, *word)));
        for (place, word) in in_code.chain(in_whole) {
            broken.push(format!("{}: {word}", source.at(place)));
        }
    }
    none(broken, "finish it, run it, and wait for what is drawn");
}

#[test]
fn every_module_says_what_it_owns() {
    let broken = sources("src")
        .into_iter()
        .filter(|source| source.path != "src/main.rs" && !source.whole.starts_with("//!"))
        .map(|source| source.path);
    none(broken.collect(), "a module opens with //!");
}

#[test]
fn no_file_is_a_shelf_for_anything() {
    const SHELVES: &[&str] = &[
        "util", "utils", "helper", "helpers", "common", "misc", "handler", "process", "data",
        "info", "temp", "core", "types",
    ];
    let named = |path: &&String| path.split(['/', '.']).any(|part| SHELVES.contains(&part));
    none(
        files("src", "rs").iter().filter(named).cloned().collect(),
        "a name that says nothing",
    );
}
