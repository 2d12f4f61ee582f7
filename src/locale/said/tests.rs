//! Each event has its line in both languages, and the proof says what it may.

use super::*;
use crate::domain::attempts::Failures;
use crate::domain::event::{
    CheckEvent, DeskEvent, Drawn, Frozen, ImportEvent, LogCounts, MatchEvent, PeopleEvent,
    RegisterEvent, Signed,
};
use crate::domain::moment::Moment;
use crate::domain::people::{Role, Roles};
use crate::domain::shown::{is_doubtful, width};

const LANGS: [Lang; 2] = [Lang::ZhTw, Lang::En];

const COUNTS: MatchCounts = MatchCounts {
    log_rows: 412,
    p1: 300,
    p2: 70,
    retry: 5,
    confirmed: 0,
    proposed: 19,
    unregistered: 18,
    unreadable: 2,
    not_performed: 14,
};

#[track_caller]
fn sound(text: &str) {
    let doubtful = text.chars().find(|letter| is_doubtful(&letter.to_string()));
    assert_eq!(doubtful, None, "{text}");
    assert!(!text.contains('您') && !text.contains("抱歉") && !text.contains('！'));
}

fn frozen() -> Frozen {
    Frozen {
        period: "11510".parse().unwrap(),
        rows: 1_412,
        population: String::new(),
        salt_sha256: String::new(),
        match_digest: String::new(),
        commit: "-".to_owned(),
        checker: "zhang.ml".to_owned(),
        source: "-".to_owned(),
        digits: 0,
        days_without_rows: 9,
        accounts: 13,
        counts: COUNTS,
        match_rules: 2,
        flag_rules: 1,
        thresholds: String::new(),
        flags: 0,
        flags_sha256: String::new(),
    }
}

fn drawn() -> Drawn {
    Drawn {
        period: "11510".parse().unwrap(),
        seed: String::new(),
        sample: 13,
        risk: 0,
        cover: 0,
        reveal: String::new(),
        public: "-".to_owned(),
        total: -1,
        slip_compared: false,
        next_commit: String::new(),
    }
}

fn signed() -> Signed {
    Signed {
        period: "11510".parse().unwrap(),
        version: 1,
        population: String::new(),
        seed: String::new(),
        sample: 13,
        bad: 0,
        major: false,
        next_commit: String::new(),
    }
}

fn log_import(counts: LogCounts, footer_waived: bool) -> Event {
    Event::Import(ImportEvent::Log {
        period: "11510".parse().unwrap(),
        file: 1,
        sha256: String::new(),
        encoding: "cp950",
        counts,
        footer_waived,
    })
}

fn desk_events() -> Vec<Event> {
    let login = || "hsu.tc".parse().unwrap();
    let own = [
        PeopleEvent::Added {
            login: login(),
            roles: Roles::of(&[Role::User]),
            code: String::new(),
        },
        PeopleEvent::RolesChanged {
            login: login(),
            roles: Roles::of(&[Role::User, Role::Manager]),
        },
        PeopleEvent::Removed {
            login: login(),
            key: None,
        },
        PeopleEvent::KeyRevoked {
            login: login(),
            key: String::new(),
            code: String::new(),
        },
        PeopleEvent::LoggedIn,
        PeopleEvent::LoginsFailed {
            failed: vec![(login(), Failures::none(Moment(0)).and_one(Moment(0)))],
        },
        PeopleEvent::CodeMade {
            login: "hsu.tc".parse().unwrap(),
            code: String::new(),
        },
        PeopleEvent::RoleRefused {
            command: "register",
        },
    ];
    let desk = [
        DeskEvent::Seeded {
            bases: 31,
            items: 5,
            reasons: 12,
        },
        DeskEvent::SettingChanged { name: "result_due" },
        DeskEvent::ItemSaved {
            code: "LI01".to_owned(),
        },
        DeskEvent::ReasonSaved { id: 3 },
        DeskEvent::LossAccepted {
            missing: 0,
            head: String::new(),
        },
        DeskEvent::LossAccepted {
            missing: 1_284,
            head: String::new(),
        },
        DeskEvent::BackupMade {
            sha256: String::new(),
            bytes: 58_112_000,
        },
        DeskEvent::ClockJumped { seconds: -361 },
        DeskEvent::ClockJumped { seconds: 7_200 },
        DeskEvent::DocumentWritten {
            facts: crate::domain::event::DocumentFacts {
                kind: "check",
                record: "11510-v1".to_owned(),
                is_full: false,
                is_sealed: true,
            },
            rows: 13,
            sha256: String::new(),
        },
    ];
    own.map(Event::People)
        .into_iter()
        .chain(desk.map(Event::Desk))
        .collect()
}

fn register_events() -> Vec<Event> {
    let no = || "SOC-11511-0043".parse().unwrap();
    [
        RegisterEvent::Registered { no: no() },
        RegisterEvent::RegisteredMany { count: 1_200 },
        RegisterEvent::ResultCompleted {
            no: no(),
            version: 2,
        },
        RegisterEvent::Corrected {
            no: no(),
            version: 3,
            fields: vec!["case".to_owned()],
        },
        RegisterEvent::Voided {
            no: no(),
            version: 4,
        },
        RegisterEvent::Approved {
            no: no(),
            version: 1,
            is_approved: true,
        },
        RegisterEvent::Approved {
            no: no(),
            version: 1,
            is_approved: false,
        },
        RegisterEvent::Revealed {
            record: "SOC-11511-0033".to_owned(),
        },
    ]
    .map(Event::Register)
    .into_iter()
    .collect()
}

fn match_events() -> Vec<Event> {
    let period = || "11510".parse().unwrap();
    let decided = |accepted, after_freeze| MatchEvent::ProposalDecided {
        period: period(),
        seq: 106,
        number: "SOC-11510-0226".parse().unwrap(),
        accepted,
        after_freeze,
    };
    [
        MatchEvent::Reconciled {
            period: period(),
            counts: COUNTS,
        },
        decided(true, false),
        decided(true, true),
        decided(false, false),
        MatchEvent::Explained {
            period: period(),
            seq: 123,
            cause: Cause::Missed.code(),
        },
    ]
    .map(Event::Match)
    .into_iter()
    .collect()
}

fn check_events() -> Vec<Event> {
    let period = || "11510".parse().unwrap();
    [
        CheckEvent::SecretCommitted {
            commit: String::new(),
        },
        CheckEvent::Frozen(Box::new(frozen())),
        CheckEvent::Drawn(Box::new(drawn())),
        CheckEvent::WalkStarted {
            period: period(),
            compared: Compared::RegisterAndCase.code(),
        },
        CheckEvent::OutcomeRecorded {
            period: period(),
            seq: 106,
            place: 4,
            outcome: Outcome::Time.code(),
            compared: Compared::Register.code(),
        },
        CheckEvent::EvidenceNoted {
            period: period(),
            seq: 106,
        },
        CheckEvent::Judged {
            period: period(),
            major: false,
        },
        CheckEvent::Judged {
            period: period(),
            major: true,
        },
        CheckEvent::Signed(Box::new(signed())),
    ]
    .map(Event::Check)
    .into_iter()
    .collect()
}

fn mapped(columns: &[&'static str]) -> Event {
    Event::Import(ImportEvent::ColumnsMapped {
        kind: "log",
        version: 1,
        columns: columns.to_vec(),
    })
}

fn events() -> Vec<Event> {
    let register_import = Event::Import(ImportEvent::Register {
        file: 2,
        sha256: String::new(),
        encoding: "utf-8",
        read: 399,
        accepted: 390,
        duplicate: 8,
        rejected: 1,
    });
    [
        desk_events(),
        register_events(),
        match_events(),
        check_events(),
        vec![register_import, log_import(LogCounts::default(), false)],
        vec![mapped(&[]), mapped(&["account", "result"])],
    ]
    .concat()
}

#[test]
fn each_event_fits_the_message_line_in_both_languages() {
    for event in events() {
        for lang in LANGS {
            let text = lang.told(&event);
            sound(&text);
            assert!(width(&text) <= 78, "{text}");
        }
    }
}

#[test]
fn a_line_says_what_was_done_and_its_number() {
    let all: Vec<String> = events()
        .iter()
        .map(|event| Lang::ZhTw.told(event))
        .collect();
    for told in [
        "已登記 SOC-11511-0043。",
        "已登記 1,200 筆。",
        "已作廢 11511-0043，原登記仍予保留。",
        "已更正 11511-0043，存為第 3 版。",
        "已勾稽 11510：相符 375 筆、提議 19 筆、查而未登 18 筆、登而未查 14 件。",
        "已存第 123 列之說明：漏登。",
        "已凍結 11510，共 1,412 筆，其後不變。其後由 zhang.ml 抽樣。",
        "已開始逐筆查核 11510，核對登記及案卷。",
        "已記第 4 筆：時間不符。",
        "已簽章 11510-v1。",
        "時鐘倒退 6 分，已記入軌跡。請資訊單位校正時鐘。",
    ] {
        assert!(all.iter().any(|line| line == told), "{told}\n{all:#?}");
    }
}

#[test]
fn an_import_says_what_is_unusual_only_where_it_is() {
    let counts = LogCounts {
        read: 412,
        accepted: 410,
        duplicate: 0,
        unreadable: 2,
        outside: 0,
        waiting: 0,
    };
    assert_eq!(
        Lang::ZhTw.told(&log_import(counts, false)),
        "已匯入 11510：收入 410 筆、重複 0 筆、無法判讀 2 筆。"
    );
    let odd = LogCounts {
        outside: 3,
        waiting: 7,
        ..counts
    };
    assert_eq!(
        Lang::ZhTw.told(&log_import(odd, true)),
        "已匯入 11510：收入 410 筆、重複 0 筆、無法判讀 2 筆、他月 3 筆、凍結後待查 7 筆；檔尾合計不符，仍照收。"
    );
}

#[test]
fn the_proof_is_worded_as_the_record_prints_it() {
    let said = |population, sample, bad| {
        Lang::ZhTw
            .assurance(&Assurance::of(population, sample, bad))
            .join("")
    };
    assert_eq!(
        said(412, 13, 0),
        "自 412 筆隨機抽查 13 筆均相符：95% 信心水準下，不符者至多 83 筆（20.2%）。\
         前提：查詢日誌完整，且查核人員能察覺不符。\
         未抽之 399 筆未經核對案卷，不得據此推定均相符。"
    );
    assert!(said(412, 13, 1).starts_with(
        "自 412 筆隨機抽查 13 筆，不符 1 筆：95% 信心水準下，不符者至多 128 筆（31.1%）。前提："
    ));
    assert_eq!(
        said(7, 7, 0),
        "全數查核 7 筆均相符。前提：查詢日誌完整，且查核人員能察覺不符。"
    );
    assert!(said(7, 7, 2).starts_with("全數查核 7 筆，不符 2 筆。"));
    assert!(said(0, 0, 0).starts_with("本期查詢日誌零筆，"));
}

#[test]
fn no_confidence_is_claimed_where_every_row_was_checked() {
    for lang in LANGS {
        for (population, sample) in [(7, 7), (0, 0)] {
            let said = lang
                .assurance(&Assurance::of(population, sample, 0))
                .join(" ");
            assert!(!said.contains("95"), "{said}");
        }
        for sentence in lang.assurance(&Assurance::of(1_412, 43, 2)) {
            sound(&sentence);
        }
    }
}
