//! Rust text as the house rules need it: comments blanked, strings told from code, tests told from the rest.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of the house. `code` and `text` are `whole` with everything else blanked, so that a place in one is the
/// same place in the others.
pub(super) struct Source {
    /// Relative to the repository.
    pub(super) path: String,
    pub(super) whole: String,
    /// Without comments, strings and characters.
    pub(super) code: String,
    /// Only what stands in strings and characters.
    pub(super) text: String,
    /// Where the tests begin; the length where there are none.
    tests_from: usize,
}

impl Source {
    fn new(path: String, whole: String) -> Source {
        let (code, text) = split(&whole);
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_test = name == "tests.rs"
            || name == "trial.rs"
            || name.ends_with("_screens.rs")
            || name.ends_with("fixture.rs")
            || name.ends_with("_tests.rs")
            || path.contains("/tests/")
            || path.starts_with("tests/");
        let tests_from = if is_test { 0 } else { first_tests(&code) };
        Source {
            path,
            whole,
            code,
            text,
            tests_from,
        }
    }

    /// The first folder beneath `src`: the layer; empty for `lib.rs` and `main.rs`.
    pub(super) fn layer(&self) -> &str {
        self.path
            .strip_prefix("src/")
            .and_then(|rest| rest.split_once('/'))
            .map_or("", |(layer, _)| layer)
    }

    /// `path:line` of a place, as an editor opens it.
    pub(super) fn at(&self, place: usize) -> String {
        format!(
            "{}:{}",
            self.path,
            1 + self.whole[..place].matches('\n').count()
        )
    }

    pub(super) fn is_in_tests(&self, place: usize) -> bool {
        place >= self.tests_from
    }
}

/// All Rust files beneath `folder`, by path.
pub(super) fn sources(folder: &str) -> Vec<Source> {
    files(folder, "rs")
        .into_iter()
        .map(|path| Source::new(path.clone(), read(&path)))
        .collect()
}

/// All files beneath `folder` whose name ends in `.ending`, relative to the repository, sorted.
pub(super) fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|known| known == ending) {
                found.push(
                    path.strip_prefix(root())
                        .unwrap()
                        .to_string_lossy()
                        .into_owned(),
                );
            }
        }
    }
    found.sort();
    found
}

pub(super) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Tests stand at the end of a file, in a module of their own.
fn first_tests(code: &str) -> usize {
    code.match_indices("#[cfg(test)]")
        .find(|(place, mark)| {
            let item = code[place + mark.len()..].trim_start();
            item.starts_with("mod ")
                && item
                    .find('{')
                    .is_some_and(|brace| !item[..brace].contains(';'))
        })
        .map_or(code.len(), |(place, _)| place)
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Code,
    Text,
    Comment,
}

/// `whole` twice: code alone, strings alone; the rest is blanks of the same length.
fn split(whole: &str) -> (String, String) {
    let (mut code, mut text) = (String::new(), String::new());
    let mut rest = whole;
    while !rest.is_empty() {
        let (kind, length) = piece(
            rest,
            whole.len() == rest.len() || !ends_in_name(&whole[..whole.len() - rest.len()]),
        );
        let (now, later) = rest.split_at(length);
        for (side, wanted) in [(&mut code, Kind::Code), (&mut text, Kind::Text)] {
            if kind == wanted {
                side.push_str(now);
            } else {
                side.extend(
                    now.bytes()
                        .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
                );
            }
        }
        rest = later;
    }
    (code, text)
}

fn ends_in_name(before: &str) -> bool {
    before.ends_with(|found: char| found.is_alphanumeric() || found == '_')
}

/// What `rest` begins with, and how many bytes of it.
fn piece(rest: &str, may_prefix: bool) -> (Kind, usize) {
    if rest.starts_with("//") {
        return (Kind::Comment, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (
            Kind::Comment,
            rest.find("*/").map_or(rest.len(), |end| end + 2),
        );
    }
    let unprefixed = rest.trim_start_matches(['b', 'c']);
    let prefix = rest.len() - unprefixed.len();
    let string = raw_string(unprefixed)
        .filter(|_| may_prefix)
        .or_else(|| quoted(unprefixed));
    if let Some(length) = string.filter(|_| prefix == 0 || prefix == 1 && may_prefix) {
        return (Kind::Text, prefix + length);
    }
    (Kind::Code, rest.chars().next().map_or(1, char::len_utf8))
}

/// `r"…"` or `r#"…"#`.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inside = after[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    Some(rest.len() - inside.len() + inside.find(&close)? + close.len())
}

/// `"…"`, or a character (a lifetime has no closing quote after one character).
fn quoted(rest: &str) -> Option<usize> {
    let mark = rest
        .chars()
        .next()
        .filter(|found| matches!(found, '"' | '\''))?;
    let mut is_escaped = false;
    let mut count = 0;
    for (place, found) in rest.char_indices().skip(1) {
        if !is_escaped && found == mark {
            return Some(place + 1);
        }
        count += 1;
        if mark == '\''
            && count == 1
            && found != '\\'
            && !rest[place + found.len_utf8()..].starts_with('\'')
        {
            return None;
        }
        is_escaped = !is_escaped && found == '\\';
    }
    None
}

#[test]
fn code_strings_and_comments_are_told_apart() {
    let source = Source::new(
        "src/tui/x.rs".into(),
        "let a = \"// b\\\"\"; // c \"d\"\nfn e<'f>(g: &'f str) { 'h' ; r#\"i\"j\"# }\n".into(),
    );
    assert_eq!(
        source.code,
        "let a =         ;         \nfn e<'f>(g: &'f str) {     ;          }\n"
    );
    assert_eq!(
        source.text.split_whitespace().collect::<Vec<_>>(),
        ["\"//", "b\\\"\"", "'h'", "r#\"i\"j\"#"]
    );
    assert_eq!(source.layer(), "tui");
    assert_eq!(
        source.at(source.whole.find("fn").unwrap()),
        "src/tui/x.rs:2"
    );
}

#[test]
fn tests_are_told_from_the_rest() {
    let source = Source::new(
        "src/x/y.rs".into(),
        "#[cfg(test)]\nmod far;\nfn a() {}\n#[cfg(test)]\nmod tests {\n}\n".into(),
    );
    assert!(!source.is_in_tests(source.whole.find("fn a").unwrap()));
    assert!(source.is_in_tests(source.whole.find("mod tests").unwrap()));
    assert!(Source::new("src/x/y_tests.rs".into(), String::new()).is_in_tests(0));
}
