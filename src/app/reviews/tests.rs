//! Reviews in a real store, by each person's own keys: the story of one, and what is refused on the way.

use chrono::NaiveDate;
use tempfile::TempDir;

use super::*;
use crate::app::desk_fixture::{NOW, beside, clerk, office};
use crate::app::requests_fixture::{day, enter, proofs, with_account};
use crate::app::roster::carry;
use crate::app::{Command, RequestCommand, Taking};
use crate::domain::request::{RequestNo, Stage, Step};
use crate::domain::review::Progress;
use crate::domain::roster::{AccountKind, NewAccount, NewGrant, Person, Post};
use crate::store::roster::By as RosterBy;

const HEADER: &str = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果\r\n";
const IDLE: &str = "KCGSOC0109";
const MOVED: &str = "KCGSOC0112";
const ORPHAN: &str = "KCGSOC0121";
const MANAGERS: &str = "KSOC-0001";
const USERS: &str = "KSOC-0007";

/// A desk with five accounts: the manager's, a user's, an idle one, one whose holder has moved, and one that only a log
/// knows.
struct Trial {
    dir: TempDir,
}

impl Trial {
    fn new() -> Trial {
        let (dir, _keeper) = office(Role::Keeper);
        let trial = Trial { dir };
        let mut manager = trial.sit(Role::Manager);
        with_account(
            &mut manager,
            &clerk(Role::Manager),
            AccountKind::Manager,
            MANAGERS,
        );
        with_account(&mut manager, &clerk(Role::User), AccountKind::User, USERS);
        plain(&mut manager, IDLE, Post::Serving, None);
        plain(&mut manager, MOVED, Post::Moved, Some(day("2026-11-19")));
        let log = [
            row("KSOC-0001", "1151020"),
            row("KSOC-0007", "1151021"),
            row("kcgsoc0112", "1151022"),
            row("kcgsoc0121", "1151028"),
        ];
        let path = trial.dir.path().join("log.csv");
        std::fs::write(&path, format!("{HEADER}{}", log.concat())).unwrap();
        let october = "11510".parse().unwrap();
        manager
            .import_log(&path, october, Taking::default())
            .unwrap();
        trial
    }

    fn sit(&self, role: Role) -> Office {
        beside(self.dir.path(), role, NOW)
    }

    fn at(&self, role: Role, days: i64) -> Office {
        beside(self.dir.path(), role, Moment(NOW.0 + days * 86_400_000))
    }
}

fn row(account: &str, day: &str) -> String {
    format!("{account},{day},090000,LI01,A123456789,11500000001 a,b\r\n")
}

/// An account of somebody without a login.
fn plain(manager: &mut Office, account: &str, post: Post, post_on: Option<NaiveDate>) {
    enter(manager, |tx, by: &RosterBy| {
        let person = Person {
            id: 0,
            version: 0,
            name: format!("名{account}"),
            unit: "身障福利科".to_owned(),
            title: "科員".to_owned(),
            login: None,
            post,
            post_on,
            remark: String::new(),
        };
        let opened_on = day("2026-03-02");
        let new = NewAccount {
            account: account.to_owned(),
            person: carry::save_person(tx, &person, by)?,
            kind: AccountKind::User,
            proofs: proofs(),
            request: "A11503-004".to_owned(),
            approved_on: Some(opened_on),
            opened_on,
            second_reason: String::new(),
        };
        carry::open_account(tx, &new, by)?;
        let grant = NewGrant {
            item: "LI01".to_owned(),
            basis: "SOC-01".to_owned(),
            valid_from: opened_on,
            request: "A11503-004".to_owned(),
        };
        carry::grant_item(tx, account, &grant, by)
    });
}

fn no() -> ReviewNo {
    ReviewNo {
        year: 115,
        serial: 1,
    }
}

fn give(office: &mut Office, command: ReviewCommand) -> Result<Done, AppError> {
    office.execute(Command::Review(command))
}

fn line_in(office: &mut Office, account: &str) -> ReviewLineRow {
    let view = office.review(no()).unwrap();
    let mut lines = view.lines.into_iter();
    lines
        .find(|row| row.line.frozen.account == account)
        .unwrap()
}

fn verdict(office: &mut Office, account: &str, verdict: Verdict) -> Result<Done, AppError> {
    let version = line_in(office, account).line.version;
    let given = Given {
        reason: "職務相符".to_owned(),
        items: vec!["LI01".to_owned()],
    };
    let command = ReviewCommand::Decide {
        no: no(),
        account: account.to_owned(),
        version,
        verdict,
        given,
    };
    give(office, command)
}

fn step(office: &mut Office, step: ReviewStep) -> Result<Done, AppError> {
    let version = office.review(no()).unwrap().row.review.version;
    let reason = match step {
        ReviewStep::Return | ReviewStep::Resume => "請再核對".to_owned(),
        ReviewStep::Report | ReviewStep::Approve | ReviewStep::Close => String::new(),
    };
    let no = no();
    give(
        office,
        ReviewCommand::Step {
            no,
            version,
            step,
            reason,
        },
    )
}

#[track_caller]
fn whys(result: Result<Done, AppError>) -> Vec<ReviewRefusal> {
    match result {
        Err(AppError::Refused(Refusal::Review(whys))) => whys,
        other => panic!("{other:?}"),
    }
}

fn request_of(office: &mut Office, account: &str) -> RequestNo {
    line_in(office, account).line.request.unwrap()
}

fn take_request(office: &mut Office, no: RequestNo, step: Step) {
    let request = office.request(no).unwrap();
    let given = request::Given {
        reason: "理由".to_owned(),
        day: Some(office.now().day()),
        ..Default::default()
    };
    let command = RequestCommand::Take {
        no,
        version: request.version,
        step,
        given: Box::new(given),
    };
    office.execute(Command::Request(command)).unwrap();
}

/// An application from its draft to its end.
fn carry_out(trial: &Trial, no: RequestNo) {
    let (mut manager, mut supervisor) = (trial.sit(Role::Manager), trial.sit(Role::Supervisor));
    take_request(&mut manager, no, Step::Submit);
    take_request(&mut supervisor, no, Step::Approve);
    take_request(&mut manager, no, Step::SetUp);
    take_request(&mut manager, no, Step::Close);
}

#[track_caller]
fn is_whole(office: &Office) {
    let report = office
        .store
        .verify(crate::domain::event::signs, None, |_count| {})
        .unwrap();
    assert_eq!(report.problems, []);
}

#[test]
fn a_review_with_an_orphan_an_idle_and_a_moved_account_closes_with_two_deletions() {
    let trial = Trial::new();
    let mut manager = trial.sit(Role::Manager);
    give(&mut manager, ReviewCommand::Open).unwrap();
    let view = manager.review(no()).unwrap();
    let accounts: Vec<&str> = view
        .lines
        .iter()
        .map(|row| row.line.frozen.account.as_str())
        .collect();
    assert_eq!(accounts, [IDLE, MOVED, ORPHAN, MANAGERS, USERS]);
    assert_eq!(view.row.ledger.urgent, 3);
    assert_eq!(view.own, [MANAGERS]);
    verdict(&mut manager, USERS, Verdict::Keep).unwrap();
    verdict(&mut manager, MOVED, Verdict::Delete).unwrap();
    verdict(&mut manager, ORPHAN, Verdict::Delete).unwrap();
    verdict(&mut manager, IDLE, Verdict::Keep).unwrap();
    let refused = step(&mut manager, ReviewStep::Report);
    assert_eq!(whys(refused), [ReviewRefusal::Undecided { lines: 1 }]);
    let own = verdict(&mut manager, MANAGERS, Verdict::Keep);
    assert_eq!(whys(own), [ReviewRefusal::OwnLine]);
    let mut supervisor = trial.sit(Role::Supervisor);
    verdict(&mut supervisor, MANAGERS, Verdict::Keep).unwrap();
    step(&mut manager, ReviewStep::Report).unwrap();
    step(&mut supervisor, ReviewStep::Approve).unwrap();
    let refused = step(&mut manager, ReviewStep::Close);
    assert_eq!(whys(refused), [ReviewRefusal::NotCarriedOut { lines: 2 }]);
    for account in [MOVED, ORPHAN] {
        let no = request_of(&mut manager, account);
        carry_out(&trial, no);
        let line = line_in(&mut manager, account);
        assert_eq!(line.progress, Progress::CarriedOut(NOW.day()), "{account}");
        assert_eq!(line.age, None);
    }
    step(&mut manager, ReviewStep::Close).unwrap();
    let row = manager.review(no()).unwrap().row;
    assert_eq!(row.review.state, ReviewState::Closed);
    let kept = store::kept::get(manager.store.reader(), KeptClass::Review, &no().to_string());
    let kept = kept.unwrap().unwrap();
    assert_eq!(
        kept.ends_on,
        day("2031-11-23"),
        "five years from its signature"
    );
    assert_eq!(kept.sha256.len(), 64);
    let written = manager.write_closed_review(no()).unwrap();
    assert!(
        written.shown.ends_with("review-115.odt"),
        "{}",
        written.shown
    );
    assert_eq!(written.rows, 5);
    let again = manager.write_closed_review(no()).unwrap();
    assert!(again.shown.ends_with("review-115-2.odt"), "{}", again.shown);
    // What nobody held is gone from the roster's list, and not reviewed again.
    let roster = manager.all_lines().unwrap();
    assert!(!roster.iter().any(|line| line.account == ORPHAN));
    is_whole(&manager);
    let filter = crate::app::EntryFilter::default();
    let page = crate::app::PageFrom::Up(1);
    let rows = manager.entries(&filter, page, 200).unwrap();
    let entries: Vec<(String, String)> = rows
        .into_iter()
        .map(|row| (row.entry.action, row.entry.person))
        .collect();
    let by = |action: &str| -> Vec<&str> {
        let named = entries.iter().filter(|(known, _)| known == action);
        named.map(|(_, person)| person.as_str()).collect()
    };
    assert_eq!(by("review.opened/1"), ["chen.yj"]);
    assert_eq!(by("review.decided/1").len(), 5);
    assert!(by("review.decided/1").contains(&"lin.sf"));
    assert_eq!(by("review.closed/1"), ["chen.yj"]);
}

#[test]
fn an_application_under_way_is_taken_and_does_not_end_the_ageing() {
    let trial = Trial::new();
    let mut manager = trial.sit(Role::Manager);
    give(&mut manager, ReviewCommand::Open).unwrap();
    verdict(&mut manager, MOVED, Verdict::Delete).unwrap();
    let first = request_of(&mut manager, MOVED);
    // Taken back and decided anew while the application still goes its way: not before it is withdrawn.
    let refused = verdict(&mut manager, MOVED, Verdict::Keep);
    let request = first;
    assert_eq!(whys(refused), [ReviewRefusal::HasRequest { request }]);
    let mut later = trial.at(Role::Manager, 5);
    let line = line_in(&mut later, MOVED);
    assert_eq!((line.progress, line.age), (Progress::UnderWay, Some(5)));
    take_request(&mut manager, first, Step::Withdraw);
    let line = line_in(&mut later, MOVED);
    assert_eq!((line.progress, line.age), (Progress::Failed, Some(5)));
    let version = line.line.version;
    let account = MOVED.to_owned();
    give(
        &mut manager,
        ReviewCommand::Draft {
            no: no(),
            account,
            version,
        },
    )
    .unwrap();
    let second = request_of(&mut manager, MOVED);
    assert_ne!(first, second);
    // Another review's line, or another clerk's application: what goes its way already is not applied for twice.
    take_request(&mut manager, second, Step::Submit);
    let line = line_in(&mut manager, MOVED);
    let found = apply_again(&mut manager, &line.line);
    assert_eq!(found, (second, false));
    is_whole(&manager);
}

/// What [`apply`] would find for a line now.
fn apply_again(manager: &mut Office, line: &ReviewLine) -> (RequestNo, bool) {
    let (me, now) = (manager.me.clone(), manager.now());
    let mut tx = manager.store.write().unwrap();
    apply(&mut tx, line, (&me, now)).unwrap()
}

#[test]
fn of_two_reviewers_at_once_one_wins_and_the_other_is_told() {
    let trial = Trial::new();
    let mut manager = trial.sit(Role::Manager);
    give(&mut manager, ReviewCommand::Open).unwrap();
    let refused = give(&mut trial.sit(Role::Manager), ReviewCommand::Open);
    assert_eq!(whys(refused), [ReviewRefusal::OneAtATime { no: no() }]);
    let read = line_in(&mut manager, MANAGERS).line.version;
    let decide = |office: &mut Office, verdict| {
        let command = ReviewCommand::Decide {
            no: no(),
            account: MANAGERS.to_owned(),
            version: read,
            verdict,
            given: Given {
                reason: "職務相符".to_owned(),
                items: Vec::new(),
            },
        };
        give(office, command)
    };
    let mut supervisor = trial.sit(Role::Supervisor);
    decide(&mut supervisor, Verdict::Keep).unwrap();
    let overtaken = whys(decide(&mut supervisor, Verdict::Delete));
    let by = clerk(Role::Supervisor).name;
    let verdict = Some(Verdict::Keep);
    assert_eq!(overtaken, [ReviewRefusal::Overtaken { by, verdict }]);
}

#[test]
fn a_supervisors_deletion_waits_for_the_manager_to_apply() {
    let trial = Trial::new();
    let (mut manager, mut supervisor) = (trial.sit(Role::Manager), trial.sit(Role::Supervisor));
    give(&mut manager, ReviewCommand::Open).unwrap();
    verdict(&mut supervisor, MANAGERS, Verdict::Delete).unwrap();
    let line = line_in(&mut manager, MANAGERS);
    assert_eq!(
        (line.line.request, line.progress),
        (None, Progress::ToDraft)
    );
    assert_eq!(
        line_in(&mut supervisor, MANAGERS).no_draft,
        Some(ReviewRefusal::NotManager)
    );
    let version = line.line.version;
    let account = MANAGERS.to_owned();
    give(
        &mut manager,
        ReviewCommand::Draft {
            no: no(),
            account,
            version,
        },
    )
    .unwrap();
    let request = request_of(&mut manager, MANAGERS);
    assert_eq!(manager.request(request).unwrap().stage, Stage::Draft);
    is_whole(&manager);
}

#[test]
fn a_change_applies_for_what_goes_and_only_the_manager_may_ask_that_for_another() {
    let trial = Trial::new();
    let mut manager = trial.sit(Role::Manager);
    give(&mut manager, ReviewCommand::Open).unwrap();
    verdict(&mut manager, USERS, Verdict::Change).unwrap();
    let request = request_of(&mut manager, USERS);
    carry_out(&trial, request);
    let held = manager.roster_sheet(USERS).unwrap();
    let today = NOW.day();
    let item = held
        .grants
        .iter()
        .find(|grant| grant.item == "LI01")
        .unwrap();
    assert_eq!(
        (item.valid_to, item.ended_by.clone()),
        (Some(today), request.to_string())
    );
    assert!(
        held.grants
            .iter()
            .any(|grant| grant.item == "LP11" && grant.valid_to.is_none())
    );
    is_whole(&manager);
}

#[test]
fn a_closed_review_rests_and_the_next_one_compares_with_it() {
    let trial = Trial::new();
    let (mut manager, mut supervisor) = (trial.sit(Role::Manager), trial.sit(Role::Supervisor));
    give(&mut manager, ReviewCommand::Open).unwrap();
    for account in [USERS, IDLE, MOVED] {
        verdict(&mut manager, account, Verdict::Keep).unwrap();
    }
    verdict(&mut manager, ORPHAN, Verdict::Delete).unwrap();
    verdict(&mut supervisor, MANAGERS, Verdict::Keep).unwrap();
    step(&mut manager, ReviewStep::Report).unwrap();
    step(&mut supervisor, ReviewStep::Return).unwrap();
    step(&mut manager, ReviewStep::Report).unwrap();
    step(&mut supervisor, ReviewStep::Approve).unwrap();
    let request = request_of(&mut manager, ORPHAN);
    carry_out(&trial, request);
    step(&mut manager, ReviewStep::Close).unwrap();
    let refused = verdict(&mut manager, IDLE, Verdict::Delete);
    let state = ReviewState::Closed;
    assert_eq!(whys(refused), [ReviewRefusal::NoMove { state }]);
    let due = manager.next_review().unwrap();
    assert_eq!((due.year, due.open), (116, None));
    plain(&mut manager, "KCGSOC0130", Post::Serving, None);
    give(&mut manager, ReviewCommand::Open).unwrap();
    let second = ReviewNo { serial: 2, ..no() };
    let view = manager.review(second).unwrap();
    let compared = view.row.review.compared.unwrap();
    assert_eq!(
        (compared.added, compared.removed),
        (1, 1),
        "one more, the orphan gone"
    );
    let idle = view
        .lines
        .iter()
        .find(|row| row.line.frozen.account == IDLE)
        .unwrap();
    assert_eq!(idle.line.frozen.before, Some(Verdict::Keep));
    is_whole(&manager);
}

/// Writes a line or a review past every rule of the domain.
fn forced(
    office: &mut Office,
    rows: impl FnOnce(&mut WriteTx<'_>) -> Result<(), store::StoreError>,
) -> bool {
    let done = office.write(Role::Manager, |tx| {
        rows(tx)?;
        Ok(Event::Review(ReviewEvent::Moved {
            no: no(),
            step: ReviewStep::Report,
            to: ReviewState::Reported,
        }))
    });
    done.is_ok()
}

#[test]
fn the_store_refuses_ones_own_line_and_what_is_not_carried_out_also_below_the_screen() {
    let trial = Trial::new();
    let (mut manager, mut supervisor) = (trial.sit(Role::Manager), trial.sit(Role::Supervisor));
    give(&mut manager, ReviewCommand::Open).unwrap();
    let signed = |by: Role| crate::domain::review::Signed {
        by: clerk(by).login,
        name: clerk(by).name,
        at: NOW,
    };
    let with = |line: &ReviewLine, verdict, by: Role| ReviewLine {
        version: line.version + 1,
        decided: Some(crate::domain::review::Decided {
            verdict,
            reason: String::new(),
            items: Vec::new(),
            signed: signed(by),
            role: Role::Manager,
        }),
        ..line.clone()
    };
    let own = line_in(&mut manager, MANAGERS).line;
    let users = line_in(&mut manager, USERS).line;
    let orphan = line_in(&mut manager, ORPHAN).line;
    let mut puts =
        |line: ReviewLine| forced(&mut manager, |tx| store::reviews::put_line(tx, &line));
    assert!(!puts(with(&own, Verdict::Keep, Role::Manager)), "his own");
    assert!(
        !puts(with(&users, Verdict::Keep, Role::User)),
        "no reviewer, and his own"
    );
    assert!(
        !puts(with(&users, Verdict::Keep, Role::Supervisor)),
        "not a manager's"
    );
    assert!(
        !puts(with(&users, Verdict::Keep, Role::Checker)),
        "no reviewer"
    );
    assert!(
        !puts(with(&orphan, Verdict::Keep, Role::Manager)),
        "nobody holds it"
    );
    let mut other = with(&users, Verdict::Keep, Role::Manager);
    other.frozen.items.clear();
    assert!(!puts(other), "what was frozen stays");
    assert!(puts(with(&users, Verdict::Keep, Role::Manager)));
    assert!(puts(with(&own, Verdict::Keep, Role::Supervisor)));
    let review = manager.review(no()).unwrap().row.review;
    let reported = Review {
        state: ReviewState::Reported,
        reported: Some(signed(Role::Manager)),
        change: Some(ReviewStep::Report),
        ..review.clone()
    };
    let mut puts = |review: Review| forced(&mut manager, |tx| store::reviews::put(tx, &review));
    assert!(!puts(reported.clone()), "lines without a verdict");
    for account in [IDLE, MOVED] {
        verdict(&mut manager, account, Verdict::Keep).unwrap();
    }
    verdict(&mut manager, ORPHAN, Verdict::Delete).unwrap();
    let mut puts = |review: Review| forced(&mut manager, |tx| store::reviews::put(tx, &review));
    assert!(puts(reported.clone()));
    let approved = |by: Role| Review {
        state: ReviewState::Executing,
        approved: Some(signed(by)),
        change: Some(ReviewStep::Approve),
        changed_by: clerk(by).login,
        ..reported.clone()
    };
    assert!(!puts(approved(Role::Manager)), "whoever reported");
    assert!(!puts(approved(Role::Checker)), "no supervisor");
    step(&mut supervisor, ReviewStep::Approve).unwrap();
    let closed = Review {
        state: ReviewState::Closed,
        closed: Some(signed(Role::Manager)),
        change: Some(ReviewStep::Close),
        changed_by: clerk(Role::Manager).login,
        ..approved(Role::Supervisor)
    };
    let mut puts = |review: Review| forced(&mut manager, |tx| store::reviews::put(tx, &review));
    assert!(!puts(closed), "an application is not closed");
}

#[test]
fn only_managers_open_and_users_see_no_review() {
    let trial = Trial::new();
    for role in [Role::User, Role::Checker, Role::Supervisor, Role::Keeper] {
        let refused = give(&mut trial.sit(role), ReviewCommand::Open);
        assert!(matches!(
            refused,
            Err(AppError::Refused(Refusal::Role { .. }))
        ));
        let seen = trial.sit(role).reviews();
        assert_eq!(seen.is_ok(), role != Role::User, "{role:?}");
    }
}
