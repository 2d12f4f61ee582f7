//! A month through the real binary: imported, matched, frozen, drawn, and what is refused on the way.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::desk::{Desk, PEOPLE, irdesk, ran, sample};

const SHAPES: [(&str, &str); 4] = [
    ("bom", "utf-8-bom"),
    ("cp950", "cp950"),
    ("tsv", "utf-8"),
    ("utf16", "utf-16le"),
];
const RECONCILE: &[&str] = &["reconcile", "11510"];
const SHOW: &[&str] = &["check", "show", "11510"];
const FREEZE: &[&str] = &["check", "freeze", "11510"];
const DRAW: &[&str] = &["check", "draw", "11510"];

fn truth() -> Value {
    let text = std::fs::read_to_string(sample("truth-11510.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The sequence numbers of the truth's rows, read off the plainest of the four files.
fn numbers_of(rows: &Value) -> Vec<u64> {
    let text = std::fs::read_to_string(sample("weblog-11510-tsv.csv")).unwrap();
    let lines: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split('\t').take(5).collect())
        .collect();
    let number = |row: &Value| {
        let row: Vec<&str> = row
            .as_array()
            .unwrap()
            .iter()
            .map(|field| field.as_str().unwrap())
            .collect();
        let places: Vec<usize> = (0..lines.len())
            .filter(|place| lines[*place] == row)
            .collect();
        assert_eq!(places.len(), 1, "{row:?}");
        places[0] as u64 + 1
    };
    let mut numbers: Vec<u64> = rows.as_array().unwrap().iter().map(number).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn matching_finds_exactly_what_the_truth_says() {
    let found = Desk::imported().json("manager", RECONCILE);
    let truth = truth();
    assert_eq!(found["log_rows"], 412);
    assert_eq!(found["matched"], 375);
    assert_eq!(
        found["by_pass"],
        json!({ "p1": 188, "p2": 180, "retry": 7, "confirmed": 0 })
    );
    assert_eq!(found["proposed"], 19);
    assert_eq!(found["unreadable"], json!([]));
    assert_eq!(
        found["unregistered"],
        json!(numbers_of(&truth["unregistered"]))
    );
    assert_eq!(found["not_performed"], truth["not_performed"]);
}

#[test]
fn the_four_shapes_of_the_log_give_the_same_rows() {
    let answers = SHAPES.map(|(shape, encoding)| {
        let desk = Desk::enrolled();
        let register = sample("register-11510.csv");
        desk.json("manager", &["import", "register", &register]);
        let file = sample(&format!("weblog-11510-{shape}.csv"));
        let log = desk.json("manager", &["import", "log", &file, "--period", "11510"]);
        assert_eq!(log["encoding"], encoding);
        assert_eq!(log["sha256"].as_str().unwrap().len(), 64);
        let counts = ["read", "accepted", "duplicate"].map(|name| log[name].as_u64().unwrap());
        assert_eq!(counts, [412, 412, 0], "{shape}");
        for none in ["unreadable", "outside", "waiting"] {
            assert_eq!(log[none], json!([]), "{shape}");
        }
        let found = desk.json("manager", RECONCILE);
        let list = ["list", "log", "--period", "11510", "--limit", "1000"];
        let mut rows = desk.json("manager", &list)["rows"].take();
        for row in rows.as_array_mut().unwrap() {
            // Where a rare character has another shape, case and reason may differ.
            row.as_object_mut().unwrap().remove("reason");
        }
        assert_eq!(rows.as_array().unwrap().len(), 412, "{shape}");
        (found, rows)
    });
    for answer in &answers {
        assert!(answer == &answers[0], "the shapes differ");
    }
}

#[test]
fn a_month_imported_in_another_shape_brings_nothing_new() {
    let desk = Desk::imported();
    for (shape, _) in &SHAPES[1..] {
        let file = sample(&format!("weblog-11510-{shape}.csv"));
        let log = desk.json("manager", &["import", "log", &file, "--period", "11510"]);
        assert_eq!(
            (&log["accepted"], &log["duplicate"]),
            (&json!(0), &json!(412)),
            "{shape}"
        );
    }
    assert_eq!(desk.json("manager", RECONCILE)["matched"], 375);
}

#[test]
fn the_same_file_again_does_nothing_and_says_so() {
    let desk = Desk::imported();
    let head = std::fs::read(desk.store().join("head")).unwrap();
    let log = sample("weblog-11510-bom.csv");
    let log = desk.json("manager", &["import", "log", &log, "--period", "115/10"]);
    assert_eq!((&log["known"], &log["accepted"]), (&json!(true), &json!(0)));
    let register = desk.json(
        "manager",
        &["import", "register", &sample("register-11510.csv")],
    );
    assert_eq!(register["known"], true);
    assert_eq!(std::fs::read(desk.store().join("head")).unwrap(), head);
    let prose = desk.run(
        "manager",
        &["import", "register", &sample("register-11510.csv")],
    );
    assert!(prose.out.contains("先前已匯入"), "{prose:?}");
}

#[test]
fn a_dry_run_counts_everything_and_writes_nothing() {
    let desk = Desk::enrolled();
    let before = desk.bytes();
    let log = sample("weblog-11510-cp950.csv");
    let log = desk.json(
        "manager",
        &["import", "log", &log, "--period", "11510", "--dry-run"],
    );
    assert_eq!(log["accepted"], 412);
    let register = sample("register-11510.csv");
    let register = desk.json("manager", &["import", "register", &register, "--dry-run"]);
    assert_eq!(register["accepted"], 399);
    assert_eq!(register["rejected"], json!([]));
    assert!(desk.bytes() == before, "something was written");
    assert_eq!(desk.json("manager", SHOW)["step"], "none");
}

#[test]
fn a_footer_that_differs_asks_for_an_answer() {
    let desk = Desk::enrolled();
    let text = std::fs::read_to_string(sample("weblog-11510-bom.csv")).unwrap();
    let file = desk.file("log.csv", text.replace("合計：412筆", "合計：413筆"));
    let import = ["import", "log", &file, "--period", "11510"];
    let before = desk.bytes();
    let message = desk.refused("manager", &import, 1, "footer");
    assert!(
        message.contains("413") && message.contains("412"),
        "{message}"
    );
    let dry = [&import[..], &["--dry-run"]].concat();
    desk.refused("manager", &dry, 1, "footer");
    assert!(desk.bytes() == before, "something was written");
    let waived = desk.json("manager", &[&import[..], &["--accept-total"]].concat());
    assert_eq!(waived["accepted"], 412);
    // Known already: a no-op before the footer is looked at.
    assert_eq!(desk.json("manager", &import)["known"], true);
}

/// The published Python, on this seed text; `None` where there is no python3.
fn recomputed_in_python(desk: &Desk, seed_text: &str) -> Option<Vec<String>> {
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/fixtures/recompute.py"
    );
    let file = desk.file("seed.txt", seed_text);
    let output = Command::new("python3")
        .args([script, &file])
        .stdin(Stdio::null())
        .output();
    let Ok(output) = output else {
        assert!(
            std::env::var_os("IRDESK_CI").is_none(),
            "python3 is missing"
        );
        return None;
    };
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(str::to_owned).collect())
}

#[test]
fn what_was_drawn_is_drawn_again_by_anybody_from_the_seed_text() {
    let desk = Desk::drawn();
    let shown = desk.json("checker", SHOW);
    assert_eq!(shown["step"], "drawn");
    assert_eq!(
        (&shown["population"], &shown["sample_size"]),
        (&json!(412), &json!(13))
    );
    assert_eq!(shown["risk"], json!([]));
    let base: Vec<String> = serde_json::from_value(shown["base"].clone()).unwrap();
    assert_eq!(base.len(), 13);
    let text = shown["seed_text"].as_str().unwrap();
    if let Some(python) = recomputed_in_python(&desk, text) {
        assert_eq!(python, base);
    }
    let file = desk.file("published.txt", text);
    let again = ran(irdesk().args(["recompute", &file, "--json"]), b"").json();
    assert_eq!(again, json!({ "n": 13, "base": base }));
    // What is printed beside the text is what stands in it.
    let lines: Vec<&str> = text.lines().collect();
    let (seq, hash) = shown["head"].as_str().unwrap().split_once(':').unwrap();
    assert!(seq.parse::<u64>().is_ok());
    assert_eq!(
        lines[1..6],
        [
            "agency=SOC",
            "period=2026-10",
            "round=1",
            "N=412",
            "policy=300bp,min10"
        ]
    );
    for (line, name, value) in [
        (
            6,
            "population",
            shown["population_sha256"].as_str().unwrap(),
        ),
        (7, "chain", hash),
        (8, "commit", shown["commit"].as_str().unwrap()),
    ] {
        assert_eq!(lines[line], format!("{name}={value}"));
    }
    assert_eq!(lines[10..], ["source=-", "public=-"]);
    for login in ["manager", "supervisor"] {
        assert_eq!(desk.json(login, SHOW), shown);
        assert_eq!(
            desk.json(login, &["check", "status", "115年10月"])["step"],
            "drawn"
        );
    }
}

#[test]
fn two_stores_of_the_same_files_draw_different_samples() {
    let drawn = Desk::drawn().json("checker", SHOW);
    // The same secrets even, and the same head before it: what differs is the salt of the freeze.
    let again = Desk::reconciled();
    again.json("manager", FREEZE);
    let again = again.json("checker", DRAW);
    let other = Desk::another();
    other.import_samples();
    other.json("manager", RECONCILE);
    other.json("manager", FREEZE);
    let other = other.json("checker", DRAW);
    for name in ["base", "seed", "population_sha256", "next_commit", "head"] {
        assert_ne!(drawn[name], other[name], "{name}");
        assert_ne!(drawn[name], again[name], "{name}");
    }
}

#[test]
fn each_step_waits_for_the_one_before() {
    let desk = Desk::enrolled();
    desk.refused("manager", RECONCILE, 1, "not_imported");
    desk.refused("manager", FREEZE, 1, "not_imported");
    desk.refused("checker", DRAW, 1, "step");
    let desk = Desk::imported();
    assert_eq!(desk.json("manager", SHOW)["step"], "imported");
    desk.refused("manager", FREEZE, 1, "not_reconciled");
    desk.refused("checker", DRAW, 1, "step");
    let desk = Desk::reconciled();
    assert_eq!(desk.json("manager", SHOW)["step"], "reconciled");
    desk.refused("checker", DRAW, 1, "step");
}

#[test]
fn rows_that_came_after_matching_hold_up_the_freeze() {
    let desk = Desk::reconciled();
    let late = format!(
        "{LOG_HEAD}kcgsoc0101,1151030,170000,LI01,A123456789,11500000001 急難救助,查有資料\n"
    );
    let late = desk.file("late.csv", late);
    let log = desk.json("manager", &["import", "log", &late, "--period", "11510"]);
    assert_eq!(log["accepted"], 1);
    assert_eq!(desk.json("manager", SHOW)["step"], "imported");
    desk.refused("manager", FREEZE, 1, "not_reconciled");
    assert_eq!(desk.json("manager", RECONCILE)["log_rows"], 413);
    assert_eq!(desk.json("manager", FREEZE)["population"], 413);
}

pub(crate) const LOG_HEAD: &str =
    "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果\n";

#[test]
fn a_month_is_frozen_once_and_drawn_once() {
    let desk = Desk::frozen();
    let frozen = desk.json("manager", SHOW);
    assert_eq!(frozen["step"], "frozen");
    assert_eq!(
        (&frozen["seed"], &frozen["seed_text"], &frozen["base"]),
        (&Value::Null, &Value::Null, &json!([]))
    );
    desk.refused("manager", FREEZE, 1, "frozen");
    desk.refused("manager", RECONCILE, 1, "frozen");
    let drawn = desk.json("checker", DRAW);
    assert_eq!(drawn["head"], frozen["head"]);
    desk.refused("checker", DRAW, 1, "drawn");
    desk.refused("manager", FREEZE, 1, "frozen");
    desk.refused("manager", RECONCILE, 1, "frozen");
    assert_eq!(desk.json("checker", SHOW)["base"], drawn["base"]);
}

#[test]
fn rows_for_a_frozen_month_wait_and_change_nothing() {
    let desk = Desk::frozen();
    let before = desk.json("manager", SHOW);
    let late = format!(
        "{LOG_HEAD}kcgsoc0101,1151030,170000,LI01,A123456789,11500000001 急難救助,查有資料\nkcgsoc0101,1151130,170000,LI01,A123456789,,查有資料\nx,,,,,,\nx,9999999,y\n"
    );
    let late = desk.file("late.csv", late);
    let log = desk.json("manager", &["import", "log", &late, "--period", "11510"]);
    assert_eq!(
        (&log["read"], &log["accepted"], &log["duplicate"]),
        (&json!(3), &json!(2), &json!(0))
    );
    assert_eq!(log["outside"], json!([{ "period": "11511", "rows": 1 }]));
    assert_eq!(
        log["waiting"],
        json!([{ "period": "11510", "rows": 2 }]),
        "the unreadable row waits too"
    );
    assert_eq!(desk.json("manager", SHOW), before);
    desk.json("checker", DRAW);
}

#[test]
fn every_other_role_is_refused_each_step() {
    let desk = Desk::imported();
    let log = sample("weblog-11510-tsv.csv");
    let register = sample("register-11510.csv");
    let steps: &[(&[&str], &[&str])] = &[
        (&["import", "log", &log, "--period", "11510"], &["manager"]),
        (&["import", "register", &register], &["manager"]),
        (RECONCILE, &["manager"]),
        (FREEZE, &["manager"]),
        (DRAW, &["checker"]),
        (SHOW, &["manager", "checker", "supervisor"]),
        (
            &["check", "status", "11510"],
            &["manager", "checker", "supervisor"],
        ),
        (
            &["person", "add", "new.one", "--name", "N", "--roles", "user"],
            &["keeper"],
        ),
    ];
    for (arguments, may) in steps {
        for login in PEOPLE
            .iter()
            .chain(&["keeper"])
            .filter(|login| !may.contains(login))
        {
            desk.refused(login, arguments, 1, "role");
        }
    }
    // Nothing came of it, and each refusal stands in the trail.
    assert_eq!(desk.json("manager", SHOW)["step"], "imported");
    assert_eq!(
        desk.json("keeper", &["person", "list"])["rows"]
            .as_array()
            .unwrap()
            .len(),
        5
    );
}

#[test]
fn another_checker_may_not_draw_and_the_slip_must_be_this_stores() {
    let desk = Desk::frozen();
    desk.enrol("other", &["--roles", "checker"]);
    desk.refused("other", DRAW, 1, "checker");
    let head = desk.json("manager", SHOW)["head"]
        .as_str()
        .unwrap()
        .to_owned();
    let slip = &head.split_once(':').unwrap().1[..16];
    let wrong: String = slip.chars().rev().collect();
    for paper in [wrong.as_str(), "", "zz", &slip[..15]] {
        let draw = [DRAW, &["--slip", paper]].concat();
        desk.refused("checker", &draw, 1, "slip");
    }
    desk.refused(
        "checker",
        &[DRAW, &["--public", "123"]].concat(),
        1,
        "public",
    );
    assert_eq!(desk.json("manager", SHOW)["step"], "frozen");
    // A total that differs is a finding, no refusal.
    let draw = [DRAW, &["--slip", slip, "--total", "413"]].concat();
    assert_eq!(desk.json("checker", &draw)["step"], "drawn");
}

#[test]
fn the_manager_names_the_checker_and_gets_his_oldest_unused_commitment() {
    let desk = Desk::reconciled();
    desk.enrol("other", &["--roles", "checker"]);
    for (checker, code) in [("nobody", "form"), ("user", "form"), ("N O", "form")] {
        desk.refused(
            "manager",
            &[FREEZE, &["--checker", checker]].concat(),
            1,
            code,
        );
    }
    let frozen = desk.json("manager", &[FREEZE, &["--checker", "other"]].concat());
    assert_eq!(frozen["checker"], "other");
    desk.refused("checker", DRAW, 1, "checker");
    let drawn = desk.json("other", DRAW);
    assert!(
        drawn["seed_text"]
            .as_str()
            .unwrap()
            .contains(frozen["commit"].as_str().unwrap())
    );
}

#[test]
fn a_declared_public_draw_is_typed_in_full_and_enters_the_seed() {
    let desk = Desk::reconciled();
    for bad in ["539", "539/0", "539/65", "5 39/5", "/5", "539/5/5", "公/5"] {
        desk.refused("manager", &[FREEZE, &["--source", bad]].concat(), 1, "form");
    }
    assert_eq!(desk.json("manager", SHOW)["step"], "reconciled");
    let frozen = desk.json(
        "manager",
        &[FREEZE, &["--source", "539-115000270/10"]].concat(),
    );
    assert_eq!(frozen["source"], "539-115000270/10");
    desk.refused("checker", DRAW, 1, "public");
    for typed in ["", "04", "04 09 21 33 3", "04 09 21 33 381"] {
        desk.refused(
            "checker",
            &[DRAW, &["--public", typed]].concat(),
            1,
            "public",
        );
    }
    let drawn = desk.json(
        "checker",
        &[DRAW, &["--public", "０4、09、21、33、38"]].concat(),
    );
    let text = drawn["seed_text"].as_str().unwrap();
    assert!(
        text.ends_with("source=539-115000270\npublic=0409213338\n"),
        "{text}"
    );
    let base: Vec<String> = serde_json::from_value(drawn["base"].clone()).unwrap();
    if let Some(python) = recomputed_in_python(&desk, text) {
        assert_eq!(python, base);
    }
}

#[test]
fn a_month_without_rows_is_frozen_and_drawn_as_nil() {
    let desk = Desk::enrolled();
    let empty = desk.file("nil.csv", format!("{LOG_HEAD}合計：0筆,,,,,,\n"));
    let log = desk.json("manager", &["import", "log", &empty, "--period", "11509"]);
    assert_eq!((&log["read"], &log["accepted"]), (&json!(0), &json!(0)));
    assert_eq!(desk.json("manager", &["reconcile", "11509"])["log_rows"], 0);
    assert_eq!(
        desk.json("manager", &["check", "freeze", "11509"])["population"],
        0
    );
    let drawn = desk.json("checker", &["check", "draw", "11509"]);
    assert_eq!(
        (&drawn["sample_size"], &drawn["base"]),
        (&json!(0), &json!([]))
    );
    if let Some(python) = recomputed_in_python(&desk, drawn["seed_text"].as_str().unwrap()) {
        // An empty print is an empty line.
        assert_eq!(python, [""]);
    }
}

#[test]
fn each_draw_makes_the_next_commitment_and_a_used_one_is_never_named_again() {
    let desk = Desk::drawn();
    let first = desk.json("checker", SHOW);
    let late = format!(
        "{LOG_HEAD}kcgsoc0101,1151130,170000,LI01,A123456789,11500000001 急難救助,查有資料\n"
    );
    let late = desk.file("next.csv", late);
    desk.json("manager", &["import", "log", &late, "--period", "11511"]);
    desk.json("manager", &["reconcile", "11511"]);
    let second = desk.json("manager", &["check", "freeze", "11511"]);
    assert_eq!(second["commit"], first["next_commit"]);
    assert_eq!(
        desk.json("checker", &["check", "draw", "11511"])["base"],
        json!(["2026-11#000001"])
    );
}

#[test]
fn verify_is_well_after_every_step_and_an_older_copy_is_told_from_paper() {
    let desk = Desk::drawn();
    let older = Desk::imported();
    for stage in [&desk, &older] {
        let found = stage.json("user", &["verify"]);
        assert_eq!(
            (&found["ok"], &found["problems"], &found["first_bad"]),
            (&json!(true), &json!([]), &Value::Null)
        );
    }
    let head = desk.json("checker", SHOW)["head"]
        .as_str()
        .unwrap()
        .to_owned();
    let (seq, hash) = head.split_once(':').unwrap();
    for paper in [head.clone(), format!("{seq}:{}", &hash[..16])] {
        assert_eq!(
            desk.json("user", &["verify", "--expect", &paper])["ok"],
            true
        );
        let ran = older.run("user", &["verify", "--expect", &paper, "--json"]);
        assert_eq!(ran.exit, 3, "{ran:?}");
        assert_eq!(ran.json()["ok"], false);
        assert_eq!(ran.json()["problems"][0]["kind"], "expect");
    }
    for bad in [
        "",
        "5",
        ":",
        "5:xyz",
        "5:123",
        &format!("{seq}:{}", &hash[..15]),
    ] {
        desk.refused("user", &["verify", "--expect", bad], 2, "usage");
    }
}
