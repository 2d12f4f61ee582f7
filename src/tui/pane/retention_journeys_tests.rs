//! 期限 from end to end at the desk, over the days: a print, its use, its due day, its deletion and proof.

use std::path::Path;

use chrono::NaiveDate;

use crate::app::desk_fixture::{NOW, beside, office};
use crate::app::{Command, Office, RetentionCommand};
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::retention::listing::HeldDraft;
use crate::domain::retention::{HeldState, Medium};
use crate::locale::Lang;
use crate::tui::trial::Desk;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A person of this role at this store, so many days later.
fn sit(dir: &Path, role: Role, days: i64, lang: Lang) -> Desk {
    let now = Moment(NOW.0 + days * 24 * 3_600_000);
    let room = tempfile::tempdir().unwrap();
    Desk::over(beside(dir, role, now), room, lang)
}

#[track_caller]
fn shows(desk: &Desk, words: &[&str]) {
    let screen = desk.screen();
    for part in words {
        assert!(screen.contains(part), "{part}\n{screen}");
    }
}

#[test]
fn a_print_is_held_used_up_due_deleted_with_a_deferred_backup_verified_and_proved_for_five_years() {
    let (dir, office) = office(Role::User);
    drop(office);
    let dir = dir.path();
    let mut user = sit(dir, Role::User, 0, Lang::ZhTw);
    user.press("F3 Ins").type_text("高市社救字第11531234600號");
    user.press("Enter")
        .type_text("低收")
        .press("Enter Enter Enter");
    user.type_text("A123456789").press("Enter Enter Enter F8");
    user.press("Down Enter Enter")
        .type_text("1160523")
        .press("Enter");
    user.type_text("審查及申復期間").press("F10 F5");
    shows(&user, &["K11511-001", "列印 1 份", "使用中", "剩179日"]);
    user.press("F8 Enter Enter Enter F10");
    shows(&user, &["K11511-001，現為待刪除", "剩30日"]);
    // 115/12/23 is a Wednesday: due that day, in grace never, overdue on the next.
    let mut user = sit(dir, Role::User, 30, Lang::ZhTw);
    shows(&user, &["【今日】", "12/23(三)", "K11511-001", "【今日1】"]);
    user.press("F8 Enter Enter Enter Enter Enter Right Enter");
    user.type_text("1160110").press("Enter Enter Enter");
    user.type_text("社會救助科")
        .press("Enter")
        .type_text("吳志傑")
        .press("Enter");
    user.type_text("監毀照片").press("F10");
    shows(&user, &["已簽銷毀紀錄 D11512-001"]);
    let mut supervisor = sit(dir, Role::Supervisor, 30, Lang::En);
    shows(&supervisor, &["D11512-001", "to be verified"]);
    supervisor
        .press("F8")
        .type_text("the shreds were seen")
        .press("F10");
    shows(&supervisor, &["a deferred line keeps it open"]);
    // Past the item's own day it is late until the supervisor lets it be.
    let mut supervisor = sit(dir, Role::Supervisor, 31, Lang::ZhTw);
    shows(&supervisor, &["【逾期1日】", "延後逾期限，待例外"]);
    supervisor
        .press("F8")
        .type_text("備份每月輪替")
        .press("F10");
    shows(&supervisor, &["已核可 D11512-001 延後之例外"]);
    // 116/01/10 is a Sunday: advised on Friday the 8th.
    let mut user = sit(dir, Role::User, 46, Lang::ZhTw);
    shows(&user, &["【今日】", "01/08(五)", "延後列屆期"]);
    user.press("F8 Enter").type_text("備份已覆寫").press("F10");
    shows(&user, &["待另一人驗證"]);
    user.press("F5 Home F8");
    assert!(user.message().contains("本人"), "{}", user.message());
    let mut manager = sit(dir, Role::Manager, 47, Lang::ZhTw);
    manager
        .press("F5 Home F8")
        .type_text("備份系統紀錄")
        .press("F10");
    shows(&manager, &["刪除程序完成，佐證保存五年"]);
    manager.press("Tab End Enter");
    shows(
        &manager,
        &[
            "D11512-001",
            "明定 11(3)3",
            "保存至      121/01/09(五)",
            "121/01/10(六)",
        ],
    );
    assert!(manager.office().verify(None, |_at| {}).unwrap().ok);
}

fn give(office: &mut Office, command: RetentionCommand) {
    office.execute(Command::Retention(command)).unwrap();
}

fn enter(user: &mut Office, count: u32) {
    for _item in 0..count {
        let draft = HeldDraft {
            title: "list".to_owned(),
            medium: Some(Medium::Paper),
            quantity: 1,
            place: "shelf 2".to_owned(),
            basis: "SOC-01".to_owned(),
            obtained_on: Some(day("2025-12-31")),
            use_until: Some(day("2026-12-31")),
            use_basis: "case".to_owned(),
            ..HeldDraft::default()
        };
        give(user, RetentionCommand::Enter(Box::new(draft)));
    }
}

#[test]
fn a_change_of_law_makes_forty_items_due_at_once() {
    let (dir, mut user) = office(Role::User);
    enter(&mut user, 40);
    let mut manager = sit(dir.path(), Role::Manager, 0, Lang::ZhTw);
    manager
        .press("F5 F1")
        .type_text("法令變更")
        .press("Enter Enter");
    shows(&manager, &["SOC-01 社會救助法", "未結 40、法定 0"]);
    manager
        .press("Enter Enter")
        .type_text("條文修正")
        .press("Enter");
    shows(
        &manager,
        &["使用中 40、待確認 0、待刪除 0 件", "法定保存 0 件不列入"],
    );
    manager.press("F10");
    shows(
        &manager,
        &["列為待刪除 40 件", "剩30日", "12/23(三)", "###40"],
    );
    let held = manager.office().list_retention(None, 100).unwrap();
    let is_due = |state: HeldState| state == HeldState::ToDelete;
    assert_eq!(held.iter().filter(|(one, _)| is_due(one.state)).count(), 40);
}

#[test]
fn weekends_and_holidays_read_on_the_screen_as_the_law_counts_them() {
    // Event, 屆滿, 順延, 建議完成; and the words of the rolled day's rule.
    for (event, ends, rolled, advised) in [
        (
            "2026-01-27",
            "115/02/27(五)",
            "115/03/02(一)",
            "115/02/26(四)",
        ),
        (
            "2026-01-31",
            "115/02/28(六)",
            "115/03/02(一)",
            "115/02/26(四)",
        ),
        (
            "2026-02-28",
            "115/03/31(二)",
            "115/03/31(二)",
            "115/03/31(二)",
        ),
        (
            "2026-04-30",
            "115/05/31(日)",
            "115/06/01(一)",
            "115/05/29(五)",
        ),
        (
            "2026-08-25",
            "115/09/25(五)",
            "115/09/29(二)",
            "115/09/24(四)",
        ),
    ] {
        let (dir, mut user) = office(Role::User);
        enter(&mut user, 1);
        let used_up = RetentionCommand::Complete {
            no: "K11511-001".parse().unwrap(),
            version: 1,
            completed_on: day(event),
            unneeded_on: Some(day(event)),
        };
        give(&mut user, used_up);
        drop(user);
        for (lang, label, rule) in [
            (Lang::ZhTw, "屆滿日", "屆滿日為假日，民法 122"),
            (Lang::En, "Ends", "holiday, 122"),
        ] {
            let mut desk = sit(dir.path(), Role::User, 0, lang);
            desk.press("F5 Enter");
            let screen = desk.screen();
            let line = |begins: &str| {
                let found = screen.lines().find(|line| line.trim().starts_with(begins));
                found.unwrap_or_default().to_owned()
            };
            let day_of = |text: &str| match lang {
                Lang::ZhTw => text.to_owned(),
                Lang::En => text.split('(').next().unwrap().to_owned(),
            };
            assert!(line(label).contains(&day_of(ends)), "{event}\n{screen}");
            let (rolls, advises) = match lang {
                Lang::ZhTw => ("順延日", "建議完成日"),
                Lang::En => ("Rolled to", "Advised"),
            };
            assert!(line(rolls).contains(&day_of(rolled)), "{event}\n{screen}");
            assert!(
                line(advises).contains(&day_of(advised)),
                "{event}\n{screen}"
            );
            assert_eq!(line(rolls).contains(rule), rolled != ends, "{event}");
        }
    }
}
