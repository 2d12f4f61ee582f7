//! The procedures of 期限: each row, each absent row, and what the moves write.

use super::certificate::{
    CERT_MOVES, CertState, CertStep, CertificateDraft, Handling, Method, ScopePlace,
};
use super::kept::{KEPT_MOVES, Kept, KeptClass, KeptPhase, KeptState, KeptStep};
use super::listing::{HeldDraft, UsePeriod, enter};
use super::moves::{self, By, HeldStep, MOVES};
use super::*;
use crate::domain::people::{Clerk, Roles};
use crate::domain::procedure::law::{self, Procedure};
use crate::domain::span::Span;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> Moment {
    Moment::parse(&format!("{text}T02:00:00.000Z")).unwrap()
}

fn clerk(login: &str, roles: &[Role]) -> Clerk {
    Clerk {
        login: login.parse().unwrap(),
        name: login.to_owned(),
        roles: Roles::of(roles),
        account: None,
        items: Vec::new(),
    }
}

fn by(clerk: &Clerk, now: Moment) -> By<'_> {
    By {
        clerk,
        role: clerk.roles.iter().next().unwrap(),
        now,
    }
}

fn user() -> Clerk {
    clerk("hsu", &[Role::User])
}

fn manager() -> Clerk {
    clerk("chen", &[Role::Manager])
}

fn supervisor() -> Clerk {
    clerk("lin", &[Role::Supervisor])
}

fn draft() -> HeldDraft {
    HeldDraft {
        title: "list".to_owned(),
        medium: Some(Medium::File),
        quantity: 1,
        place: "SOC-PC-114".to_owned(),
        basis: "SOC-01".to_owned(),
        item: "LI02".to_owned(),
        obtained_on: Some(day("2026-10-01")),
        use_until: Some(day("2026-12-31")),
        use_basis: "case decided".to_owned(),
        ..HeldDraft::default()
    }
}

/// An item in use, obtained on 115/10/01, declared to be used until 115/12/31.
fn held() -> Held {
    enter(&draft(), by(&user(), at("2026-10-01"))).unwrap()
}

fn to_delete(completed: &str, unneeded: &str) -> Held {
    let user = user();
    let by = by(&user, at("2026-11-23"));
    moves::complete(&held(), day(completed), Some(day(unneeded)), by).unwrap()
}

#[test]
fn the_three_procedures_keep_the_law() {
    law::check(&Procedure {
        moves: MOVES,
        states: HeldState::ALL,
        steps: &HeldStep::ALL,
        start: HeldState::InUse,
        ends: &[HeldState::Closed, HeldState::Archived, HeldState::Withdrawn],
    });
    law::check(&Procedure {
        moves: CERT_MOVES,
        states: CertState::ALL,
        steps: &[
            CertStep::Verify,
            CertStep::VerifyPart,
            CertStep::Refuse,
            CertStep::Clear,
            CertStep::Except,
        ],
        start: CertState::Signed,
        ends: &[CertState::Closed, CertState::Refused],
    });
    law::check(&Procedure {
        moves: KEPT_MOVES,
        states: KeptState::ALL,
        steps: &[
            KeptStep::Propose,
            KeptStep::Approve,
            KeptStep::Decline,
            KeptStep::Hold,
            KeptStep::Release,
        ],
        start: KeptState::Kept,
        ends: &[KeptState::Disposed],
    });
}

#[test]
fn numbers_are_a_letter_a_month_and_a_serial() {
    for text in ["K11510-031", "D11511-003", "K11512-1234"] {
        assert_eq!(text.parse::<RecordNo>().unwrap().to_string(), text);
    }
    for text in [
        "",
        "K",
        "A11510-031",
        "K11510-31",
        "K11510-0031",
        "K11513-001",
        "K11510031",
    ] {
        assert!(text.parse::<RecordNo>().is_err(), "{text}");
    }
}

#[test]
fn no_item_is_entered_without_a_use_period_and_its_basis_unless_a_statute_says_how_long() {
    let user = user();
    let by = by(&user, at("2026-10-01"));
    let without = HeldDraft {
        use_until: None,
        use_basis: " ".to_owned(),
        ..draft()
    };
    assert_eq!(
        enter(&without, by).unwrap_err(),
        [
            RetentionRefusal::Missing(RetentionField::UseUntil),
            RetentionRefusal::Missing(RetentionField::UseBasis),
        ]
    );
    let statutory = HeldDraft {
        statute: Some(("act 7".to_owned(), day("2026-10-01"), Span::Years(2))),
        ..without
    };
    let held = enter(&statutory, by).unwrap();
    assert_eq!(held.state, HeldState::Statutory);
    assert_eq!(held.kept_until(), Some(day("2028-10-01")));
    assert_eq!(held.ends_on, Some(day("2028-11-01")));
}

#[test]
fn an_item_that_ends_before_it_starts_or_comes_from_the_future_is_refused() {
    let user = user();
    let by = by(&user, at("2026-10-01"));
    let backwards = HeldDraft {
        use_until: Some(day("2026-09-30")),
        ..draft()
    };
    assert_eq!(
        enter(&backwards, by).unwrap_err(),
        [RetentionRefusal::EndsBeforeStart(RetentionField::UseUntil)]
    );
    let future = HeldDraft {
        obtained_on: Some(day("2026-10-02")),
        ..draft()
    };
    assert_eq!(
        enter(&future, by).unwrap_err(),
        [RetentionRefusal::Future(RetentionField::ObtainedOn)]
    );
    let over = HeldDraft {
        statute: Some(("act".to_owned(), day("2020-01-01"), Span::Years(5))),
        ..draft()
    };
    assert_eq!(
        enter(&over, by).unwrap_err(),
        [RetentionRefusal::StatuteOver]
    );
}

#[test]
fn what_is_used_up_and_not_confirmed_stays_due_at_the_declared_use_period() {
    let user = user();
    let by = by(&user, at("2026-11-23"));
    let moved = moves::complete(&held(), day("2026-10-22"), None, by).unwrap();
    assert_eq!(moved.state, HeldState::ToConfirm);
    assert_eq!(moved.ends_on, Some(day("2026-12-31")));
}

#[test]
fn the_month_runs_from_the_later_of_completion_and_no_need() {
    for (completed, unneeded, ends) in [
        ("2026-10-22", "2026-10-22", "2026-11-22"),
        ("2026-10-10", "2026-10-22", "2026-11-22"),
        ("2026-10-22", "2026-10-10", "2026-11-22"),
        ("2026-10-31", "2026-10-31", "2026-11-30"),
    ] {
        let moved = to_delete(completed, unneeded);
        assert_eq!(moved.state, HeldState::ToDelete);
        assert_eq!((moved.version, moved.ends_on), (2, Some(day(ends))));
        assert_eq!(moved.ground, Ground::Use);
    }
}

#[test]
fn days_of_a_move_lie_between_the_item_s_first_day_and_today() {
    let user = user();
    let by = by(&user, at("2026-11-23"));
    let of = |completed: &str| moves::complete(&held(), day(completed), None, by);
    assert!(of("2026-10-01").is_ok() && of("2026-11-23").is_ok());
    assert_eq!(
        of("2026-09-30").unwrap_err(),
        [RetentionRefusal::EndsBeforeStart(
            RetentionField::CompletedOn
        )]
    );
    assert_eq!(
        of("2026-11-24").unwrap_err(),
        [RetentionRefusal::Future(RetentionField::CompletedOn)]
    );
}

#[test]
fn only_the_custodian_completes_and_deletes() {
    let now = at("2026-11-23");
    let other = clerk("wu", &[Role::User]);
    for clerk in [manager(), supervisor(), other] {
        let refused = moves::complete(&held(), day("2026-11-01"), None, by(&clerk, now));
        assert_eq!(refused.unwrap_err(), [RetentionRefusal::NotCustodian]);
    }
    let left = Held {
        custodian: String::new(),
        ..held()
    };
    let user = user();
    assert!(moves::complete(&left, day("2026-11-01"), None, by(&user, now)).is_err());
    let manager = manager();
    let assigned = moves::assign(&left, &user, by(&manager, now)).unwrap();
    assert!(moves::complete(&assigned, day("2026-11-01"), None, by(&user, now)).is_ok());
}

#[test]
fn a_statute_prevails_blocks_deletion_and_starts_the_month_when_it_is_over() {
    let user = user();
    let before = by(&user, at("2026-11-23"));
    let item = to_delete("2026-10-22", "2026-10-22");
    let from = day("2026-10-22");
    let moved =
        moves::apply_statute(&item, "accounting act 83", (from, Span::Months(6)), before).unwrap();
    assert_eq!(moved.kept_until(), Some(day("2027-04-22")));
    let no = "D11511-001".parse().unwrap();
    assert_eq!(
        moves::delete(&moved, no, before).unwrap_err(),
        [RetentionRefusal::NoMove {
            state: HeldState::Statutory
        }]
    );
    assert_eq!(
        moves::lapse(&moved, before).unwrap_err(),
        [RetentionRefusal::StatuteRuns {
            until: day("2027-04-22")
        }]
    );
    let on_last_day = by(&user, at("2027-04-22"));
    assert!(moves::lapse(&moved, on_last_day).is_err());
    let after = by(&user, at("2027-04-23"));
    let lapsed = moves::lapse(&moved, after).unwrap();
    assert_eq!(lapsed.state, HeldState::ToDelete);
    assert_eq!(lapsed.ends_on, Some(day("2027-05-22")));
    // An extension only by another basis that keeps it longer.
    let shorter = moves::apply_statute(&moved, "other act", (from, Span::Months(6)), before);
    assert_eq!(shorter.unwrap_err(), [RetentionRefusal::StatuteShorter]);
    let longer = moves::apply_statute(&moved, "other act", (from, Span::Years(1)), before);
    assert_eq!(longer.unwrap().kept_until(), Some(day("2027-10-22")));
}

#[test]
fn a_change_of_law_makes_the_month_run_from_it_and_never_later_than_before() {
    let manager = manager();
    let by_manager = by(&manager, at("2026-11-23"));
    let law = |held: &Held, on: &str| moves::change_law(held, day(on), "repealed", by_manager);
    let moved = law(&held(), "2026-11-20").unwrap();
    assert_eq!(
        (moved.state, moved.ground),
        (HeldState::ToDelete, Ground::Law)
    );
    assert_eq!(moved.ends_on, Some(day("2026-12-20")));
    let sooner = law(&to_delete("2026-10-22", "2026-10-22"), "2026-11-20").unwrap();
    assert_eq!(
        (sooner.ends_on, sooner.ground),
        (Some(day("2026-11-22")), Ground::Use)
    );
    // Obtained after the event: the month cannot begin before the item did.
    assert_eq!(
        law(&held(), "2026-09-01").unwrap().ends_on,
        Some(day("2026-11-01"))
    );
    assert_eq!(
        law(&held(), "2026-11-24").unwrap_err(),
        [RetentionRefusal::Future(RetentionField::EventOn)]
    );
    let user = user();
    let refused = moves::change_law(&held(), day("2026-11-20"), "x", by(&user, at("2026-11-23")));
    assert_eq!(refused.unwrap_err(), [RetentionRefusal::NotManager]);
}

#[test]
fn a_hold_forbids_deletion_keeps_the_day_and_is_released_by_another() {
    let (user, manager, supervisor) = (user(), manager(), supervisor());
    let now = at("2026-11-23");
    let item = to_delete("2026-10-22", "2026-10-22");
    let held = moves::hold(&item, HoldCause::Litigation, "order 7", by(&manager, now)).unwrap();
    assert_eq!((held.state, held.ends_on), (item.state, item.ends_on));
    let no = "D11511-001".parse().unwrap();
    assert_eq!(
        moves::delete(&held, no, by(&user, now)).unwrap_err(),
        [RetentionRefusal::OnHold]
    );
    assert_eq!(
        moves::archive(&held, "x", by(&user, now)).unwrap_err(),
        [RetentionRefusal::OnHold]
    );
    assert_eq!(
        moves::hold(&held, HoldCause::Audit, "x", by(&manager, now)).unwrap_err(),
        [RetentionRefusal::OnHold]
    );
    assert_eq!(
        moves::release(&held, "done", by(&manager, now)).unwrap_err(),
        [RetentionRefusal::OwnHold]
    );
    assert_eq!(
        moves::release(&held, "done", by(&user, now)).unwrap_err(),
        [RetentionRefusal::NotOverseer]
    );
    assert_eq!(
        moves::release(&held, " ", by(&supervisor, now)).unwrap_err(),
        [RetentionRefusal::Missing(RetentionField::Reason)]
    );
    let released = moves::release(&held, "done", by(&supervisor, now)).unwrap();
    assert_eq!(
        (released.hold.is_none(), released.ends_on),
        (true, item.ends_on)
    );
    assert!(moves::delete(&released, no, by(&user, now)).is_ok());
}

fn lines(backup: Handling) -> Vec<(ScopePlace, Handling)> {
    ScopePlace::ALL
        .iter()
        .map(|place| {
            let handling = if *place == ScopePlace::Original {
                Handling::Cleared("overwritten".to_owned())
            } else if *place == ScopePlace::Backup {
                backup.clone()
            } else {
                Handling::None
            };
            (*place, handling)
        })
        .collect()
}

fn paper(backup: Handling) -> CertificateDraft {
    CertificateDraft {
        method: Some(Method::Overwrite),
        place: "office".to_owned(),
        executed_at: at("2026-11-23"),
        witness: String::new(),
        evidence: "screen.png".to_owned(),
        evidence_sha256: "00".repeat(32),
        lines: lines(backup),
    }
}

fn signed(backup: Handling) -> certificate::Certificate {
    let user = user();
    let items = [to_delete("2026-10-22", "2026-10-22")];
    let no = "D11511-001".parse().unwrap();
    certificate::sign(&items, &paper(backup), no, by(&user, at("2026-11-23"))).unwrap()
}

#[test]
fn a_certificate_without_a_complete_scope_list_says_what_is_missing() {
    let user = user();
    let by = by(&user, at("2026-11-23"));
    let items = [to_delete("2026-10-22", "2026-10-22")];
    let no = "D11511-001".parse().unwrap();
    let sign = |change: &dyn Fn(&mut CertificateDraft)| {
        let mut draft = paper(Handling::None);
        change(&mut draft);
        certificate::sign(&items, &draft, no, by).unwrap_err()
    };
    assert_eq!(
        sign(&|draft| draft
            .lines
            .retain(|(place, _)| !matches!(place, ScopePlace::Derived | ScopePlace::Paper))),
        [RetentionRefusal::ScopeIncomplete(vec![
            ScopePlace::Derived,
            ScopePlace::Paper
        ])]
    );
    assert_eq!(
        sign(&|draft| draft.lines[0].1 = Handling::None),
        [RetentionRefusal::CarrierNotCleared(ScopePlace::Original)]
    );
    assert_eq!(
        sign(&|draft| draft.lines[0].1 = Handling::Cleared(" ".to_owned())),
        [RetentionRefusal::ScopeIncomplete(vec![
            ScopePlace::Original
        ])]
    );
    assert_eq!(
        sign(&|draft| draft.lines[5].1 = Handling::Deferred(day("2026-11-23"))),
        [RetentionRefusal::DeferralPast(ScopePlace::Backup)]
    );
    assert_eq!(
        sign(&|draft| draft.evidence.clear()),
        [RetentionRefusal::Missing(RetentionField::Evidence)]
    );
    assert_eq!(
        sign(&|draft| draft.executed_at = at("2026-11-24")),
        [RetentionRefusal::Future(RetentionField::DeletedAt)]
    );
}

#[test]
fn paper_needs_a_witness_and_several_items_are_of_one_person_and_medium() {
    let user = user();
    let by = by(&user, at("2026-11-23"));
    let no = "D11511-001".parse().unwrap();
    let file = to_delete("2026-10-22", "2026-10-22");
    let sheet = Held {
        medium: Medium::Paper,
        ..file.clone()
    };
    let mixed = certificate::sign(
        &[file.clone(), sheet.clone()],
        &paper(Handling::None),
        no,
        by,
    );
    assert_eq!(mixed.unwrap_err(), [RetentionRefusal::MixedItems]);
    let mut draft = paper(Handling::None);
    draft.method = Some(Method::Shred);
    draft.lines[0].1 = Handling::None;
    draft.lines[7].1 = Handling::Cleared("shredded".to_owned());
    let refused = certificate::sign(std::slice::from_ref(&sheet), &draft, no, by).unwrap_err();
    assert_eq!(
        refused,
        [RetentionRefusal::Missing(RetentionField::Witness)]
    );
    draft.witness = "Wu".to_owned();
    let second = Held {
        no: "K11510-002".parse().unwrap(),
        quantity: 3,
        ends_on: Some(day("2026-11-20")),
        ..sheet.clone()
    };
    let signed = certificate::sign(&[sheet, second], &draft, no, by).unwrap();
    assert_eq!((signed.items.len(), signed.quantity), (2, 4));
    assert_eq!(signed.due_on, day("2026-11-20"));
}

#[test]
fn deletion_is_verified_by_another_person_and_then_complete() {
    let (user, manager) = (user(), manager());
    let now = at("2026-11-23");
    let certificate = signed(Handling::None);
    assert_eq!(certificate.ends_on(), Some(day("2026-11-22")));
    assert_eq!(
        certificate::verify(&certificate, "recovered nothing", by(&user, now)).unwrap_err(),
        [RetentionRefusal::OwnDeletion]
    );
    let closed = certificate::verify(&certificate, "recovered nothing", by(&manager, now)).unwrap();
    assert_eq!(closed.state, CertState::Closed);
    assert_eq!(
        (closed.closed_on, closed.ends_on()),
        (Some(day("2026-11-23")), None)
    );
    let refused = certificate::refuse(&certificate, "still there", by(&manager, now)).unwrap();
    assert_eq!(refused.state, CertState::Refused);
}

#[test]
fn a_deferred_line_stays_open_and_is_late_after_the_due_day_without_an_exception() {
    let (user, manager, supervisor) = (user(), manager(), supervisor());
    let now = at("2026-11-23");
    let until = day("2027-01-10");
    let certificate = signed(Handling::Deferred(until));
    let open = certificate::verify(&certificate, "recovered nothing", by(&manager, now)).unwrap();
    assert_eq!((open.state, open.closed_on), (CertState::Deferred, None));
    assert!(open.lacks_exception());
    assert_eq!(
        open.ends_on(),
        Some(day("2026-11-22")),
        "the item's own day"
    );
    let early = certificate::except(&open, "backups expire", by(&manager, now));
    assert_eq!(early.unwrap_err(), [RetentionRefusal::NotSupervisor]);
    let excepted = certificate::except(&open, "backups expire", by(&supervisor, now)).unwrap();
    assert_eq!(excepted.ends_on(), Some(until));
    assert!(!excepted.lacks_exception());
    let again = certificate::except(&excepted, "x", by(&supervisor, now));
    assert_eq!(again.unwrap_err(), [RetentionRefusal::NothingToExcept]);
    // Cleared, it is verified again, and the procedure is complete on that day.
    let later = at("2027-01-11");
    let cleared = certificate::clear(
        &excepted,
        ScopePlace::Backup,
        (day("2027-01-10"), "rotated"),
        by(&user, later),
    )
    .unwrap();
    assert_eq!(cleared.state, CertState::Signed);
    let own = certificate::verify(&cleared, "looked", by(&user, later));
    assert_eq!(own.unwrap_err(), [RetentionRefusal::OwnDeletion]);
    let closed = certificate::verify(&cleared, "looked", by(&manager, later)).unwrap();
    assert_eq!(
        (closed.state, closed.closed_on),
        (CertState::Closed, Some(day("2027-01-11")))
    );
}

#[test]
fn a_deferral_within_the_month_needs_no_exception() {
    let user = user();
    let item = to_delete("2026-11-20", "2026-11-20");
    let by_user = by(&user, at("2026-11-23"));
    let no = "D11511-001".parse().unwrap();
    let draft = paper(Handling::Deferred(day("2026-12-01")));
    let certificate = certificate::sign(&[item], &draft, no, by_user).unwrap();
    assert!(!certificate.lacks_exception());
    let manager = manager();
    let open = certificate::verify(&certificate, "looked", by(&manager, at("2026-11-24"))).unwrap();
    assert_eq!(open.ends_on(), Some(day("2026-12-01")));
}

fn kept(class: KeptClass, starts_on: &str) -> Kept {
    let manager = manager();
    let by = by(&manager, at("2023-02-28"));
    Kept::new(
        class,
        "11202-v1",
        day(starts_on),
        class.span(Some(Span::Days(1))),
        by,
    )
}

#[test]
fn five_years_are_kept_to_the_last_day_whatever_a_setting_says_and_no_holiday_moves_it() {
    let manager = manager();
    for class in KeptClass::ALL
        .iter()
        .copied()
        .filter(|class| class.clause().is_some())
    {
        let record = kept(class, "2023-02-28");
        assert_eq!(record.ends_on, day("2028-02-29"), "{class:?}");
        assert_eq!(record.free_from(), day("2028-03-01"));
        let propose = |today: &str| {
            kept::take(
                &record,
                KeptStep::Propose,
                ("burnt", None),
                by(&manager, at(today)),
            )
        };
        assert_eq!(
            propose("2028-02-29").unwrap_err(),
            [RetentionRefusal::FloorRuns {
                from: day("2028-03-01")
            }]
        );
        assert!(propose("2028-03-01").is_ok());
    }
    let assumed = kept(KeptClass::Register, "2023-02-28");
    assert_eq!(assumed.ends_on, day("2023-03-01"), "a setting's period");
}

#[test]
fn ninety_days_before_its_end_a_record_is_ending() {
    let record = kept(KeptClass::Log, "2023-02-28");
    for (today, phase) in [
        ("2027-11-30", KeptPhase::Kept),
        ("2027-12-01", KeptPhase::Ending),
        ("2028-02-29", KeptPhase::Ending),
        ("2028-03-01", KeptPhase::Disposable),
    ] {
        assert_eq!(record.phase(day(today)), phase, "{today}");
    }
}

#[test]
fn a_record_is_disposed_of_with_another_person_s_approval_and_never_on_hold() {
    let (manager, supervisor) = (manager(), supervisor());
    let both = clerk("both", &[Role::Manager, Role::Supervisor]);
    let now = at("2028-03-01");
    let record = kept(KeptClass::CheckRecord, "2023-02-28");
    let take = |kept: &Kept, step: KeptStep, clerk: &Clerk| {
        kept::take(
            kept,
            step,
            ("reason", Some(HoldCause::Audit)),
            by(clerk, now),
        )
    };
    let proposed = take(&record, KeptStep::Propose, &both).unwrap();
    assert_eq!(
        take(&proposed, KeptStep::Approve, &both).unwrap_err(),
        [RetentionRefusal::OwnProposal]
    );
    assert_eq!(
        take(&proposed, KeptStep::Approve, &manager).unwrap_err(),
        [RetentionRefusal::NotSupervisor]
    );
    let held = take(&proposed, KeptStep::Hold, &manager).unwrap();
    assert_eq!(
        take(&held, KeptStep::Approve, &supervisor).unwrap_err(),
        [RetentionRefusal::OnHold]
    );
    assert_eq!(
        take(&held, KeptStep::Release, &manager).unwrap_err(),
        [RetentionRefusal::OwnHold]
    );
    let released = take(&held, KeptStep::Release, &supervisor).unwrap();
    let disposed = take(&released, KeptStep::Approve, &supervisor).unwrap();
    assert_eq!(disposed.state, KeptState::Disposed);
    assert!(take(&disposed, KeptStep::Propose, &manager).is_err());
    let declined = take(&proposed, KeptStep::Decline, &supervisor).unwrap();
    assert_eq!(declined.state, KeptState::Kept);
}

#[test]
fn a_use_period_is_a_span_and_words() {
    let period = UsePeriod {
        span: Span::Months(6),
        words: "case decided".to_owned(),
    };
    assert_eq!(
        period.span.after(day("2026-08-31")),
        Some(day("2027-02-28"))
    );
}
