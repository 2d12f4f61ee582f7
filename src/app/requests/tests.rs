//! Requests from hand to hand: who may take which step, and what is refused on the way.

use chrono::NaiveDate;
use tempfile::TempDir;

use super::fixture::{day, enter, proofs, with_account};
use crate::app::desk_fixture::{NOW, beside, clerk, office};
use crate::app::roster::carry;
use crate::app::{AppError, Command, Done, NewDelegation, Office, RequestCommand, RequestsAsked};
use crate::domain::event::{DeskEvent, Event};
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::request::{
    Change, Draft, Family, Given, Kind, Line, Party, Request, RequestNo, RequestRefusal, Stage,
    Step,
};
use crate::domain::roster::{AccountKind, AccountStatus, AgencyItem, Cause};
use crate::store;

/// A desk and the people at it, one of each role.
struct Trial {
    dir: TempDir,
}

impl Trial {
    fn new() -> Trial {
        Trial {
            dir: office(Role::Keeper).0,
        }
    }

    fn sit(&self, role: Role) -> Office {
        beside(self.dir.path(), role, NOW)
    }

    fn at(&self, role: Role, days: i64) -> Office {
        beside(self.dir.path(), role, Moment(NOW.0 + days * 86_400_000))
    }
}

fn today() -> NaiveDate {
    NOW.day()
}

fn party(role: Role) -> Party {
    let clerk = clerk(role);
    Party {
        login: Some(clerk.login),
        name: clerk.name,
        unit: "社會救助科".to_owned(),
        title: "科員".to_owned(),
    }
}

fn line(change: Change, item: &str) -> Line {
    Line {
        change,
        item: item.to_owned(),
        basis: if change == Change::Add { "SOC-01" } else { "" }.to_owned(),
        monthly: None,
        is_agreed: None,
    }
}

fn user_add() -> Draft {
    Draft {
        holder: party(Role::User),
        lines: vec![line(Change::Add, "LI01"), line(Change::Add, "UB07")],
        need: "低收入戶審查".to_owned(),
        proofs: proofs(),
        cause: Some(Cause::Joined),
        ..Draft::of(Kind::UserAdd)
    }
}

fn no(serial: u32) -> RequestNo {
    format!("A11511-{serial:03}").parse().unwrap()
}

fn draft(office: &mut Office, draft: Draft, hands_in: bool) -> Result<Done, AppError> {
    office.execute(Command::Request(RequestCommand::Draft {
        draft: Box::new(draft),
        hands_in,
    }))
}

/// Everything that a step may ask for, of today.
fn given(request: &Request) -> Given {
    Given {
        reason: "理由".to_owned(),
        document: "高市勞資字第11531234500號".to_owned(),
        day: Some(today()),
        account: "kcgsoc0120".to_owned(),
        batch: "115-02".to_owned(),
        results: vec![true; request.lines.len()],
    }
}

fn take(office: &mut Office, no: RequestNo, step: Step) -> Result<Done, AppError> {
    let request = office.request(no).unwrap();
    let given = given(&request);
    take_with(office, &request, step, given)
}

fn take_with(
    office: &mut Office,
    request: &Request,
    step: Step,
    given: Given,
) -> Result<Done, AppError> {
    office.execute(Command::Request(RequestCommand::Take {
        no: request.no,
        version: request.version,
        step,
        given: Box::new(given),
    }))
}

#[track_caller]
fn refused(result: Result<Done, AppError>) -> Vec<RequestRefusal> {
    match result {
        Err(AppError::Refused(Refusal::Request(refusals))) => refusals,
        other => panic!("{other:?}"),
    }
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
fn a_users_account_goes_from_draft_to_closed_through_three_logins() {
    let trial = Trial::new();
    let (mut user, mut manager) = (trial.sit(Role::User), trial.sit(Role::Manager));
    let mut supervisor = trial.sit(Role::Supervisor);
    draft(&mut user, user_add(), true).unwrap();
    assert_eq!(user.request(no(1)).unwrap().stage, Stage::Approval);
    take(&mut supervisor, no(1), Step::Approve).unwrap();
    take(&mut manager, no(1), Step::SetUp).unwrap();
    let reader = manager.store.reader();
    let account = store::roster::account_named(reader, "KCGSOC0120")
        .unwrap()
        .unwrap();
    assert_eq!(account.request, "A11511-001");
    assert_eq!(account.proofs, proofs());
    let held: Vec<String> = store::roster::grants_of(reader, account.id)
        .unwrap()
        .into_iter()
        .map(|grant| grant.item)
        .collect();
    assert_eq!(held, ["LI01", "UB07"]);
    let me = store::clerks::get(reader, &clerk(Role::User).login).unwrap();
    assert_eq!(me.unwrap().account.as_deref(), Some("KCGSOC0120"));
    take(&mut manager, no(1), Step::Close).unwrap();
    let kept = manager.kept_sheet(
        crate::domain::retention::kept::KeptClass::Request,
        "A11511-001",
    );
    let kept = kept.unwrap().kept;
    assert_eq!(kept.starts_on, manager.now().day());
    assert_eq!(kept.ends_on.to_string(), "2031-11-23", "5(3)");
    let detail = manager.request_detail(no(1)).unwrap();
    let steps: Vec<(Option<Step>, &str)> = detail
        .steps
        .iter()
        .map(|taken| (taken.step, taken.by.as_str()))
        .collect();
    assert_eq!(
        steps,
        [
            (None, "hsu.tc"),
            (Some(Step::Submit), "hsu.tc"),
            (Some(Step::Approve), "lin.sf"),
            (Some(Step::SetUp), "chen.yj"),
            (Some(Step::Close), "chen.yj"),
        ]
    );
    let entries = manager
        .entries(
            &crate::app::EntryFilter {
                record: Some("A11511-001".to_owned()),
                ..Default::default()
            },
            crate::app::PageFrom::Up(0),
            10,
        )
        .unwrap();
    let signed: Vec<(&str, &str, Role)> = entries
        .iter()
        .map(|row| {
            let entry = &row.entry;
            (entry.action.as_str(), entry.person.as_str(), entry.role)
        })
        .collect();
    assert_eq!(
        signed,
        [
            ("request.drafted/1", "hsu.tc", Role::User),
            ("request.moved/1", "lin.sf", Role::Supervisor),
            ("request.moved/1", "chen.yj", Role::Manager),
            ("request.moved/1", "chen.yj", Role::Manager),
        ]
    );
    is_whole(&manager);
}

#[test]
fn numbers_go_on_within_the_month_and_a_refused_one_takes_none() {
    let trial = Trial::new();
    let mut user = trial.sit(Role::User);
    let empty = Draft {
        lines: Vec::new(),
        ..user_add()
    };
    let missing = refused(draft(&mut user, empty.clone(), true));
    assert!(matches!(missing[0], RequestRefusal::FieldMissing(_)));
    draft(&mut user, empty, false).unwrap();
    draft(&mut user, user_add(), true).unwrap();
    assert_eq!(user.request(no(1)).unwrap().stage, Stage::Draft);
    let mut later = trial.at(Role::User, 10);
    draft(&mut later, user_add(), true).unwrap();
    let december = "A11512-001".parse().unwrap();
    assert_eq!(later.request(december).unwrap().no, december);
}

#[test]
fn of_two_approvers_at_once_one_wins_and_the_other_is_told() {
    let trial = Trial::new();
    let mut user = trial.sit(Role::User);
    draft(&mut user, user_add(), true).unwrap();
    let (mut one, mut other) = (trial.sit(Role::Supervisor), trial.sit(Role::Supervisor));
    let seen = other.request(no(1)).unwrap();
    take(&mut one, no(1), Step::Approve).unwrap();
    let given = given(&seen);
    let refusals = refused(take_with(&mut other, &seen, Step::Reject, given));
    let stage = Stage::SetUp;
    assert_eq!(refusals, [RequestRefusal::Overtaken { stage }]);
}

#[test]
fn a_returned_request_is_corrected_and_handed_in_under_its_number() {
    let trial = Trial::new();
    let (mut user, mut supervisor) = (trial.sit(Role::User), trial.sit(Role::Supervisor));
    draft(&mut user, user_add(), true).unwrap();
    take(&mut supervisor, no(1), Step::Return).unwrap();
    let back = user.request(no(1)).unwrap();
    assert_eq!(back.stage, Stage::Draft);
    user.execute(Command::Request(RequestCommand::Revise {
        no: no(1),
        version: back.version,
        draft: Box::new(Draft {
            need: "低收入戶審查，承辦案件 11531234600".to_owned(),
            ..user_add()
        }),
        hands_in: true,
    }))
    .unwrap();
    let again = user.request(no(1)).unwrap();
    assert_eq!(again.stage, Stage::Approval);
    assert!(again.need.contains("11531234600"));
    take(&mut supervisor, no(1), Step::Reject).unwrap();
    let refusals = refused(take(&mut supervisor, no(1), Step::Approve));
    assert!(matches!(refusals[0], RequestRefusal::NoMove { .. }));
    is_whole(&user);
}

/// The row as somebody would write it who goes around the rules.
fn forged(trial: &Trial, who: Role, forge: impl FnOnce(&mut Request)) -> Result<Done, AppError> {
    let mut office = trial.sit(who);
    let stands = store::requests::get(office.store.reader(), no(1))
        .unwrap()
        .unwrap();
    let mut next = Request {
        version: stands.version + 1,
        ..stands
    };
    next.changed_by = office.me.login.clone();
    forge(&mut next);
    office.write(who, |tx| {
        store::requests::put(tx, &next)?;
        Ok(Event::Desk(DeskEvent::SettingChanged { name: "in_dir" }))
    })
}

#[test]
fn the_store_refuses_what_the_rules_refuse_when_called_below_the_screen() {
    let trial = Trial::new();
    draft(&mut trial.sit(Role::User), user_add(), true).unwrap();
    let logins = |role| Some(clerk(role).login);
    let approve = |by: Role| {
        move |next: &mut Request| {
            next.stage = Stage::SetUp;
            next.change = Some(Step::Approve);
            next.approved_by = Some(clerk(by).login);
            next.approved_on = Some(today());
        }
    };
    assert!(
        forged(&trial, Role::User, approve(Role::User)).is_err(),
        "his own"
    );
    assert!(
        forged(&trial, Role::Manager, approve(Role::Manager)).is_err(),
        "no supervisor"
    );
    assert!(
        forged(&trial, Role::Manager, approve(Role::Supervisor)).is_err(),
        "in another's name"
    );
    let skips = |next: &mut Request| {
        next.stage = Stage::Done;
        next.change = Some(Step::SetUp);
        next.executed_by = Some(clerk(Role::Manager).login);
    };
    assert!(
        forged(&trial, Role::Manager, skips).is_err(),
        "without approval"
    );
    forged(&trial, Role::Supervisor, approve(Role::Supervisor)).unwrap();
    let carries_out = |by: Role| {
        move |next: &mut Request| {
            next.stage = Stage::Done;
            next.change = Some(Step::SetUp);
            next.executed_by = Some(clerk(by).login);
        }
    };
    let own = forged(&trial, Role::Supervisor, carries_out(Role::Supervisor));
    assert!(own.is_err(), "whoever approved");
    let user = forged(&trial, Role::User, carries_out(Role::User));
    assert!(user.is_err(), "no manager");
    let other = forged(&trial, Role::Manager, |next| {
        next.applicant = clerk(Role::Manager).login;
    });
    assert!(other.is_err(), "another applicant");
    forged(&trial, Role::Manager, carries_out(Role::Manager)).unwrap();
    let stands = trial.sit(Role::Manager).request(no(1)).unwrap();
    assert_eq!(stands.executed_by, logins(Role::Manager));
}

#[test]
fn a_deputy_approves_in_his_days_and_the_trail_says_for_whom() {
    let trial = Trial::new();
    let (mut user, mut manager) = (trial.sit(Role::User), trial.sit(Role::Manager));
    draft(&mut user, user_add(), true).unwrap();
    let refusals = refused(take(&mut manager, no(1), Step::Approve));
    assert_eq!(refusals, [RequestRefusal::NotSupervisor]);
    let delegation = NewDelegation {
        deputy: clerk(Role::Manager).login,
        scope: Some(Family::User),
        from: today(),
        to: today(),
        reason: "公假".to_owned(),
    };
    let mut supervisor = trial.sit(Role::Supervisor);
    let delegate = RequestCommand::Delegate(delegation.clone());
    supervisor.execute(Command::Request(delegate)).unwrap();
    let refused_delegation =
        manager.execute(Command::Request(RequestCommand::Delegate(delegation)));
    let is_role = matches!(
        refused_delegation,
        Err(AppError::Refused(Refusal::Role { .. }))
    );
    assert!(is_role);
    let done = take(&mut manager, no(1), Step::Approve).unwrap();
    let written = done.event.written();
    assert!(written.body.write().contains(r#""acting_for":"lin.sf""#));
    assert_eq!(
        refused(take(&mut manager, no(1), Step::SetUp)),
        [RequestRefusal::ApprovedIt]
    );
    let detail = manager.request_detail(no(1)).unwrap();
    let last = detail.steps.last().unwrap();
    assert_eq!(last.acting_for, Some(clerk(Role::Supervisor).login));
    is_whole(&manager);
    draft(&mut user, user_add(), true).unwrap();
    let mut tomorrow = trial.at(Role::Manager, 1);
    let refusals = refused(take(&mut tomorrow, no(2), Step::Approve));
    assert_eq!(refusals, [RequestRefusal::NotSupervisor]);
}

#[test]
fn a_delegation_ends_before_its_time_and_only_its_own_supervisor_ends_it() {
    let trial = Trial::new();
    let mut supervisor = trial.sit(Role::Supervisor);
    let delegate = RequestCommand::Delegate(NewDelegation {
        deputy: clerk(Role::User).login,
        scope: None,
        from: day("2026-11-24"),
        to: day("2026-12-04"),
        reason: "休假".to_owned(),
    });
    supervisor.execute(Command::Request(delegate)).unwrap();
    let end = || Command::Request(RequestCommand::EndDelegation { id: 1 });
    assert!(trial.sit(Role::Manager).execute(end()).is_err());
    supervisor.execute(end()).unwrap();
    assert!(supervisor.execute(end()).is_err(), "ended already");
    let kept = supervisor.delegations().unwrap();
    assert_eq!(kept[0].ended_on, Some(today()));
    assert_eq!(trial.sit(Role::User).delegations().unwrap().len(), 1);
    is_whole(&supervisor);
}

#[test]
fn items_change_on_the_day_and_what_was_held_is_compared_with_what_is_asked() {
    let trial = Trial::new();
    let (mut user, mut manager) = (trial.sit(Role::User), trial.sit(Role::Manager));
    with_account(
        &mut manager,
        &clerk(Role::User),
        AccountKind::User,
        "kcgsoc0103",
    );
    let items = Draft {
        account: "kcgsoc0103".to_owned(),
        lines: vec![line(Change::Delete, "LP11"), line(Change::Add, "UB07")],
        ..user_add()
    };
    let items = Draft {
        kind: Kind::UserItems,
        ..items
    };
    draft(&mut user, items, true).unwrap();
    let mut supervisor = trial.sit(Role::Supervisor);
    let detail = supervisor.request_detail(no(1)).unwrap();
    let lines: Vec<(&str, bool, Option<Change>)> = detail
        .lines
        .iter()
        .map(|line| (line.item.as_str(), line.is_held, line.change))
        .collect();
    assert_eq!(
        lines,
        [
            ("LI01", true, None),
            ("LP11", true, Some(Change::Delete)),
            ("UB07", false, Some(Change::Add)),
        ]
    );
    assert_eq!(detail.lines[1].used, Some(0));
    assert_eq!(detail.lines[2].peers, Some((0, 0)));
    take(&mut supervisor, no(1), Step::Approve).unwrap();
    take(&mut manager, no(1), Step::SetUp).unwrap();
    let reader = manager.store.reader();
    let account = store::roster::account_named(reader, "KCGSOC0103").unwrap();
    let grants = store::roster::grants_of(reader, account.unwrap().id).unwrap();
    let tomorrow = today().succ_opt().unwrap();
    let held: Vec<&str> = grants
        .iter()
        .filter(|grant| grant.holds_on(tomorrow))
        .map(|grant| grant.item.as_str())
        .collect();
    assert_eq!(held, ["LI01", "UB07"]);
    is_whole(&manager);
}

#[test]
fn a_hand_over_sets_up_the_new_account_before_the_old_one_is_stopped_by_the_new_manager() {
    let trial = Trial::new();
    let (mut user, mut manager) = (trial.sit(Role::User), trial.sit(Role::Manager));
    with_account(
        &mut manager,
        &clerk(Role::Manager),
        AccountKind::Manager,
        "kcgsoc0001",
    );
    let swap = Draft {
        holder: party(Role::Manager),
        successor: party(Role::User),
        account: "kcgsoc0001".to_owned(),
        changes_on: Some(day("2026-12-01")),
        proofs: proofs(),
        ..Draft::of(Kind::Swap)
    };
    draft(&mut manager, swap, true).unwrap();
    take(&mut trial.sit(Role::Supervisor), no(1), Step::Approve).unwrap();
    take(&mut manager, no(1), Step::Dispatch).unwrap();
    take(&mut manager, no(1), Step::Agree).unwrap();
    assert!(matches!(
        refused(take(&mut user, no(1), Step::StopOld))[0],
        RequestRefusal::NoMove { .. }
    ));
    take(&mut user, no(1), Step::TakeOver).unwrap();
    take(&mut manager, no(1), Step::NewAccount).unwrap();
    take(&mut user, no(1), Step::StopOld).unwrap();
    let status = |office: &Office, name: &str| {
        let account = store::roster::account_named(office.store.reader(), name);
        account.unwrap().unwrap().status
    };
    assert_eq!(status(&manager, "KCGSOC0001"), AccountStatus::Stopped);
    assert_eq!(status(&manager, "KCGSOC0120"), AccountStatus::Active);
    take(&mut manager, no(1), Step::DeleteOld).unwrap();
    assert_eq!(status(&manager, "KCGSOC0001"), AccountStatus::Deleted);
    take(&mut manager, no(1), Step::Close).unwrap();
    is_whole(&manager);
}

#[test]
fn of_two_items_of_the_agency_the_one_that_the_bureau_agreed_to_is_granted() {
    let trial = Trial::new();
    let mut manager = trial.sit(Role::Manager);
    enter(&mut manager, |tx, by| {
        let own = AgencyItem {
            id: 0,
            version: 0,
            item: "LI01".to_owned(),
            basis: "SOC-01".to_owned(),
            valid_from: day("2026-01-01"),
            valid_to: None,
            document: String::new(),
            request: String::new(),
            ended_by: String::new(),
        };
        carry::grant_agency_item(tx, &own, by)
    });
    let items = Draft {
        lines: vec![line(Change::Add, "EI03"), line(Change::Add, "UB07")],
        need: "特殊境遇家庭扶助".to_owned(),
        ..Draft::of(Kind::ItemsAdd)
    };
    draft(&mut manager, items, true).unwrap();
    take(&mut trial.sit(Role::Supervisor), no(1), Step::Approve).unwrap();
    for step in [Step::Agree, Step::SendOn, Step::Compile, Step::Apply] {
        take(&mut manager, no(1), step).unwrap();
    }
    let request = manager.request(no(1)).unwrap();
    let partly = Given {
        results: vec![true, false],
        ..given(&request)
    };
    take_with(&mut manager, &request, Step::BureauPartly, partly).unwrap();
    for step in [Step::ChangeRights, Step::Notify, Step::Close] {
        take(&mut manager, no(1), step).unwrap();
    }
    let own = store::roster::agency_items(manager.store.reader()).unwrap();
    let items: Vec<(&str, &str)> = own
        .iter()
        .map(|item| (item.item.as_str(), item.request.as_str()))
        .collect();
    assert_eq!(items, [("EI03", "A11511-001"), ("LI01", "")]);
    is_whole(&manager);
}

#[test]
fn a_user_sees_his_own_requests_and_the_inbox_stands_first() {
    let trial = Trial::new();
    let (mut user, mut manager) = (trial.sit(Role::User), trial.sit(Role::Manager));
    with_account(
        &mut manager,
        &clerk(Role::Manager),
        AccountKind::Manager,
        "kcgsoc0001",
    );
    let goes = Draft {
        holder: party(Role::Manager),
        account: "kcgsoc0001".to_owned(),
        cause: Some(Cause::Duties),
        changes_on: Some(day("2026-11-25")),
        ..Draft::of(Kind::ManagerDelete)
    };
    draft(&mut manager, goes, true).unwrap();
    draft(&mut user, user_add(), true).unwrap();
    draft(&mut user, user_add(), false).unwrap();
    let asked = RequestsAsked::default();
    let numbers = |office: &Office| -> Vec<(String, bool)> {
        let rows = office.requests(&asked).unwrap().rows;
        rows.iter()
            .map(|row| (row.request.no.to_string(), row.is_mine))
            .collect()
    };
    let row = |serial, is_mine| (no(serial).to_string(), is_mine);
    assert_eq!(numbers(&user), [row(3, true), row(2, false)]);
    let supervisor = trial.sit(Role::Supervisor);
    assert_eq!(
        numbers(&supervisor),
        [row(1, true), row(2, true), row(3, false)]
    );
    assert!(user.request(no(1)).is_err(), "not his to see");
    let checker = trial.sit(Role::Checker).list_requests(None, 100);
    assert!(checker.is_err());
    let listed = trial.sit(Role::User).list_requests(None, 1).unwrap();
    assert_eq!(listed.len(), 1);
    let detail = supervisor.request_detail(no(1)).unwrap();
    assert_eq!(detail.application_due, Some(day("2026-11-24")));
    assert_eq!(detail.row.deadline.unwrap().ends_on, day("2026-11-25"));
}

#[test]
fn what_stands_no_longer_is_shown_to_the_approver_and_refuses_the_approval() {
    let trial = Trial::new();
    draft(&mut trial.sit(Role::User), user_add(), true).unwrap();
    let unmet = |office: &Office| office.request_detail(no(1)).unwrap().unmet;
    assert_eq!(unmet(&trial.sit(Role::Supervisor)), []);
    // The certificate was good when it was handed in, and ran out before it was approved.
    let mut later = trial.at(Role::Supervisor, 400);
    let until = proofs().certificate_until.unwrap();
    let over = [RequestRefusal::CertificateOver { until }];
    assert_eq!(unmet(&later), over);
    assert_eq!(refused(take(&mut later, no(1), Step::Approve)), over);
    // An item that the agency holds no more.
    let mut manager = trial.sit(Role::Manager);
    enter(&mut manager, |tx, by| {
        let own = AgencyItem {
            id: 0,
            version: 0,
            item: "LI01".to_owned(),
            basis: "SOC-01".to_owned(),
            valid_from: day("2026-01-01"),
            valid_to: None,
            document: String::new(),
            request: String::new(),
            ended_by: String::new(),
        };
        carry::grant_agency_item(tx, &own, by)
    });
    let mut supervisor = trial.sit(Role::Supervisor);
    let outside = [RequestRefusal::NotGranted {
        item: "UB07".to_owned(),
    }];
    assert_eq!(unmet(&supervisor), outside);
    assert_eq!(
        refused(take(&mut supervisor, no(1), Step::Approve)),
        outside
    );
}
