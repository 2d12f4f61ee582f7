//! The walk, its guards, the signature and the record that follows it.

use std::io::Read;

use super::*;
use crate::app::trial::{Trial, november, october};
use crate::app::{Clock, Extra};
use crate::domain::people::Roles;

const ROWS: u32 = 12;
const DRAWN: u32 = 10;

fn trial() -> Trial {
    Trial::with(&["manager", "checker", "other", "super"])
}

fn alike(_row: u32, line: String) -> String {
    line
}

/// Every log row for another reason than its registration.
fn other_reason(_row: u32, line: String) -> String {
    line.replace("低收入戶審查", "急難救助")
}

fn start(office: &mut Office) -> Result<Done, AppError> {
    office.execute(
        WalkCommand::Start {
            period: october(),
            compared: Compared::RegisterAndCase,
        }
        .into(),
    )
}

fn record(office: &mut Office, seq: u32, outcome: Outcome, note: &str) -> Result<Done, AppError> {
    office.execute(
        WalkCommand::Record {
            period: october(),
            seq,
            outcome,
            compared: None,
            note: note.to_owned(),
        }
        .into(),
    )
}

fn judge(office: &mut Office, is_major: bool, reason: &str) -> Result<Done, AppError> {
    let judgement = Judgement {
        is_major,
        reason: reason.to_owned(),
    };
    office.execute(
        WalkCommand::Judge {
            period: october(),
            judgement,
        }
        .into(),
    )
}

fn sign(office: &mut Office) -> Result<Done, AppError> {
    office.execute(WalkCommand::Sign { period: october() }.into())
}

fn sample(office: &Office) -> Vec<u32> {
    store::checks::sample(office.store.reader(), october()).unwrap()
}

fn out(file: &str, reason: &str) -> crate::app::Outgoing {
    crate::app::Outgoing {
        file: file.into(),
        reason: reason.to_owned(),
        passphrase: None,
    }
}

fn walk_all(office: &mut Office) {
    for seq in sample(office) {
        record(office, seq, Outcome::Matched, "").unwrap();
    }
}

#[track_caller]
fn refused(done: Result<Done, AppError>, code: &str) {
    match done {
        Err(AppError::Refused(Refusal::Check(refusal))) => assert_eq!(refusal.code(), code),
        other => panic!("{other:?}"),
    }
}

fn content(path: &std::path::Path) -> String {
    let file = std::fs::File::open(path).unwrap();
    let mut package = zip::ZipArchive::new(file).unwrap();
    let mut text = String::new();
    let mut part = package.by_name("content.xml").unwrap();
    part.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn thirteen_of_412_are_walked_judged_signed_and_printed() {
    let trial = trial();
    let mut checker = trial.drawn_month(412, alike);
    start(&mut checker).unwrap();
    refused(sign(&mut checker), "incomplete");
    for (place, seq) in (1..).zip(sample(&checker)) {
        let next = checker.next_open(october(), 1).unwrap();
        assert_eq!(
            next,
            Some((place, seq)),
            "the walk goes on where it was left"
        );
        let row = checker.drawn_row(october(), seq).unwrap();
        assert!(
            row.row.is_plain(),
            "{:?} {:?}",
            row.differences,
            row.notices
        );
        record(&mut checker, seq, Outcome::Matched, "").unwrap();
    }
    assert_eq!(checker.next_open(october(), 1).unwrap(), None);
    refused(sign(&mut checker), "incomplete");
    judge(&mut checker, false, "").unwrap();
    let signed = sign(&mut checker).unwrap();
    let written = checker.write_signed_record(october()).unwrap();
    assert_eq!(written.shown, "out/11510-v1.odt");
    assert_eq!((written.rows, written.head.seq), (13, signed.head.seq + 1));
    let text = content(&written.path);
    let head = signed.head.to_string();
    for part in [
        "412 筆",
        "3.16%",
        "至多 83 筆（20.2%）",
        &head,
        "無重大異常",
        "匯入之登記",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains("A110000001"), "identifiers are masked");
    let known = checker.signed_month(october()).unwrap().unwrap();
    assert_eq!(known.head, signed.head);
    assert_eq!(
        known.document,
        Some((written.shown, written.sha256.clone()))
    );
    let again = trial
        .sit("manager")
        .export_check(october(), &out("q.odt", "季報附件"));
    assert_eq!(
        again.unwrap().sha256,
        written.sha256,
        "the same month gives the same bytes"
    );
}

#[test]
fn only_the_checker_that_the_freeze_named_walks() {
    let trial = trial();
    let mut checker = trial.drawn_month(ROWS, alike);
    let mut other = trial.sit("other");
    refused(start(&mut other), "checker");
    let mut manager = trial.sit("manager");
    assert!(matches!(
        start(&mut manager),
        Err(AppError::Refused(Refusal::Role { .. }))
    ));
    let seq = sample(&checker)[0];
    refused(record(&mut checker, seq, Outcome::Matched, ""), "step");
    start(&mut checker).unwrap();
    refused(start(&mut checker), "step");
    refused(record(&mut other, seq, Outcome::Matched, ""), "checker");
    refused(judge(&mut other, false, ""), "checker");
    let not_drawn = (1..=ROWS)
        .find(|row| !sample(&checker).contains(row))
        .unwrap();
    refused(record(&mut checker, not_drawn, Outcome::Matched, ""), "row");
}

#[test]
fn a_row_that_differs_needs_its_words_and_may_be_changed_until_the_signature() {
    let trial = trial();
    let mut checker = trial.drawn_month(ROWS, |row, line| {
        if row % 2 == 0 {
            line
        } else {
            line.replace(",查有資料", ",查無資料")
        }
    });
    start(&mut checker).unwrap();
    let rows = sample(&checker);
    let odd = *rows.iter().find(|seq| *seq % 2 == 1).unwrap();
    let row = checker.drawn_row(october(), odd).unwrap();
    assert_eq!((row.differing(), row.row.is_plain()), (1, false));
    refused(record(&mut checker, odd, Outcome::Matched, " "), "note");
    refused(
        record(&mut checker, odd, Outcome::Unregistered, ""),
        "outcome",
    );
    record(&mut checker, odd, Outcome::Register, "結果誤植").unwrap();
    record(&mut checker, odd, Outcome::Matched, "結果誤植，案卷相符").unwrap();
    let found = checker.drawn_row(october(), odd).unwrap().found;
    assert_eq!(found.outcome, Some(Outcome::Matched));
    let sheet = checker.walk_sheet(october()).unwrap();
    assert_eq!(
        (sheet.drawn, sheet.done, sheet.matched, sheet.noted),
        (DRAWN, 1, 1, 1)
    );
    for seq in rows {
        record(&mut checker, seq, Outcome::Matched, "案卷相符").unwrap();
    }
    refused(judge(&mut checker, true, ""), "reason");
    judge(&mut checker, true, "同一帳號多筆").unwrap();
    sign(&mut checker).unwrap();
    refused(record(&mut checker, odd, Outcome::Other, "改"), "signed");
    refused(judge(&mut checker, false, ""), "signed");
    refused(sign(&mut checker), "signed");
}

#[test]
fn evidence_is_kept_beside_the_outcome_whichever_comes_first() {
    let trial = trial();
    let mut checker = trial.drawn_month(ROWS, alike);
    start(&mut checker).unwrap();
    let seq = sample(&checker)[3];
    let note = |checker: &mut Office, evidence: &str| {
        checker.execute(
            WalkCommand::NoteEvidence {
                period: october(),
                seq,
                evidence: evidence.to_owned(),
            }
            .into(),
        )
    };
    note(&mut checker, "案卷 1\u{1b}[2J").unwrap();
    assert_eq!(checker.walk_sheet(october()).unwrap().done, 0);
    record(&mut checker, seq, Outcome::Matched, "").unwrap();
    let found = checker.drawn_row(october(), seq).unwrap().found;
    assert_eq!(
        (found.evidence.as_str(), found.outcome),
        ("案卷 1[2J", Some(Outcome::Matched))
    );
    note(&mut checker, "案卷 2").unwrap();
    let found = checker.drawn_row(october(), seq).unwrap().found;
    assert_eq!(
        (found.evidence.as_str(), found.outcome),
        ("案卷 2", Some(Outcome::Matched))
    );
}

#[test]
fn unregistered_and_unreadable_rows_are_never_matched_and_hold_up_the_signature_until_explained() {
    let trial = trial();
    let mut checker = trial.drawn_month(ROWS, |row, line| match row {
        1..=3 => line.replace("kcgsoc0101,", "kcgsoc0999,"),
        4..=6 => line.replace("11510", "11599"),
        _ => line,
    });
    start(&mut checker).unwrap();
    for seq in sample(&checker) {
        let row = checker.drawn_row(october(), seq).unwrap();
        let outcome = match seq {
            1..=3 => Outcome::Unregistered,
            4..=6 => Outcome::Unreadable,
            _ => Outcome::Matched,
        };
        if outcome != Outcome::Matched {
            refused(record(&mut checker, seq, Outcome::Matched, "x"), "outcome");
            assert!(!row.row.is_plain());
        }
        record(&mut checker, seq, outcome, "").unwrap();
    }
    judge(&mut checker, false, "").unwrap();
    let Err(AppError::Refused(Refusal::Check(CheckRefusal::Incomplete { missing }))) =
        sign(&mut checker)
    else {
        panic!("signed")
    };
    assert_eq!(missing, [Missing::Explanations(3), Missing::Gaps(6)]);
}

#[test]
fn a_checkers_own_queries_are_never_before_him() {
    let trial = trial();
    let mut keeper = trial.sit("keeper");
    let own = Clerk {
        login: "late".parse().unwrap(),
        name: "late".to_owned(),
        roles: Roles::of(&[Role::Checker]),
        account: Some("kcgsoc0101".to_owned()),
        items: Vec::new(),
    };
    let Extra::Code(code, _) = keeper.add_person(&own).unwrap().extra else {
        panic!("no code")
    };
    let clock = Clock::Fixed(november());
    let secret = crate::app::trial::PASSPHRASE;
    Office::enrol(&trial.store(), &own.login, &code, secret, clock).unwrap();
    let mut checker = trial.drawn_month(ROWS, alike);
    start(&mut checker).unwrap();
    // The freeze named another; here the month is handed to the one whose account stands in every row.
    let mut tx = checker.store.write().unwrap();
    let month = store::checks::get(tx.reader(), october()).unwrap().unwrap();
    let month = CheckMonth {
        checker: Some("late".to_owned()),
        ..month
    };
    store::checks::put(&mut tx, october(), &month).unwrap();
    let event = Event::Check(CheckEvent::WalkStarted {
        period: october(),
        compared: "register",
    });
    checker.enter(tx, Role::Checker, november(), event).unwrap();
    let mut late = trial.sit("late");
    let seq = sample(&late)[0];
    assert!(late.drawn_row(october(), seq).unwrap().is_own);
    refused(record(&mut late, seq, Outcome::Matched, ""), "own");
    assert_eq!(late.next_open(october(), 1).unwrap(), None);
    judge(&mut late, false, "").unwrap();
    let sheet = late.walk_sheet(october()).unwrap();
    assert_eq!(sheet.missing, [Missing::OwnRows(DRAWN)]);
    refused(sign(&mut late), "incomplete");

    let mut supervisor = trial.sit("super");
    assert!(supervisor.agenda().unwrap().dues.is_empty());
    refused(record(&mut supervisor, seq, Outcome::Matched, ""), "own");
    let mut other = trial.sit("other");
    let waits = other.agenda().unwrap().dues;
    let own = waits.iter().find(|due| due.is_mine).unwrap();
    assert_eq!(
        own.duty,
        crate::app::Duty::OwnRows {
            period: october(),
            checker: "late".to_owned(),
            rows: DRAWN
        }
    );
    assert!(other.next_open(october(), 1).unwrap().is_some());
    walk_all(&mut other);
    refused(sign(&mut other), "checker");
    sign(&mut late).unwrap();
    let written = late.write_signed_record(october()).unwrap();
    let text = content(&written.path);
    assert!(text.contains(
        "序 1、2、3、4、5、6、7、8、9、10 為查核人員本人之查詢，由其他查核人員 other 查核。"
    ));
}

#[test]
fn the_supervisor_judges_a_checkers_own_query_where_there_is_no_other_checker() {
    let trial = Trial::with(&["manager", "checker", "super"]);
    let mut checker = trial.drawn_month(ROWS, alike);
    start(&mut checker).unwrap();
    let own = Clerk {
        account: Some("KCGSOC0101".to_owned()),
        ..checker.me.clone()
    };
    let by = "keeper".parse().unwrap();
    let mut tx = checker.store.write().unwrap();
    store::clerks::put(&mut tx, &own, &by, november()).unwrap();
    let event = Event::Check(CheckEvent::Judged {
        period: october(),
        major: false,
    });
    checker.enter(tx, Role::Checker, november(), event).unwrap();
    let mut checker = trial.sit("checker");
    let seq = sample(&checker)[0];
    refused(record(&mut checker, seq, Outcome::Matched, ""), "own");
    let mut supervisor = trial.sit("super");
    walk_all(&mut supervisor);
    judge(&mut checker, false, "").unwrap();
    sign(&mut checker).unwrap();
    let written = checker.write_signed_record(october()).unwrap();
    assert!(content(&written.path).contains("無其他查核人員，由權責主管 super 查核。"));
}

#[test]
fn a_row_altered_behind_the_desk_stops_the_signature_and_is_named() {
    let trial = trial();
    let mut checker = trial.drawn_month(ROWS, alike);
    start(&mut checker).unwrap();
    walk_all(&mut checker);
    judge(&mut checker, false, "").unwrap();
    store::checks::alter_log_row(&checker.store, october(), 5);
    let Err(AppError::Failed(Trouble::Damaged { what })) = sign(&mut checker) else {
        panic!("signed")
    };
    assert_eq!(what, "2026-10#000005");
    assert_eq!(checker.state_of(october()).unwrap().step, Step::Walking);
}

#[test]
fn a_record_comes_after_the_signature_needs_a_reason_and_can_be_written_again() {
    let trial = trial();
    let mut checker = trial.drawn_month(ROWS, other_reason);
    assert!(
        checker
            .export_check(october(), &out("a.odt", "試"))
            .is_err()
    );
    start(&mut checker).unwrap();
    for seq in sample(&checker) {
        record(&mut checker, seq, Outcome::Case, "事由不符").unwrap();
    }
    judge(&mut checker, true, "全數事由不符").unwrap();
    sign(&mut checker).unwrap();
    for (file, reason) in [("a.odt", " "), ("../a.odt", "試"), ("a.txt", "試")] {
        assert!(checker.export_check(october(), &out(file, reason)).is_err());
    }
    let first = checker.write_signed_record(october()).unwrap();
    let second = checker.write_signed_record(october()).unwrap();
    assert_eq!(second.shown, "out/11510-v1-2.odt");
    assert_eq!(first.sha256, second.sha256);
    let text = content(&second.path);
    assert!(text.contains("有重大異常") && text.contains("案號或事由不符 10 筆"));
    assert!(
        trial
            .sit("super")
            .export_check(october(), &out("a.odt", "陳核"))
            .is_ok()
    );
}

#[test]
fn rows_are_walked_by_case_too_and_listed_by_what_was_found() {
    let trial = trial();
    let mut checker = trial.drawn_month(ROWS, alike);
    start(&mut checker).unwrap();
    let by_file = WalkAsked {
        order: WalkOrder::File,
        outcome: None,
    };
    let (rows, all) = checker
        .drawn_in_order(october(), by_file, (0, 100))
        .unwrap();
    assert_eq!(all, rows.len());
    let cases: Vec<&str> = rows.iter().map(|row| row.log.case.as_str()).collect();
    assert!(cases.is_sorted(), "{cases:?}");
    let places: Vec<u32> = rows.iter().map(|row| row.place).collect();
    assert!(
        !places.is_sorted(),
        "the draw has another order: {places:?}"
    );
    for (row, next) in rows.iter().zip(rows.iter().skip(1)) {
        record(&mut checker, row.seq, Outcome::Matched, "").unwrap();
        let found = checker.next_open_file(october(), row.place).unwrap();
        assert_eq!(found, Some((next.place, next.seq)), "on to the next file");
    }
    let last = rows.last().unwrap();
    let found = checker.next_open_file(october(), 0).unwrap();
    assert_eq!(found, Some((last.place, last.seq)));
    let of = |outcome: &'static str| WalkAsked {
        order: WalkOrder::Ticket,
        outcome: Some(outcome),
    };
    let count = |office: &mut Office, outcome: &'static str| {
        office
            .drawn_in_order(october(), of(outcome), (0, 0))
            .unwrap()
            .1
    };
    assert_eq!(count(&mut checker, "matched"), rows.len() - 1);
    assert_eq!(count(&mut checker, ""), 1);
    assert_eq!(count(&mut checker, "case"), 0);
    assert_eq!(
        checker.index_of(october(), of(""), last.place).unwrap(),
        Some(0)
    );
}
