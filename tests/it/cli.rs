//! The commands beside the screen, through the real binary.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Runs the binary with this on its standard input.
fn irdesk(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_irdesk"))
        .args(arguments)
        .env("LANG", "zh_TW.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no JSON: {output:?}"))
}

fn vectors(name: &str) -> Value {
    let path = format!(
        "{}/tests/fixtures/vectors/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn identify_knows_every_identifier_of_the_vectors() {
    let expected = vectors("identifiers.json");
    let expected = expected.as_array().unwrap();
    let lines: Vec<&str> = expected
        .iter()
        .map(|row| row["input"].as_str().unwrap())
        .collect();
    let input = lines.join("\n\n");
    let output = irdesk(&["--json", "identify"], &input);
    assert_eq!(output.status.code(), Some(0));
    let rows = json(&output);
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), expected.len());
    for (row, expected) in rows.iter().zip(expected) {
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&row[key], value, "{key} of {expected}");
        }
    }
}

#[test]
fn hostile_input_stays_text_in_json_and_is_marked_in_prose() {
    let hostile = "A1\u{1b}[2J\u{9b}m\u{202e}99\n";
    let output = irdesk(&["identify", "--json"], hostile);
    assert_eq!(json(&output)[0]["input"], hostile.trim_end());
    assert!(!output.stdout.contains(&0x1b));
    let prose = irdesk(&["identify"], hostile);
    assert!(!prose.stdout.contains(&0x1b));
    assert!(!String::from_utf8(prose.stdout).unwrap().contains('\u{9b}'));
}

/// Runs `recompute` on a text.
fn recompute(text: &str, arguments: &[&str]) -> Output {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("seed.txt");
    std::fs::write(&file, text).unwrap();
    let mut all = vec!["recompute", file.to_str().unwrap()];
    all.extend(arguments);
    irdesk(&all, "")
}

#[test]
fn recompute_draws_every_published_sample_again() {
    let vectors = vectors("sampling.json");
    let cases = vectors["cases"]
        .as_array()
        .unwrap()
        .iter()
        .chain(vectors["assurance_levels_N334"].as_array().unwrap());
    for case in cases {
        let output = recompute(case["seed_text"].as_str().unwrap(), &["--json"]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(json(&output)["base"], case["sample"]);
    }
}

#[test]
fn recompute_refuses_every_other_spelling_and_a_secret_that_does_not_fit() {
    let vectors = vectors("sampling.json");
    let text = vectors["late_supplement"]["seed_text"].as_str().unwrap();
    for (changed, exit, code) in [
        (text.replace('\n', "\r\n"), 3, "seed"),
        (text.trim_end().to_owned(), 3, "seed"),
        (text.replace("source=539-115000270", "source=-"), 3, "seed"),
        (text.replace("N=12\n", "N=10000001\n"), 3, "seed"),
        (text.replace("reveal=de", "reveal=ee"), 1, "reveal"),
        (String::new(), 3, "seed"),
    ] {
        let output = recompute(&changed, &["--json"]);
        assert_eq!(output.status.code(), Some(exit), "{changed}");
        assert_eq!(json(&output)["error"]["code"], code, "{changed}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named_and_what_to_do_is_said() {
    let output = irdesk(&["recompute", "no-such\u{1b}[31m.txt"], "");
    assert_eq!(output.status.code(), Some(3));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("找不到此檔") && !message.contains('\u{1b}'),
        "{message}"
    );
    let english = irdesk(&["recompute", "no-such.txt", "--lang", "en"], "");
    assert!(
        String::from_utf8(english.stderr)
            .unwrap()
            .contains("not found")
    );
}

#[test]
fn a_mistyped_command_is_exit_2_and_json_all_the_same() {
    let output = irdesk(&["--json", "frobnicate"], "");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(json(&output)["error"]["code"], "usage");
}

#[test]
fn whatever_the_line_is_json_answers_in_json() {
    for (arguments, exit) in [
        (&["--json"][..], 2),
        (&["--json", "--help"], 0),
        (&["import", "--help", "--json"], 0),
        (&["--version", "--json"], 0),
        (&["--json", "import"], 2),
        (&["reconcile", "2026-10", "--json"], 2),
        (&["check", "show", "11513", "--json"], 2),
        (&["check", "draw", "11510", "--total", "-5", "--json"], 2),
        (&["--json", "person", "add", "\u{1b}[2J"], 2),
        (&["--json", "frob\u{1b}[2J\u{202e}"], 2),
        (&["--json", "identify", "too", "many"], 2),
        (&["--passphrase-fd", "-1", "person", "list", "--json"], 2),
    ] {
        let output = irdesk(arguments, "");
        assert_eq!(output.status.code(), Some(exit), "{arguments:?} {output:?}");
        let value = json(&output);
        assert!(value.is_object(), "{arguments:?}");
        assert_eq!(value.get("error").is_some(), exit != 0, "{arguments:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{arguments:?}");
    }
    // Behind `--` it is a file's name.
    let output = irdesk(&["recompute", "--", "--json"], "");
    assert_eq!(output.status.code(), Some(3));
    assert!(output.stdout.is_empty());
}

#[test]
fn deadline_gives_the_three_dates_of_every_vector() {
    for case in vectors("deadlines.json").as_array().unwrap() {
        let (event, span) = (
            case["event"].as_str().unwrap(),
            case["span"].as_str().unwrap(),
        );
        let output = irdesk(&["deadline", event, span, "--json"], "");
        assert_eq!(output.status.code(), Some(0), "{case}");
        let found = json(&output);
        for (key, value) in case.as_object().unwrap() {
            if !["event", "span"].contains(&key.as_str()) {
                assert_eq!(&found[key], value, "{key} of {case}");
            }
        }
    }
}

#[test]
fn deadline_reads_every_absolute_form_of_a_day() {
    for date in [
        "1150127",
        "115/1/27",
        "115.01.27",
        "115-1-27",
        "115年1月27日",
        "民國115年1月27日",
        "20260127",
        "2026/1/27",
        "2026-01-27",
        "１１５０１２７",
    ] {
        let output = irdesk(&["deadline", date, "1m", "--json"], "");
        assert_eq!(json(&output)["ends_on"], "2026-02-27", "{date}");
    }
    let prose = irdesk(&["deadline", "115/01/27", "1m"], "");
    let prose = String::from_utf8(prose.stdout).unwrap();
    assert!(
        prose.contains("屆滿日      115/02/27(五)") && prose.contains("115/02/26(四)"),
        "{prose}"
    );
    let far = irdesk(&["deadline", "1160228", "5y"], "");
    let far = String::from_utf8(far.stdout).unwrap();
    assert!(far.contains("無 121 年辦公日曆"), "{far}");
}

#[test]
fn deadline_refuses_days_and_spans_that_cannot_be() {
    for (date, span) in [
        ("1150229", "1m"),
        ("115/13/1", "1m"),
        ("0302", "1m"),
        ("3/2", "1m"),
        ("11503", "1m"),
        ("+7", "1m"),
        ("t", "1m"),
        ("000/1/1", "1m"),
        ("1911-01-01", "1m"),
        ("", "1m"),
        ("1150302", ""),
        ("1150302", "1"),
        ("1150302", "1x"),
        ("1150302", "m"),
        ("1150302", "1.5m"),
        ("1150302", "4000000000y"),
        ("1150302", "99999999999999999999d"),
    ] {
        let output = irdesk(&["deadline", "--json", "--", date, span], "");
        assert_eq!(output.status.code(), Some(2), "{date} {span}");
        assert_eq!(json(&output)["error"]["code"], "usage", "{date} {span}");
    }
}

#[test]
fn a_command_line_that_cannot_be_read_is_answered_in_the_language_asked_for() {
    for (arguments, said) in [
        (&["frobnicate"][..], "無 frobnicate 此指令"),
        (&["recompte"], "最近者為 recompute"),
        (&["person"], "尚缺指令"),
        (&["import", "log"], "尚缺 2 項"),
        (&["reconcile", "2026-10"], "不得為「2026-10」，例如 11510"),
        (&["reconcile", "11510", "--perod", "1"], "不認得 --perod"),
        (&["verify", "--expect"], "未填值"),
        (
            &["check", "draw", "11510", "--total", "many"],
            "不得為「many」",
        ),
        (&["--store", "a", "--store", "b", "identify"], "重複"),
    ] {
        let chinese = irdesk(arguments, "");
        assert_eq!(chinese.status.code(), Some(2), "{arguments:?}");
        let message = String::from_utf8(chinese.stderr).unwrap();
        assert!(message.contains(said), "{arguments:?}: {message}");
        assert!(
            message.starts_with("! 指令：") && message.contains('請'),
            "{message}"
        );
        let value = json(&irdesk(&[&["--json"], arguments].concat(), ""));
        let message = value["error"]["message"].as_str().unwrap();
        assert!(message.contains(said), "{message}");
        let english = irdesk(&[&["--lang", "en"], arguments].concat(), "");
        assert_eq!(english.status.code(), Some(2), "{arguments:?}");
        let message = String::from_utf8(english.stderr).unwrap();
        assert!(message.is_ascii() && !message.is_empty(), "{message}");
    }
}

#[test]
fn an_answer_that_finds_no_room_is_a_fault_and_one_that_nobody_reads_is_none() {
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut identify = Command::new(env!("CARGO_BIN_EXE_irdesk"));
    identify
        .args(["identify", "--json"])
        .env("LANG", "zh_TW.UTF-8")
        .stdin(Stdio::null())
        .stdout(full);
    let output = identify.stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.starts_with("! 輸出：") && message.contains('請'),
        "{message}"
    );
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    identify.stdin(Stdio::null()).stdout(writer);
    assert_eq!(identify.output().unwrap().status.code(), Some(0));
}
