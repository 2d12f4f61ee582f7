//! Headers that are recognised only in part or not at all, and what a person says about them.

use std::io::Cursor;

use super::*;
use crate::import::{Draft, FileFault, LogDraft, LogFile, Nearest};

const KNOWN: &str = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果";
const ROW: &str = "k,1151001,0906,LI01,A123456789,案由,有";

fn open(text: &str, mapping: &Mapping) -> Result<LogFile<Cursor<String>>, FileFault> {
    LogFile::open(Cursor::new(text.to_owned()), mapping)
}

#[track_caller]
fn nearest(text: &str) -> Option<Nearest> {
    match open(text, &Mapping::default()).map(|_| ()) {
        Err(FileFault::NoHeader { nearest }) => nearest,
        other => panic!("{other:?}"),
    }
}

fn named(name: &str, nth: usize) -> Named {
    Named {
        name: name.to_owned(),
        nth,
    }
}

fn cells(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

#[test]
fn a_header_of_unknown_names_is_offered_with_what_stands_below() {
    let text = format!("清冊\n誰,哪日,何時,哪項,查誰,為何,如何\n{ROW}\n");
    let near = nearest(&text).unwrap();
    assert_eq!((near.line, near.found.len()), (2, 0));
    assert_eq!(near.cells[0], "誰");
    assert_eq!(near.example[4], "A123456789");
    assert_eq!(near.missing.len(), 7);
}

#[test]
fn a_file_without_a_header_offers_no_row_of_data_as_one() {
    assert!(nearest(&format!("{ROW}\n{ROW}\n")).is_none());
    assert!(nearest("a,b,c\n1,2,3\n").is_none());
}

#[test]
fn examples_come_from_the_first_rows_that_have_one() {
    let text = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,結果為\n\n第 1 頁\nk,,,,,,\nx,1151001,0906,LI01,A,b,有\n";
    let near = nearest(text).unwrap();
    assert_eq!(near.missing, [Column::Result]);
    assert_eq!(
        near.example,
        ["x", "1151001", "0906", "LI01", "A", "b", "有"]
    );
}

#[test]
fn the_second_of_two_columns_of_one_name_can_be_meant() {
    let header = KNOWN.replace("查詢者帳號", "帳號,帳號");
    let text = format!("{header}\n長官,{ROW}\n");
    let account = |mapping: &Mapping| {
        let mut file = open(&text, mapping).unwrap();
        let row = file.rows().unwrap().next().unwrap().unwrap();
        row.outcome.unwrap().account
    };
    assert_eq!(account(&Mapping::default()), "長官");
    let second = Mapping::of([(Column::Account, named("帳號", 2))]);
    assert_eq!(account(&second), "k");
}

#[test]
fn a_column_without_a_name_can_be_meant() {
    let header = KNOWN.replace("查詢結果", "");
    let mapping = Mapping::of([(Column::Result, named("", 1))]);
    let mut file = open(&format!("{header}\n{ROW}\n"), &mapping).unwrap();
    let row = file.rows().unwrap().next().unwrap().unwrap();
    assert_eq!(row.outcome.unwrap().result, "有");
}

#[test]
fn what_was_mapped_is_no_other_column_by_its_name() {
    let header = cells("帳號,日期,時間,作業代號,對象,身分證號,案由,結果");
    let wanted = LogDraft::WANTED;
    let by_hand = Mapping::of([
        (Column::Condition, named("身分證號", 1)),
        (Column::Reason, named("案由", 1)),
        (Column::Case, named("對象", 1)),
    ]);
    let layout = |mapping: &Mapping| {
        Layout::of_cells(1, &header, Delimiter::Comma, &wanted, mapping).unwrap()
    };
    let places = layout(&by_hand);
    assert_eq!(places.place(Column::Condition), Some(5));
    assert_eq!(places.place(Column::CaseAndReason), None);
    assert_eq!(places.place(Column::Reason), Some(6));
    let by_name = layout(&Mapping::default());
    assert_eq!(by_name.place(Column::CaseAndReason), Some(6));
}

#[test]
fn only_what_the_names_do_not_say_is_remembered() {
    let wanted = LogDraft::WANTED;
    let header = cells("帳號,日期,時間,作業代號,身分證號,案號,事由,案由,如何");
    let all = [
        (Column::Account, 0),
        (Column::Day, 1),
        (Column::Time, 2),
        (Column::Item, 3),
        (Column::Condition, 4),
        (Column::CaseAndReason, 7),
        (Column::Result, 8),
    ];
    let least = Mapping::default().for_places(&header, &all, &wanted);
    assert_eq!(least, Mapping::of([(Column::Result, named("如何", 1))]));
    // 案號 and 事由 apart, although 案由 is there.
    let mut apart: Vec<(Column, usize)> = all.to_vec();
    apart.retain(|(column, _)| *column != Column::CaseAndReason);
    apart.extend([(Column::Case, 5), (Column::Reason, 6)]);
    let mapping = least.for_places(&header, &apart, &wanted);
    let layout = Layout::of_cells(1, &header, Delimiter::Comma, &wanted, &mapping).unwrap();
    assert_eq!(layout.place(Column::Reason), Some(6));
    assert_eq!(layout.place(Column::CaseAndReason), None);
    // And back again.
    let back = mapping.for_places(&header, &all, &wanted);
    let layout = Layout::of_cells(1, &header, Delimiter::Comma, &wanted, &back).unwrap();
    assert_eq!(layout.place(Column::CaseAndReason), Some(7));
}

#[test]
fn a_change_for_one_set_forgets_the_other() {
    let wanted = LogDraft::WANTED;
    let together = Mapping::of([(Column::CaseAndReason, named("甲", 1))]);
    let changes = [(Column::Case, Some(named("乙", 1))), (Column::Day, None)];
    let after = together.changed(&changes, &wanted);
    assert_eq!(after, Mapping::of([(Column::Case, named("乙", 1))]));
}
