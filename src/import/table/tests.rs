//! Whole files, in the shapes that offices receive.

use std::io::Cursor;

use chrono::NaiveTime;
use proptest::prelude::*;

use super::*;
use crate::domain::query::{Output, QueryResult, WhereTo};
use crate::domain::roc_date;
use crate::import::columns::Column;
use crate::import::encoding::Encoding;
use crate::import::mapping::Named;
use crate::import::records::Delimiter;
use crate::import::register_csv::{RegisterDraft, RegisterFile};
use crate::import::webir_log::{Grounds, LogDraft, LogFile, LogRecord};

const HEADER: &str = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果";

fn open(bytes: &[u8]) -> Result<LogFile<Cursor<Vec<u8>>>, FileFault> {
    LogFile::open(Cursor::new(bytes.to_vec()), &Mapping::default())
}

#[track_caller]
fn rows_of(bytes: &[u8]) -> (Vec<LogRecord>, Tally) {
    let mut file = open(bytes).unwrap();
    let mut rows = file.rows().unwrap();
    let all = rows.by_ref().collect::<Result<Vec<_>, _>>().unwrap();
    let tally = rows.tally().clone();
    (all, tally)
}

/// Rows below the usual header.
#[track_caller]
fn below(text: &str) -> (Vec<LogRecord>, Tally) {
    rows_of(format!("{HEADER}\n{text}").as_bytes())
}

#[track_caller]
fn one(text: &str) -> LogRecord {
    let (mut rows, _) = below(text);
    assert_eq!(rows.len(), 1, "{text}");
    rows.remove(0)
}

fn sample(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/fixtures/samples/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).unwrap()
}

#[track_caller]
fn fault(text: &str) -> RowFault {
    one(text).outcome.unwrap_err()
}

#[test]
fn the_four_shapes_of_one_month_give_the_same_rows() {
    let mut all = Vec::new();
    for (name, encoding, delimiter, titles) in [
        ("bom", Encoding::Utf8Bom, Delimiter::Comma, 2),
        ("cp950", Encoding::Cp950, Delimiter::Comma, 2),
        ("tsv", Encoding::Utf8, Delimiter::Tab, 0),
        ("utf16", Encoding::Utf16Le, Delimiter::Tab, 0),
    ] {
        let bytes = sample(&format!("weblog-11510-{name}.csv"));
        let mut file = open(&bytes).unwrap();
        let scan = file.scan().unwrap();
        assert_eq!(scan.facts.encoding, encoding);
        assert_eq!(scan.delimiter, delimiter);
        assert_eq!((scan.tally.read, scan.tally.unreadable), (412, 0), "{name}");
        assert_eq!((scan.tally.titles, scan.header_line), (titles, titles + 1));
        assert!(scan.tally.ties());
        assert_eq!(scan.tally.footer, (titles > 0).then_some(412));
        assert_eq!(scan.columns.len(), 7);
        assert_eq!(scan.columns[0].first, "kcgsoc0112");
        let rows = file.rows().unwrap().collect::<Result<Vec<_>, _>>().unwrap();
        let facts: Vec<_> = rows
            .iter()
            .map(|row| {
                let draft = row.outcome.as_ref().unwrap();
                (row.key, draft.day, draft.time, draft.result.clone())
            })
            .collect();
        all.push(facts);
    }
    assert!(all.iter().all(|shape| *shape == all[0]));
}

#[test]
fn the_printed_pages_of_a_cp950_log_are_seen_as_such() {
    let scan = open(&sample("weblog-11510-cp950.csv"))
        .unwrap()
        .scan()
        .unwrap();
    assert_eq!((scan.tally.repeated_headers, scan.tally.blanks), (2, 1));
    assert_eq!(scan.tally.notes, 1);
}

#[test]
fn the_sample_register_is_read_whole() {
    let bytes = sample("register-11510.csv");
    let mut file: RegisterFile<_> =
        RegisterFile::open(Cursor::new(bytes), &Mapping::default()).unwrap();
    let rows = file.rows().unwrap().collect::<Result<Vec<_>, _>>().unwrap();
    assert_eq!(rows.len(), 399);
    let drafts: Vec<&RegisterDraft> = rows
        .iter()
        .map(|row| row.outcome.as_ref().unwrap())
        .collect();
    assert_eq!(drafts[0].number.to_string(), "SOC-11510-0001");
    assert_eq!(drafts[0].result, Some(QueryResult::Found));
    assert_eq!(drafts[0].output, Some(Output::ViewedOnly));
    assert_eq!(drafts[0].whereto, Some(WhereTo::NotKept));
    assert!(drafts.iter().all(|draft| draft.unknown_words.is_empty()));
    assert_eq!(drafts[0].registered_on, None);
}

#[test]
fn the_example_of_the_directive_reads_as_offices_write_it() {
    let text = "勞保局電子查驗服務 查詢紀錄清單,,,,,,\n\
        機關：高雄市政府社會局　查詢期間：115/03/01～115/03/31,,,,,,\n\
        查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果\n\
        kcgsoc0123,1150302,093012,LI01,A123456789,\"高市社救字第11531234500號\n低收入戶審查\",查有資料\n\
        kcgsoc0123,115/03/02,9:31,LI01,Ａ２２３４５６７８１,11531234600　急難救助,查無資料\n\
        ,,,,,,\n合計：2筆,,,,,,\n";
    let (rows, tally) = rows_of(text.as_bytes());
    assert_eq!(
        (tally.read, tally.footer, tally.titles, tally.blanks),
        (2, Some(2), 2, 1)
    );
    assert_eq!(rows[0].line, 4);
    assert_eq!(rows[1].line, 6);
    let draft = rows[1].outcome.as_ref().unwrap();
    assert_eq!(draft.time, NaiveTime::from_hms_opt(9, 31, 0).unwrap());
    assert_eq!(draft.subject().as_stored(), "A223456781");
    assert_eq!(rows[1].fields[4], "Ａ２２３４５６７８１");
    assert!(!rows[0].flags.any() && !rows[1].flags.any());
}

#[test]
fn dates_and_times_are_read_in_every_form_a_spreadsheet_leaves() {
    for (day, time) in [
        ("1151001", "090644"),
        ("115/10/1", "90644"),
        ("115-10-01", "9:06:44"),
        ("20261001", "09:06:44"),
        ("2026/10/1", "０９０６４４"),
        ("１１５１００１", "=\"090644\""),
        ("'1151001", "'090644"),
        ("115年10月1日", "09：06：44"),
    ] {
        let draft = one(&format!("k,{day},{time},LI01,A,案,有"))
            .outcome
            .unwrap();
        assert_eq!(roc_date::iso(draft.day), "2026-10-01", "{day}");
        assert_eq!(
            roc_date::hour_minute_second(draft.time),
            "09:06:44",
            "{time}"
        );
    }
    let early = one("k,990302,906,LI01,A,案,有").outcome.unwrap();
    assert_eq!(roc_date::iso(early.day), "2010-03-02");
    assert_eq!(roc_date::hour_minute(early.time), "09:06");
}

#[test]
fn an_unreadable_row_says_why_and_keeps_its_raw_text() {
    assert!(matches!(
        fault("k,1151032,090644,LI01,A,案,有"),
        RowFault::BadDate { column: Column::Day, text, why: roc_date::DateFault::NoSuchDay { month: 10, day: 32, last: 31, .. } }
            if text.as_str() == "1151032"
    ));
    assert!(matches!(
        fault("k,1151001,12,LI01,A,案,有"),
        RowFault::BadTime { .. }
    ));
    assert!(matches!(
        fault("k,1151001,250000,LI01,A,案,有"),
        RowFault::BadTime { .. }
    ));
    assert_eq!(
        fault("k,1151001,090644,LI01,A,案"),
        RowFault::TooFewFields {
            expected: 7,
            found: 6,
            missing: vec![Column::Result]
        }
    );
    assert_eq!(
        fault("k,1151001,090644,LI01,A,案,由,有"),
        RowFault::TooManyFields {
            expected: 7,
            found: 8
        }
    );
    let row = one("\"k\",x,090644,LI01,A,\"案\"\"\r\n由\",有\r\n");
    assert_eq!(row.fields, ["\"k\",x,090644,LI01,A,\"案\"\"\r\n由\",有"]);
    assert_eq!(
        row.canonical(),
        "[\"\\\"k\\\",x,090644,LI01,A,\\\"案\\\"\\\"\\r\\n由\\\",有\"]"
    );
    let shifted = fault("k,A123456789,1151001,090644,LI01,案,有");
    assert!(!format!("{shifted:?}").contains("A12345"), "{shifted:?}");
}

#[test]
fn empty_fields_beyond_the_header_are_no_fault_and_are_kept() {
    let row = one("k,1151001,090644,LI01,A,案,有,,");
    assert!(row.outcome.is_ok());
    assert_eq!(
        row.canonical(),
        "[\"k\",\"1151001\",\"090644\",\"LI01\",\"A\",\"案\",\"有\",\"\",\"\"]"
    );
}

#[test]
fn what_stands_between_pages_is_no_row_and_all_else_is() {
    let (rows, tally) = below(&format!(
        "k,1151001,090644,LI01,A,案,有\n列印日期：115/11/02,,,,,,\n第 2 頁\n{HEADER},,\n\n以下空白\n\
         k,1151002,090644,LI01,A,案,有\n=\"\",,,,,,\n列印人,陳\n合計：9筆\n合計：1,003筆,,\n"
    ));
    assert_eq!(rows.len(), 3);
    assert!(matches!(
        rows[2].outcome,
        Err(RowFault::TooFewFields { found: 2, .. })
    ));
    assert_eq!(tally.repeated_headers, 1);
    assert_eq!(tally.blanks, 2);
    assert_eq!(tally.notes, 5);
    assert_eq!(tally.footer, Some(1003));
    assert!(!tally.ties());
}

#[test]
fn a_row_above_the_header_is_not_lost() {
    let text =
        format!("標題\nk,1151001,090644,LI01,A,案,有\n{HEADER}\nk,1151002,090644,LI01,A,案,有\n");
    let (rows, tally) = rows_of(text.as_bytes());
    assert_eq!((rows.len(), rows[0].line, tally.titles), (2, 2, 1));
}

#[test]
fn a_header_without_rows_is_a_nil_month() {
    let (rows, tally) = below("合計：0筆\n");
    assert!(rows.is_empty());
    assert_eq!((tally.read, tally.footer), (0, Some(0)));
}

#[test]
fn case_and_reason_may_stand_in_two_fields_and_names_may_differ() {
    let text = "使用者帳號;日期;時間;查調項目;被查詢者;案 號;查詢事由;結果;備註\nk;1151001;0906;LI01;A;1;\"a;b\";有;x\n";
    let (rows, _) = rows_of(text.as_bytes());
    let draft = rows[0].outcome.as_ref().unwrap();
    assert!(
        draft.grounds
            == Grounds::Apart {
                case: "1".into(),
                reason: "a;b".into()
            }
    );
    assert_eq!(rows[0].fields[8], "x");
}

#[test]
fn a_mapping_corrected_by_hand_finds_the_column() {
    let text =
        "誰,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果\nk,1151001,0906,LI01,A,案,有\n";
    let Err(FileFault::NoHeader {
        nearest: Some(near),
    }) = open(text.as_bytes()).map(|_| ())
    else {
        panic!("no header, but one that is near")
    };
    assert_eq!((near.line, near.missing), (1, vec![Column::Account]));
    let mapping = Mapping::of([(Column::Account, Named::first("誰"))]);
    let mut file: LogFile<_> = LogFile::open(Cursor::new(text), &mapping).unwrap();
    let row = file.rows().unwrap().next().unwrap().unwrap();
    assert_eq!(row.outcome.unwrap().account, "k");
}

#[test]
fn a_file_that_is_no_log_is_refused() {
    assert!(matches!(open(b"").map(|_| ()), Err(FileFault::Empty)));
    assert!(matches!(
        open(b"<html><table><tr><td>a</td></tr></table>").map(|_| ()),
        Err(FileFault::NoHeader { nearest: None })
    ));
    let long = format!("{}\n{HEADER}\n", "x".repeat(3_000_000));
    assert!(matches!(
        open(long.as_bytes()).map(|_| ()),
        Err(FileFault::RecordTooLong { line: 1 })
    ));
    let torn =
        format!("{HEADER}\nk,1151001,090644,LI01,A,案,有\nk,1151001,090644,LI01,A,\"案,有\n");
    let mut file = open(torn.as_bytes()).unwrap();
    assert!(matches!(file.scan(), Err(FileFault::OpenQuote { line: 3 })));
    assert!(matches!(
        open(b"\"never\n").map(|_| ()),
        Err(FileFault::OpenQuote { line: 1 })
    ));
    let noise: Vec<u8> = (0..4000_u32)
        .map(|n| (n * 7919 % 251) as u8 | 0x80)
        .collect();
    assert!(matches!(
        open(&noise).map(|_| ()),
        Err(FileFault::Undecodable { .. })
    ));
}

#[test]
fn a_trail_byte_that_is_a_backslash_or_a_bad_pair_does_not_cut_a_row() {
    let mut bytes = sample("weblog-11510-cp950.csv");
    let row =
        b"kcgsoc0101,1151031,090000,LI01,A123456789,\"\xB3\x5C\xA5\x5C\xBB\x5C\",\xFA\x40\x80\n";
    bytes.extend_from_slice(row);
    let (rows, _) = rows_of(&bytes);
    let last = rows.last().unwrap();
    assert_eq!(last.fields[5], "許功蓋");
    assert_eq!(last.fields[6], "\u{E000}□");
    assert!(last.flags.has_rare);
}

#[test]
fn empty_account_item_or_condition_is_taken_and_flagged() {
    for text in [
        ",1151001,090644,LI01,A,案,有",
        "k,1151001,090644, ,A,案,有",
        "k,1151001,090644,LI01,=\"\",案,有",
    ] {
        let row = one(text);
        assert!(row.outcome.is_ok() && row.flags.has_empty, "{text}");
    }
    assert!(!one("k,1151001,090644,LI01,A,,").flags.has_empty);
}

#[test]
fn hostile_text_stays_what_it_is() {
    let marks = format!("e{}", "\u{301}".repeat(10_000));
    for text in [
        "\u{1B}]52;c;x\u{7}",
        "\u{9B}31m",
        "\u{202E}gnp",
        "a\u{2028}b",
        "\0",
        &marks,
    ] {
        let row = one(&format!("k,1151001,090644,LI01,A,{text},有"));
        assert_eq!(row.fields[5], text);
        assert_eq!(row.flags.has_control, text != marks);
        assert!(row.outcome.is_ok());
    }
}

#[test]
fn equal_rows_have_equal_keys_whatever_their_shape() {
    let one_key = |text: &str| one(text).key;
    let key = one_key("kcg1,1151001,090644,LI01,A123456789,案,有");
    assert_eq!(
        one_key("KCG1 ,115/10/01,9:06:44,ｌｉ01,IDN=a123456789;BDATE=0650101,?,無"),
        key
    );
    assert_ne!(one_key("kcg1,1151001,090645,LI01,A123456789,案,有"), key);
    assert_eq!(one_key("k,x,1,LI01,A,案,有"), one_key("k,x,1,LI01,A,案,有"));
    assert_ne!(
        one_key("k,x,1,LI01,A,案,有"),
        one_key("k,x,1,LI01,A,案, 有")
    );
}

#[test]
fn a_register_row_that_cannot_be_is_rejected_and_what_we_exported_is_itself() {
    let header = "登記編號,查詢人帳號,查詢人,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,法律依據,結果,產出,去處,委託查詢人,登記日期,登記時間";
    let text = format!(
        "{header}\nＳＯＣ-11510-0001,k,陳,1151001,090000,LI01,A,'=1+1,'-x,SOC-01,查有資料,僅閱覽,未留存,林,1150930,1700\n\
         SOC-1,k,陳,1151001,090000,LI01,A,1,x,SOC-01,,,\n\
         SOC-11509-0002,,陳,1151001,090000,LI01,A,1,x,SOC-01,,,\n\
         SOC-11510-0003,k,陳,1151001,090000,LI01,A,1,x,SOC-01,,,,,1150231,\n"
    );
    let mut file: RegisterFile<_> =
        RegisterFile::open(Cursor::new(text), &Mapping::default()).unwrap();
    let rows = file.rows().unwrap().collect::<Result<Vec<_>, _>>().unwrap();
    let first = rows[0].outcome.as_ref().unwrap();
    assert_eq!((first.case.as_str(), first.reason.as_str()), ("=1+1", "-x"));
    assert_eq!(first.requester.as_deref(), Some("林"));
    assert!(first.registered_on.is_some() && first.registered_at.is_some());
    assert!(
        matches!(&rows[1].outcome, Err(RowFault::BadNumber { text }) if text.as_str() == "SOC-1")
    );
    assert!(rows[2].outcome.is_ok() && rows[2].flags.has_empty);
    assert!(matches!(
        rows[3].outcome,
        Err(RowFault::BadDate {
            column: Column::RegisteredOn,
            ..
        })
    ));
}

#[test]
fn no_debug_output_holds_a_row() {
    let row = one("kcgsoc0112,1151001,090644,LI01,A123456789,案,有");
    let shown = format!("{row:?} {:?}", row.outcome);
    assert!(
        !shown.contains("A123456789") && !shown.contains("kcgsoc0112"),
        "{shown}"
    );
}

proptest! {
    #[test]
    fn any_bytes_below_a_header_give_rows_or_a_fault_and_add_up(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut file = format!("{HEADER}\n").into_bytes();
        file.extend(bytes);
        if let Ok(mut file) = open(&file)
            && let Ok(scan) = file.scan()
        {
            prop_assert_eq!(scan.tally.read, scan.tally.readable + scan.tally.unreadable);
        }
    }

    #[test]
    fn a_row_written_with_quotes_is_kept_as_it_was(
        fields in proptest::collection::vec("[a-z許,\"\r\n ?=']{1,8}", 7),
    ) {
        let mut fields = fields;
        fields[1] = "1151001".to_owned();
        fields[2] = "090644".to_owned();
        let cells: Vec<String> = fields.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
        let row = one(&cells.join(","));
        prop_assert!(row.outcome.is_ok());
        prop_assert_eq!(row.fields, fields);
    }

    #[test]
    fn a_draft_depends_on_nothing_but_the_row(count in 1_usize..5) {
        let text = "k,1151001,090644,LI01,A,案,有\n".repeat(count);
        let (rows, _) = below(&text);
        let first: &LogDraft = rows[0].outcome.as_ref().unwrap();
        prop_assert!(rows.iter().all(|row| row.outcome.as_ref().unwrap() == first && row.key == rows[0].key));
    }
}
