//! Deadlines from the command line: what is due is what the desk shows, by role and by day.

use serde_json::Value;

use crate::desk::Desk;

fn rows(value: &Value) -> &Vec<Value> {
    value["rows"].as_array().unwrap()
}

#[test]
fn everybody_enrolled_is_told_what_is_due_and_only_holders_list_what_is_held() {
    let desk = Desk::imported();
    for login in ["keeper", "manager", "checker", "supervisor", "user"] {
        let due = desk.json(login, &["due"]);
        for row in rows(&due) {
            for name in [
                "what",
                "record",
                "ends_on",
                "rolled_on",
                "advised_on",
                "state",
            ] {
                assert!(row.get(name).is_some(), "{login} {name}: {row}");
            }
        }
    }
    for login in ["manager", "supervisor", "user"] {
        desk.json(login, &["list", "retention"]);
    }
    for login in ["keeper", "checker"] {
        desk.refused(login, &["list", "retention"], 1, "role");
    }
}

#[test]
fn the_manager_s_month_is_overdue_on_a_later_day_and_far_off_with_few_days_ahead() {
    let desk = Desk::imported();
    let later = desk.json("manager", &["due", "--today", "2027-06-01"]);
    let check = rows(&later)
        .iter()
        .find(|row| row["what"] == "check" && row["record"] == "11510")
        .unwrap();
    assert_eq!(check["ends_on"], "2026-11-30");
    assert_eq!(check["state"], "overdue");
    assert!(check["days"].as_u64().unwrap() > 150);
    let before = ["due", "--today", "115/11/20", "--within", "3"];
    let before = desk.json("manager", &before);
    assert!(rows(&before).iter().all(|row| row["record"] != "11510"));
    desk.refused("manager", &["due", "--today", "1150229"], 2, "usage");
    desk.refused("manager", &["due", "--within", "-1"], 2, "usage");
}

#[test]
fn held_items_of_imported_registrations_are_listed_by_number_with_their_days() {
    let desk = Desk::imported();
    let all = desk.json("manager", &["list", "retention", "--limit", "1000"]);
    let numbers: Vec<&str> = rows(&all)
        .iter()
        .map(|row| row["number"].as_str().unwrap())
        .collect();
    assert!(!numbers.is_empty());
    assert!(numbers.is_sorted());
    let first = &rows(&all)[0];
    assert_eq!(first["state"], "in_use");
    assert!(first["advised_on"].as_str().unwrap() <= first["ends_on"].as_str().unwrap());
    let two = desk.json("manager", &["list", "retention", "--limit", "2"]);
    assert_eq!(rows(&two).len(), 2);
    let none = desk.json("user", &["list", "retention"]);
    assert!(rows(&none).len() <= numbers.len());
}

#[test]
fn documents_of_a_record_that_is_not_there_are_refused() {
    let desk = Desk::imported();
    for (kind, no) in [
        ("deletion", "D11511-001"),
        ("deletion", "K11511-001"),
        ("notice", "N11511-001"),
    ] {
        let asked = ["export", kind, no, "--reason", "核章", "--out", "x.odt"];
        desk.refused("manager", &asked, 1, "record");
    }
    let asked = [
        "export",
        "deletion",
        "D11511-001",
        "--reason",
        "x",
        "--out",
        "x.odt",
    ];
    desk.refused("checker", &asked, 1, "role");
}
