//! 主管核可 through its commands, on a real store.

use super::tests::{draft, give, refused, register};
use super::*;
use crate::app::fixture::{clerk, office, user};
use crate::app::{LinePlace, Setting};
use crate::domain::event::DeskEvent;
use crate::domain::ids::RegisterNo;
use crate::domain::people::{Clerk, Role};
use crate::domain::query::{ApprovalState, QueryRefusal};

fn lin() -> Clerk {
    clerk("lin.sf", "supervisor", None)
}

fn lee() -> Clerk {
    clerk("lee.sf", "supervisor", None)
}

fn before(office: &Office) {
    let name = Setting::PreApproval.name();
    office
        .as_keeper()
        .write(Role::Keeper, |tx| {
            store::settings::put(tx, name, "before")?;
            Ok(Event::Desk(DeskEvent::SettingChanged { name }))
        })
        .unwrap();
}

fn decide(no: &RegisterNo, version: u32, refused_for: Option<&str>) -> RegisterCommand {
    RegisterCommand::Decide {
        no: no.clone(),
        version,
        refused_for: refused_for.map(str::to_owned),
    }
}

fn state(office: &Office, no: &RegisterNo) -> Option<ApprovalState> {
    office.approval(no).unwrap().map(|approval| approval.state)
}

#[test]
fn one_supervisor_decides_the_other_is_told_and_a_correction_asks_again() {
    let (_dir, mut office) = office(&[user(), lin(), lee()]);
    before(&office);
    let no = register(&mut office, draft("A123456789"));
    assert_eq!(state(&office, &no), Some(ApprovalState::Waiting));
    let mut lin = office.as_person(&lin());
    give(&mut lin, decide(&no, 1, None)).unwrap();
    let mut lee = office.as_person(&lee());
    refused(
        give(&mut lee, decide(&no, 1, Some("重複"))),
        &Refusal::Query(vec![QueryRefusal::AlreadyDecided]),
    );
    let correction = Correction {
        edits: vec![Edit::Item("LP11".to_owned())],
        reason: "誤植".to_owned(),
    };
    give(
        &mut office,
        RegisterCommand::Correct {
            no: no.clone(),
            version: 1,
            correction,
        },
    )
    .unwrap();
    assert_eq!(state(&office, &no), Some(ApprovalState::Waiting));
    refused(give(&mut lee, decide(&no, 1, None)), &Refusal::Stale);
    give(&mut lee, decide(&no, 2, None)).unwrap();
}

#[test]
fn the_manager_and_the_user_approve_nothing() {
    let (_dir, mut office) = office(&[user()]);
    before(&office);
    let no = register(&mut office, draft("A123456789"));
    let refusal = Refusal::Role {
        command: "query.approve",
    };
    refused(give(&mut office, decide(&no, 1, None)), &refusal);
    let mut manager = office.as_person(&clerk("chen", "manager", None));
    refused(give(&mut manager, decide(&no, 1, None)), &refusal);
}

#[test]
fn the_store_itself_refuses_an_approval_by_the_one_who_asked() {
    let (_dir, mut office) = office(&[user()]);
    before(&office);
    let no = register(&mut office, draft("A123456789"));
    let mut own = office.approval(&no).unwrap().unwrap();
    own.state = ApprovalState::Approved;
    own.decided = Some((own.clerk.clone(), office.now()));
    let written = office.write(Role::User, |tx| {
        store::approvals::put(tx, &own)?;
        Ok(Event::Register(RegisterEvent::Approved {
            no: no.clone(),
            version: 1,
            is_approved: true,
        }))
    });
    assert!(matches!(written, Err(AppError::Failed(_))), "{written:?}");
    assert_eq!(state(&office, &no), Some(ApprovalState::Waiting));
}

#[test]
fn a_line_without_an_approval_has_none_to_decide_and_a_void_one_waits_no_more() {
    let (_dir, mut office) = office(&[user()]);
    let plain = register(&mut office, draft("A123456789"));
    let mut lin = office.as_person(&lin());
    refused(
        give(&mut lin, decide(&plain, 1, None)),
        &Refusal::Query(vec![QueryRefusal::NoApproval]),
    );
    before(&office);
    let no = register(&mut office, draft("B123456780"));
    let waiting = |lin: &mut Office| {
        let page = lin.approvals(ApprovalState::Waiting, &LinePlace::Top, 20);
        page.unwrap().rows.len()
    };
    assert_eq!(waiting(&mut lin), 1);
    let void = RegisterCommand::Void {
        no,
        version: 1,
        reason: "重複".to_owned(),
    };
    give(&mut office, void).unwrap();
    assert_eq!(waiting(&mut lin), 0);
}

#[test]
fn pages_of_approvals_meet_without_gap() {
    let (_dir, mut office) = office(&[user()]);
    before(&office);
    for _line in 0..7 {
        register(&mut office, draft("A123456789"));
    }
    let mut lin = office.as_person(&lin());
    let mut page = |place: LinePlace| {
        let page = lin.approvals(ApprovalState::Waiting, &place, 3).unwrap();
        let serials: Vec<u32> = page.rows.iter().map(|line| line.query.no.serial).collect();
        (serials, page.has_before, page.has_after)
    };
    let no = |serial: u32| format!("SOC-11511-{serial:04}").parse().unwrap();
    assert_eq!(page(LinePlace::Top), (vec![1, 2, 3], false, true));
    assert_eq!(page(LinePlace::From(no(3))), (vec![3, 4, 5], true, true));
    assert_eq!(page(LinePlace::Bottom), (vec![5, 6, 7], true, false));
    assert_eq!(page(LinePlace::UpTo(no(5))), (vec![3, 4, 5], true, true));
}
