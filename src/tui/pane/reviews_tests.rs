//! 清查 at the trial desk: the lines as on their mock-up, and the way of a whole review through its logins.

use crate::app::{Command, RequestCommand, ReviewCommand, RosterCommand, Taking};
use crate::domain::people::Role;
use crate::domain::request::{Given, Step};
use crate::domain::review::{ReviewNo, ReviewState};
use crate::domain::roster::{AccountKind, NewAccount, NewGrant, Person, Post, Proofs};
use crate::locale::Lang;
use crate::tui::trial::{Desk, Sessions};

const LOG: &str = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果\r\n\
kcgsoc0101,1151028,090000,LI01,A123456789,11500000001 a,查有資料\r\n\
kcgsoc0100,1151027,090000,LI01,A123456789,11500000001 a,查有資料\r\n\
kcgsoc0112,1151027,090000,LI01,A123456789,11500000001 a,查有資料\r\n\
kcgsoc0121,1151028,091000,LI01,A123456789,11500000001 a,查有資料\r\n";

/// Name, login, account, post.
const LISTED: [(&str, &str, &str, Post); 4] = [
    ("陳怡君", "manager", "kcgsoc0100", Post::Serving),
    ("許婷辰", "user", "kcgsoc0101", Post::Serving),
    ("劉明辰", "", "kcgsoc0109", Post::Serving),
    ("郭婷郁", "", "kcgsoc0112", Post::Moved),
];

/// The manager's own account, a user's, an idle one, one whose holder has moved, and one that only a log knows.
fn kept(sessions: &Sessions<'_>) {
    let mut manager = sessions.sit(Role::Manager);
    for (name, login, account, post) in LISTED {
        let person = Person {
            id: 0,
            version: 0,
            name: name.to_owned(),
            unit: "社會救助科".to_owned(),
            title: "科員".to_owned(),
            login: login.parse().ok(),
            post,
            post_on: (post != Post::Serving).then(|| "2026-11-19".parse().unwrap()),
            remark: String::new(),
        };
        let save = RosterCommand::SavePerson(Box::new(person));
        manager.execute(Command::Roster(save)).unwrap();
        let people = manager.roster_people().unwrap();
        let holder = people.iter().find(|person| person.name == name).unwrap().id;
        let opened_on = "2026-03-02".parse().unwrap();
        let confirmed = Some(opened_on);
        let new = NewAccount {
            account: account.to_owned(),
            person: holder,
            kind: if login == "manager" {
                AccountKind::Manager
            } else {
                AccountKind::User
            },
            proofs: Proofs {
                official_on: confirmed,
                bound_on: confirmed,
                certificate_until: Some("2029-03-02".parse().unwrap()),
                pledged_on: confirmed,
            },
            request: "A11503-004".to_owned(),
            approved_on: confirmed,
            opened_on,
            second_reason: String::new(),
        };
        let grant = NewGrant {
            item: "LI01".to_owned(),
            basis: "SOC-01".to_owned(),
            valid_from: opened_on,
            request: "A11503-004".to_owned(),
        };
        let enter = RosterCommand::EnterAccount {
            account: Box::new(new),
            items: vec![grant],
        };
        manager.execute(Command::Roster(enter)).unwrap();
    }
    let log = manager.dir().join("log.csv");
    std::fs::write(&log, LOG).unwrap();
    manager
        .import_log(&log, "11510".parse().unwrap(), Taking::default())
        .unwrap();
}

fn opened(sessions: &Sessions<'_>) {
    kept(sessions);
    let open = Command::Review(ReviewCommand::Open);
    sessions.sit(Role::Manager).execute(open).unwrap();
}

fn no() -> ReviewNo {
    ReviewNo {
        year: 115,
        serial: 1,
    }
}

/// At the review's lines.
fn at_lines(desk: &mut Desk, lang: Lang) {
    let word = if lang == Lang::En {
        "reviews"
    } else {
        "清查"
    };
    desk.press("F7 F1").type_text(word).press("Enter Enter");
}

#[test]
fn the_reviews_and_the_lines_of_one() {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let mut desk = Desk::prepared(Role::Manager, lang, kept);
        let word = if lang == Lang::En {
            "reviews"
        } else {
            "清查"
        };
        desk.press("F7 F1").type_text(word).press("Enter");
        let none = desk.screen();
        desk.press("Ins");
        let asks = desk.screen();
        desk.press("F10");
        let list = desk.screen();
        desk.press("Enter Down");
        let lines = desk.screen();
        desk.press("F8");
        let verdict = desk.screen();
        desk.press("Esc Enter");
        let line = desk.screen();
        insta::assert_snapshot!(
            format!("reviews-{tag}"),
            [none, asks, list, lines, verdict, line].join("\n")
        );
    }
}

#[test]
fn a_review_in_a_wide_window() {
    for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
        let mut desk = Desk::prepared(Role::Manager, lang, opened).window(120, 36);
        at_lines(&mut desk, lang);
        insta::assert_snapshot!(format!("review-wide-{tag}"), desk.screen());
    }
}

#[test]
fn marked_lines_get_one_verdict_and_an_entry_each_and_ones_own_is_named_as_barred() {
    let mut desk = Desk::prepared(Role::Manager, Lang::ZhTw, opened);
    at_lines(&mut desk, Lang::ZhTw);
    // His own, the user's, the idle one.
    desk.press("Home Ctrl-K Ctrl-K Ctrl-K F8");
    let screen = desk.screen();
    assert!(screen.contains("不得判定本人帳號"), "{screen}");
    // An idle account among them: nothing is chosen beforehand.
    desk.press("Right Right");
    assert!(desk.screen().contains("[刪除]"), "{}", desk.screen());
    desk.press("Left Left Enter")
        .type_text("仍有業務")
        .press("F10");
    assert!(desk.message().contains("2 列"), "{}", desk.message());
    let mut manager = desk.sessions().sit(Role::Manager);
    let ledger = manager.review(no()).unwrap().row.ledger;
    assert_eq!((ledger.kept, ledger.undecided), (2, 3));
    let decided = crate::app::EntryFilter {
        action: Some("review.decided/1".to_owned()),
        ..Default::default()
    };
    let entries = manager
        .entries(&decided, crate::app::PageFrom::Up(1), 10)
        .unwrap();
    assert_eq!(entries.len(), 2, "one each");
}

#[test]
fn a_verdict_without_its_reason_stays_open_and_says_so() {
    let mut desk = Desk::prepared(Role::Manager, Lang::ZhTw, opened);
    at_lines(&mut desk, Lang::ZhTw);
    desk.press("Home Down Down F8 Enter F10");
    assert!(
        desk.screen().contains("判定  KCGSOC0109"),
        "{}",
        desk.screen()
    );
    desk.press("Esc Esc");
    let mut manager = desk.sessions().sit(Role::Manager);
    assert_eq!(manager.review(no()).unwrap().row.ledger.undecided, 5);
}

/// An application, from its draft on, by those whose step it is.
fn carry_out(sessions: &Sessions<'_>, account: &str) {
    let steps = [
        (Role::Manager, Step::Submit),
        (Role::Supervisor, Step::Approve),
        (Role::Manager, Step::SetUp),
        (Role::Manager, Step::Close),
    ];
    for (role, step) in steps {
        let mut office = sessions.sit(role);
        let view = office.review(no()).unwrap();
        let mut lines = view.lines.into_iter();
        let line = lines
            .find(|row| row.line.frozen.account == account)
            .unwrap();
        let request = office.request(line.line.request.unwrap()).unwrap();
        let given = Given {
            day: Some(office.now().day()),
            ..Given::default()
        };
        let take = RequestCommand::Take {
            no: request.no,
            version: request.version,
            step,
            given: Box::new(given),
        };
        office.execute(Command::Request(take)).unwrap();
    }
}

#[test]
fn a_review_goes_from_its_freeze_to_its_signed_record_through_two_desks() {
    let mut desk = Desk::prepared(Role::Manager, Lang::ZhTw, opened);
    at_lines(&mut desk, Lang::ZhTw);
    // The user is kept as suggested; the cursor goes on by itself.
    desk.press("Home Down F8 F10");
    assert!(desk.message().contains("第 2 列保留"), "{}", desk.message());
    desk.press("F8 Right Right Enter F10");
    assert!(
        desk.message().contains("產生申請 A11511-001"),
        "{}",
        desk.message()
    );
    desk.press("F8 Enter").type_text("兼辦至月底").press("F10");
    assert!(desk.message().contains("第 4 列保留"), "{}", desk.message());
    // The orphan is not kept.
    desk.press("F8 Enter").type_text("查無").press("F10");
    assert!(desk.message().contains("不得保留"), "{}", desk.message());
    desk.press("Esc Esc").press("F8 Right Right Enter F10");
    assert!(desk.message().contains("A11511-002"), "{}", desk.message());
    desk.press("F10");
    assert!(
        desk.message().contains("尚有 1 列未判定"),
        "{}",
        desk.message()
    );
    let dir = desk.dir().to_owned();
    let sessions = Sessions::of(&dir);
    let mut other = Desk::over(
        sessions.sit(Role::Supervisor),
        tempfile::tempdir().unwrap(),
        Lang::ZhTw,
    );
    at_lines(&mut other, Lang::ZhTw);
    other.press("Home F8 F10");
    assert!(
        other.message().contains("第 1 列保留"),
        "{}",
        other.message()
    );
    desk.others_wrote().press("F10");
    assert!(
        desk.screen().contains("報請核章 115-清查"),
        "{}",
        desk.screen()
    );
    desk.press("F10");
    assert!(desk.message().contains("已報請核章"), "{}", desk.message());
    other.others_wrote().press("F10 F10");
    assert!(
        other.message().contains("已核章 115-清查"),
        "{}",
        other.message()
    );
    desk.others_wrote().press("F10");
    assert!(
        desk.message().contains("尚有 2 列之申請未結案"),
        "{}",
        desk.message()
    );
    for account in ["KCGSOC0109", "KCGSOC0121"] {
        carry_out(&desk.sessions(), account);
    }
    desk.others_wrote().press("F10 F10");
    assert!(desk.message().contains("已簽章結案"), "{}", desk.message());
    assert!(
        desk.message().contains("review-115.odt"),
        "{}",
        desk.message()
    );
    insta::assert_snapshot!("review-closed-zh", desk.screen());
    let mut manager = desk.sessions().sit(Role::Manager);
    let state = manager.review(no()).unwrap().row.review.state;
    assert_eq!(state, ReviewState::Closed);
    desk.press("F5 Tab");
    assert!(desk.screen().contains("清查紀錄"), "{}", desk.screen());
}

#[test]
fn applications_of_a_review_are_handed_in_as_they_were_made() {
    let mut desk = Desk::prepared(Role::Manager, Lang::ZhTw, opened);
    at_lines(&mut desk, Lang::ZhTw);
    // Another person's item: the form knows whose it is.
    desk.press("Home Down F8 Right Enter")
        .type_text("LI01")
        .press("Enter F10");
    assert!(desk.message().contains("A11511-001"), "{}", desk.message());
    desk.press("Up F8 F8");
    assert!(desk.screen().contains("許婷辰"), "{}", desk.screen());
    desk.press("F10");
    assert!(
        desk.message().contains("已送審 A11511-001"),
        "{}",
        desk.message()
    );
    // An account that nobody holds.
    desk.press("Esc End F8 Right Right Enter F10");
    assert!(desk.message().contains("A11511-002"), "{}", desk.message());
    desk.press("F8 F8");
    assert!(desk.screen().contains("查無持有人"), "{}", desk.screen());
    desk.press("F10");
    assert!(
        desk.message().contains("已送審 A11511-002"),
        "{}",
        desk.message()
    );
    desk.press("F4");
    assert!(desk.screen().contains("無此人"), "{}", desk.screen());
    let mut manager = desk.sessions().sit(Role::Manager);
    let view = manager.review(no()).unwrap();
    let of = |account: &str| {
        let mut lines = view.lines.iter();
        let line = lines
            .find(|row| row.line.frozen.account == account)
            .unwrap();
        line.request.clone().unwrap()
    };
    let items = of("KCGSOC0101");
    let gone: Vec<&str> = items.lines.iter().map(|line| line.item.as_str()).collect();
    assert_eq!((items.holder.name.as_str(), gone), ("許婷辰", vec!["LI01"]));
    assert_eq!(
        of("KCGSOC0121").cause,
        Some(crate::domain::roster::Cause::NoHolder)
    );
}
