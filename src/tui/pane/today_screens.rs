//! The screens of 今日, of the keeper's forms and of 軌跡 as they are drawn, in both languages, kept as snapshots.

use crate::domain::people::Role;
use crate::locale::Lang;
use crate::tui::trial::Desk;

/// What differs from run to run is made alike: digests, codes and sizes to `x`, the store's directory to `DIR`; the body
/// of an entry is left out.
fn alike(screen: &str, dir: &std::path::Path) -> String {
    let dir = dir.display().to_string();
    let screen = screen.replace(&dir, "DIR");
    let mut out = String::new();
    let mut is_body = false;
    for line in screen.lines() {
        is_body = match line.trim_start() {
            text if text.starts_with("內容  ") || text.starts_with("Body  ") => true,
            text if text.starts_with("---") => false,
            _ => is_body,
        };
        if !is_body {
            let is_rest = line.trim().len() < 64 && is_hex(line.trim()) && !line.trim().is_empty();
            let line = if is_rest { "" } else { line };
            let words: Vec<String> = line.split(' ').map(word_alike).collect();
            out.push_str(words.join(" ").trim_end());
            out.push('\n');
        }
    }
    out
}

fn is_hex(text: &str) -> bool {
    text.chars().all(|one| matches!(one, '0'..='9' | 'a'..='f'))
}

fn word_alike(word: &str) -> String {
    // A size behind a full-width comma.
    if let Some((before, size)) = word.rsplit_once('\u{ff0c}') {
        return format!("{before}\u{ff0c}{}", word_alike(size));
    }
    let is_base32 = |one: char| matches!(one, 'A'..='Z' | '2'..='7');
    let is_wide = |one: char| matches!(one, 'Ａ'..='Ｚ' | '２'..='７');
    if let Some((seq, digest)) = word.split_once(':')
        && digest.len() == 64
        && is_hex(digest)
    {
        return format!("{seq}:{}", "x".repeat(64));
    }
    let is_code = word.len() == 19
        && word
            .split('-')
            .all(|four| four.len() == 4 && four.chars().all(is_base32));
    let is_large = word.chars().count() == 4 && word.chars().all(is_wide);
    let is_size = |word: &str| {
        word.len() == 7 && word.split(',').count() == 2 && !word.contains(char::is_alphabetic)
    };
    // A file's size follows its name.
    if let Some((name, size)) = word.split_once('，')
        && is_size(size)
    {
        return format!("{name}，nnn,nnn");
    }
    match word.len() {
        4 | 40.. if is_hex(word) => "x".repeat(word.len()),
        _ if is_code => "XXXX-XXXX-XXXX-XXXX".to_owned(),
        _ if is_large => "ＸＸＸＸ".to_owned(),
        _ if is_size(word) => "nnn,nnn".to_owned(),
        _ => word.to_owned(),
    }
}

/// The steps of one journey, a screen each.
fn journey(name: &str, role: Role, steps: &[(&str, &str, &str)]) {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let mut desk = Desk::new(role, lang);
        let mut all = String::new();
        for (keys, chinese, english) in steps {
            let typed = if lang == Lang::En { english } else { chinese };
            desk.press(keys).type_text(typed);
            let screen = alike(&desk.screen(), desk.dir());
            all = all + "== " + keys + " " + typed + "\n" + &screen;
        }
        insta::assert_snapshot!(format!("{name}-{tag}"), all);
    }
}

#[test]
fn today_of_those_who_have_and_have_not_something_to_do() {
    journey(
        "today-manager",
        Role::Manager,
        &[("", "", ""), ("F1", "", "")],
    );
    journey("today-checker", Role::Checker, &[("", "", "")]);
}

#[test]
fn today_in_a_wide_window() {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let desk = Desk::new(Role::Manager, lang).window(120, 36);
        insta::assert_snapshot!(
            format!("today-wide-{tag}"),
            alike(&desk.screen(), desk.dir())
        );
    }
}

#[test]
fn the_keeper_s_forms() {
    journey(
        "keeper",
        Role::Keeper,
        &[
            ("", "", ""),
            ("F1", "登錄", "enrol"),
            ("Enter", "wu.zj", "wu.zj"),
            ("Enter", "吳志傑", "Wu"),
            ("Enter", "", ""),
            ("Enter", "", ""),
            ("F10", "", ""),
            ("Esc", "", ""),
            ("F8", "", ""),
            ("Esc F1", "人員", "people"),
            ("Down Enter", "", ""),
            ("Esc Esc F1", "設定", "settings"),
            ("Enter", "", ""),
            ("Down Down Enter", "", ""),
            ("Esc Esc Home F1", "備份", "back"),
            ("Down Enter", "", ""),
            ("F10", "", ""),
        ],
    );
}

#[test]
fn the_trail() {
    journey(
        "trail",
        Role::Supervisor,
        &[
            ("F9", "", ""),
            ("Enter", "", ""),
            ("Esc Ctrl-T", "", ""),
            ("Esc Ctrl-F", "manager", "manager"),
            ("Enter", "", ""),
            ("F8", "", ""),
            ("Esc F1", "紙本", "paper"),
            ("Enter", "3 x", "3 x"),
            ("Enter", "", ""),
        ],
    );
}
