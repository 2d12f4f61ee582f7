//! Killed fifty times at random moments, half of them during imports and half during registrations: nothing that was
//! acknowledged is lost, and the store, opened anew, verifies after each.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use irdesk::app::{Clock, Expect, LinePlace, LinesAsked, Office};
use irdesk::domain::ids::Head;
use rustix::process::Signal;
use serde_json::json;

use crate::desk::{Desk, passphrase};
use crate::journeys::{F3, register};
use crate::month::LOG_HEAD;
use crate::sitting::Sitting;

/// Opens the store as whoever comes next after the kill.
fn opened(desk: &Desk, login: &str) -> Office {
    let name = login.parse().unwrap();
    Office::open(&desk.store(), &name, &passphrase(login), Clock::Host).unwrap()
}

/// Verifies against the head of before, and says the one of now.
#[track_caller]
fn verified(office: &mut Office, before: Head, round: usize) -> Head {
    let expect = Expect::parse(&before.to_string()).unwrap();
    let found = office.verify(Some(&expect), |_done| {}).unwrap();
    assert!(found.ok, "round {round}: {:?}", found.problems);
    found.head.unwrap()
}

/// Numbers that look random and are the same on every run, so that a failure comes again.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

const KILLS: usize = 25;

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
        drop(child.kill());
    }
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut said)
        .unwrap();
    child.wait().unwrap();
    said.contains("\"accepted\":30")
}

#[test]
fn no_acknowledged_row_is_lost_when_imports_are_killed_at_random_moments() {
    let desk = Desk::enrolled();
    // How long one takes on this machine, to kill at every part of it.
    let started = std::time::Instant::now();
    assert!(import(&desk, 0, None));
    let whole = u64::try_from(started.elapsed().as_micros()).unwrap();
    let mut seeded = Seeded(0x1de5_c0de);
    let mut acknowledged = 1;
    let mut head = opened(&desk, "keeper").head().unwrap();
    for round in 1..=KILLS {
        let at = whole / 3 + seeded.below(whole);
        acknowledged += usize::from(import(&desk, round, Some(at)));
        head = verified(&mut opened(&desk, "keeper"), head, round);
    }
    let counted = desk.json("manager", &["check", "status", "11510"])["population"]
        .as_u64()
        .unwrap();
    assert!(
        counted >= acknowledged as u64 * 30,
        "{counted} rows, {acknowledged} imports acknowledged"
    );
    assert_eq!(counted % 30, 0, "half an import");
    // What did not come in comes in now, and what did is known.
    for round in 0..=KILLS {
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
        (KILLS + 1) * 30
    );
}

/// The number that the screen says to be registered.
fn acknowledged(screen: &str) -> Option<String> {
    let start = screen.find("已登記 SOC-")? + "已登記 ".len();
    let is_of_it = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
    Some(screen[start..].chars().take_while(is_of_it).collect())
}

/// The same case once more, up to the key that writes. Where the one before was killed its draft is filled in already.
fn fill_in_again(user: &mut Sitting) {
    user.press("\u{4}");
    let relation = |text: &str| text.contains("> 關係及迴避");
    let form = user.until("the form", |text| {
        text.contains("> 被查詢者") || relation(text)
    });
    if !relation(&form) {
        user.press("A123456789\r");
        user.until("the relation", relation);
    }
}

#[test]
fn no_acknowledged_registration_is_lost_when_the_desk_is_killed_at_random_moments() {
    let desk = Desk::enrolled();
    let mut first = Sitting::logged_in(&desk, "user");
    first.press(F3);
    let mut numbers = vec![register(&mut first, 1)];
    drop(first);
    let mut head = opened(&desk, "user").head().unwrap();
    let mut seeded = Seeded(0xfeed_5eed);
    for round in 1..=KILLS {
        let mut user = Sitting::logged_in(&desk, "user");
        user.press(F3);
        user.shows(numbers.last().unwrap().strip_prefix("SOC-").unwrap());
        for _whole in 0..seeded.below(2) {
            fill_in_again(&mut user);
            user.press("\r");
            let said = user.until("the number", |text| acknowledged(text).is_some());
            numbers.extend(acknowledged(&said));
        }
        fill_in_again(&mut user);
        user.press("\r");
        std::thread::park_timeout(std::time::Duration::from_micros(seeded.below(12_000)));
        user.signal(Signal::KILL);
        user.ends();
        // What came before the end was acknowledged, whenever that was.
        let late = acknowledged(&user.text());
        numbers.extend(late.filter(|number| !numbers.contains(number)));
        let mut office = opened(&desk, "user");
        head = verified(&mut office, head, round);
        let kept = office
            .lines(&LinesAsked::default(), &LinePlace::Top, 1000)
            .unwrap();
        let kept: Vec<String> = kept.rows.iter().map(|query| query.no.to_string()).collect();
        for number in &numbers {
            assert!(kept.contains(number), "round {round}: {number} is gone");
        }
        // One that was written and not acknowledged is there all the same, as the last of all.
        numbers.extend(
            kept.into_iter()
                .filter(|number| !numbers.contains(number))
                .collect::<Vec<_>>(),
        );
        numbers.sort();
    }
}
