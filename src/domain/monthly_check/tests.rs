//! Every move and every absent one, every guard and the ways past it that are closed.

use super::*;
use crate::domain::ids::Head;
use crate::domain::people::Roles;
use crate::domain::sampling::PublicSource;

fn clerk(login: &str, role: Role) -> Clerk {
    Clerk {
        login: login.parse().unwrap(),
        name: "某甲".to_owned(),
        roles: Roles::of(&[role]),
        account: None,
        items: Vec::new(),
    }
}

fn manager() -> Clerk {
    clerk("manager", Role::Manager)
}

fn checker() -> Clerk {
    clerk("checker", Role::Checker)
}

/// The deeds that each step allows to their own role, and nothing else.
#[test]
fn each_step_allows_its_deeds_and_no_other() {
    use Deed::{
        DecideProposal, DeclarePublic, Draw, Explain, Extend, Freeze, Import, Judge, NoteEvidence,
        Reconcile, RecordOutcome, Sign, StartWalk, UndoDecision,
    };
    let allowed = |step: Step| -> Vec<Deed> {
        match step {
            Step::None | Step::Imported => {
                vec![Import, Reconcile, DecideProposal, UndoDecision, Explain]
            }
            Step::Reconciled => vec![
                Import,
                Reconcile,
                DecideProposal,
                UndoDecision,
                Explain,
                Freeze,
            ],
            Step::Frozen => vec![
                DeclarePublic,
                Import,
                DecideProposal,
                UndoDecision,
                Explain,
                Draw,
            ],
            Step::Drawn => vec![Import, DecideProposal, UndoDecision, Explain, StartWalk],
            Step::Walking => vec![
                Import,
                DecideProposal,
                UndoDecision,
                Explain,
                RecordOutcome,
                NoteEvidence,
                Extend,
                Judge,
                Sign,
            ],
            Step::Signed | Step::Complete | Step::Submitted | Step::Filed => vec![Import],
        }
    };
    for step in Step::ALL {
        for deed in Deed::ALL {
            let found = MOVES.iter().find(|found| found.deed == deed).unwrap();
            let result = check_move(deed, &clerk("someone", found.by[0]), step);
            assert_eq!(
                result.is_ok(),
                allowed(step).contains(&deed),
                "{step:?} {deed:?}"
            );
        }
    }
}

#[test]
fn every_other_role_is_refused_before_the_step_is_looked_at() {
    for found in MOVES {
        for role in Role::ALL
            .into_iter()
            .filter(|role| !found.by.contains(role))
        {
            for step in Step::ALL {
                let refusal = check_move(found.deed, &clerk("someone", role), step).unwrap_err();
                assert_eq!(
                    refusal,
                    CheckRefusal::Role {
                        needed: found.by[0]
                    }
                );
                assert_eq!(refusal.code(), "role");
            }
        }
    }
}

#[test]
fn a_step_that_is_over_says_so() {
    let refusal = |deed: Deed, step: Step| {
        let found = MOVES.iter().find(|found| found.deed == deed).unwrap();
        check_move(deed, &clerk("someone", found.by[0]), step).unwrap_err()
    };
    for (deed, step, code) in [
        (Deed::Freeze, Step::None, "not_imported"),
        (Deed::Freeze, Step::Imported, "not_reconciled"),
        (Deed::Freeze, Step::Frozen, "frozen"),
        (Deed::Freeze, Step::Signed, "frozen"),
        (Deed::Reconcile, Step::Frozen, "frozen"),
        (Deed::Reconcile, Step::Walking, "frozen"),
        (Deed::Draw, Step::Reconciled, "step"),
        (Deed::Draw, Step::Drawn, "drawn"),
        (Deed::Draw, Step::Walking, "drawn"),
        (Deed::Draw, Step::Signed, "drawn"),
        (Deed::StartWalk, Step::Frozen, "step"),
        (Deed::Sign, Step::Drawn, "step"),
        (Deed::Sign, Step::Signed, "signed"),
        (Deed::Judge, Step::Signed, "signed"),
    ] {
        assert_eq!(refusal(deed, step).code(), code, "{deed:?} {step:?}");
    }
}

#[test]
fn a_month_goes_back_to_imported_when_rows_come_after_the_reconcile() {
    let mut month = Month::default();
    assert_eq!(month.step(), Step::None);
    // Rows out of another month's file: no import has named this one.
    month.last_rows = Some(3);
    month.last_reconcile = Some(5);
    assert_eq!(month.step(), Step::None);
    month.is_imported = true;
    assert_eq!(month.step(), Step::Reconciled);
    month.last_rows = Some(6);
    assert_eq!(month.step(), Step::Imported);
    month.last_reconcile = None;
    assert_eq!(month.step(), Step::Imported);
    // A header without rows can be reconciled and frozen too.
    month.last_rows = None;
    month.last_reconcile = Some(7);
    assert_eq!(month.step(), Step::Reconciled);
    month.frozen = Some(8);
    assert_eq!(month.step(), Step::Frozen);
    month.drawn = Some(9);
    assert_eq!(month.step(), Step::Drawn);
    month.walk_started = Some(10);
    assert_eq!(month.step(), Step::Walking);
    month.signed = Some(11);
    assert_eq!(month.step(), Step::Signed);
}

#[test]
fn a_freeze_without_a_commitment_needs_a_public_source() {
    let source: PublicSource = "dice/6".parse().unwrap();
    let named = checker().login;
    let freezing = Freezing {
        step: Step::Reconciled,
        checker: &named,
        is_committed: true,
        source: None,
        is_excepted: false,
    };
    assert_eq!(check_freeze(&manager(), freezing), Ok(()));
    let excepted = Freezing {
        is_excepted: true,
        ..freezing
    };
    assert_eq!(
        check_freeze(&manager(), excepted),
        Err(CheckRefusal::PublicSourceNeeded)
    );
    let bare = Freezing {
        is_committed: false,
        ..freezing
    };
    assert_eq!(
        check_freeze(&manager(), bare),
        Err(CheckRefusal::PublicSourceNeeded)
    );
    let declared = Freezing {
        source: Some(&source),
        ..bare
    };
    assert_eq!(check_freeze(&manager(), declared), Ok(()));
    // One person on both sides knows the secret before freezing.
    let own = manager().login;
    let both = Freezing {
        checker: &own,
        ..freezing
    };
    assert_eq!(
        check_freeze(&manager(), both).unwrap_err().code(),
        "public_source"
    );
}

const HEAD: Head = Head {
    seq: 42,
    hash: [0xa1; 32],
};

#[track_caller]
fn check(drawing: Drawing<'_>, expected: Result<Option<&str>, &str>) {
    let drawn = check_draw(&checker(), drawing);
    let drawn = drawn.map(|public| public.map(|public| public.result));
    let found = drawn.as_ref().map(Option::as_deref);
    assert_eq!(found.map_err(CheckRefusal::code), expected);
}

fn drawing(named: &Login) -> Drawing<'_> {
    Drawing {
        step: Step::Frozen,
        checker: named,
        freeze: &HEAD,
        slip: None,
        source: None,
        public: None,
        is_excepted: false,
    }
}

#[test]
fn an_exception_that_began_after_the_freeze_still_needs_a_public_source() {
    let named = checker().login;
    let excepted = Drawing {
        is_excepted: true,
        ..drawing(&named)
    };
    check(excepted, Err("public_source"));
    let source: PublicSource = "dice/2".parse().unwrap();
    let declared = Drawing {
        source: Some(&source),
        public: Some("6 6"),
        ..excepted
    };
    check(declared, Ok(Some("66")));
}

#[test]
fn that_checker_draws_once_with_the_slip_that_was_printed() {
    let named = checker().login;
    let fresh = drawing(&named);
    check(fresh, Ok(None));
    let step = Step::Drawn;
    check(Drawing { step, ..fresh }, Err("drawn"));
    let whole = "a1".repeat(32);
    for (typed, expected) in [
        (whole.as_str(), Ok(None)),
        ("a1a1a1a1a1a1a1a1", Ok(None)),
        ("A1A1 A1A1 A1A1 A1A1", Ok(None)),
        ("42:a1a1a1a1a1a1a1a1", Ok(None)),
        ("", Err("slip")),
        ("a1a1a1a1a1a1a1a", Err("slip")),
        ("a1a1a1a1a1a1a1a2", Err("slip")),
        ("x:a1a1a1a1a1a1a1a1", Err("slip")),
    ] {
        let slip = Some(typed);
        check(Drawing { slip, ..fresh }, expected);
    }
    let refusal = check_draw(&clerk("other", Role::Checker), fresh).unwrap_err();
    assert_eq!(refusal.code(), "checker");
    assert_eq!(refusal, CheckRefusal::OtherChecker { checker: named });
}

#[test]
fn public_digits_are_exactly_those_declared() {
    let named = checker().login;
    let dice: PublicSource = "dice/6".parse().unwrap();
    let source = Some(&dice);
    let fresh = drawing(&named);
    let public = Some("123456");
    check(Drawing { public, ..fresh }, Err("public"));
    check(Drawing { source, ..fresh }, Err("public"));
    for (typed, expected) in [
        ("1 2 3 4 5 6", Ok(Some("123456"))),
        ("１２３４５ａ", Ok(Some("12345A"))),
        ("12345", Err("public")),
        ("1234567", Err("public")),
        ("", Err("public")),
    ] {
        let public = Some(typed);
        check(
            Drawing {
                source,
                public,
                ..fresh
            },
            expected,
        );
    }
}

#[test]
fn a_total_that_differs_is_a_finding_and_no_refusal() {
    assert!(!total_differs(412, None));
    assert!(!total_differs(412, Some(412)));
    assert!(total_differs(412, Some(413)));
}

const PLAIN: WalkRow = WalkRow {
    joining: Joining::Registered,
    has_differing_field: false,
    is_flagged: false,
};

#[test]
fn a_row_has_the_outcomes_that_can_be_true_of_it() {
    let row = |joining: Joining| WalkRow { joining, ..PLAIN };
    for joining in [Joining::Registered, Joining::AdoptedLater] {
        let outcomes = offered(row(joining));
        assert_eq!(outcomes.len(), 11);
        assert!(outcomes.contains(&Outcome::Matched));
        assert!(!outcomes.contains(&Outcome::Unregistered));
    }
    let alone = offered(row(Joining::Unregistered));
    assert!(!alone.contains(&Outcome::Matched) && alone.contains(&Outcome::Unregistered));
    let unreadable = offered(row(Joining::Unreadable));
    assert!(!unreadable.contains(&Outcome::Matched));
    assert!(unreadable.contains(&Outcome::Unreadable));
    for joining in [Joining::Unregistered, Joining::Unreadable] {
        let refusal = check_outcome(row(joining), Outcome::Matched, "說明").unwrap_err();
        assert_eq!(refusal.code(), "outcome");
    }
    assert!(check_outcome(PLAIN, Outcome::Unreadable, "說明").is_err());
}

#[test]
fn a_match_with_anything_to_see_needs_a_note() {
    assert_eq!(check_outcome(PLAIN, Outcome::Matched, ""), Ok(()));
    for row in [
        WalkRow {
            has_differing_field: true,
            ..PLAIN
        },
        WalkRow {
            is_flagged: true,
            ..PLAIN
        },
        WalkRow {
            joining: Joining::AdoptedLater,
            ..PLAIN
        },
    ] {
        assert!(!row.is_plain());
        let bare = check_outcome(row, Outcome::Matched, " \u{3000}");
        assert_eq!(bare, Err(CheckRefusal::NoteNeeded));
        assert_eq!(check_outcome(row, Outcome::Matched, "說明"), Ok(()));
    }
}

#[test]
fn an_outcome_that_does_not_speak_for_itself_needs_a_note() {
    for outcome in offered(PLAIN) {
        let expected = if outcome == Outcome::Matched {
            Ok(())
        } else {
            Err(CheckRefusal::NoteNeeded)
        };
        assert_eq!(check_outcome(PLAIN, outcome, ""), expected, "{outcome:?}");
        assert_eq!(check_outcome(PLAIN, outcome, "說明"), Ok(()));
    }
    for (joining, outcome) in [
        (Joining::Unregistered, Outcome::Unregistered),
        (Joining::Unreadable, Outcome::Unreadable),
    ] {
        assert_eq!(
            check_outcome(WalkRow { joining, ..PLAIN }, outcome, ""),
            Ok(())
        );
    }
}

#[test]
fn a_cause_of_another_kind_needs_a_note() {
    for cause in Cause::ALL {
        let is_other = cause == Cause::Other;
        assert_eq!(check_explanation(cause, " ").is_err(), is_other);
        assert_eq!(check_explanation(cause, "說明"), Ok(()));
    }
}

#[test]
fn the_signature_waits_for_everything_and_says_what() {
    let named = checker().login;
    let minor = Judgement {
        is_major: false,
        reason: String::new(),
    };
    let ready = Sheet {
        step: Step::Walking,
        checker: &named,
        open_proposals: 0,
        unexplained: 0,
        gaps: 0,
        rows_without_outcome: 0,
        own_without_outcome: 0,
        judgement: Some(&minor),
    };
    assert_eq!(take_signature(&checker(), ready), Ok(()));
    let bare = Sheet {
        open_proposals: 4,
        unexplained: 2,
        gaps: 3,
        rows_without_outcome: 12,
        own_without_outcome: 1,
        judgement: None,
        ..ready
    };
    let missing = vec![
        Missing::Proposals(4),
        Missing::Explanations(2),
        Missing::Gaps(3),
        Missing::Outcomes(12),
        Missing::OwnRows(1),
        Missing::Judgement,
    ];
    assert_eq!(
        take_signature(&checker(), bare),
        Err(CheckRefusal::Incomplete { missing })
    );
    let major = Judgement {
        is_major: true,
        reason: " ".to_owned(),
    };
    let unreasoned = Sheet {
        judgement: Some(&major),
        ..ready
    };
    assert_eq!(
        take_signature(&checker(), unreasoned),
        Err(CheckRefusal::ReasonNeeded)
    );
    let other = clerk("other", Role::Checker);
    assert_eq!(take_signature(&other, ready).unwrap_err().code(), "checker");
    let drawn = Sheet {
        step: Step::Drawn,
        ..ready
    };
    assert_eq!(
        take_signature(&checker(), drawn).unwrap_err().code(),
        "step"
    );
}

#[test]
fn a_checkers_own_query_is_anothers_to_judge_and_the_supervisors_where_there_is_none() {
    let named = checker().login;
    let at = AtRow {
        place: 4,
        checker: &named,
        is_checkers: false,
        is_mine: false,
        has_other_checker: true,
    };
    let (other, supervisor) = (
        clerk("other", Role::Checker),
        clerk("super", Role::Supervisor),
    );
    assert_eq!(check_judge(&checker(), at), Ok(()));
    assert_eq!(check_judge(&other, at).unwrap_err().code(), "checker");
    assert_eq!(check_judge(&supervisor, at).unwrap_err().code(), "checker");
    let own = AtRow {
        is_checkers: true,
        ..at
    };
    let mine = AtRow {
        is_mine: true,
        ..own
    };
    let refused = Err(CheckRefusal::OwnQuery { place: 4 });
    assert_eq!(check_judge(&checker(), mine), refused);
    assert_eq!(check_judge(&other, mine), refused);
    assert_eq!(check_judge(&other, own), Ok(()));
    let waits = Err(CheckRefusal::OtherCheckersRow { place: 4 });
    assert_eq!(check_judge(&supervisor, own), waits);
    let alone = AtRow {
        has_other_checker: false,
        ..own
    };
    assert_eq!(check_judge(&supervisor, alone), Ok(()));
    assert_eq!(check_judge(&clerk("chen", Role::Manager), alone), waits);
}

#[test]
fn every_code_names_one_thing() {
    let mut steps = Step::ALL.map(Step::code).to_vec();
    steps.sort_unstable();
    steps.dedup();
    assert_eq!(steps.len(), Step::ALL.len());
    for outcome in Outcome::ALL {
        assert_eq!(outcome.code().parse(), Ok(outcome));
    }
    for cause in Cause::ALL {
        assert_eq!(cause.code().parse(), Ok(cause));
    }
    for compared in Compared::ALL {
        assert_eq!(compared.code().parse(), Ok(compared));
    }
    assert!("".parse::<Outcome>().is_err());
}

#[test]
fn a_slip_is_kept_as_it_was_printed_however_it_was_typed() {
    let typed: Slip = "234:４７Ｆ０6ee5 9E03 59eb".parse().unwrap();
    assert_eq!(typed.to_string(), "47f0 6ee5 9e03 59eb");
}
