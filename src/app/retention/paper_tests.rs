//! Certificates and notices on paper, and the seven days of point 7, in a real store.

use std::path::PathBuf;

use super::*;
use crate::app::desk_fixture::{NOW, PASSPHRASE, beside, clerk, office};
use crate::app::{Clock, Command, Duty, Extra, Founder, Outgoing, found};
use crate::domain::deadline::DueState;
use crate::domain::moment::Moment;
use crate::domain::retention::Medium;
use crate::domain::retention::certificate::{Handling, Method};
use crate::domain::retention::notice::{ContactDuty, NoticeState};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn give(office: &mut Office, command: RetentionCommand) -> Result<Done, AppError> {
    office.execute(Command::Retention(command))
}

fn out(file: &str) -> Outgoing {
    Outgoing {
        file: PathBuf::from(file),
        reason: "核章".to_owned(),
        passphrase: None,
    }
}

/// The words of a document, its marks taken out.
fn words(office: &Office, file: &str) -> String {
    let bytes = std::fs::read(office.dir().join("out").join(file)).unwrap();
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    let mut content = package.by_name("content.xml").unwrap();
    std::io::Read::read_to_string(&mut content, &mut xml).unwrap();
    xml
}

/// One item of the user, deleted, its backup deferred.
fn deleted(user: &mut Office) -> RecordNo {
    let draft = HeldDraft {
        title: "清冊 A123456789".to_owned(),
        medium: Some(Medium::File),
        quantity: 1,
        place: "SOC-PC-114".to_owned(),
        basis: "SOC-01".to_owned(),
        obtained_on: Some(day("2026-09-01")),
        use_until: Some(day("2026-12-31")),
        use_basis: "until the case is decided".to_owned(),
        ..HeldDraft::default()
    };
    let done = give(user, RetentionCommand::Enter(Box::new(draft))).unwrap();
    let Event::Retention(RetentionEvent::Listed { no }) = done.event else {
        panic!("not listed")
    };
    let used_up = RetentionCommand::Complete {
        no,
        version: 1,
        completed_on: day("2026-11-20"),
        unneeded_on: Some(day("2026-11-20")),
    };
    give(user, used_up).unwrap();
    let line = |place: &ScopePlace| {
        let handling = match place {
            ScopePlace::Original => Handling::Cleared("覆寫三次".to_owned()),
            ScopePlace::Backup => Handling::Deferred(day("2027-01-10")),
            _ => Handling::None,
        };
        (*place, handling)
    };
    let draft = CertificateDraft {
        method: Some(Method::Overwrite),
        place: "社會救助科".to_owned(),
        executed_at: NOW,
        witness: String::new(),
        evidence: "截圖 7".to_owned(),
        evidence_sha256: "ab".repeat(32),
        lines: ScopePlace::ALL.iter().map(line).collect(),
    };
    let items = vec![(no, 2)];
    let delete = RetentionCommand::Delete {
        items,
        draft: Box::new(draft),
    };
    let done = give(user, delete).unwrap();
    let Event::Retention(RetentionEvent::Deleted { no, .. }) = done.event else {
        panic!("not deleted")
    };
    no
}

#[test]
fn a_certificate_goes_out_masked_with_its_scope_list_and_leaves_an_entry() {
    let (dir, mut user) = office(Role::User);
    let no = deleted(&mut user);
    let before = user.head().unwrap().seq;
    let written = user.export_deletion(no, &out("D.odt")).unwrap();
    assert_eq!(user.head().unwrap().seq, before + 1);
    assert_eq!(written.rows, 8);
    let words = words(&user, "D.odt");
    for part in [
        "D11511-001",
        "K11511-001",
        "清冊 A12345****",
        "安全覆寫後刪除",
        "覆寫三次",
        "至 116/01/10(日)；逾本件期限，須主管例外",
        "待另一人（不得為許婷辰）確認無法復原",
        "尚未起算",
        &"ab".repeat(32),
    ] {
        assert!(words.contains(part), "{part}\n{words}");
    }
    assert!(!words.contains("A123456789"));
    let again = user.export_deletion(no, &out("D.odt"));
    assert!(again.is_err(), "a new file only");
    let mut keeper = beside(dir.path(), Role::Keeper, NOW);
    assert!(keeper.export_deletion(no, &out("E.odt")).is_err());
    assert!(
        user.export_deletion(
            no,
            &Outgoing {
                reason: " ".to_owned(),
                ..out("F.odt")
            }
        )
        .is_err()
    );
}

#[test]
fn an_office_s_own_template_of_the_certificate_takes_its_place_and_a_wrong_one_is_named() {
    let (_dir, mut user) = office(Role::User);
    let no = deleted(&mut user);
    user.export_deletion(no, &out("first.odt")).unwrap();
    let place = user.dir().join("templates");
    std::fs::create_dir_all(&place).unwrap();
    let built_in = user.dir().join("out").join("first.odt");
    // A document that was filled has no placeholder left: it stands as it is.
    std::fs::copy(&built_in, place.join("deletion.odt")).unwrap();
    user.export_deletion(no, &out("second.odt")).unwrap();
    assert!(words(&user, "second.odt").contains("D11511-001"));
    std::fs::write(place.join("deletion.odt"), b"no package").unwrap();
    assert!(user.export_deletion(no, &out("third.odt")).is_err());
    assert!(!user.dir().join("out").join("third.odt").exists());
}

fn change(changed_on: &str) -> RetentionCommand {
    RetentionCommand::RecordNotice(Box::new(NoticeDraft {
        duty: Some(ContactDuty::Head),
        before: "王主任".to_owned(),
        after: "李主任".to_owned(),
        changed_on: Some(day(changed_on)),
        remark: String::new(),
    }))
}

/// The manager of 資訊處, at its own desk.
fn central(dir: &std::path::Path) -> Office {
    let clock = Clock::Fixed(NOW);
    let founder = Founder {
        agency: "DIT".parse().unwrap(),
        keeper: "wang.zm".parse().unwrap(),
        name: "王志明".to_owned(),
        passphrase: PASSPHRASE,
        is_demo: false,
    };
    let mut keeper = found(dir, &founder, clock).unwrap().office;
    let manager = clerk(Role::Manager);
    let Extra::Code(code, _until) = keeper.add_person(&manager).unwrap().extra else {
        panic!("no code")
    };
    Office::enrol(dir, &manager.login, &code, PASSPHRASE, clock).unwrap()
}

#[test]
fn the_central_desk_has_seven_days_to_tell_the_bureau_and_its_letter_ends_them() {
    let dir = tempfile::tempdir().unwrap();
    let mut manager = central(dir.path());
    assert!(manager.is_central());
    give(&mut manager, change("2026-11-20")).unwrap();
    let (notice, deadline) = manager.notices().unwrap().remove(0);
    assert_eq!(notice.no.to_string(), "N11511-001");
    assert_eq!(deadline.unwrap().ends_on, day("2026-11-27"));
    let dues = manager.agenda().unwrap().dues;
    let due = dues
        .iter()
        .find(|due| matches!(due.duty, Duty::Notice(_)))
        .unwrap();
    assert!(due.is_mine);
    assert_eq!(due.deadline.unwrap().state(NOW.day()), DueState::Left(4));
    let (_now, later) = manager.due(Some(day("2026-11-30")), None).unwrap();
    let is_late = later.dues.iter().any(|due| {
        let is_notice = matches!(due.duty, Duty::Notice(_));
        is_notice && due.deadline.unwrap().state(day("2026-11-30")).is_overdue()
    });
    assert!(is_late);
    manager.export_notice(notice.no, &out("N.odt")).unwrap();
    let letter = words(&manager, "N.odt");
    for part in [
        "受文者：勞動部勞工保險局",
        "單位主管自中華民國115年11月20日起，由王主任異動為李主任",
        "115/11/27(五)",
        "（發文後填）",
    ] {
        assert!(letter.contains(part), "{part}\n{letter}");
    }
    let send = RetentionCommand::SendNotice {
        no: notice.no,
        version: 1,
        on: day("2026-11-23"),
        letter_no: "高市資字第11530000100號".to_owned(),
    };
    give(&mut manager, send.clone()).unwrap();
    assert!(give(&mut manager, send).is_err(), "once");
    assert_eq!(manager.open_notices().unwrap(), []);
    let kept = manager.kept_sheet(KeptClass::Notice, "N11511-001").unwrap();
    assert_eq!(kept.kept.ends_on, day("2031-11-23"), "assumed five years");
    assert!(manager.verify(None, |_at| {}).unwrap().ok);
}

#[test]
fn elsewhere_the_change_is_recorded_and_nobody_is_hurried() {
    let (dir, mut manager) = office(Role::Manager);
    assert!(!manager.is_central());
    give(&mut manager, change("2026-11-20")).unwrap();
    let (notice, deadline) = manager.notices().unwrap().remove(0);
    assert_eq!((notice.state, deadline), (NoticeState::Noted, None));
    assert!(manager.kept_sheet(KeptClass::Notice, "N11511-001").is_ok());
    let later = Moment(NOW.0 + 90 * 24 * 3_600_000);
    let manager = beside(dir.path(), Role::Manager, later);
    let dues = manager.agenda().unwrap().dues;
    assert!(!dues.iter().any(|due| matches!(due.duty, Duty::Notice(_))));
    let mut user = beside(dir.path(), Role::User, NOW);
    assert!(give(&mut user, change("2026-11-20")).is_err());
}

#[test]
fn a_proposed_disposal_waits_on_the_supervisor_s_first_page() {
    let five_years = Moment(NOW.0 + 2300 * 24 * 3_600_000);
    let (dir, mut user) = office(Role::User);
    deleted(&mut user);
    let (class, record) = (KeptClass::Notice, "N11511-001");
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    give(&mut manager, change("2026-11-20")).unwrap();
    let mut manager = beside(dir.path(), Role::Manager, five_years);
    let step = |step: KeptStep, version: u32| RetentionCommand::Keep {
        class,
        record: record.to_owned(),
        version,
        step,
        reason: "碎紙".to_owned(),
        cause: None,
    };
    let waits = |office: &Office| {
        let dues = office.agenda().unwrap().dues;
        let disposals = dues
            .iter()
            .filter(|due| matches!(due.duty, Duty::Disposal(_)));
        disposals.count()
    };
    let mut supervisor = beside(dir.path(), Role::Supervisor, five_years);
    assert_eq!(waits(&supervisor), 0);
    give(&mut manager, step(KeptStep::Propose, 1)).unwrap();
    assert_eq!((waits(&supervisor), waits(&manager)), (1, 0));
    give(&mut supervisor, step(KeptStep::Approve, 2)).unwrap();
    assert_eq!(waits(&supervisor), 0);
}
