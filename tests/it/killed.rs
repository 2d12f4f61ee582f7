//! Killed at any moment: nothing that was acknowledged is lost, and the store verifies.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use irdesk::app::{Clock, Expect, Office};
use serde_json::json;

use crate::desk::{Desk, passphrase};
use crate::month::LOG_HEAD;

/// Opened once: what `verify` costs is then the verifying alone.
fn keeper(desk: &Desk) -> Office {
    let login = "keeper".parse().unwrap();
    Office::open(&desk.store(), &login, &passphrase("keeper"), Clock::Host).unwrap()
}

fn rows(round: usize) -> String {
    let rows: Vec<String> = (0..30)
        .map(|second| {
            format!(
                "a,11510{:02},09{:02}{second:02},LI01,A123456789,{round},查有資料\n",
                1 + round % 28,
                round % 60
            )
        })
        .collect();
    rows.concat()
}

/// One import in a process of its own; killed after so many microseconds, or left to say what it did.
fn import(desk: &Desk, round: usize, kill_after: Option<u64>) -> bool {
    let file = desk.file(
        &format!("{round}.csv"),
        format!("{LOG_HEAD}{}", rows(round)),
    );
    let mut child = Command::new(env!("CARGO_BIN_EXE_irdesk"))
        .arg("--store")
        .arg(desk.store())
        .args([
            "--as",
            "manager",
            "--passphrase-fd",
            "0",
            "--json",
            "import",
            "log",
            &file,
            "--period",
            "11510",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(format!("{}\n", passphrase("manager")).as_bytes())
        .unwrap();
    drop(stdin);
    if let Some(micros) = kill_after {
        // Waits for an answer no longer than this, which is where it is killed.
        std::thread::park_timeout(std::time::Duration::from_micros(micros));
        child.kill().unwrap();
    }
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut said)
        .unwrap();
    child.wait().unwrap();
    said.contains("\"accepted\":30")
}

#[test]
fn no_acknowledged_row_is_lost_in_fifty_kills_and_the_store_verifies_after_each() {
    let desk = Desk::enrolled();
    // How long one takes on this machine, to kill at every part of it.
    let started = std::time::Instant::now();
    assert!(import(&desk, 0, None));
    let whole = u64::try_from(started.elapsed().as_micros()).unwrap();
    let mut acknowledged = 1;
    let mut head = keeper(&desk).head().unwrap();
    let mut seen = 1;
    let mut office = keeper(&desk);
    for round in 1..=50_usize {
        let at = whole / 2 + whole * (round as u64 % 25) / 25;
        acknowledged += usize::from(import(&desk, round, Some(at)));
        let expect = Expect::parse(&head.to_string()).unwrap();
        let found = office.verify(Some(&expect), |_done| {}).unwrap();
        assert!(found.ok, "round {round}: {:?}", found.problems);
        head = found.head.unwrap();
        seen = seen.max(round);
    }
    assert_eq!(seen, 50);
    drop(office);
    let counted = desk.json("manager", &["check", "status", "11510"])["population"]
        .as_u64()
        .unwrap();
    assert!(
        counted >= acknowledged as u64 * 30,
        "{counted} rows, {acknowledged} imports acknowledged"
    );
    assert_eq!(counted % 30, 0, "half an import");
    // What did not come in comes in now, and what did is known.
    for round in 0..=50 {
        let file = desk.path(&format!("{round}.csv"));
        let again = desk.json(
            "manager",
            &["import", "log", file.to_str().unwrap(), "--period", "11510"],
        );
        assert!(
            again["known"] == json!(true) || again["accepted"] == json!(30),
            "{again}"
        );
    }
    assert_eq!(
        desk.json("manager", &["check", "status", "11510"])["population"],
        51 * 30
    );
}
