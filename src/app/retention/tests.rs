//! 期限 at a real store: from a registration's result to a deletion with proof, and what is kept.

use super::*;
use crate::app::desk_fixture::{NOW, beside, clerk, office};
use crate::app::{Command, DeskCommand, RegisterCommand, Setting, Work};
use crate::domain::event::RegisterEvent;
use crate::domain::identity::Subject;
use crate::domain::ids::RegisterNo;
use crate::domain::moment::Moment;
use crate::domain::query::{
    Correction, Draft, Edit, Output, QueryResult, Recusal, ResultDraft, WhereTo,
};
use crate::domain::retention::certificate::{CertState, Handling, Method};
use crate::domain::retention::kept::KeptState;
use crate::domain::retention::{HeldState, Medium, RetentionField};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn later(days: i64) -> Moment {
    Moment(NOW.0 + days * 24 * 3_600_000)
}

fn give(office: &mut Office, command: RetentionCommand) -> Result<Done, AppError> {
    office.execute(Command::Retention(command))
}

/// What refuses a command.
#[track_caller]
fn why(result: Result<Done, AppError>) -> Vec<RetentionRefusal> {
    match result {
        Err(AppError::Refused(Refusal::Retention(whys))) => whys,
        other => panic!("{other:?}"),
    }
}

fn register(user: &mut Office, number: &str) -> RegisterNo {
    let now = user.now();
    let draft = Draft {
        case_no: "11531234600".to_owned(),
        reason: "review".to_owned(),
        basis: "SOC-01".to_owned(),
        item: "LI02".to_owned(),
        asked: Some((now.day(), now.time())),
        subject: Subject::read(number),
        relation: "當事人".to_owned(),
        recusal: Some(Recusal::Confirmed),
        ..Draft::default()
    };
    let command = RegisterCommand::Register(Box::new(draft));
    let done = user.execute(Command::Register(command)).unwrap();
    let Event::Register(RegisterEvent::Registered { no }) = done.event else {
        panic!("not registered")
    };
    no
}

fn printed() -> ResultDraft {
    ResultDraft {
        result: Some(QueryResult::Found),
        rows: Some(1),
        output: Some(Output::Printed),
        copies: Some(2),
        whereto: Some(WhereTo::Filed),
        is_sealed: Some(true),
        delete_by: Some(day("2027-05-23")),
        use_basis: Some("until the case is decided".to_owned()),
        ..ResultDraft::EMPTY
    }
}

/// A registration with two prints filed; the item that holds them.
fn item(user: &mut Office) -> Held {
    let no = register(user, "A123456789");
    let command = RegisterCommand::Complete {
        no: no.clone(),
        version: 1,
        result: printed(),
    };
    user.execute(Command::Register(command)).unwrap();
    of_source(user, &no)
}

fn of_source(office: &Office, no: &RegisterNo) -> Held {
    let found = store::held::of_source(office.store.reader(), no).unwrap();
    found.into_iter().next_back().unwrap()
}

fn in_force(office: &Office, no: RecordNo) -> Held {
    store::held::get(office.store.reader(), no)
        .unwrap()
        .unwrap()
}

fn to_delete(user: &mut Office) -> Held {
    let held = item(user);
    let today = user.now().day();
    let command = RetentionCommand::Complete {
        no: held.no,
        version: held.version,
        completed_on: today,
        unneeded_on: Some(today),
    };
    give(user, command).unwrap();
    in_force(user, held.no)
}

fn scope(backup: Handling) -> Vec<(ScopePlace, Handling)> {
    ScopePlace::ALL
        .iter()
        .map(|place| {
            let handling = if *place == ScopePlace::Paper {
                Handling::Cleared("shredded".to_owned())
            } else if *place == ScopePlace::Backup {
                backup.clone()
            } else {
                Handling::None
            };
            (*place, handling)
        })
        .collect()
}

fn deletion(items: &[&Held], backup: Handling, now: Moment) -> RetentionCommand {
    RetentionCommand::Delete {
        items: items.iter().map(|held| (held.no, held.version)).collect(),
        draft: Box::new(CertificateDraft {
            method: Some(Method::Shred),
            place: "office".to_owned(),
            executed_at: now,
            witness: "Wu".to_owned(),
            evidence: "list 7".to_owned(),
            evidence_sha256: String::new(),
            lines: scope(backup),
        }),
    }
}

fn certificate_of(done: &Done) -> RecordNo {
    match &done.event {
        Event::Retention(RetentionEvent::Deleted { no, .. }) => *no,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_result_with_a_print_is_held_by_its_person_in_the_same_transaction() {
    let (dir, mut user) = office(Role::User);
    let before = user.head().unwrap().seq;
    let held = item(&mut user);
    assert_eq!(
        user.head().unwrap().seq,
        before + 2,
        "registered, completed"
    );
    assert_eq!(held.no.to_string(), "K11511-001");
    assert_eq!(
        (held.state, held.medium, held.quantity),
        (HeldState::InUse, Medium::Paper, 2)
    );
    assert_eq!(held.custodian, clerk(Role::User).login.as_str());
    assert_eq!(held.use_until, Some(day("2027-05-23")));
    assert_eq!(held.use_basis, "until the case is decided");
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    let page = manager
        .due_page(&DueAsked::default(), &DuePlace::Top, 10)
        .unwrap();
    assert_eq!((page.total, page.lines[0].no()), (Some(1), held.no));
    assert!(manager.verify(None, |_at| {}).unwrap().ok);
}

#[test]
fn what_was_only_viewed_is_not_held_and_a_correction_withdraws_or_lists() {
    let (_dir, mut user) = office(Role::User);
    let no = register(&mut user, "A123456789");
    let viewed = ResultDraft {
        output: Some(Output::ViewedOnly),
        copies: None,
        whereto: Some(WhereTo::NotKept),
        is_sealed: None,
        ..printed()
    };
    let complete = RegisterCommand::Complete {
        no: no.clone(),
        version: 1,
        result: viewed.clone(),
    };
    user.execute(Command::Register(complete)).unwrap();
    assert!(
        store::held::of_source(user.store.reader(), &no)
            .unwrap()
            .is_empty()
    );
    let correct = |user: &mut Office, version: u32, result: ResultDraft| {
        let correction = Correction {
            edits: vec![Edit::Result(result)],
            reason: "print found".to_owned(),
        };
        let command = RegisterCommand::Correct {
            no: no.clone(),
            version,
            correction,
        };
        user.execute(Command::Register(command)).unwrap();
    };
    correct(&mut user, 2, printed());
    let held = of_source(&user, &no);
    assert_eq!(held.state, HeldState::InUse);
    correct(&mut user, 3, viewed);
    assert_eq!(in_force(&user, held.no).state, HeldState::Withdrawn);
    correct(&mut user, 4, printed());
    assert_ne!(of_source(&user, &no).no, held.no, "a new item");
}

#[test]
fn a_declared_use_period_is_the_item_s_own() {
    let (dir, mut user) = office(Role::User);
    let mut keeper = beside(dir.path(), Role::Keeper, NOW);
    let period = UsePeriod {
        span: Span::Months(3),
        words: "until the case is decided".to_owned(),
    };
    let command = RetentionCommand::SetUsePeriod {
        basis: "SOC-01".to_owned(),
        period,
    };
    assert!(give(&mut user, command.clone()).is_err());
    give(&mut keeper, command).unwrap();
    let held = completed(
        &mut user,
        ResultDraft {
            delete_by: None,
            use_basis: None,
            ..printed()
        },
    )
    .unwrap();
    assert_eq!(held.use_until, Some(day("2027-02-23")));
    assert_eq!(held.use_basis, "until the case is decided");
    // A later day than the declared one needs a reason of its own.
    let later = ResultDraft {
        use_basis: None,
        ..printed()
    };
    assert_eq!(
        completed(&mut user, later).unwrap_err(),
        [RetentionRefusal::Missing(RetentionField::UseBasis)]
    );
    let sooner = ResultDraft {
        delete_by: Some(day("2026-12-23")),
        use_basis: None,
        ..printed()
    };
    let held = completed(&mut user, sooner).unwrap();
    assert_eq!(held.use_until, Some(day("2026-12-23")));
}

/// A registration whose result is this; the item that holds it.
fn completed(user: &mut Office, result: ResultDraft) -> Result<Held, Vec<RetentionRefusal>> {
    let no = register(user, "A123456789");
    let command = RegisterCommand::Complete {
        no: no.clone(),
        version: 1,
        result,
    };
    match user.execute(Command::Register(command)) {
        Ok(_done) => Ok(of_source(user, &no)),
        Err(AppError::Refused(Refusal::Retention(whys))) => Err(whys),
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_result_with_an_output_is_saved_without_a_use_period_and_its_basis() {
    let (_dir, mut user) = office(Role::User);
    let head = user.head().unwrap().seq;
    let without = ResultDraft {
        delete_by: None,
        use_basis: None,
        ..printed()
    };
    assert_eq!(
        completed(&mut user, without.clone()).unwrap_err(),
        [
            RetentionRefusal::Missing(RetentionField::UseUntil),
            RetentionRefusal::Missing(RetentionField::UseBasis),
        ]
    );
    assert_eq!(user.head().unwrap().seq, head + 1, "registered, no more");
    let blank = ResultDraft {
        delete_by: Some(day("2027-01-31")),
        use_basis: Some(" \u{3000}".to_owned()),
        ..without
    };
    assert_eq!(
        completed(&mut user, blank).unwrap_err(),
        [RetentionRefusal::Missing(RetentionField::UseBasis)]
    );
}

#[test]
fn a_corrected_day_is_the_item_s_and_a_later_one_says_why() {
    let (_dir, mut user) = office(Role::User);
    let held = item(&mut user);
    let no = held.sources[0].clone();
    let correct = |user: &mut Office, version: u32, until: &str, words: Option<&str>| {
        let result = ResultDraft {
            delete_by: Some(day(until)),
            use_basis: words.map(str::to_owned),
            ..printed()
        };
        let correction = Correction {
            edits: vec![Edit::Result(result)],
            reason: "the case goes on".to_owned(),
        };
        user.execute(Command::Register(RegisterCommand::Correct {
            no: no.clone(),
            version,
            correction,
        }))
    };
    assert_eq!(
        why(correct(&mut user, 2, "2027-08-31", None)),
        [RetentionRefusal::Missing(RetentionField::UseBasis)]
    );
    correct(&mut user, 2, "2027-08-31", Some("appeal")).unwrap();
    let moved = in_force(&user, held.no);
    assert_eq!(
        (moved.use_until, moved.ends_on),
        (Some(day("2027-08-31")), Some(day("2027-08-31")))
    );
    assert_eq!(moved.use_basis, "appeal");
    correct(&mut user, 3, "2027-01-31", None).unwrap();
    let moved = in_force(&user, held.no);
    assert_eq!(moved.ends_on, Some(day("2027-01-31")));
    assert_eq!((moved.version, moved.use_basis.as_str()), (3, "appeal"));
    let declare = |until: &str, words: &str| RetentionCommand::Declare {
        no: held.no,
        version: 3,
        until: day(until),
        words: words.to_owned(),
    };
    assert_eq!(
        why(give(&mut user, declare("2027-03-31", ""))),
        [RetentionRefusal::Missing(RetentionField::UseBasis)]
    );
    give(&mut user, declare("2027-03-31", "court order 12")).unwrap();
    let row = store::due::get(user.store.reader(), &held.no.to_string()).unwrap();
    assert_eq!(row.unwrap().deadline.ends_on, day("2027-03-31"));
    assert!(user.verify(None, |_at| {}).unwrap().ok);
}

#[test]
fn an_item_is_used_up_deleted_with_a_deferred_backup_verified_and_its_evidence_kept_five_years() {
    let (dir, mut user) = office(Role::User);
    let held = to_delete(&mut user);
    assert_eq!(held.ends_on, Some(day("2026-12-23")));
    let until = day("2027-01-10");
    let command = deletion(&[&held], Handling::Deferred(until), NOW);
    let no = certificate_of(&give(&mut user, command).unwrap());
    assert_eq!(no.to_string(), "D11511-001");
    assert_eq!(in_force(&user, held.no).state, HeldState::Deleted);
    let verify = |version: u32| RetentionCommand::Verify {
        no,
        version,
        how: "the shreds were seen".to_owned(),
    };
    assert!(
        give(&mut user, verify(1)).is_err(),
        "nobody verifies his own"
    );
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    give(&mut manager, verify(1)).unwrap();
    let (open, _) = manager.certificate(no).unwrap();
    assert_eq!(
        (open.state, open.ends_on()),
        (CertState::Deferred, held.ends_on)
    );
    // Past the item's own day it reads late until the supervisor lets it be.
    let mut supervisor = beside(dir.path(), Role::Supervisor, later(31));
    let late = supervisor.due_counts().unwrap();
    assert_eq!(late.overdue, 1);
    let except = RetentionCommand::Except {
        no,
        version: 2,
        reason: "backups rotate monthly".to_owned(),
    };
    assert_eq!(
        why(give(
            &mut manager,
            RetentionCommand::Clear {
                no,
                version: 2,
                place: ScopePlace::Mail,
                on: day("2026-11-23"),
                how: "x".to_owned(),
            }
        )),
        [RetentionRefusal::NotDeferred]
    );
    give(&mut supervisor, except).unwrap();
    assert_eq!(supervisor.due_counts().unwrap().overdue, 0);
    let mut user = beside(dir.path(), Role::User, later(49));
    let clear = RetentionCommand::Clear {
        no,
        version: 3,
        place: ScopePlace::Backup,
        on: day("2027-01-10"),
        how: "rotated out".to_owned(),
    };
    give(&mut user, clear).unwrap();
    let (cleared, _) = user.certificate(no).unwrap();
    assert_eq!(cleared.ends_on(), Some(day("2027-01-10")), "the exception");
    let mut manager = beside(dir.path(), Role::Manager, later(50));
    give(&mut manager, verify(4)).unwrap();
    let (closed, versions) = manager.certificate(no).unwrap();
    assert_eq!((closed.state, versions.len()), (CertState::Closed, 5));
    assert_eq!(in_force(&manager, held.no).state, HeldState::Closed);
    let record = no.to_string();
    let evidence = manager
        .kept_sheet(KeptClass::Evidence, &record)
        .unwrap()
        .kept;
    assert_eq!(
        evidence.starts_on,
        day("2027-01-12"),
        "the last line included"
    );
    assert_eq!(evidence.ends_on, day("2032-01-12"));
    let stones = manager.tombstones(no).unwrap();
    assert_eq!((stones.len(), stones[0].no), (1, held.no));
    assert_eq!(stones[0].item_digest.len(), 64);
    assert_eq!(manager.due_counts().unwrap().all, 0);
    assert!(manager.verify(None, |_at| {}).unwrap().ok);
}

#[test]
fn a_refused_verification_makes_the_items_due_again() {
    let (dir, mut user) = office(Role::User);
    let (one, other) = (to_delete(&mut user), {
        let no = register(&mut user, "E120000001");
        let command = RegisterCommand::Complete {
            no: no.clone(),
            version: 1,
            result: printed(),
        };
        user.execute(Command::Register(command)).unwrap();
        let held = of_source(&user, &no);
        let today = user.now().day();
        let command = RetentionCommand::Complete {
            no: held.no,
            version: 1,
            completed_on: today,
            unneeded_on: Some(today),
        };
        give(&mut user, command).unwrap();
        in_force(&user, held.no)
    });
    let both = user.deletable_with(&one, true).unwrap();
    assert_eq!(both.len(), 2, "of one case");
    let done = give(&mut user, deletion(&[&one, &other], Handling::None, NOW)).unwrap();
    let no = certificate_of(&done);
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    let refuse = RetentionCommand::Refuse {
        no,
        version: 1,
        reason: "legible".to_owned(),
    };
    give(&mut manager, refuse).unwrap();
    for held in [one, other] {
        let again = in_force(&manager, held.no);
        assert_eq!(
            (again.state, again.ends_on),
            (HeldState::ToDelete, held.ends_on)
        );
    }
    assert_eq!(manager.due_counts().unwrap().all, 2);
}

#[test]
fn an_incomplete_scope_list_is_not_signed_and_nothing_is_written() {
    let (_dir, mut user) = office(Role::User);
    let held = to_delete(&mut user);
    let last = user.head().unwrap();
    let RetentionCommand::Delete { items, mut draft } = deletion(&[&held], Handling::None, NOW)
    else {
        panic!("a deletion")
    };
    draft.lines.truncate(6);
    let refused = why(give(&mut user, RetentionCommand::Delete { items, draft }));
    let missing = vec![ScopePlace::Derived, ScopePlace::Paper];
    assert_eq!(refused[0], RetentionRefusal::ScopeIncomplete(missing));
    assert_eq!(user.head().unwrap(), last);
    assert_eq!(in_force(&user, held.no), held);
}

#[test]
fn a_change_of_law_makes_forty_items_due_at_once_except_those_under_a_statute() {
    let (dir, mut user) = office(Role::User);
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    let enter = |user: &mut Office, statute: bool| {
        let draft = HeldDraft {
            title: "list".to_owned(),
            medium: Some(Medium::File),
            quantity: 1,
            place: "PC-1".to_owned(),
            basis: "SOC-02".to_owned(),
            item: "LI02".to_owned(),
            obtained_on: Some(day("2026-11-02")),
            use_until: Some(day("2027-06-30")),
            use_basis: "case".to_owned(),
            statute: statute.then(|| ("act 7".to_owned(), day("2026-11-02"), Span::Years(2))),
            ..HeldDraft::default()
        };
        give(user, RetentionCommand::Enter(Box::new(draft))).unwrap();
    };
    for _ in 0..40 {
        enter(&mut user, false);
    }
    for _ in 0..3 {
        enter(&mut user, true);
    }
    let scope = LawScope {
        basis: "SOC-02".to_owned(),
        item: String::new(),
    };
    let counts = law_counts(manager.store.reader(), &scope).unwrap();
    assert_eq!(
        (counts.in_use, counts.statutory, counts.moved()),
        (40, 3, 40)
    );
    let command = |counts: LawCounts| RetentionCommand::ChangeLaw {
        scope: scope.clone(),
        event_on: day("2026-11-20"),
        reason: "act repealed".to_owned(),
        counts,
    };
    let other = LawCounts {
        in_use: 39,
        ..counts
    };
    assert!(matches!(
        give(&mut manager, command(other)),
        Err(AppError::Refused(Refusal::Stale))
    ));
    let before = manager.head().unwrap().seq;
    give(&mut manager, command(counts)).unwrap();
    assert_eq!(manager.head().unwrap().seq, before + 1, "one entry");
    let after = law_counts(manager.store.reader(), &scope).unwrap();
    assert_eq!((after.to_delete, after.in_use, after.statutory), (40, 0, 3));
    let first = in_force(&manager, "K11511-001".parse().unwrap());
    assert_eq!(first.ends_on, Some(day("2026-12-20")));
    assert!(manager.verify(None, |_at| {}).unwrap().ok);
}

#[test]
fn a_hold_stops_a_countdown_and_its_release_brings_the_day_back() {
    let (dir, mut user) = office(Role::User);
    let held = to_delete(&mut user);
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    let stop = RetentionCommand::Hold {
        no: held.no,
        version: held.version,
        cause: HoldCause::Litigation,
        reason: "order 11530012300".to_owned(),
    };
    assert!(give(&mut user, stop.clone()).is_err());
    give(&mut manager, stop).unwrap();
    let mut late = beside(dir.path(), Role::Supervisor, later(60));
    assert_eq!(late.due_counts().unwrap().overdue, 0);
    assert_eq!(
        why(give(
            &mut user,
            deletion(&[&in_force(&manager, held.no)], Handling::None, NOW)
        )),
        [RetentionRefusal::OnHold]
    );
    let release = RetentionCommand::Release {
        no: held.no,
        version: held.version + 1,
        reason: "case over".to_owned(),
    };
    assert_eq!(
        why(give(&mut manager, release.clone())),
        [RetentionRefusal::OwnHold]
    );
    give(&mut late, release).unwrap();
    assert_eq!(late.due_counts().unwrap().overdue, 1);
    assert_eq!(in_force(&late, held.no).ends_on, held.ends_on);
}

#[test]
fn a_stopped_day_moves_the_stored_days_of_open_items() {
    let (dir, mut user) = office(Role::User);
    let held = to_delete(&mut user);
    let mut keeper = beside(dir.path(), Role::Keeper, NOW);
    let advised = |office: &Office| {
        let row = store::due::get(office.store.reader(), &held.no.to_string());
        row.unwrap().unwrap().deadline
    };
    assert_eq!(advised(&keeper).advised_on, day("2026-12-23"));
    keeper
        .declare_stop(day("2026-12-23"), "typhoon", true, Work::unwatched())
        .unwrap();
    let moved = advised(&keeper);
    assert_eq!(
        (moved.advised_on, moved.rolled_on),
        (day("2026-12-22"), day("2026-12-24"))
    );
    assert_eq!(moved.ends_on, day("2026-12-23"));
}

#[test]
fn others_items_are_not_a_user_s_to_see_or_to_move() {
    let (dir, mut user) = office(Role::User);
    let held = to_delete(&mut user);
    let keeper = beside(dir.path(), Role::Keeper, NOW);
    assert!(keeper.held_sheet(held.no).is_err());
    for role in [Role::Checker, Role::Keeper] {
        let mut other = beside(dir.path(), role, NOW);
        let page = other.due_page(&DueAsked::default(), &DuePlace::Top, 10);
        assert!(
            matches!(page, Err(AppError::Refused(Refusal::Role { .. }))),
            "{role:?}"
        );
    }
}

#[test]
fn the_register_s_months_are_kept_as_the_setting_says_and_no_rule_s_floor_moves() {
    let (dir, mut user) = office(Role::User);
    register(&mut user, "A123456789");
    let kept = user.kept_sheet(KeptClass::Register, "11511").unwrap().kept;
    assert_eq!(
        (kept.starts_on, kept.ends_on),
        (day("2026-11-30"), day("2031-11-30"))
    );
    let mut keeper = beside(dir.path(), Role::Keeper, NOW);
    let set = DeskCommand::ChangeSetting(Setting::KeepRegister, "3年".to_owned());
    keeper.execute(Command::Desk(set)).unwrap();
    let kept = user.kept_sheet(KeptClass::Register, "11511").unwrap().kept;
    assert_eq!((kept.version, kept.ends_on), (2, day("2029-11-30")));
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    let propose = RetentionCommand::Keep {
        class: KeptClass::Register,
        record: "11511".to_owned(),
        version: 2,
        step: KeptStep::Propose,
        reason: "burnt".to_owned(),
        cause: None,
    };
    assert_eq!(
        why(give(&mut manager, propose.clone())),
        [RetentionRefusal::FloorRuns {
            from: day("2029-12-01")
        }]
    );
    let mut much_later = beside(dir.path(), Role::Manager, later(1200));
    give(&mut much_later, propose).unwrap();
    let mut supervisor = beside(dir.path(), Role::Supervisor, later(1201));
    let approve = RetentionCommand::Keep {
        class: KeptClass::Register,
        record: "11511".to_owned(),
        version: 3,
        step: KeptStep::Approve,
        reason: "as proposed".to_owned(),
        cause: None,
    };
    give(&mut supervisor, approve).unwrap();
    let kept = supervisor.kept_sheet(KeptClass::Register, "11511").unwrap();
    assert_eq!(
        (kept.kept.state, kept.versions.len()),
        (KeptState::Disposed, 4)
    );
}

#[test]
fn a_list_pages_by_its_days_and_filters_by_state_medium_and_week() {
    let (_dir, mut user) = office(Role::User);
    for days in [40_u64, 10, 30, 20, 50] {
        let until = user
            .now()
            .day()
            .checked_add_days(chrono::Days::new(days))
            .unwrap();
        let draft = HeldDraft {
            title: "list".to_owned(),
            medium: Some(Medium::File),
            quantity: 1,
            place: "PC-1".to_owned(),
            obtained_on: Some(day("2026-11-02")),
            use_until: Some(until),
            use_basis: "case".to_owned(),
            ..HeldDraft::default()
        };
        give(&mut user, RetentionCommand::Enter(Box::new(draft))).unwrap();
    }
    let numbers = |user: &mut Office, asked: &DueAsked, place: &DuePlace, limit: usize| {
        let page = user.due_page(asked, place, limit).unwrap();
        let numbers: Vec<u32> = page.lines.iter().map(|line| line.no().serial).collect();
        (numbers, page.has_before, page.has_after)
    };
    let all = DueAsked::default();
    assert_eq!(
        numbers(&mut user, &all, &DuePlace::Top, 2),
        (vec![2, 4], false, true)
    );
    let from = DuePlace::From("K11511-003".to_owned());
    assert_eq!(numbers(&mut user, &all, &from, 2), (vec![3, 1], true, true));
    let up = DuePlace::UpTo("K11511-003".to_owned());
    assert_eq!(numbers(&mut user, &all, &up, 2), (vec![4, 3], true, true));
    assert_eq!(
        numbers(&mut user, &all, &DuePlace::Bottom, 2),
        (vec![1, 5], true, false)
    );
    let week = DueAsked {
        week: Some(1),
        ..DueAsked::default()
    };
    assert_eq!(numbers(&mut user, &week, &DuePlace::Top, 9).0, [2]);
    let paper = DueAsked {
        medium: "paper".to_owned(),
        ..DueAsked::default()
    };
    assert!(numbers(&mut user, &paper, &DuePlace::Top, 9).0.is_empty());
    assert_eq!(user.due_weeks(8).unwrap(), [0, 1, 1, 0, 1, 1, 0, 1]);
}

#[test]
fn what_is_overdue_stands_in_today_for_its_holder_and_for_the_manager() {
    let (dir, mut user) = office(Role::User);
    to_delete(&mut user);
    let waits = |office: &Office| {
        let dues = office.agenda().unwrap().dues.into_iter();
        let held = dues.filter(|due| matches!(due.duty, crate::app::Duty::Held(_)));
        held.map(|due| due.is_mine).collect::<Vec<bool>>()
    };
    let soon = beside(dir.path(), Role::User, later(20));
    assert_eq!(waits(&soon), [true]);
    assert!(waits(&beside(dir.path(), Role::Manager, later(20))).is_empty());
    assert_eq!(
        waits(&beside(dir.path(), Role::Manager, later(60))),
        [false]
    );
    assert!(waits(&beside(dir.path(), Role::Checker, later(60))).is_empty());
}

/// So many items of the user, used up on a day.
fn used_up(user: &mut Office, count: u32, on: &str) {
    for _item in 0..count {
        let held = entered(user);
        let command = RetentionCommand::Complete {
            no: held.no,
            version: held.version,
            completed_on: day(on),
            unneeded_on: Some(day(on)),
        };
        give(user, command).unwrap();
    }
}

fn entered(user: &mut Office) -> Held {
    let draft = HeldDraft {
        title: "list".to_owned(),
        medium: Some(Medium::Paper),
        quantity: 1,
        place: "shelf 2".to_owned(),
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
    in_force(user, no)
}

fn held_dues(agenda: &crate::app::Agenda) -> Vec<(RecordNo, bool)> {
    let held = agenda.dues.iter().filter_map(|due| match &due.duty {
        crate::app::Duty::Held(line) => Some((line.no(), due.is_mine)),
        _ => None,
    });
    held.collect()
}

#[test]
fn due_is_today_s_agenda_and_that_of_another_day() {
    let (_dir, mut user) = office(Role::User);
    used_up(&mut user, 1, "2026-11-20");
    let no = "K11511-001".parse().unwrap();
    let (now, agenda) = user.due(None, None).unwrap();
    assert_eq!((now, &agenda), (NOW, &user.agenda().unwrap()));
    assert_eq!(held_dues(&agenda), [(no, true)]);
    assert_eq!(user.due(None, Some(7)).unwrap().1.dues, []);
    // 115/12/20 is a Sunday: advised on the 18th, rolled to the 21st.
    let (later, agenda) = user.due(Some(day("2026-12-22")), Some(0)).unwrap();
    assert_eq!(later.day(), day("2026-12-22"));
    let deadline = agenda.dues[0].deadline.unwrap();
    assert_eq!(deadline.state(later.day()).code(), "overdue");
    assert_eq!(deadline.state(later.day()).days(), 1);
    assert_eq!(user.now(), NOW, "the clock is the desk's again");
    let (_now, before) = user.due(Some(day("2026-11-01")), None).unwrap();
    assert!(held_dues(&before).is_empty());
    assert!(before.beyond.is_some(), "but it comes");
}

#[test]
fn whatever_is_overdue_is_counted_though_only_the_first_are_listed() {
    let (dir, mut user) = office(Role::User);
    used_up(&mut user, 205, "2026-09-02");
    let agenda = user.agenda().unwrap();
    assert_eq!(held_dues(&agenda).len(), 200);
    assert_eq!(agenda.unlisted.overdue, 5);
    assert_eq!(user.badges().unwrap().overdue, 205);
    let supervisor = beside(dir.path(), Role::Supervisor, NOW);
    assert_eq!(supervisor.badges().unwrap().overdue, 205);
    assert!(
        held_dues(&supervisor.agenda().unwrap())
            .iter()
            .all(|(_, mine)| !mine)
    );
}

#[test]
fn an_exception_waits_for_the_supervisor_before_the_day_has_passed() {
    let (dir, mut user) = office(Role::User);
    let held = to_delete(&mut user);
    let command = deletion(&[&held], Handling::Deferred(day("2027-01-10")), NOW);
    let no = certificate_of(&give(&mut user, command).unwrap());
    let mut manager = beside(dir.path(), Role::Manager, NOW);
    let waits = |office: &Office| held_dues(&office.agenda().unwrap());
    assert_eq!(waits(&manager), [(no, true)], "to be verified");
    give(
        &mut manager,
        RetentionCommand::Verify {
            no,
            version: 1,
            how: "seen".to_owned(),
        },
    )
    .unwrap();
    assert_eq!(waits(&manager), []);
    let mut supervisor = beside(dir.path(), Role::Supervisor, NOW);
    assert_eq!(waits(&supervisor), [(no, true)]);
    let except = RetentionCommand::Except {
        no,
        version: 2,
        reason: "rotates monthly".to_owned(),
    };
    give(&mut supervisor, except).unwrap();
    assert_eq!(waits(&supervisor), []);
}
