//! The register from the command line: listed, masked, one's own lines or all of them.

use crate::desk::Desk;

#[test]
fn the_register_is_listed_ascending_by_number_and_masked() {
    let desk = Desk::imported();
    let listed = desk.json("manager", &["list", "register", "--limit", "3"]);
    let rows = listed["rows"].as_array().unwrap();
    let numbers: Vec<&str> = rows
        .iter()
        .map(|row| row["number"].as_str().unwrap())
        .collect();
    assert_eq!(
        numbers,
        ["SOC-11510-0001", "SOC-11510-0002", "SOC-11510-0003"]
    );
    let first = &rows[0];
    assert_eq!(first["date"], "2026-10-27");
    assert_eq!(first["time"], "14:18:55");
    assert_eq!(first["subject"], "G17865****");
    assert_eq!(first["result"], "found");
    assert_eq!(first["state"], "complete");
    assert_eq!(first["basis"], "SOC-04");
    let all = desk.json("checker", &["list", "register", "--limit", "1000"]);
    assert_eq!(all["rows"].as_array().unwrap().len(), 399);
    for (period, count) in [("11510", 399), ("115/09", 0)] {
        let of_month = desk.json(
            "supervisor",
            &["list", "register", "--period", period, "--limit", "1000"],
        );
        assert_eq!(
            of_month["rows"].as_array().unwrap().len(),
            count,
            "{period}"
        );
    }
}

#[test]
fn a_user_sees_the_lines_under_his_own_account_and_the_keeper_none() {
    let desk = Desk::imported();
    let own = desk.json("user", &["list", "register"]);
    assert_eq!(own["rows"].as_array().unwrap().len(), 0);
    desk.enrol("lin", &["--roles", "user", "--account", "kcgsoc0110"]);
    let own = desk.json("lin", &["list", "register"]);
    let rows = own["rows"].as_array().unwrap();
    assert!(rows.len() > 10);
    assert!(rows.iter().all(|row| row["account"] == "KCGSOC0110"));
    desk.refused("keeper", &["list", "register"], 1, "role");
}
