//! Columns mapped by hand: kept for the agency, used by themselves, bound by the trail.

use std::path::{Path, PathBuf};

use super::*;
use crate::app::trial::{Trial, october, sample};
use crate::app::{Imported, LookedAt, MapChanges, Preview, Taking, Work};

const HEADER: &str = "誰,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,如何\r\n";
const ROW: &str = "kcgsoc0101,1151001,090000,LI01,A123456789,11500000001 a,有\r\n";

fn put(trial: &Trial, name: &str, text: &str) -> PathBuf {
    let path = trial.dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn by_hand(pairs: &[(Column, &str)]) -> MapChanges {
    let named = |name: &&str| (!name.is_empty()).then(|| Named::first(*name));
    let pairs = pairs.iter();
    pairs.map(|(column, name)| (*column, named(name))).collect()
}

fn taken(office: &mut Office, path: &Path, map: MapChanges) -> Result<Imported, AppError> {
    let taking = Taking {
        map,
        ..Taking::default()
    };
    office.import_log(path, october(), taking)
}

fn looked(office: &mut Office, path: &Path) -> Preview {
    office
        .preview_log(path, october(), Work::unwatched())
        .unwrap()
}

#[test]
fn a_mapping_is_kept_with_the_import_and_used_by_itself_the_next_time() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let first = put(&trial, "1.csv", &format!("{HEADER}{ROW}"));
    let Err(AppError::File(FileFault::NoHeader {
        nearest: Some(near),
    })) = taken(&mut manager, &first, Vec::new())
    else {
        panic!("read without being told how")
    };
    assert_eq!(near.missing, [Column::Account, Column::Result]);
    let map = by_hand(&[(Column::Account, "誰"), (Column::Result, "如何")]);
    let before = manager.head().unwrap().seq;
    let dry = Taking {
        dry_run: true,
        map: map.clone(),
        ..Taking::default()
    };
    assert_eq!(
        manager.import_log(&first, october(), dry).unwrap().accepted,
        1
    );
    assert_eq!(manager.head().unwrap().seq, before);
    assert_eq!(taken(&mut manager, &first, map).unwrap().accepted, 1);
    // The mapping's entry, then the import's.
    assert_eq!(manager.head().unwrap().seq, before + 2);
    let next = put(
        &trial,
        "2.csv",
        &format!("{HEADER}{}", ROW.replace("0101", "0102")),
    );
    assert_eq!(taken(&mut manager, &next, Vec::new()).unwrap().accepted, 1);
    assert_eq!(manager.head().unwrap().seq, before + 3);
    // A file of the usual names is read as before.
    let usual = sample("weblog-11510-bom.csv");
    assert_eq!(
        taken(&mut manager, &usual, Vec::new()).unwrap().accepted,
        412
    );
    assert!(manager.verify(None, |_| ()).unwrap().ok);
}

#[test]
fn the_entry_of_a_mapping_names_our_columns_and_nothing_of_the_file() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let mapping = Mapping::of([(Column::Account, Named::first("王小明A123456789"))]);
    let done = manager.save_column_map(FileKind::Log, &mapping).unwrap();
    let written = done.unwrap().event.written();
    assert_eq!(written.record, "log");
    assert_eq!(
        written.body.write(),
        "{\"columns\":[\"account\"],\"version\":1}"
    );
    assert!(
        manager
            .save_column_map(FileKind::Log, &mapping)
            .unwrap()
            .is_none()
    );
    let none = Mapping::default();
    assert!(
        manager
            .save_column_map(FileKind::Log, &none)
            .unwrap()
            .is_some()
    );
    assert!(manager.column_map(FileKind::Log).unwrap().is_empty());
    assert!(manager.column_map(FileKind::Register).unwrap().is_empty());
}

#[test]
fn what_was_looked_at_is_taken_or_nothing() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let text = format!("{HEADER}{ROW}")
        .replace("誰", "查詢者帳號")
        .replace("如何", "結果");
    let path = put(&trial, "1.csv", &text);
    let seen = looked(&mut manager, &path).report;
    let taking = || Taking {
        looked_at: Some(LookedAt {
            sha256: seen.sha256.clone(),
            map_version: seen.shape.map_version,
        }),
        ..Taking::default()
    };
    std::fs::write(&path, format!("{text}{ROW}")).unwrap();
    let refused = manager.import_log(&path, october(), taking());
    assert!(matches!(refused, Err(AppError::Refused(Refusal::Stale))));
    std::fs::write(&path, &text).unwrap();
    let mapping = Mapping::of([(Column::Account, Named::first("結果"))]);
    manager.save_column_map(FileKind::Log, &mapping).unwrap();
    let refused = manager.import_log(&path, october(), taking());
    assert!(matches!(refused, Err(AppError::Refused(Refusal::Stale))));
}

#[test]
fn a_preview_of_an_unknown_header_shows_its_columns_and_masks_whom_they_name() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let header = "甲,乙,丙,丁,戊,己,庚\r\n";
    let path = put(&trial, "1.csv", &format!("{header}{ROW}"));
    let preview = looked(&mut manager, &path);
    assert!(matches!(preview.refused, Some(AppError::File(_))));
    let shape = &preview.report.shape;
    assert_eq!((shape.missing.len(), shape.cells.len()), (7, 7));
    assert_eq!(shape.cells[4].named.name, "戊");
    assert_eq!(shape.cells[4].example, "A12345****");
    // Rows that cannot be read are no reason to show nothing.
    let torn = put(
        &trial,
        "2.csv",
        &format!("{HEADER}k,x,y,z,A123456789,b,c\r\n"),
    );
    let map = by_hand(&[(Column::Account, "誰"), (Column::Result, "如何")]);
    assert!(taken(&mut manager, &torn, map.clone()).is_err());
    assert!(manager.column_map(FileKind::Log).unwrap().is_empty());
    let mapping = Mapping::default().changed(&map, &FileKind::Log.wanted());
    manager.save_column_map(FileKind::Log, &mapping).unwrap();
    let preview = looked(&mut manager, &torn);
    assert!(matches!(preview.refused, Some(AppError::Refused(_))));
    assert_eq!(preview.report.faults.len(), 1);
}

#[test]
fn a_name_that_the_file_does_not_have_is_refused_with_those_that_it_has() {
    let trial = Trial::with(&["manager", "user"]);
    let mut manager = trial.sit("manager");
    let file = sample("weblog-11510-bom.csv");
    let refused = taken(&mut manager, &file, by_hand(&[(Column::Account, "帳號者")]));
    let Err(AppError::File(FileFault::NoSuchName { name, names })) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(name, "帳號者");
    assert!(names.contains(&"查詢者帳號".to_owned()));
    // Whoever may not import may not map either.
    let mapping = Mapping::of([(Column::Account, Named::first("誰"))]);
    assert!(
        trial
            .sit("user")
            .save_column_map(FileKind::Log, &mapping)
            .is_err()
    );
}

#[test]
fn a_register_is_mapped_like_a_log() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let text = std::fs::read_to_string(sample("register-11510.csv")).unwrap();
    let strange = text
        .replacen("查詢人,", "某人,", 1)
        .replacen("去處", "到哪", 1);
    assert_ne!(text, strange);
    let path = put(&trial, "register.csv", &strange);
    assert!(manager.import_register(&path, Taking::default()).is_err());
    let taking = Taking {
        map: by_hand(&[(Column::Person, "某人"), (Column::Whereabouts, "到哪")]),
        ..Taking::default()
    };
    let report = manager.import_register(&path, taking).unwrap();
    assert_eq!((report.accepted, report.fault_count), (report.read, 0));
    assert_eq!(
        manager
            .column_map(FileKind::Register)
            .unwrap()
            .pairs()
            .count(),
        2
    );
}
