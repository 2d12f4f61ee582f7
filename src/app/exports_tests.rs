//! Lists that go out: who may, how, and that what went out whole comes in again unchanged.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use secrecy::SecretString;

use super::*;
use crate::app::trial::{Trial, october};
use crate::app::{DeskCommand, Setting, Taking};
use crate::domain::document::DocumentRefusal;
use crate::domain::passphrase::PassphraseFault;
use crate::domain::trouble::Trouble;

const PASSPHRASE: &str = "Horse-Battery-1";

fn asked(kind: ListKind, file: &str, masking: Masking) -> ListAsked {
    let is_sealed = Path::new(file).extension().is_some_and(|it| it == "zip");
    ListAsked {
        kind,
        period: (kind != ListKind::Trail).then(october),
        masking,
        out: Outgoing {
            file: PathBuf::from(file),
            reason: "稽核抽閱".to_owned(),
            passphrase: is_sealed.then(|| SecretString::from(PASSPHRASE)),
        },
    }
}

fn export(office: &mut Office, asked: &ListAsked) -> Result<Written, AppError> {
    office.export_list(asked, &Work::unwatched())
}

/// A month in a store where plain lists may leave.
fn open_trial() -> (Trial, Office) {
    let trial = Trial::with(&["manager", "checker", "super", "user"]);
    let mut keeper = trial.sit("keeper");
    let command = DeskCommand::ChangeSetting(Setting::PlainExport, "on".to_owned());
    keeper.execute(crate::app::Command::Desk(command)).unwrap();
    let manager = trial.with_month();
    (trial, manager)
}

fn unsealed(path: &Path, name: &str) -> Vec<u8> {
    let file = std::fs::File::open(path).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    assert!(
        archive.by_index(0).is_err(),
        "it opens without a passphrase"
    );
    let mut bytes = Vec::new();
    let mut part = archive
        .by_name_decrypt(name, PASSPHRASE.as_bytes())
        .unwrap();
    part.read_to_end(&mut bytes).unwrap();
    bytes
}

fn text_of(ods: &[u8]) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(ods)).unwrap();
    let mut part = archive.by_name("content.xml").unwrap();
    part.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn plain_lists_stay_in_unless_the_keeper_lets_them_out() {
    let trial = Trial::with(&["manager"]);
    let mut manager = trial.with_month();
    for file in ["a.ods", "a.csv"] {
        let refused = export(&mut manager, &asked(ListKind::Log, file, Masking::Masked));
        let plain = Refusal::Document(DocumentRefusal::PlainOff);
        assert!(matches!(refused, Err(AppError::Refused(why)) if why == plain));
    }
    let written = export(
        &mut manager,
        &asked(ListKind::Log, "a.zip", Masking::Masked),
    )
    .unwrap();
    assert_eq!((written.shown.as_str(), written.rows), ("out/a.zip", 412));
    let text = text_of(&unsealed(&written.path, "a.ods"));
    for part in [
        "查詢紀錄單 115年10月",
        "總筆數 412 筆",
        "SHA-256",
        "證號末四碼已遮罩。",
    ] {
        assert!(text.contains(part), "{part}");
    }
    let bytes = std::fs::read(&written.path).unwrap();
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&bytes);
    assert_eq!(data_encoding::HEXLOWER.encode(&digest), written.sha256);
    let entry = manager.entry(written.head.seq).unwrap().unwrap().entry;
    assert_eq!(
        (entry.action.as_str(), entry.record.as_str()),
        ("document.written/2", "11510")
    );
    let fact = |name: &str| entry.body.get(name).unwrap().clone();
    assert_eq!(fact("sha256").text(), Some(written.sha256.as_str()));
    let flags = ["full", "sealed", "count"].map(|name| fact(name).int().unwrap());
    assert_eq!(flags, [0, 1, 412]);
}

#[test]
fn what_went_out_whole_comes_in_again_unchanged() {
    let (trial, mut manager) = open_trial();
    let log = export(
        &mut manager,
        &asked(ListKind::Log, "log.csv", Masking::Full),
    )
    .unwrap();
    let again = manager
        .import_log(&log.path, october(), Taking::default())
        .unwrap();
    assert_eq!((again.read, again.duplicate, again.accepted), (412, 412, 0));
    let all = ListAsked {
        period: None,
        ..asked(ListKind::Register, "register.csv", Masking::Full)
    };
    let register = export(&mut manager, &all).unwrap();
    let again = manager
        .import_register(&register.path, Taking::default())
        .unwrap();
    assert_eq!(
        (again.read, again.duplicate),
        (register.rows, register.rows)
    );
    assert!(register.rows > 300);
    // And in another store it is the register.
    let other = Trial::with(&["manager"]);
    let mut manager = other.sit("manager");
    let taken = manager
        .import_register(&register.path, Taking::default())
        .unwrap();
    assert_eq!(taken.accepted, register.rows);
    drop(trial);
}

#[test]
fn cells_that_a_spreadsheet_would_compute_come_in_again_unchanged() {
    let (trial, mut manager) = open_trial();
    let head = "登記編號,查詢人帳號,查詢人,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,法律依據,結果,產出,去處";
    let cells = ["=1+1", "+886", "-1", "@A1", "＝1", "''x", "a;b"];
    let mut text = format!("{head}\n");
    for (place, cell) in (1..).zip(cells) {
        let cell = if cell.starts_with('=') {
            format!("'{cell}")
        } else {
            cell.to_owned()
        };
        text.extend([format!(
            "SOC-11409-{place:04},kcgsoc0101,林美志,1140901,090000,LI01,A123456789,1,\"{cell}\",SOC-01,查有資料,列印2份,附卷\n"
        )]);
    }
    let file = trial.dir.path().join("odd.csv");
    std::fs::write(&file, text).unwrap();
    let read = manager.import_register(&file, Taking::default()).unwrap();
    assert_eq!((read.accepted, read.faults.len()), (7, 0));
    let month = ListAsked {
        period: Some(Period::new(2025, 9).unwrap()),
        ..asked(ListKind::Register, "odd.csv", Masking::Full)
    };
    let written = export(&mut manager, &month).unwrap();
    assert_eq!(written.rows, 7);
    let again = manager
        .import_register(&written.path, Taking::default())
        .unwrap();
    assert_eq!(
        (again.duplicate, again.accepted),
        (7, 0),
        "{:?}",
        again.faults
    );
}

#[test]
fn a_masked_list_holds_no_whole_identifier_wherever_it_was_written() {
    let (_trial, mut manager) = open_trial();
    let pattern = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        letters
            .windows(10)
            .any(|word| word[0].is_ascii_uppercase() && word[1..].iter().all(char::is_ascii_digit))
    };
    for (kind, masking, expected) in [
        (ListKind::Log, Masking::Masked, false),
        (ListKind::Register, Masking::Masked, false),
        (ListKind::Log, Masking::Full, true),
        (ListKind::Register, Masking::Full, true),
    ] {
        let file = format!("{}-{expected}.csv", kind.code());
        let written = export(&mut manager, &asked(kind, &file, masking)).unwrap();
        let text = std::fs::read_to_string(&written.path).unwrap();
        assert_eq!(pattern(&text), expected, "{kind:?}");
        let entry = manager.entry(written.head.seq).unwrap().unwrap().entry;
        let full = entry
            .body
            .get("full")
            .and_then(crate::domain::canonical::Json::int);
        assert_eq!(full, Some(i64::from(expected)));
    }
}

#[test]
fn users_take_no_list_away_and_only_the_trail_is_the_keepers() {
    let (trial, _manager) = open_trial();
    for (login, may) in [
        ("user", [false, false, false]),
        ("keeper", [false, false, true]),
        ("checker", [true, true, true]),
        ("super", [true, true, true]),
    ] {
        let mut office = trial.sit(login);
        for (kind, may) in [ListKind::Register, ListKind::Log, ListKind::Trail]
            .into_iter()
            .zip(may)
        {
            let file = format!("{login}-{}.ods", kind.code());
            let done = export(&mut office, &asked(kind, &file, Masking::Masked));
            assert_eq!(done.is_ok(), may, "{login} {kind:?}");
            if !may {
                assert!(matches!(done, Err(AppError::Refused(Refusal::Role { .. }))));
            }
        }
    }
}

#[test]
fn a_list_is_a_new_file_with_a_reason_and_a_strong_passphrase() {
    let (trial, mut manager) = open_trial();
    let fine = asked(ListKind::Trail, "trail.ods", Masking::Masked);
    let unreasoned = ListAsked {
        out: Outgoing {
            reason: " ".to_owned(),
            ..fine.out.clone()
        },
        ..fine.clone()
    };
    assert!(export(&mut manager, &unreasoned).is_err());
    let written = export(&mut manager, &fine).unwrap();
    assert_eq!(written.rows, written.head.seq - 1);
    let again = export(&mut manager, &fine);
    assert!(matches!(again, Err(AppError::Failed(Trouble::File { .. }))));
    for file in ["../a.ods", "a.txt", "a"] {
        assert!(export(&mut manager, &asked(ListKind::Trail, file, Masking::Masked)).is_err());
    }
    let sealed = asked(ListKind::Trail, "b.csv.zip", Masking::Masked);
    let weak = ListAsked {
        out: Outgoing {
            passphrase: Some(SecretString::from("weak")),
            ..sealed.out.clone()
        },
        ..sealed.clone()
    };
    let refused = export(&mut manager, &weak);
    assert!(matches!(
        refused,
        Err(AppError::Refused(Refusal::Passphrase(
            PassphraseFault::TooWeak
        )))
    ));
    let written = export(&mut manager, &sealed).unwrap();
    let text = String::from_utf8(unsealed(&written.path, "b.csv")).unwrap();
    assert!(text.contains("document.written/2"));
    drop(trial);
}

#[test]
fn a_list_that_is_broken_off_leaves_no_file_and_no_entry() {
    let (trial, mut manager) = open_trial();
    let head = manager.head().unwrap();
    let stop = AtomicBool::new(true);
    let work = Work {
        stop: &stop,
        tell: &|_, _| {},
    };
    // More rows than lie between two looks.
    let mut text = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,查詢結果\n".to_owned();
    for row in 0..1500 {
        text.extend([format!(
            "kcgsoc0101,1141005,{:06},LI01,A123456789,1,x,y\n",
            90_000 + row % 60
        )]);
    }
    let file = trial.dir.path().join("long.csv");
    std::fs::write(&file, text).unwrap();
    let period = Period::new(2025, 10).unwrap();
    manager
        .import_log(&file, period, Taking::default())
        .unwrap();
    let before = manager.head().unwrap();
    assert!(before.seq > head.seq);
    let asked = ListAsked {
        period: Some(period),
        ..asked(ListKind::Log, "long.ods", Masking::Masked)
    };
    let broken = manager.export_list(&asked, &work);
    assert!(matches!(broken, Err(AppError::Failed(Trouble::BrokenOff))));
    assert_eq!(manager.head().unwrap(), before);
    let left = std::fs::read_dir(manager.out_dir().unwrap())
        .unwrap()
        .count();
    assert_eq!(left, 0);
}
