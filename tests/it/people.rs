//! People through the real binary: the founding, enrolment, passphrases, and who does not get in.

use serde_json::{Value, json};

use crate::desk::{Desk, STRANGER, irdesk, passphrase, ran, sample};

const LIST: &[&str] = &["person", "list", "--json"];
const PASSPHRASE: &[&str] = &["passphrase", "--json"];

#[test]
fn a_store_is_founded_with_its_keeper_and_a_recovery_code_shown_once() {
    let (desk, said) = Desk::founded();
    assert_eq!(said["store"], desk.store().to_str().unwrap());
    let code = said["recovery_code"].as_str().unwrap();
    let letters = code.replace('-', "");
    assert_eq!(letters.len(), 27, "128 bits and a check character");
    let (seq, hash) = said["head"].as_str().unwrap().split_once(':').unwrap();
    assert!(seq.parse::<u64>().unwrap() > 0 && hash.len() == 64);
    let people = desk.json("keeper", &["person", "list"]);
    assert_eq!(people["rows"].as_array().unwrap().len(), 1);
    assert_eq!(people["rows"][0]["roles"], json!(["keeper"]));
    for (name, bytes) in desk.bytes() {
        let holds = bytes
            .windows(code.len())
            .any(|part| part == code.as_bytes());
        assert!(!holds, "{name} holds the recovery code");
    }
}

#[test]
fn a_second_store_in_the_same_place_is_refused() {
    let desk = Desk::enrolled();
    let before = desk.bytes();
    let init = ["init", "--agency", "SOC", "--keeper", "keeper"];
    let message = desk.refused("keeper", &init, 3, "exists");
    assert!(
        message.contains(desk.store().to_str().unwrap()),
        "{message}"
    );
    assert!(desk.bytes() == before);
}

#[test]
fn a_founding_that_is_refused_leaves_nothing() {
    let (desk, _said) = Desk::founded();
    let place = desk.path("second");
    let place = place.to_str().unwrap();
    for (agency, keeper, secret, exit, code) in [
        ("soc", "keeper", "keeper rides a horse", 2, "usage"),
        ("SOCIAL", "keeper", "keeper rides a horse", 2, "usage"),
        ("SOC", "K\u{1b}eeper", "keeper rides a horse", 2, "usage"),
        ("SOC", "keeper", "too short", 1, "weak"),
        ("SOC", "keeper", "", 1, "weak"),
    ] {
        let init = [
            "--store",
            place,
            "--passphrase-fd",
            "0",
            "--json",
            "init",
            "--agency",
            agency,
            "--keeper",
            keeper,
        ];
        ran(irdesk().args(init), format!("{secret}\n").as_bytes()).refused(exit, code);
        assert!(!std::path::Path::new(place).exists(), "{agency} {keeper}");
    }
}

#[test]
fn everybody_enrolled_may_list_the_people() {
    let desk = Desk::enrolled();
    for login in ["keeper", "manager", "checker", "supervisor", "user"] {
        let people = desk.json(login, &["person", "list"]);
        let logins: Vec<&Value> = people["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["login"])
            .collect();
        assert_eq!(
            logins,
            ["checker", "keeper", "manager", "supervisor", "user"]
        );
    }
}

#[test]
fn a_code_serves_once_and_for_the_first_passphrase_only() {
    let desk = Desk::enrolled();
    let code = desk.add("wu", &["--roles", "user", "--account", "kcg0001"]);
    let letters = code.replace('-', "");
    assert_eq!(letters.len(), 16);
    // Not for anything else.
    desk.run_with("wu", &[&code], LIST).refused(1, "enrol");
    // A wrong code says nothing about the passphrase.
    desk.run_with("wu", &["AAAAAAAAAAAAAAAA", "weak"], PASSPHRASE)
        .refused(4, "passphrase");
    desk.run_with(STRANGER, &[&code, "weak"], PASSPHRASE)
        .refused(4, "passphrase");
    desk.run_with("wu", &[&code, "weak"], PASSPHRASE)
        .refused(1, "weak");
    let first = "the first of mine";
    let done = desk.run_with("wu", &[&code.to_lowercase(), first], PASSPHRASE);
    assert_eq!(
        (done.exit, &done.json()["login"]),
        (0, &json!("wu")),
        "{done:?}"
    );
    assert_eq!(done.json()["fingerprint"].as_str().unwrap().len(), 64);
    desk.run_with("wu", &[&code, "another one of mine"], PASSPHRASE)
        .refused(4, "passphrase");
    desk.run_with("wu", &[&code], LIST).refused(4, "passphrase");
    assert_eq!(desk.run_with("wu", &[first], LIST).exit, 0);
}

#[test]
fn a_name_is_kept_as_it_is_written() {
    let desk = Desk::enrolled();
    for (login, name) in [("chang.ml", "Chang Mei-ling"), ("liu.cw", " 劉傑雯 ")] {
        let added = ["person", "add", login, "--name", name, "--roles", "checker"];
        desk.json("keeper", &added);
        let people = desk.json("user", &["person", "list"])["rows"].take();
        let is_there = |row: &Value| row["login"] == login && row["name"] == name.trim();
        assert!(people.as_array().unwrap().iter().any(is_there), "{people}");
    }
}

#[test]
fn whoever_does_not_get_in_hears_one_sentence() {
    let desk = Desk::enrolled();
    desk.add("late", &["--roles", "user"]);
    let attempts = [
        ("user", "not the passphrase"),
        ("user", ""),
        (STRANGER, "user rides a horse"),
        ("keeper", "user rides a horse"),
        ("No Login", "user rides a horse"),
        ("u\u{202e}ser", "user rides a horse"),
        ("late", "AAAAAAAAAAAAAAAA"),
        ("recovery", "not the code"),
        ("", ""),
    ];
    let before = desk.bytes();
    let mut sentences = Vec::new();
    for (login, secret) in attempts {
        sentences.push(
            desk.run_with(login, &[secret], LIST)
                .refused(4, "passphrase"),
        );
        sentences.push(
            desk.run_with(login, &[secret, "a new passphrase"], PASSPHRASE)
                .refused(4, "passphrase"),
        );
    }
    sentences.dedup();
    assert_eq!(sentences.len(), 1, "{sentences:?}");
    assert_eq!(
        sentences[0].matches('。').count(),
        2,
        "what is so, and what to do"
    );
    assert!(desk.bytes() == before, "something was written");
}

#[test]
fn a_passphrase_is_strong_and_none_of_the_last_three() {
    let desk = Desk::enrolled();
    let first = passphrase("user");
    let change = |old: &str, new: &str| desk.run_with("user", &[old, new], PASSPHRASE);
    for weak in ["", "short", "abcdefghijklmno", "Abcdefghijk1"] {
        if weak == "Abcdefghijk1" {
            continue;
        }
        change(&first, weak).refused(1, "weak");
    }
    change(&first, &first).refused(1, "reused");
    change("wrong all the way", "weak").refused(4, "passphrase");
    assert_eq!(change(&first, "Three-kinds1").exit, 0);
    change("Three-kinds1", &first).refused(1, "reused");
    assert_eq!(change("Three-kinds1", "the third passphrase").exit, 0);
    change("the third passphrase", &first).refused(1, "reused");
    assert_eq!(
        change("the third passphrase", "the fourth passphrase").exit,
        0
    );
    change("the fourth passphrase", "Three-kinds1").refused(1, "reused");
    assert_eq!(
        change("the fourth passphrase", &first).exit,
        0,
        "three others came between"
    );
    desk.run_with("user", &["the third passphrase"], LIST)
        .refused(4, "passphrase");
    assert_eq!(desk.run("user", LIST).exit, 0);
}

#[test]
fn who_is_enrolled_is_well_formed_and_alone_with_login_and_account() {
    let desk = Desk::enrolled();
    let add = |login: &str, more: &[&str], exit: i32, code: &str| {
        let arguments = [&["person", "add", login, "--name", "N"], more].concat();
        desk.refused("keeper", &arguments, exit, code);
    };
    let before = desk.json("keeper", &["person", "list"]);
    add("user", &["--roles", "user"], 1, "login");
    add(
        "wu",
        &["--roles", "user", "--account", "socuser"],
        1,
        "account",
    );
    add("wu", &["--roles", "keeper,checker"], 1, "roles");
    add("wu", &["--roles", "keeper,supervisor"], 1, "roles");
    add("wu", &["--roles", "manager,checker"], 1, "roles");
    add("wu", &["--roles", "checker,user"], 1, "roles");
    add("wu", &["--roles", "emperor"], 1, "form");
    add("wu", &["--roles", ""], 1, "form");
    add("W u", &["--roles", "user"], 1, "form");
    add("wu", &[], 2, "usage");
    assert_eq!(desk.json("keeper", &["person", "list"]), before);
}

#[test]
fn a_name_that_would_act_on_the_terminal_is_refused_or_shown_harmless() {
    let desk = Desk::enrolled();
    let tower = format!("王{}", "\u{301}".repeat(10_000));
    for (place, name) in [
        "王\u{1b}[2J",
        "王\u{9b}m",
        "王\u{202e}明",
        "王\u{2028}明",
        &tower,
        "  ",
        "",
    ]
    .into_iter()
    .enumerate()
    {
        let login = format!("p{place}x");
        let added = desk.run(
            "keeper",
            &[
                "person", "add", &login, "--name", name, "--roles", "user", "--json",
            ],
        );
        added.refused(1, "form");
    }
    desk.run("keeper", &["person", "list"]);
    assert_eq!(
        desk.json("keeper", &["person", "list"])["rows"]
            .as_array()
            .unwrap()
            .len(),
        5
    );
}

#[test]
fn options_stand_before_or_after_the_command_and_the_store_may_come_from_the_surroundings() {
    let desk = Desk::enrolled();
    let store = desk.store();
    let store = store.to_str().unwrap();
    let secret = format!("{}\n", passphrase("user"));
    for order in [
        [
            "--json",
            "--store",
            store,
            "--as",
            "user",
            "--passphrase-fd",
            "0",
            "person",
            "list",
        ],
        [
            "person",
            "--json",
            "--as",
            "user",
            "list",
            "--store",
            store,
            "--passphrase-fd",
            "0",
        ],
        [
            "person",
            "list",
            "--passphrase-fd",
            "0",
            "--as",
            "user",
            "--store",
            store,
            "--json",
        ],
    ] {
        let done = ran(irdesk().args(order), secret.as_bytes());
        assert_eq!(done.exit, 0, "{done:?}");
        done.json();
    }
    let here = [
        "person",
        "list",
        "--json",
        "--as",
        "user",
        "--passphrase-fd",
        "0",
    ];
    let done = ran(
        irdesk().args(here).env("IRDESK_STORE", store),
        secret.as_bytes(),
    );
    assert_eq!(done.exit, 0, "{done:?}");
    let done = ran(
        irdesk()
            .args(here)
            .args(["--store", "/nowhere"])
            .env("IRDESK_STORE", store),
        secret.as_bytes(),
    );
    done.refused(3, "no_store");
    std::os::unix::fs::symlink(store, desk.path("irdesk")).unwrap();
    let data = desk.path("");
    let done = ran(
        irdesk()
            .args(here)
            .env("IRDESK_STORE", "")
            .env("XDG_DATA_HOME", data),
        secret.as_bytes(),
    );
    assert_eq!(done.exit, 0, "{done:?}");
}

#[test]
fn secrets_come_from_any_descriptor_and_from_nowhere_else() {
    let desk = Desk::enrolled();
    let secrets = desk.file("secrets", format!("{}\n", passphrase("user")));
    let binary = env!("CARGO_BIN_EXE_irdesk");
    let script = format!(
        "exec '{binary}' --store '{}' --as user --passphrase-fd 7 person list --json 7<'{secrets}'",
        desk.store().display()
    );
    let done = ran(std::process::Command::new("sh").args(["-c", &script]), b"");
    assert_eq!(done.exit, 0, "{done:?}");
    let store = desk.store();
    let base = [
        "--store",
        store.to_str().unwrap(),
        "--as",
        "user",
        "--json",
        "person",
        "list",
    ];
    ran(irdesk().args(base), b"").refused(2, "usage");
    ran(irdesk().args(base).args(["--passphrase-fd", "99"]), b"").refused(2, "usage");
    ran(irdesk().args(base).args(["--passphrase-fd", "0"]), b"").refused(2, "usage");
    let without = [
        "--store",
        store.to_str().unwrap(),
        "--passphrase-fd",
        "0",
        "--json",
        "person",
        "list",
    ];
    ran(irdesk().args(without), b"x\n").refused(2, "usage");
    // The new passphrase is missing.
    desk.run_with("user", &[&passphrase("user")], PASSPHRASE)
        .refused(2, "usage");
}

#[test]
fn without_a_store_the_way_to_one_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("none");
    let log = sample("weblog-11510-bom.csv");
    for arguments in [
        vec!["person", "list"],
        vec!["passphrase"],
        vec!["import", "log", &log, "--period", "11510"],
        vec!["reconcile", "11510"],
        vec!["check", "show", "11510"],
    ] {
        let done = ran(
            irdesk()
                .arg("--store")
                .arg(&place)
                .args(["--as", "user", "--passphrase-fd", "0", "--json"])
                .args(&arguments),
            b"user rides a horse\na new passphrase of mine\n",
        );
        let message = done.refused(3, "no_store");
        assert!(
            message.contains("init") && message.contains("demo"),
            "{message}"
        );
        assert!(message.contains(place.to_str().unwrap()), "{message}");
        assert!(!place.exists(), "a reader made the store's directory");
    }
}

#[test]
fn roles_are_changed_by_the_keeper_alone_and_never_upwards_for_himself() {
    let desk = Desk::enrolled();
    let roles =
        |login: &'static str, roles: &'static str| ["person", "roles", login, "--roles", roles];
    let done = desk.json("keeper", &roles("user", "user,manager"));
    assert_eq!(done["roles"], json!(["user", "manager"]));
    desk.refused("manager", &roles("user", "user"), 1, "role");
    desk.refused("keeper", &roles("keeper", "manager,keeper"), 1, "own_roles");
    desk.refused("keeper", &roles("keeper", "manager"), 1, "own_roles");
    desk.refused("keeper", &roles("user", "user,manager"), 1, "same");
    desk.refused("keeper", &roles("user", "user,checker"), 1, "roles");
    desk.refused("keeper", &roles("user", "king"), 1, "form");
    desk.refused("keeper", &roles("nobody", "user"), 1, "login");
    desk.refused("keeper", &["person", "remove", "keeper"], 1, "last_keeper");
    desk.refused("keeper", &["person", "reenrol", "keeper"], 1, "own_keys");
    assert_eq!(desk.json("user", &["verify"])["ok"], true);
}

#[test]
fn a_removed_person_is_out_and_stays_on_the_list_by_name() {
    let desk = Desk::enrolled();
    desk.json("user", &["person", "list"]);
    let done = desk.json("keeper", &["person", "remove", "user"]);
    assert_eq!(done["revoked"].as_str().unwrap().len(), 64);
    assert_eq!((&done["requests"], &done["held"]), (&json!(0), &json!(0)));
    desk.refused("user", &["person", "list"], 4, "passphrase");
    let people = desk.json("keeper", &["person", "list"]);
    let rows = people["rows"].as_array().unwrap();
    let gone = rows.iter().find(|row| row["login"] == "user").unwrap();
    assert_eq!(
        (&gone["roles"], &gone["has_keys"]),
        (&json!([]), &json!(false))
    );
    desk.refused("keeper", &["person", "reenrol", "user"], 1, "removed");
    let verified = desk.json("checker", &["verify"]);
    assert_eq!(
        (&verified["ok"], &verified["problems"]),
        (&json!(true), &json!([]))
    );
}

#[test]
fn new_keys_come_by_the_keepers_code_or_for_a_keeper_by_the_recovery_code() {
    let (desk, said) = Desk::founded();
    desk.enrol("user", &["--roles", "user"]);
    let recovery = said["recovery_code"].as_str().unwrap();
    let recover = ["recover", "--json"];
    let new = "another one of mine";
    // The keeper's re-enrolment.
    let done = desk.json("keeper", &["person", "reenrol", "user"]);
    let code = done["enrolment_code"].as_str().unwrap();
    assert_eq!(done["revoked"].as_str().unwrap().len(), 64);
    desk.refused("user", &["person", "list"], 4, "passphrase");
    desk.run_with("user", &["AAAAAAAAAAAAAAAA", new], &recover)
        .refused(4, "passphrase");
    let mended = desk.run_with("user", &[code, new], &recover);
    assert_eq!(
        (mended.exit, &mended.json()["login"]),
        (0, &json!("user")),
        "{mended:?}"
    );
    assert_ne!(mended.json()["fingerprint"], done["revoked"]);
    assert_eq!(desk.run_with("user", &[new], LIST).exit, 0);
    desk.run_with("user", &[code, new], &recover)
        .refused(4, "passphrase");
    // The recovery code.
    desk.run_with("user", &[recovery, new], &recover)
        .refused(1, "not_keeper");
    desk.run_with("keeper", &[recovery, "weak"], &recover)
        .refused(1, "weak");
    assert_eq!(desk.run("keeper", LIST).exit, 0, "nothing was revoked");
    let mended = desk.run_with("keeper", &[recovery, new], &recover);
    assert_eq!(mended.exit, 0, "{mended:?}");
    desk.refused("keeper", &["person", "list"], 4, "passphrase");
    let trail = desk
        .run_with("keeper", &[new], &["list", "trail", "--json"])
        .json();
    let rows = trail["rows"].as_array().unwrap();
    let keys: Vec<_> = rows
        .iter()
        .map(|row| row["action"].as_str().unwrap())
        .filter(|action| action.starts_with("key."))
        .collect();
    assert_eq!(keys[keys.len() - 2..], ["key.revoked/1", "key.enrolled/1"]);
    let revoked = rows
        .iter()
        .rfind(|row| row["action"] == "key.revoked/1")
        .unwrap();
    assert_eq!(
        (&revoked["person"], &revoked["record"]),
        (&json!("#recovery"), &json!("keeper"))
    );
    let verified = desk.run_with("user", &[new], &["verify", "--json"]).json();
    assert_eq!(verified["ok"], true, "{verified}");
}
