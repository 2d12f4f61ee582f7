//! The reviews of accounts from the command line, on the demo's: last year's is closed, this year's goes its way.

use serde_json::Value;

use crate::desk::{Desk, irdesk, ran};

fn rows(value: &Value) -> &Vec<Value> {
    value["rows"].as_array().unwrap()
}

#[test]
fn reviews_are_listed_with_their_lines_and_the_record_goes_out() {
    let desk = Desk::nothing();
    let mut demo = irdesk();
    demo.args(["demo", "--rows", "10", "--json", "--no-open", "--keep"])
        .arg(desk.store());
    let said = ran(&mut demo, b"").json();
    let person = |role: &str| {
        let mut logins = said["logins"].as_array().unwrap().iter();
        let login = logins.find(|login| login["role"] == role).unwrap();
        let of = |name: &str| login[name].as_str().unwrap().to_owned();
        (of("login"), of("passphrase"))
    };
    let run = |role: &str, arguments: &[&str]| {
        let (login, passphrase) = person(role);
        desk.run_with(&login, &[&passphrase], &[arguments, &["--json"]].concat())
    };
    let all = run("checker", &["list", "reviews"]).json();
    let states: Vec<&str> = rows(&all)
        .iter()
        .map(|row| row["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["open", "closed"]);
    assert_eq!(rows(&all)[0]["urgent"], 4);
    let number = rows(&all)[0]["number"].as_str().unwrap();
    let year = number.split('-').next().unwrap();
    let lines = run("manager", &["list", "reviews", number]).json();
    assert_eq!(lines, run("manager", &["list", "reviews", year]).json());
    let of = |account: &str| {
        let mut lines = rows(&lines).iter();
        lines.find(|line| line["account"] == account).unwrap()
    };
    assert_eq!(of("KCGSOC0106")["findings"][0], "left");
    assert_eq!(of("KCGSOC0109")["findings"][0], "long_idle");
    assert_eq!(of("KCGSOC0112")["state"], "under_way", "whoever moved");
    assert_eq!(of("KCGSOC0112")["urgent_days"], 0, "and ages all the same");
    let export = ["export", "review", number, "--reason", "年度稽核", "--out"];
    let written = run("manager", &[&export[..], &["review.odt"]].concat()).json();
    assert_eq!(written["rows"], 15);
    run("user", &["list", "reviews"]).refused(1, "role");
    run("user", &[&export[..], &["other.odt"]].concat()).refused(1, "role");
    run("manager", &["list", "reviews", "99"]).refused(1, "record");
}
