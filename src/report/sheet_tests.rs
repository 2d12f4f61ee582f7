//! Tests of lists: what they hold, hostile cells, the way back through the importers, and LibreOffice's own reading.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::*;
use crate::report::sealed::Sealed;
use crate::report::trial::{assert_well_formed, read_by_libreoffice};

fn frame() -> SheetFrame {
    SheetFrame {
        agency_name: "高雄市政府社會局".into(),
        title: "查詢紀錄單 115年10月".into(),
        is_demo: false,
        notes: vec!["總筆數 412 筆".into()],
        columns: vec![
            SheetColumn::new("序", 6).right(),
            SheetColumn::new("查詢條件", 12),
            SheetColumn::new("事由", 30),
        ],
        printed_by: "陳怡君".into(),
        printed_at: "115/11/23(一) 09:42".into(),
    }
}

fn written(format: SheetFormat, rows: &[[&str; 3]]) -> Vec<u8> {
    let mut writer = SheetWriter::begin(Cursor::new(Vec::new()), format, frame()).unwrap();
    for row in rows {
        writer.row(&row.map(str::to_owned)).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes))
        .unwrap()
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// Each begins with what a spreadsheet would compute or an importer take off.
const DANGEROUS: [&str; 9] = [
    "=1+1",
    "+886",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "＝1+1",
    "'x",
    "=\"0912\"",
];

#[test]
fn dangerous_cells_of_a_csv_are_text_and_come_back_unchanged() {
    let rows: Vec<[&str; 3]> = DANGEROUS.iter().map(|cell| ["1", "a,b", *cell]).collect();
    let bytes = written(SheetFormat::Csv, &rows);
    let text = String::from_utf8(bytes).unwrap();
    let mut reader =
        ::csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let read: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(read.len(), DANGEROUS.len());
    for (record, original) in read.iter().zip(DANGEROUS) {
        let cell = record.get(2).unwrap();
        assert!(cell.starts_with('\''), "{cell:?}");
        assert_eq!(cell.get(1..).unwrap(), original);
        assert_eq!(record.get(1), Some("a,b"));
    }
}

#[test]
fn a_spreadsheet_computes_nothing_and_is_well_formed() {
    let rows: Vec<[&str; 3]> = DANGEROUS
        .iter()
        .map(|cell| ["1", "</text:p>&\u{1b}", *cell])
        .collect();
    let bytes = written(SheetFormat::Ods, &rows);
    let content = part(&bytes, "content.xml");
    assert!(!content.contains("table:formula") && content.contains("<text:p>=1+1</text:p>"));
    for name in [
        "content.xml",
        "styles.xml",
        "meta.xml",
        "META-INF/manifest.xml",
    ] {
        assert_well_formed(&part(&bytes, name));
    }
    assert_eq!(
        bytes,
        written(SheetFormat::Ods, &rows),
        "the same rows, other bytes"
    );
}

#[test]
fn every_page_repeats_the_heads_and_says_who_printed_it_when() {
    let bytes = written(SheetFormat::Ods, &[["1", "A12345****", "低收入戶審查"]]);
    let content = part(&bytes, "content.xml");
    let heads = content.split("<table:table-header-rows>").nth(1).unwrap();
    assert!(heads.contains("查詢條件"));
    let styles = part(&bytes, "styles.xml");
    for wanted in [
        "fo:page-width=\"29.7cm\"",
        "【密】",
        "陳怡君",
        "115/11/23(一) 09:42",
        "<text:page-count>",
    ] {
        assert!(styles.contains(wanted), "{wanted}");
    }
}

#[test]
fn libreoffice_opens_a_list_and_reads_what_was_written() {
    let rows: Vec<[&str; 3]> = DANGEROUS
        .iter()
        .map(|cell| ["1", "高市社救字\n第1號", *cell])
        .collect();
    let Some(text) = read_by_libreoffice(
        "ods",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        &written(SheetFormat::Ods, &rows),
    ) else {
        return;
    };
    for wanted in [
        "高雄市政府社會局 查詢紀錄單 115年10月",
        "總筆數 412 筆",
        "序,查詢條件,事由",
        "\"高市社救字\n第1號\"",
        "=1+1",
        "@SUM(A1)",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

#[test]
fn libreoffice_opens_a_list_out_of_a_sealed_package_too() {
    let sealed = Sealed::begin(Cursor::new(Vec::new()), "a.ods", "Horse-Battery-1").unwrap();
    let mut writer = SheetWriter::stream(sealed, SheetFormat::Ods, frame()).unwrap();
    writer
        .row(&["1", "A12345****", "急難救助"].map(str::to_owned))
        .unwrap();
    let sealed = writer.finish().unwrap().into_inner().finish().unwrap();
    let mut bytes = Vec::new();
    ZipArchive::new(sealed)
        .unwrap()
        .by_index_decrypt(0, b"Horse-Battery-1")
        .unwrap()
        .read_to_end(&mut bytes)
        .unwrap();
    assert_eq!(&bytes[30..38], b"mimetype");
    let read = read_by_libreoffice("ods", "csv:Text - txt - csv (StarCalc):44,34,76", &bytes);
    if let Some(text) = read {
        assert!(text.contains("A12345****,急難救助"), "{text}");
    }
}
