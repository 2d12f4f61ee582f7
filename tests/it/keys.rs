//! Keymaps from the command line.

use serde_json::{Value, json};

use crate::desk::{Ran, irdesk, ran};

fn run(arguments: &[&str]) -> Ran {
    ran(irdesk().args(arguments), b"")
}

#[test]
fn every_keymap_of_ours_is_shown_and_says_its_own_keys() {
    for (name, action, keys) in [
        ("vim", "down", "j Down"),
        ("emacs", "down", "Ctrl-N Down"),
        ("5250", "new", "F6 Ins Ctrl-N"),
        ("bbs", "open", "Right Enter r"),
    ] {
        let shown = run(&["keymap", "show", "--keymap", name, "--json"]);
        assert_eq!(shown.exit, 0, "{shown:?}");
        let json = shown.json();
        let row = json!({ "context": "list", "action": action, "keys": keys });
        assert!(json["keys"].as_array().unwrap().contains(&row), "{name}");
    }
    let clerks = run(&["keymap", "show"]);
    assert_eq!(clerks.exit, 0, "{clerks:?}");
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once_with_their_lines() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("keys.toml");
    let text =
        "[list]\nfly = [\"F3\"]\nup = [\"Hyper-\\u001b[2J\", \"Ctrl-C\"]\n[moon]\nup = [\"Up\"]\n";
    std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let told = run(&["keymap", "check", file, "--json"]);
    assert_eq!(told.exit, 1, "{told:?}");
    let mistakes = told.json()["mistakes"].clone();
    let lines: Vec<&str> = mistakes
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    for (line, number) in lines.iter().zip(["2", "3", "3", "4"]) {
        assert!(line.contains(number), "{line}");
    }
    let fits = run(&["keymap", "check", "keymaps/vim.toml", "--json"]);
    assert_eq!((fits.exit, fits.json()["mistakes"].clone()), (0, json!([])));
}

#[test]
fn a_name_that_is_no_keymap_is_a_mistake_of_usage_and_an_absent_file_is_said() {
    run(&["keymap", "show", "--keymap", "nano", "--json"]).refused(2, "usage");
    run(&["keymap", "check", "/nowhere/keys.toml", "--json"]).refused(3, "file");
}
