//! Files in: shapes, duplicates, what lies in the drop folder, breaking off.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::app::trial::{Trial, october, sample};
use crate::app::{AppError, Imported, Office, Taking, Work};
use crate::domain::event::{Event, MatchEvent};
use crate::domain::refusal::{FileRefusal, Refusal};
use crate::domain::trouble::Trouble;
use crate::store::log;

const HEADER: &str = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果\r\n";

fn put(trial: &Trial, name: &str, text: &str) -> std::path::PathBuf {
    let path = trial.dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn taken(office: &mut Office, path: &std::path::Path) -> Imported {
    office
        .import_log(path, october(), Taking::default())
        .unwrap()
}

fn rows(office: &Office) -> Vec<(u32, String)> {
    let page = log::page(office.store.reader(), october(), 0, 1000).unwrap();
    page.into_iter().map(|row| (row.seq, row.account)).collect()
}

#[test]
fn four_shapes_of_one_log_are_the_same_412_rows() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let bom = taken(&mut manager, &sample("weblog-11510-bom.csv"));
    assert_eq!((bom.read, bom.accepted, bom.duplicate), (412, 412, 0));
    for name in [
        "weblog-11510-cp950.csv",
        "weblog-11510-tsv.csv",
        "weblog-11510-utf16.csv",
    ] {
        let again = taken(&mut manager, &sample(name));
        assert_eq!(
            (again.read, again.accepted, again.duplicate),
            (412, 0, 412),
            "{name}"
        );
        assert!(taken(&mut manager, &sample(name)).known);
    }
    assert_eq!(rows(&manager).len(), 412);
}

#[test]
fn of_equal_rows_only_those_beyond_the_stored_ones_are_taken() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let row = "kcgsoc0101,1151001,090000,LI01,A123456789,11500000001 a,b\r\n";
    let other = "kcgsoc0101,1151001,090000,LI01,A123456789,11500000002 c,d\r\n";
    let torn = "kcgsoc0101,1151001\r\n";
    let first = put(&trial, "1.csv", &format!("{HEADER}{row}{other}{torn}"));
    let report = taken(&mut manager, &first);
    assert_eq!(
        (report.read, report.accepted, report.faults.len()),
        (3, 2, 1)
    );
    let second = put(
        &trial,
        "2.csv",
        &format!("{HEADER}{row}{torn}{row}{row}{torn}"),
    );
    let dry = Taking {
        dry_run: true,
        ..Taking::default()
    };
    let expected = manager.import_log(&second, october(), dry).unwrap();
    let report = taken(&mut manager, &second);
    assert_eq!((report.read, report.accepted, report.duplicate), (5, 1, 3));
    assert_eq!(report.faults.len(), 1);
    assert_eq!(report.faults[0].0, 6);
    assert_eq!((expected.accepted, expected.duplicate), (1, 3));
    let seqs: Vec<u32> = rows(&manager).into_iter().map(|(seq, _)| seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
}

#[test]
fn rows_of_a_frozen_month_wait_and_are_accepted_all_the_same() {
    let trial = Trial::with(&["manager", "checker"]);
    let mut manager = trial.sit("manager");
    let row = "kcgsoc0101,1151001,090000,LI01,A123456789,11500000001 a,b\r\n";
    taken(
        &mut manager,
        &put(&trial, "1.csv", &format!("{HEADER}{row}")),
    );
    manager.reconcile(october()).unwrap();
    manager.freeze(october(), None, None).unwrap();
    let late = "kcgsoc0101,1151002,090000,LI01,A123456789,11500000001 a,b\r\n";
    let next = "kcgsoc0101,1151102,090000,LI01,A123456789,11500000001 a,b\r\n";
    let file = put(&trial, "2.csv", &format!("{HEADER}{row}{late}{next}"));
    let report = manager
        .import_log(&file, october().next(), Taking::default())
        .unwrap();
    assert_eq!((report.accepted, report.duplicate), (2, 1));
    assert_eq!(report.outside, [(october(), 1)]);
    assert_eq!(report.waiting, [(october(), 1)]);
    assert_eq!(rows(&manager).len(), 1);
    let late = october().with_supplement(1);
    assert_eq!(log::count(manager.store.reader(), late, 0).unwrap(), 1);
}

#[test]
fn a_footer_that_differs_and_a_file_without_a_row_to_take_write_nothing() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let row = "kcgsoc0101,1151001,090000,LI01,A123456789,11500000001 a,b\r\n";
    let file = put(&trial, "1.csv", &format!("{HEADER}{row}合計：2筆\r\n"));
    let refused = manager.import_log(&file, october(), Taking::default());
    assert!(matches!(
        refused,
        Err(AppError::Refused(Refusal::File(FileRefusal::Footer {
            footer: 2,
            read: 1
        })))
    ));
    let torn = put(&trial, "2.csv", &format!("{HEADER}kcgsoc0101,1151001\r\n"));
    let refused = manager.import_log(&torn, october(), Taking::default());
    assert!(matches!(
        refused,
        Err(AppError::Refused(Refusal::File(
            FileRefusal::NothingTaken { read: 1 }
        )))
    ));
    assert!(log::periods(manager.store.reader()).unwrap().is_empty());
    let accepted = Taking {
        accept_total: true,
        ..Taking::default()
    };
    assert_eq!(
        manager
            .import_log(&file, october(), accepted)
            .unwrap()
            .accepted,
        1
    );
}

#[test]
fn what_is_broken_off_leaves_nothing_and_says_so() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let mut text = HEADER.to_owned();
    for row in 0..5000 {
        let (minute, second) = (row / 60, row % 60);
        let hour = 8 + minute / 60;
        writeln!(
            text,
            "kcgsoc0101,1151001,{hour:02}{:02}{second:02},LI01,A123456789,11500000001 a,b\r",
            minute % 60
        )
        .unwrap();
    }
    let file = put(&trial, "1.csv", &text);
    // The second pass counts against a known total: it is stopped amid its inserts.
    let stop = AtomicBool::new(false);
    let tell = |done: u64, total: Option<u64>| {
        if total.is_some() && done >= 2048 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let work = Work {
        stop: &stop,
        tell: &tell,
    };
    let before = manager.head().unwrap();
    let broken = manager.import_log_watched(&file, october(), Taking::default(), work);
    assert!(matches!(broken, Err(AppError::Failed(Trouble::BrokenOff))));
    assert!(rows(&manager).is_empty());
    assert_eq!(manager.head().unwrap(), before);
    assert_eq!(taken(&mut manager, &file).accepted, 5000);
    let broken = manager.reconcile_watched(october(), work);
    assert!(matches!(broken, Err(AppError::Failed(Trouble::BrokenOff))));
    let reconciled = manager.reconcile(october()).unwrap();
    assert_eq!(reconciled.counts.unregistered, 5000);
    let event = Event::Match(MatchEvent::Reconciled {
        period: october(),
        counts: reconciled.counts,
    });
    let last = manager
        .store
        .reader()
        .entry_of(event.written().action, "11510")
        .unwrap();
    assert_eq!(last, Some(manager.head().unwrap()));
}

#[test]
fn a_register_is_imported_once_and_other_content_under_its_numbers_is_rejected() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let file = sample("register-11510.csv");
    let first = manager.import_register(&file, Taking::default()).unwrap();
    assert_eq!(first.accepted, first.read);
    assert!(
        manager
            .import_register(&file, Taking::default())
            .unwrap()
            .known
    );
    let text = std::fs::read_to_string(&file).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let again = lines[1].clone();
    lines[2] = lines[2]
        .replace("LI", "XX")
        .replace("UB", "XX")
        .replace("EI", "XX")
        .replace("LP", "XX");
    lines.push(again);
    let changed = put(&trial, "changed.csv", &lines.join("\r\n"));
    let second = manager
        .import_register(&changed, Taking::default())
        .unwrap();
    assert_eq!((second.accepted, second.duplicate), (0, first.read));
    assert_eq!(second.faults.len(), 1);
    assert_eq!(second.faults[0].0, 3);
}

#[test]
fn the_drop_folder_shows_files_alone_and_follows_no_link() {
    let trial = Trial::with(&["manager", "user"]);
    let mut manager = trial.sit("manager");
    assert!(manager.dropped().unwrap().is_empty());
    let dir = manager.in_dir().unwrap();
    std::fs::create_dir_all(dir.join("folder")).unwrap();
    std::fs::copy(sample("weblog-11510-bom.csv"), dir.join("log\u{1b}[2J.csv")).unwrap();
    std::fs::write(dir.join(".hidden"), "x").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", dir.join("link.csv")).unwrap();
    let found = manager.dropped().unwrap();
    let names: Vec<&str> = found.iter().map(|file| file.key.as_str()).collect();
    assert_eq!(names, ["log\u{1b}[2J.csv"]);
    let dropped = Taking {
        is_dropped: true,
        ..Taking::default()
    };
    let link = manager.dropped_path("link.csv").unwrap();
    assert!(
        manager
            .import_log(&link, october(), dropped.clone())
            .is_err()
    );
    assert!(manager.dropped_path("../keys.toml").is_err());
    let path = manager.dropped_path(names[0]).unwrap();
    let report = manager.import_log(&path, october(), dropped).unwrap();
    assert!(manager.remove_dropped(names[0], "00").is_err());
    manager.remove_dropped(names[0], &report.sha256).unwrap();
    assert!(manager.dropped().unwrap().is_empty());
    assert!(trial.sit("user").dropped().is_err());
}

/// A file that was put there from a system whose names are Big5.
#[test]
fn a_file_whose_name_is_no_utf8_is_listed_imported_and_taken_away() {
    use std::os::unix::ffi::OsStrExt;
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let dir = manager.in_dir().unwrap();
    let name = std::ffi::OsStr::from_bytes(b"\xa4\xe9\xbbx.csv");
    std::fs::copy(sample("weblog-11510-bom.csv"), dir.join(name)).unwrap();
    let found = manager.dropped().unwrap();
    assert_eq!(found[0].name, "日誌.csv");
    let key = &found[0].key;
    assert_eq!(crate::app::dropped_name(key), "日誌.csv");
    let path = manager.dropped_path(key).unwrap();
    let report = taken(&mut manager, &path);
    manager.remove_dropped(key, &report.sha256).unwrap();
    assert!(manager.dropped().unwrap().is_empty());
    for elsewhere in [
        "",
        "..",
        ".",
        "a/../b",
        "/etc/passwd",
        "/2e2e2f6b6579732e746f6d6c",
        "./x",
        "x/",
    ] {
        assert!(manager.dropped_path(elsewhere).is_err(), "{elsewhere}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_not_taken() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let mut text = HEADER.to_owned();
    for row in 0..5000 {
        let (hour, minute, second) = (8 + row / 3600, row / 60 % 60, row % 60);
        let time = format!("{hour:02}{minute:02}{second:02}");
        writeln!(
            text,
            "kcgsoc0101,1151001,{time},LI01,A123456789,11500000001 a,b\r"
        )
        .unwrap();
    }
    let file = put(&trial, "1.csv", &text);
    // Its rows change after they were counted, before they are written; their number does not.
    let other = text.replace("LI01", "LI02");
    let tell = |done: u64, total: Option<u64>| {
        if total.is_none() && done == 1024 {
            std::fs::write(&file, &other).unwrap();
        }
    };
    let stop = AtomicBool::new(false);
    let work = Work {
        stop: &stop,
        tell: &tell,
    };
    let before = manager.head().unwrap();
    let refused = manager.import_log_watched(&file, october(), Taking::default(), work);
    assert!(
        matches!(refused, Err(AppError::Refused(Refusal::Stale))),
        "{refused:?}"
    );
    assert_eq!((rows(&manager).len(), manager.head().unwrap()), (0, before));
}

#[test]
fn unreadable_rows_are_counted_to_the_last_and_listed_to_a_limit() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.sit("manager");
    let good = "kcgsoc0101,1151001,090000,LI01,A123456789,11500000001 a,b\r\n";
    let count = crate::app::MOST_FAULTS + 7;
    let file = put(
        &trial,
        "1.csv",
        &format!("{HEADER}{good}{}", "a,b\r\n".repeat(count)),
    );
    let dry = Taking {
        dry_run: true,
        ..Taking::default()
    };
    let report = manager.import_log(&file, october(), dry).unwrap();
    assert_eq!(report.fault_count, u64::try_from(count).unwrap());
    assert_eq!(report.faults.len(), crate::app::MOST_FAULTS);
    assert_eq!(
        (report.unlisted_count(), report.read),
        (7, report.fault_count + 1)
    );
}

#[test]
fn a_preview_says_how_the_file_was_read_and_masks_whom_it_names() {
    let trial = Trial::with(&["manager", "user"]);
    let mut manager = trial.sit("manager");
    let dry = Taking {
        dry_run: true,
        ..Taking::default()
    };
    let path = sample("weblog-11510-cp950.csv");
    let report = manager.import_log(&path, october(), dry).unwrap();
    assert_eq!(report.encoding, "cp950");
    assert_eq!(report.footer, Some(412));
    let shape = &report.shape;
    assert!(shape.header_line > 1 && shape.titles > 0);
    assert_eq!(shape.columns.len(), 7);
    let condition = shape
        .columns
        .iter()
        .find(|seen| seen.name == "查詢條件")
        .unwrap();
    assert!(condition.first.ends_with("****"), "{condition:?}");
    assert!(
        report
            .days_without
            .iter()
            .all(|day| october().contains(*day))
    );
    assert!(rows(&manager).is_empty());
}
