//! Each refusal and fault says what is so and what to do, fits the message line, and is drawn alike everywhere.

use super::*;
use crate::domain::file_fault::{Column, Evidence, NearestHeader};
use crate::domain::monthly_check::{Outcome, Step};
use crate::domain::people::Role;
use crate::domain::roc_date::{DateFault, TimeFault};
use crate::domain::shown::{is_doubtful, width};

const LANGS: [Lang; 2] = [Lang::ZhTw, Lang::En];

/// Fits the message line.
#[track_caller]
fn sound(text: &str) {
    plain(text);
    assert!(width(text) <= 78, "{} cells: {text}", width(text));
}

#[track_caller]
fn plain(text: &str) {
    let doubtful = text.chars().find(|letter| is_doubtful(&letter.to_string()));
    assert_eq!(doubtful, None, "{text}");
    for never in ["您", "抱歉", "！", "失敗", "…"] {
        assert!(!text.contains(never), "{text}");
    }
}

#[track_caller]
fn advises(lang: Lang, text: &str) {
    sound(text);
    advises_at_length(lang, text);
}

#[track_caller]
fn advises_at_length(lang: Lang, text: &str) {
    plain(text);
    assert!(text.starts_with("! "), "{text}");
    match lang {
        Lang::ZhTw => {
            assert!(text.contains('請') && text.ends_with('。'), "{text}");
        }
        Lang::En => assert!(text.ends_with('.'), "{text}"),
    }
}

fn query_refusals() -> Vec<QueryRefusal> {
    let fields = Field::ALL.map(QueryRefusal::FieldMissing);
    let others = [
        QueryRefusal::NotAUser,
        QueryRefusal::NoRegister,
        QueryRefusal::NoAccount,
        QueryRefusal::NotOwnAccount,
        QueryRefusal::NotOwnQuery,
        QueryRefusal::AlreadyVoid,
        QueryRefusal::AlreadyComplete,
        QueryRefusal::NotComplete,
        QueryRefusal::NoApproval,
        QueryRefusal::OwnApproval,
        QueryRefusal::AlreadyDecided,
        QueryRefusal::NothingChanged,
        QueryRefusal::BasisNeedsReason,
        QueryRefusal::RelationNotInSubjects,
        QueryRefusal::ChecksumNeedsConfirming,
        QueryRefusal::FutureTime,
        QueryRefusal::SpanReversed,
        QueryRefusal::ApprovedInFuture,
        QueryRefusal::RowsDisagree,
        QueryRefusal::OutputWithoutQuery,
        QueryRefusal::WhereToDisagrees,
        QueryRefusal::DeleteByTooEarly,
    ];
    fields.into_iter().chain(others).collect()
}

fn check_refusals() -> Vec<CheckRefusal> {
    let roles = Role::ALL.map(|needed| CheckRefusal::Role { needed });
    let steps = Step::ALL.map(|step| CheckRefusal::NotYet { step });
    let outcomes = Outcome::ALL.map(|outcome| CheckRefusal::OutcomeNotOffered { outcome });
    let others = [
        CheckRefusal::NotImported,
        CheckRefusal::OwnQuery { place: 13 },
        CheckRefusal::OtherCheckersRow { place: 13 },
        CheckRefusal::OwnException,
        CheckRefusal::NothingToExtend,
        CheckRefusal::NotDrawn,
        CheckRefusal::NotReconciled,
        CheckRefusal::AlreadyFrozen,
        CheckRefusal::AlreadyDrawn,
        CheckRefusal::AlreadySigned,
        CheckRefusal::OtherChecker {
            checker: "zhang.ml".parse().unwrap(),
        },
        CheckRefusal::PublicSourceNeeded,
        CheckRefusal::PublicResultNeeded { digits: 6 },
        CheckRefusal::PublicNotDeclared,
        CheckRefusal::PublicLength {
            declared: 6,
            typed: 5,
        },
        CheckRefusal::SlipDiffers,
        CheckRefusal::NoteNeeded,
        CheckRefusal::ReasonNeeded,
        CheckRefusal::Incomplete {
            missing: vec![
                Missing::Proposals(19),
                Missing::Explanations(18),
                Missing::Outcomes(13),
                Missing::OwnRows(1),
                Missing::Gaps(2),
                Missing::Judgement,
            ],
        },
    ];
    let all = roles.into_iter().chain(steps).chain(outcomes);
    all.chain(others).collect()
}

fn bad_date(text: &str, why: DateFault) -> RowFault {
    RowFault::BadDate {
        column: Column::Day,
        text: Evidence::of_figures(text),
        why,
    }
}

fn row_faults() -> Vec<RowFault> {
    let dates = [
        DateFault::Empty,
        DateFault::NotADate,
        DateFault::BeforeTheRepublic,
        DateFault::OnlyAMonth,
        DateFault::NoSuchMonth {
            year: 115,
            month: 13,
        },
        DateFault::NoSuchDay {
            year: 115,
            month: 2,
            day: 29,
            last: 28,
        },
    ]
    .map(|why| bad_date("1151332", why));
    let times = [
        TimeFault::Empty,
        TimeFault::NotATime,
        TimeFault::TooShort,
        TimeFault::NoSuchTime {
            hour: 25,
            minute: 0,
            second: 0,
        },
    ]
    .map(|why| RowFault::BadTime {
        column: Column::Time,
        text: Evidence::of_figures("250000"),
        why,
    });
    let others = [
        RowFault::TooFewFields {
            expected: 7,
            found: 6,
            missing: vec![Column::Result],
        },
        RowFault::TooManyFields {
            expected: 7,
            found: 8,
        },
        RowFault::BadNumber {
            text: Evidence::of_number("SOC-11510-42"),
        },
        RowFault::BadNumber {
            text: Evidence::default(),
        },
    ];
    dates.into_iter().chain(times).chain(others).collect()
}

#[test]
fn every_refusal_of_the_register_says_what_to_do() {
    for lang in LANGS {
        for refusal in query_refusals() {
            advises(lang, &lang.query_refusal(refusal));
        }
    }
    assert_eq!(
        Lang::ZhTw.query_refusal(QueryRefusal::FutureTime),
        "! 查詢日時：晚於現在。請改填，例如 1123 857。"
    );
}

#[test]
fn every_refusal_of_the_check_says_what_to_do() {
    for lang in LANGS {
        for refusal in check_refusals() {
            advises(lang, &lang.check_refusal(&refusal));
        }
    }
    let incomplete = CheckRefusal::Incomplete {
        missing: vec![Missing::Explanations(2), Missing::Judgement],
    };
    assert_eq!(
        Lang::ZhTw.check_refusal(&incomplete),
        "! 簽章：尚缺 2 項：說明 2 筆、重大異常判定。請補齊。"
    );
    assert_eq!(
        Lang::ZhTw.check_refusal(&CheckRefusal::NotYet { step: Step::Frozen }),
        "! 抽查：本期現為「已凍結」，尚不得辦理。請先抽樣。"
    );
}

#[test]
fn a_date_that_cannot_be_is_worded_with_its_month_and_an_example() {
    let fault = DateFault::NoSuchDay {
        year: 115,
        month: 2,
        day: 29,
        last: 28,
    };
    let place = Lang::ZhTw.field(Field::Asked);
    assert_eq!(
        Lang::ZhTw.fault(place, &Lang::ZhTw.date_fault(fault)),
        "! 查詢日時：115 年 2 月無 29 日。請改填，例如 1123、115/11/23 或 -1（昨日）。"
    );
}

#[test]
fn a_row_that_is_not_taken_says_its_line_and_its_fault() {
    let short = RowFault::TooFewFields {
        expected: 7,
        found: 6,
        missing: vec![Column::Result],
    };
    assert_eq!(
        Lang::ZhTw.unreadable_row(301, &short),
        "! 第 301 行：應 7 欄，僅 6 欄，列為無法判讀，仍計入筆數。"
    );
    assert_eq!(
        Lang::ZhTw.row_reason(&short),
        "少 1 欄：應 7 欄，僅 6 欄（缺查詢結果）"
    );
    let late = DateFault::NoSuchDay {
        year: 115,
        month: 10,
        day: 32,
        last: 31,
    };
    assert_eq!(
        Lang::ZhTw.row_reason(&bad_date("1151032", late)),
        "查詢日期 1151032 不存在：10 月無 32 日"
    );
    assert_eq!(
        Lang::ZhTw.row_reason(&bad_date("", DateFault::Empty)),
        "查詢日期空白"
    );
    for lang in LANGS {
        for fault in row_faults() {
            sound(&lang.row_reason(&fault));
            plain(&lang.unreadable_row(1_000_000, &fault));
            let rejected = lang.rejected_row(1_000_000, &fault);
            plain(&rejected);
            assert!(lang == Lang::En || rejected.contains('請'), "{rejected}");
        }
    }
}

#[test]
fn a_shifted_identifier_is_never_part_of_a_sentence() {
    let fault = bad_date("A123456789", DateFault::NotADate);
    for lang in LANGS {
        assert!(!lang.unreadable_row(5, &fault).contains("A123"));
    }
    assert_eq!(Lang::ZhTw.row_reason(&fault), "查詢日期無法讀為日期");
}

#[test]
fn a_file_that_is_refused_says_what_to_do() {
    let near = NearestHeader {
        line: 3,
        missing: vec![Column::Case, Column::Result],
        names: vec!["帳號".to_owned(), "時間".to_owned()],
    };
    let naming = [
        FileRefusal::NoHeader {
            nearest: Some(near),
        },
        FileRefusal::NoSuchName {
            name: "誰".to_owned(),
            names: vec!["帳號".to_owned()],
        },
    ];
    let refusals = [
        FileRefusal::Empty,
        FileRefusal::Undecodable {
            bad: 1_000,
            pairs: 20_000,
        },
        FileRefusal::NoHeader { nearest: None },
        FileRefusal::IsRegister,
        FileRefusal::OpenQuote { line: 1_284 },
        FileRefusal::RecordTooLong { line: 1_284 },
        FileRefusal::Unreadable,
    ];
    for lang in LANGS {
        for refusal in &refusals {
            advises(lang, &lang.file_refusal(refusal));
        }
        // These hold names of the file, and stand on a sheet or in a terminal.
        for refusal in &naming {
            advises_at_length(lang, &lang.file_refusal(refusal));
        }
    }
    assert_eq!(
        Lang::ZhTw.file_refusal(&naming[0]),
        "! 匯入：找不到標題列；第 3 行最近，缺案號、查詢結果。檔內欄名：帳號、時間。請指定欄位對應。"
    );
}

#[test]
fn passphrases_and_signers_have_their_sentences() {
    let signers = [
        SignerFault::Genesis,
        SignerFault::UnknownKey,
        SignerFault::Revoked,
        SignerFault::RoleNotHeld,
        SignerFault::RoleNotAllowed,
        SignerFault::UnknownAction,
        SignerFault::Body,
        SignerFault::Code,
        SignerFault::UnknownPerson,
        SignerFault::OwnRoles,
        SignerFault::LastKeeper,
    ];
    for lang in LANGS {
        for fault in signers {
            advises(lang, &lang.signer_fault(48_231, fault));
        }
        for fault in [PassphraseFault::TooWeak, PassphraseFault::Reused] {
            advises(lang, &lang.passphrase_fault(fault));
        }
    }
}
