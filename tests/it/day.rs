//! A clerk's day at 80x24 while an input method swallows the letters: but for what is typed into fields, only F-keys,
//! arrows, Enter and Esc are pressed.

use serde_json::Value;

use crate::desk::{Desk, passphrase};
use crate::journeys::{ESC, F1, F3, F8, F10};
use crate::sitting::Sitting;

const DOWN: &str = "\u{1b}[B";
const F12: &str = "\u{1b}[24~";
/// Subjects without a letter: business numbers.
const SUBJECTS: [&str; 5] = ["12345675", "04595257", "22099131", "70759028", "23638777"];
const CASES: [&str; 2] = ["11531234600", "11531177200"];

/// What the screen says, in one language.
struct Words {
    lang: &'static str,
    register: &'static str,
    login: &'static str,
    functions: &'static str,
    new: &'static str,
    again: &'static str,
    void: &'static str,
    find: &'static str,
    leave: &'static str,
    fields: [&'static str; 5],
    registered: &'static str,
    usual: &'static str,
    draft: &'static str,
    kept: &'static str,
    discard: &'static str,
    locked: &'static str,
    help: &'static str,
}

const ZH: Words = Words {
    lang: "zh-TW",
    register: "[F3登記]",
    login: "登入帳號",
    functions: "-- 功能",
    new: "新增",
    again: "同案再登",
    void: "作廢",
    find: "搜尋",
    leave: "離開 irdesk",
    fields: [
        "> 事由",
        "> 法律依據",
        "> 作業",
        "> 被查詢者",
        "> 關係及迴避",
    ],
    registered: "已登記 SOC-",
    usual: "-- 常用結果",
    draft: "草稿已保留",
    kept: "已存",
    discard: "> 離開，捨棄草稿",
    locked: "已鎖定",
    help: "F1功能",
};

const EN: Words = Words {
    lang: "en",
    register: "[F3Register]",
    login: "Passphrase",
    functions: "-- Functions",
    new: "new",
    again: "same case",
    void: "void",
    find: "find",
    leave: "leave irdesk",
    fields: [
        "> Reason",
        "> Legal basis",
        "> Item",
        "> Subject",
        "> Relation",
    ],
    registered: "registered",
    usual: "-- Usual results",
    draft: "draft",
    kept: "draft kept",
    discard: "> Leave, discard the draft",
    locked: "Locked",
    help: "F1 help",
};

struct Day<'a> {
    desk: &'a Desk,
    words: &'a Words,
    user: Sitting,
}

impl Day<'_> {
    fn logs_in<'a>(desk: &'a Desk, words: &'a Words) -> Day<'a> {
        let store = desk.store();
        let arguments = [
            "--store",
            store.to_str().unwrap(),
            "--as",
            "user",
            "--lang",
            words.lang,
        ];
        let mut user = Sitting::run(env!("CARGO_BIN_EXE_irdesk"), &arguments, (80, 24));
        user.shows(words.login);
        user.press(&passphrase("user"));
        user.press("\r");
        user.shows(words.help);
        Day { desk, words, user }
    }

    /// Finds it in the list of functions by arrows, and runs it.
    #[track_caller]
    fn runs(&mut self, label: &str) {
        self.user.press(F1);
        self.user.shows(self.words.functions);
        let is_at = |text: &str| {
            text.lines().any(|line| {
                let named = line.strip_prefix("> ").unwrap_or_default();
                named == label || named.starts_with(&format!("{label}  "))
            })
        };
        for _ in 0..40 {
            if is_at(&self.user.text()) {
                self.user.press("\r");
                return;
            }
            let before = self.user.text();
            self.user.press(DOWN);
            self.user.until("the next function", |text| text != before);
        }
        panic!("{label} is not named:\n{}", self.user.text());
    }

    /// The subject and what follows, up to the number; then back on the list.
    #[track_caller]
    fn finishes(&mut self, subject: &str) {
        self.user.shows(self.words.fields[3]);
        self.user.press(subject);
        self.user.press("\r");
        self.user.shows(self.words.fields[4]);
        self.user.press("\r");
        self.user.shows(self.words.registered);
        self.user.press("\r");
        self.user.until("the list", |text| {
            text.lines()
                .nth(5)
                .is_some_and(|line| line.starts_with("> 1"))
        });
    }

    fn registers(&mut self, case: &str, subject: &str, is_first: bool) {
        self.runs(self.words.new);
        self.user.until("the form", |text| {
            text.contains(self.words.fields[3].trim_start_matches("> "))
        });
        self.user.press(case);
        self.user.press("\r");
        if is_first {
            for list in &self.words.fields[..3] {
                self.user.shows(list);
                self.user.press("\r");
            }
        }
        self.finishes(subject);
    }

    fn registers_again(&mut self, subject: &str) {
        self.runs(self.words.again);
        self.finishes(subject);
    }

    fn rows(&self) -> Vec<Value> {
        let listed = self.desk.json("user", &["list", "register"]);
        listed["rows"].as_array().unwrap().clone()
    }

    fn completes_all(&mut self) {
        for row in 0..SUBJECTS.len() {
            self.user.press(F8);
            self.user.shows(self.words.usual);
            self.user.press("\r");
            self.user.shows(self.words.kept);
            self.user.press(F10);
            self.user
                .until("the list", |text| !text.contains(self.words.usual));
            if row + 1 < SUBJECTS.len() {
                let before = self.user.text();
                self.user.press(DOWN);
                self.user.until("the next row", |text| text != before);
            }
        }
    }

    fn voids_one(&mut self) {
        self.runs(self.words.void);
        self.user.until("the question", |text| {
            text.lines()
                .any(|line| line.starts_with("-- ") && line.contains("11"))
        });
        self.user.is_heard_again();
        self.user.press("重複登記");
        self.user.shows("重複登記");
        self.user.press(F10);
        self.user
            .until("the list", |text| !text.contains("重複登記"));
    }

    fn searches(&mut self) {
        self.runs(self.words.find);
        self.user.until("the drawer", |text| {
            text.lines().any(|line| line.starts_with("-- "))
        });
        self.user.press(CASES[1]);
        self.user.press("\r");
        self.user.until("the second case alone", |text| {
            let of = |case: &str| text.lines().skip(4).any(|line| line.contains(case));
            of(CASES[1]) && !of(CASES[0])
        });
        self.user.press(ESC);
        self.user.until("all of them", |text| {
            text.lines().skip(4).any(|line| line.contains(CASES[0]))
        });
    }
}

fn a_day(words: &Words) {
    let desk = Desk::enrolled();
    let mut day = Day::logs_in(&desk, words);
    day.user.press(F3);
    day.user.shows(words.register);
    day.registers(CASES[0], SUBJECTS[0], true);
    day.registers_again(SUBJECTS[1]);
    day.registers_again(SUBJECTS[2]);
    day.registers(CASES[1], SUBJECTS[3], false);
    day.registers_again(SUBJECTS[4]);
    assert_eq!(day.rows().len(), 5);
    day.completes_all();
    assert!(
        day.rows().iter().all(|row| row["state"] == "complete"),
        "{:?}",
        day.rows()
    );
    day.voids_one();
    let states: Vec<Value> = day.rows().iter().map(|row| row["state"].clone()).collect();
    assert_eq!(
        states.iter().filter(|state| *state == "void").count(),
        1,
        "{states:?}"
    );
    day.searches();
    // In the middle of the next one the line drops.
    day.runs(words.new);
    day.user.until("the form", |text| {
        text.contains(words.fields[3].trim_start_matches("> "))
    });
    day.user.press("11539999900");
    day.user.shows("11539999900");
    day.user.hang_up();
    day.user.ends();
    let mut day = Day::logs_in(&desk, words);
    day.user.shows(words.draft);
    day.user.press(F3);
    day.user.shows(words.register);
    day.runs(words.new);
    day.user.shows("11539999900");
    day.user.press(ESC);
    day.user.until("the question", |text| {
        text.contains(words.discard.trim_start_matches("> "))
    });
    for _ in 0..5 {
        if day.user.text().contains(words.discard) {
            break;
        }
        day.user.answers(DOWN, "> ");
    }
    day.user.shows(words.discard);
    day.user.press("\r");
    day.user
        .until("the list", |text| !text.contains("11539999900"));
    // Lock, unlock, log out.
    day.user.press(F12);
    let screen = day.user.shows(words.locked);
    assert!(
        !screen.contains(CASES[0]) && !screen.contains("SOC-"),
        "{screen}"
    );
    day.user.press(&passphrase("user"));
    day.user.press("\r");
    day.user.shows(words.register);
    day.runs(words.leave);
    let (_, exit) = day.user.ends();
    assert_eq!(exit, 0);
    assert!(day.user.is_restored());
    assert_eq!(desk.json("user", &["verify"])["ok"], true);
}

#[test]
fn a_clerks_day_needs_no_letter() {
    a_day(&ZH);
}

#[test]
fn a_clerks_day_needs_no_letter_in_english() {
    a_day(&EN);
}
