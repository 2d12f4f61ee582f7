//! Every move and every pair that is none, own lines, the guard of closing, the freeze and its comparison.

use proptest::prelude::*;

use super::*;
use crate::domain::people::Roles;
use crate::domain::procedure::law::{Procedure, check};
use crate::domain::request::{Change, Draft, Kind, Step};
use crate::domain::roster::{Account, Cause, Hint, Person, Proofs};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> Moment {
    Moment::parse(&format!("{text}T01:00:00.000Z")).unwrap()
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

fn manager() -> Clerk {
    clerk("chen.yj", &[Role::Manager])
}

fn supervisor() -> Clerk {
    clerk("lin.sf", &[Role::Supervisor])
}

fn no() -> ReviewNo {
    ReviewNo {
        year: 115,
        serial: 1,
    }
}

fn review(state: ReviewState) -> Review {
    let signed = |by: &Clerk| Some(Signed::of(by, at("2026-11-20")));
    let opened = Review::opened(no(), (&manager(), at("2026-11-18")), (90, 180), None);
    Review {
        reported: signed(&manager()).filter(|_| state != ReviewState::Open),
        approved: signed(&supervisor())
            .filter(|_| matches!(state, ReviewState::Executing | ReviewState::Closed)),
        state,
        ..opened
    }
}

fn frozen(account: &str) -> Frozen {
    Frozen {
        account: account.to_owned(),
        holder: Some(HolderSeen {
            name: "劉明辰".to_owned(),
            unit: "身障福利科".to_owned(),
            title: "科員".to_owned(),
            login: Some("liu.mc".parse().unwrap()),
            post: Post::Serving,
            post_on: None,
        }),
        is_managers: false,
        kind: AccountKind::User,
        status: AccountStatus::Active,
        items: vec!["LI02".to_owned(), "LP11".to_owned()],
        bases: vec!["SOC-02".to_owned()],
        unused: Vec::new(),
        last_query: Some(day("2026-05-22")),
        idle: 185,
        findings: vec![Finding::LongIdle],
        before: None,
    }
}

fn orphan() -> Frozen {
    Frozen {
        holder: None,
        items: Vec::new(),
        bases: Vec::new(),
        findings: vec![Finding::Orphan],
        ..frozen("KCGSOC0121")
    }
}

fn line(frozen: Frozen) -> ReviewLine {
    ReviewLine::new(no(), 7, frozen)
}

fn given(reason: &str, items: &[&str]) -> Given {
    Given {
        reason: reason.to_owned(),
        items: items.iter().map(|item| (*item).to_owned()).collect(),
    }
}

fn decided(line: &ReviewLine, verdict: Verdict) -> ReviewLine {
    let open = review(ReviewState::Open);
    let by = (&manager(), Role::Manager, at("2026-11-19"));
    let given = given("職務相符", &["LP11"]);
    decide((&open, line), verdict, &given, Progress::Undecided, by).unwrap()
}

fn tried(
    state: ReviewState,
    line: &ReviewLine,
    verdict: Verdict,
    by: &Clerk,
) -> Result<ReviewLine, Vec<ReviewRefusal>> {
    let by = (by, Role::Manager, at("2026-11-19"));
    let given = given("職務相符", &["LP11"]);
    decide(
        (&review(state), line),
        verdict,
        &given,
        Progress::Undecided,
        by,
    )
}

#[test]
fn every_move_of_a_review_is_allowed_and_every_absent_pair_is_not() {
    check(&Procedure {
        moves: MOVES,
        states: ReviewState::ALL,
        steps: ReviewStep::ALL,
        start: ReviewState::Open,
        ends: &[ReviewState::Closed],
    });
}

#[test]
fn every_move_of_a_line_is_allowed_and_every_absent_pair_is_not() {
    // A verdict can be given anew while the review is at its verdicts: a line has no end of its own, so the law of
    // ends does not apply and each pair is asked here.
    for &from in LineState::ALL {
        for &step in LineStep::ALL {
            let rows: Vec<_> = LINE_MOVES
                .iter()
                .filter(|row| (row.from, row.step) == (from, step))
                .collect();
            let is_drafting = step == LineStep::Draft;
            let has_application = matches!(from, LineState::Changing | LineState::Deleting);
            let is_allowed = !is_drafting || has_application;
            assert_eq!(rows.len(), usize::from(is_allowed), "{from:?} {step:?}");
            let Some(row) = rows.first() else { continue };
            let to = match step {
                LineStep::Keep => LineState::Kept,
                LineStep::Change => LineState::Changing,
                LineStep::Delete => LineState::Deleting,
                LineStep::Draft => from,
            };
            assert_eq!(row.to, to);
            let has = |guard| row.guard.contains(&guard);
            assert_eq!(
                has(moves::LineGuard::NotOwn),
                !is_drafting,
                "{from:?} {step:?}"
            );
            assert_eq!(has(moves::LineGuard::Deciding), !is_drafting);
            assert_eq!(has(moves::LineGuard::NoRequest), has_application);
            assert_eq!(has(moves::LineGuard::Reason), step == LineStep::Keep);
            assert_eq!(has(moves::LineGuard::Items), step == LineStep::Change);
        }
    }
}

#[test]
fn a_number_has_one_spelling() {
    assert_eq!(no().to_string(), "115-\u{6e05}\u{67e5}");
    let second = ReviewNo { serial: 2, ..no() };
    for number in [no(), second] {
        assert_eq!(number.to_string().parse(), Ok(number));
    }
    for text in [
        "115",
        "115-x",
        "115-清查1",
        "115-清查0",
        "0115-清查",
        "115-清查02",
    ] {
        assert_eq!(text.parse::<ReviewNo>(), Err(BadForm), "{text}");
    }
    assert_eq!(ReviewNo::year_of(day("2026-11-23")), 115);
}

#[test]
fn every_word_is_read_back_from_its_code() {
    for state in ReviewState::ALL {
        assert_eq!(state.code().parse(), Ok(*state));
    }
    for step in ReviewStep::ALL {
        assert_eq!(step.code().parse(), Ok(*step));
    }
    for verdict in Verdict::ALL {
        assert_eq!(verdict.code().parse(), Ok(*verdict));
    }
    for finding in Finding::ALL {
        assert_eq!(finding.code().parse(), Ok(*finding));
    }
}

#[test]
fn nobody_decides_his_own_line() {
    let own = Clerk {
        login: "liu.mc".parse().unwrap(),
        ..manager()
    };
    let by_account = Clerk {
        account: Some("KCGSOC0121".to_owned()),
        ..manager()
    };
    for &verdict in Verdict::ALL {
        let refused = tried(ReviewState::Open, &line(frozen("K1")), verdict, &own);
        assert_eq!(refused, Err(vec![ReviewRefusal::OwnLine]), "{verdict:?}");
    }
    // Whoever registers under an account that the roster gives to nobody.
    let refused = tried(
        ReviewState::Open,
        &line(orphan()),
        Verdict::Delete,
        &by_account,
    );
    assert_eq!(refused, Err(vec![ReviewRefusal::OwnLine]));
    assert!(
        tried(
            ReviewState::Open,
            &line(frozen("K1")),
            Verdict::Keep,
            &manager()
        )
        .is_ok()
    );
}

#[test]
fn a_managers_line_is_the_supervisors_or_another_managers() {
    let managers = line(Frozen {
        is_managers: true,
        ..frozen("K1")
    });
    let plain = line(frozen("K2"));
    let by = |of: &ReviewLine, clerk: &Clerk| tried(ReviewState::Open, of, Verdict::Keep, clerk);
    assert!(by(&managers, &supervisor()).is_ok());
    assert!(by(&managers, &manager()).is_ok(), "another manager");
    assert_eq!(
        by(&plain, &supervisor()),
        Err(vec![ReviewRefusal::NotReviewer])
    );
    for role in [Role::User, Role::Checker, Role::Keeper] {
        let other = clerk("else", &[role]);
        for of in [&managers, &plain] {
            assert_eq!(by(of, &other), Err(vec![ReviewRefusal::NotReviewer]));
        }
    }
}

#[test]
fn a_line_is_decided_only_while_the_review_is_at_its_verdicts() {
    for &state in ReviewState::ALL {
        let tried = tried(state, &line(frozen("K1")), Verdict::Delete, &manager());
        assert_eq!(tried.is_ok(), state == ReviewState::Open, "{state:?}");
    }
}

#[test]
fn a_kept_line_has_its_reason_a_changed_one_its_items_and_an_orphan_only_goes() {
    let open = review(ReviewState::Open);
    let give = |of: &ReviewLine, verdict, given: &Given| {
        let by = (&manager(), Role::Manager, at("2026-11-19"));
        decide((&open, of), verdict, given, Progress::Undecided, by)
    };
    let held = line(frozen("K1"));
    let refused = give(&held, Verdict::Keep, &given(" \n ", &[]));
    assert_eq!(refused, Err(vec![ReviewRefusal::ReasonMissing]));
    let refused = give(&held, Verdict::Change, &given("", &[]));
    assert_eq!(refused, Err(vec![ReviewRefusal::ItemsMissing]));
    let refused = give(&held, Verdict::Change, &given("", &["UB07"]));
    let item = "UB07".to_owned();
    assert_eq!(refused, Err(vec![ReviewRefusal::NotHeld { item }]));
    let changed = give(&held, Verdict::Change, &given("", &["lp11"])).unwrap();
    assert_eq!(changed.decided.unwrap().items, ["LP11"]);
    let kept = give(&held, Verdict::Keep, &given("職務相符", &["LP11"])).unwrap();
    assert_eq!(
        kept.decided.unwrap().items,
        Vec::<String>::new(),
        "only a change takes"
    );
    assert!(give(&held, Verdict::Delete, &Given::default()).is_ok());
    let nobodys = line(orphan());
    let refused = give(&nobodys, Verdict::Keep, &given("", &[]));
    let both = vec![ReviewRefusal::NoHolder, ReviewRefusal::ReasonMissing];
    assert_eq!(refused, Err(both), "all that is missing at once");
    assert!(give(&nobodys, Verdict::Change, &given("", &["LP11"])).is_err());
    assert!(give(&nobodys, Verdict::Delete, &Given::default()).is_ok());
}

#[test]
fn a_verdict_can_be_changed_until_its_application_is_made_and_again_when_that_failed() {
    let open = review(ReviewState::Open);
    let number: RequestNo = "A11511-014".parse().unwrap();
    let deleting = drafted(&decided(&line(frozen("K1")), Verdict::Delete), number);
    for progress in [
        Progress::UnderWay,
        Progress::CarriedOut(day("2026-11-21")),
        Progress::Failed,
        Progress::ToDraft,
    ] {
        let is_bound = matches!(progress, Progress::UnderWay | Progress::CarriedOut(_));
        let by = (&manager(), Role::Manager, at("2026-11-22"));
        let again = decide(
            (&open, &deleting),
            Verdict::Keep,
            &given("仍有業務", &[]),
            progress,
            by,
        );
        if is_bound {
            let request = number;
            assert_eq!(again, Err(vec![ReviewRefusal::HasRequest { request }]));
        } else {
            let again = again.unwrap();
            assert_eq!(
                (again.verdict(), again.request),
                (Some(Verdict::Keep), None)
            );
            assert_eq!(again.version, deleting.version + 1);
        }
        let draft = check_line((&open, &deleting), LineStep::Draft, progress, &manager());
        assert_eq!(draft.is_ok(), !is_bound, "{progress:?}");
    }
    let kept = decided(&line(frozen("K1")), Verdict::Keep);
    let draft = check_line((&open, &kept), LineStep::Draft, Progress::Kept, &manager());
    let state = LineState::Kept;
    assert_eq!(draft, Err(vec![ReviewRefusal::NoLineMove { state }]));
    let waiting = decided(&line(frozen("K1")), Verdict::Delete);
    for &state in ReviewState::ALL {
        let at = review(state);
        let draft = check_line(
            (&at, &waiting),
            LineStep::Draft,
            Progress::ToDraft,
            &manager(),
        );
        assert_eq!(draft.is_ok(), state != ReviewState::Closed, "{state:?}");
    }
    let draft = check_line(
        (&open, &waiting),
        LineStep::Draft,
        Progress::ToDraft,
        &supervisor(),
    );
    assert_eq!(
        draft,
        Err(vec![ReviewRefusal::NotManager]),
        "the manager applies"
    );
}

fn ledger(undecided: u32, waiting: u32) -> Ledger {
    Ledger {
        lines: 10,
        undecided,
        waiting,
        ..Ledger::default()
    }
}

#[test]
fn nothing_is_reported_undecided_and_nothing_closes_before_all_is_carried_out() {
    let step = |state, step, ledger: Ledger, by: &Clerk| {
        check_review(&review(state), step, &ledger, by).map_err(|whys| whys[0].clone())
    };
    let open = ReviewState::Open;
    assert_eq!(
        step(open, ReviewStep::Report, ledger(1, 0), &manager()),
        Err(ReviewRefusal::Undecided { lines: 1 })
    );
    assert_eq!(
        step(open, ReviewStep::Report, ledger(0, 3), &manager()),
        Ok(ReviewState::Reported),
        "applications may go their way meanwhile"
    );
    let executing = ReviewState::Executing;
    assert_eq!(
        step(executing, ReviewStep::Close, ledger(0, 1), &manager()),
        Err(ReviewRefusal::NotCarriedOut { lines: 1 })
    );
    assert_eq!(
        step(executing, ReviewStep::Close, ledger(0, 0), &manager()),
        Ok(ReviewState::Closed)
    );
    for state in [
        ReviewState::Open,
        ReviewState::Reported,
        ReviewState::Closed,
    ] {
        assert_eq!(
            step(state, ReviewStep::Close, ledger(0, 0), &manager()),
            Err(ReviewRefusal::NoMove { state })
        );
    }
    assert_eq!(
        step(open, ReviewStep::Report, ledger(0, 0), &supervisor()),
        Err(ReviewRefusal::NotManager)
    );
    let reported = ReviewState::Reported;
    assert_eq!(
        step(reported, ReviewStep::Approve, ledger(0, 0), &manager()),
        Err(ReviewRefusal::NotSupervisor)
    );
}

#[test]
fn whoever_reported_does_not_approve_and_going_back_takes_a_reason_and_both_signatures() {
    let both = clerk("chen.yj", &[Role::Manager, Role::Supervisor]);
    let reported = review(ReviewState::Reported);
    let refused = check_review(&reported, ReviewStep::Approve, &ledger(0, 0), &both);
    assert_eq!(refused, Err(vec![ReviewRefusal::OwnReport]));
    let taken = |of: &Review, step, reason: &str, by: &Clerk| {
        take(of, step, reason, &ledger(0, 2), (by, at("2026-11-21")))
    };
    let approved = taken(&reported, ReviewStep::Approve, "", &supervisor()).unwrap();
    assert_eq!(approved.state, ReviewState::Executing);
    assert_eq!(approved.approved.as_ref().unwrap().by, supervisor().login);
    for (of, step, by) in [
        (&reported, ReviewStep::Return, supervisor()),
        (&reported, ReviewStep::Resume, manager()),
        (&approved, ReviewStep::Resume, manager()),
    ] {
        let refused = taken(of, step, "  ", &by);
        assert_eq!(refused, Err(vec![ReviewRefusal::ReasonMissing]));
        let back = taken(of, step, "第 3 列理由不足", &by).unwrap();
        assert_eq!(back.state, ReviewState::Open);
        assert_eq!((back.reported, back.approved), (None, None));
        assert_eq!(back.reason, "第 3 列理由不足");
    }
}

fn request(kind: Kind, stage: Stage) -> Request {
    let applicant = manager();
    let draft = Draft {
        holder: crate::domain::request::Party {
            name: "劉明辰".to_owned(),
            ..Default::default()
        },
        account: "K1".to_owned(),
        cause: Some(Cause::Idle),
        ..Draft::of(kind)
    };
    let new = crate::domain::request::draft(&draft, &applicant, at("2026-11-19")).unwrap();
    Request {
        stage,
        closed_on: (stage == Stage::Closed).then(|| day("2026-11-25")),
        change: Some(Step::Close),
        ..new.numbered(14)
    }
}

#[test]
fn a_line_is_carried_out_only_when_its_application_is_closed_and_ages_until_then() {
    let review = review(ReviewState::Open);
    let today = day("2026-11-23");
    let deleting = decided(&line(frozen("K1")), Verdict::Delete);
    let at_stage = |stage| {
        let request = request(Kind::UserDelete, stage);
        let progress = Progress::of(&deleting, Some(&request));
        (progress, age(&review, &deleting, progress, today))
    };
    for stage in [Stage::Draft, Stage::Approval, Stage::SetUp, Stage::Done] {
        assert_eq!(at_stage(stage), (Progress::UnderWay, Some(5)), "{stage:?}");
    }
    for stage in [Stage::Rejected, Stage::Withdrawn] {
        assert_eq!(at_stage(stage), (Progress::Failed, Some(5)), "{stage:?}");
    }
    let done = Progress::CarriedOut(day("2026-11-25"));
    assert_eq!(at_stage(Stage::Closed), (done, None));
    assert_eq!(Progress::of(&deleting, None), Progress::ToDraft);
    let undecided = line(frozen("K1"));
    let progress = Progress::of(&undecided, None);
    assert_eq!(age(&review, &undecided, progress, today), Some(5));
    let kept = decided(&undecided, Verdict::Keep);
    let progress = Progress::of(&kept, None);
    assert_eq!(
        (progress, age(&review, &kept, progress, today)),
        (Progress::Kept, None)
    );
    let quiet = line(Frozen {
        findings: vec![Finding::Idle, Finding::New],
        ..frozen("K1")
    });
    assert_eq!(age(&review, &quiet, Progress::Undecided, today), None);
}

#[test]
fn a_ledger_counts_what_is_decided_what_waits_and_what_is_urgent() {
    let mut ledger = Ledger::default();
    let undecided = line(frozen("K1"));
    ledger.add(&undecided, Progress::Undecided);
    ledger.add(&decided(&undecided, Verdict::Keep), Progress::Kept);
    ledger.add(&decided(&undecided, Verdict::Change), Progress::UnderWay);
    let done = Progress::CarriedOut(day("2026-11-25"));
    ledger.add(&decided(&undecided, Verdict::Delete), done);
    let wanted = Ledger {
        lines: 4,
        kept: 1,
        changed: 1,
        deleted: 1,
        undecided: 1,
        waiting: 1,
        urgent: 2,
    };
    assert_eq!(ledger, wanted);
    assert_eq!(ledger.decided(), 3);
}

#[test]
fn the_application_of_a_verdict_says_what_goes_and_why() {
    let today = day("2026-11-23");
    let of = |line: &ReviewLine, verdict| request_for(&decided(line, verdict), today);
    assert_eq!(of(&line(frozen("K1")), Verdict::Keep), None);
    let idle = of(&line(frozen("K1")), Verdict::Delete).unwrap();
    assert_eq!(
        (idle.kind, idle.cause, idle.changes_on),
        (Kind::UserDelete, Some(Cause::Idle), Some(today))
    );
    assert_eq!(idle.account, "K1");
    assert!(idle.need.starts_with("115-清查"), "{}", idle.need);
    let changed = of(&line(frozen("K1")), Verdict::Change).unwrap();
    assert_eq!(
        (changed.kind, changed.cause),
        (Kind::UserItems, Some(Cause::Idle))
    );
    let lines: Vec<_> = changed
        .lines
        .iter()
        .map(|line| (line.change, line.item.as_str()))
        .collect();
    assert_eq!(lines, [(Change::Delete, "LP11")]);
    let mut moved = frozen("K1");
    let holder = moved.holder.as_mut().unwrap();
    (holder.post, holder.post_on) = (Post::Moved, Some(day("2026-11-19")));
    let moved = of(&line(moved), Verdict::Delete).unwrap();
    assert_eq!(
        (moved.cause, moved.changes_on),
        (Some(Cause::Moved), Some(day("2026-11-19")))
    );
    let managers = Frozen {
        kind: AccountKind::Manager,
        ..frozen("K1")
    };
    let managers = of(&line(managers), Verdict::Delete).unwrap();
    assert_eq!(managers.kind, Kind::ManagerDelete);
    let nobodys = of(&line(orphan()), Verdict::Delete).unwrap();
    assert_eq!(
        (nobodys.cause, nobodys.holder.name.as_str()),
        (Some(Cause::NoHolder), "")
    );
    assert!(crate::domain::request::draft(&nobodys, &manager(), at("2026-11-19")).is_ok());
    assert!(crate::domain::request::draft(&changed, &manager(), at("2026-11-19")).is_ok());
}

#[test]
fn an_application_fits_a_verdict_when_it_does_the_same() {
    let ending = request(Kind::UserDelete, Stage::Approval);
    assert!(fits(Verdict::Delete, &ending));
    assert!(!fits(Verdict::Change, &ending) && !fits(Verdict::Keep, &ending));
    let managers = request(Kind::ManagerDelete, Stage::Approval);
    assert!(fits(Verdict::Delete, &managers));
    let items = Request {
        kind: Kind::UserItems,
        ..ending
    };
    assert!(fits(Verdict::Change, &items) && !fits(Verdict::Delete, &items));
}

fn seen(account: &str) -> Seen {
    let person = Person {
        id: 1,
        version: 1,
        name: "劉明辰".to_owned(),
        unit: String::new(),
        title: String::new(),
        login: None,
        post: Post::Serving,
        post_on: None,
        remark: String::new(),
    };
    let held = Account {
        id: 1,
        version: 1,
        account: account.to_owned(),
        person: 1,
        kind: AccountKind::User,
        status: AccountStatus::Active,
        proofs: Proofs::default(),
        request: String::new(),
        approved_on: None,
        opened_on: day("2025-01-01"),
        stopped_on: None,
        deleted_on: None,
        cause: None,
        ended_by: String::new(),
        second_reason: None,
        remark: String::new(),
    };
    Seen {
        account: account.to_owned(),
        held: Some((held, person)),
        login: Some("liu.mc".parse().unwrap()),
        is_managers: false,
        items: vec!["LI01".to_owned()],
        bases: Vec::new(),
        unused: Vec::new(),
        last_query: Some(day("2026-11-20")),
        idle: 3,
        hints: Vec::new(),
    }
}

fn deleted(account: &str, on: &str) -> Seen {
    let mut gone = seen(account);
    let (held, _) = gone.held.as_mut().unwrap();
    held.status = AccountStatus::Deleted;
    held.deleted_on = Some(day(on));
    gone.items.clear();
    gone
}

#[test]
fn the_population_comes_from_accounts_and_grants_so_that_orphans_surface() {
    let unknown = Seen {
        held: None,
        login: None,
        items: Vec::new(),
        hints: vec![Hint::Unknown],
        ..seen("K9")
    };
    let still_granted = Seen {
        items: vec!["LI01".to_owned()],
        last_query: None,
        ..deleted("K4", "2026-06-01")
    };
    let long_gone = Seen {
        last_query: Some(day("2026-05-31")),
        ..deleted("K5", "2026-06-01")
    };
    let used_after = deleted("K6", "2026-06-01");
    let deleted_today = Seen {
        items: vec!["LI01".to_owned()],
        ..deleted("K7", "2026-11-23")
    };
    let moved = Seen {
        hints: vec![Hint::Gone(Post::Moved), Hint::Idle],
        ..seen("K2")
    };
    let all = vec![
        seen("K1"),
        moved,
        still_granted,
        long_gone,
        used_after,
        deleted_today,
        unknown,
    ];
    let (lines, compared) = population(all, &[], day("2026-11-23"));
    let found: Vec<(&str, Vec<Finding>)> = lines
        .iter()
        .map(|line| (line.account.as_str(), line.findings.clone()))
        .collect();
    assert_eq!(
        found,
        [
            ("K1", vec![]),
            ("K2", vec![Finding::Moved, Finding::Idle]),
            ("K4", vec![]),
            ("K6", vec![Finding::UsedAfterEnd]),
            ("K9", vec![Finding::Orphan]),
        ]
    );
    assert_eq!(
        compared, None,
        "the first review has nothing to compare with"
    );
    assert_eq!(lines[4].holder, None);
    let login = lines[0].holder.as_ref().unwrap().login.as_ref().unwrap();
    assert_eq!(
        login.as_str(),
        "liu.mc",
        "whoever registers under it holds it"
    );
}

#[test]
fn what_changed_since_the_last_review_is_found_and_counted() {
    let (before, _) = population(
        vec![seen("K1"), seen("K2"), seen("K3")],
        &[],
        day("2026-11-23"),
    );
    let before: Vec<ReviewLine> = before
        .into_iter()
        .map(|frozen| {
            decided(
                &line(Frozen {
                    items: vec!["LI01".to_owned(), "LP11".to_owned()],
                    ..frozen
                }),
                Verdict::Keep,
            )
        })
        .collect();
    let more = Seen {
        items: ["EI03", "LI01", "LP11", "UB07"].map(str::to_owned).to_vec(),
        ..seen("K1")
    };
    let unused = Seen {
        unused: vec!["LI01".to_owned()],
        ..seen("K2")
    };
    let (lines, compared) = population(vec![more, unused, seen("K7")], &before, day("2026-11-23"));
    let findings: Vec<_> = lines.iter().map(|line| line.findings.clone()).collect();
    assert_eq!(
        findings,
        [
            vec![Finding::MoreItems],
            vec![Finding::Unused],
            vec![Finding::New]
        ]
    );
    let counts = Compared {
        added: 1,
        removed: 1,
        items_added: 2,
        items_removed: 1,
    };
    assert_eq!(compared, Some(counts));
    let verdicts: Vec<_> = lines.iter().map(|line| line.before).collect();
    assert_eq!(verdicts, [Some(Verdict::Keep), Some(Verdict::Keep), None]);
}

#[test]
fn the_next_review_is_due_on_the_set_day_of_the_year_after_the_last() {
    let set = (12, 15);
    let on = |last, founded: &str, set| due_on(last, day(founded), set);
    assert_eq!(on(Some(no()), "2025-01-01", set), Some(day("2027-12-15")));
    assert_eq!(on(None, "2026-08-01", set), Some(day("2026-12-15")));
    assert_eq!(on(None, "2026-12-15", set), Some(day("2026-12-15")));
    assert_eq!(
        on(None, "2026-12-16", set),
        Some(day("2027-12-15")),
        "the year is over"
    );
    assert_eq!(
        on(Some(no()), "2025-01-01", (2, 29)),
        Some(day("2027-02-28"))
    );
    let leap = ReviewNo { year: 116, ..no() };
    assert_eq!(
        on(Some(leap), "2025-01-01", (2, 29)),
        Some(day("2028-02-29"))
    );
}

fn any_deed() -> impl Strategy<Value = (usize, u8, bool)> {
    (0..4_usize, 0..9_u8, any::<bool>())
}

proptest! {
    /// Whatever is tried in whatever order: a closed review has a verdict a line, by somebody else than its holder, every
    /// application closed, and two people's signatures.
    #[test]
    fn no_run_of_moves_closes_a_review_with_anything_left(deeds in prop::collection::vec(any_deed(), 0..60)) {
        let people = [
            manager(),
            supervisor(),
            clerk("liu.mc", &[Role::Manager]),
            clerk("chou.mc", &[Role::User]),
        ];
        let mut review = review(ReviewState::Open);
        let mut lines = [
            line(frozen("K1")),
            line(orphan()),
            line(Frozen { is_managers: true, ..frozen("K3") }),
        ];
        let mut requests: Vec<Option<Request>> = vec![None; lines.len()];
        let now = at("2026-11-19");
        for (who, what, is_closed) in deeds {
            let clerk = &people[who];
            let place = usize::from(what) % lines.len();
            let progress = Progress::of(&lines[place], requests[place].as_ref());
            match what {
                0..=2 => {
                    let verdict = Verdict::ALL[usize::from(what)];
                    let given = given("有業務", &["LP11"]);
                    let by = (clerk, Role::Manager, now);
                    if let Ok(next) = decide((&review, &lines[place]), verdict, &given, progress, by) {
                        requests[place] = None;
                        lines[place] = next;
                    }
                }
                3..=5 => {
                    if check_line((&review, &lines[place]), LineStep::Draft, progress, clerk).is_ok() {
                        let stage = if is_closed { Stage::Closed } else { Stage::Rejected };
                        let made = request(Kind::UserDelete, stage);
                        lines[place] = drafted(&lines[place], made.no);
                        requests[place] = Some(made);
                    }
                }
                _ => {
                    let mut ledger = Ledger::default();
                    for (line, request) in lines.iter().zip(&requests) {
                        ledger.add(line, Progress::of(line, request.as_ref()));
                    }
                    for &step in ReviewStep::ALL {
                        if let Ok(next) = take(&review, step, "重看", &ledger, (clerk, now)) {
                            review = next;
                            break;
                        }
                    }
                }
            }
        }
        if review.state == ReviewState::Closed {
            for (line, request) in lines.iter().zip(&requests) {
                let decided = line.decided.as_ref().unwrap();
                let holder = line.frozen.holder.as_ref().and_then(|holder| holder.login.as_ref());
                prop_assert_ne!(holder, Some(&decided.signed.by));
                prop_assert!(Progress::of(line, request.as_ref()).is_done());
            }
            let (reported, approved) = (review.reported.unwrap(), review.approved.unwrap());
            prop_assert_ne!(reported.by, approved.by);
        }
    }
}
