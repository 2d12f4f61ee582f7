//! The moves of the four procedures, written a second time: from, step, to, whose hands. What is not here cannot be done.

use super::{Hand, Kind, Stage, Step};
use crate::domain::procedure::{NotTaken, take};

#[track_caller]
fn check(kind: Kind, expected: &[&str]) {
    let written: Vec<String> = kind
        .moves()
        .iter()
        .map(|row| {
            let hand = match row.by {
                Hand::Applicant => "applicant",
                Hand::Supervisor => "supervisor",
                Hand::Manager => "manager",
                Hand::Successor => "successor",
            };
            format!(
                "{} {} {} {hand}",
                row.from.code(),
                row.step.code(),
                row.to.code()
            )
        })
        .collect();
    assert_eq!(written, expected, "{kind:?}");
    // Every other pair is refused, whoever asks and whatever holds.
    let mut forbidden = 0;
    for from in Stage::ALL {
        for step in Step::ALL {
            let begins = format!("{} {} ", from.code(), step.code());
            if expected.iter().any(|line| line.starts_with(&begins)) {
                continue;
            }
            forbidden += 1;
            let taken = take(
                kind.moves(),
                (from, step),
                |_hand| Ok::<(), &str>(()),
                |_guard| Ok(()),
            );
            assert_eq!(taken, Err(NotTaken::NoMove { from, step }));
        }
    }
    assert_eq!(
        forbidden,
        Stage::ALL.len() * Step::ALL.len() - expected.len()
    );
}

#[test]
fn a1_a_users_account_and_items_end_at_the_agencys_own_supervisor() {
    for kind in [Kind::UserAdd, Kind::UserDelete, Kind::UserItems] {
        check(
            kind,
            &[
                "draft submit approval applicant",
                "draft revise draft applicant",
                "draft withdraw withdrawn applicant",
                "approval approve set_up supervisor",
                "approval return draft supervisor",
                "approval reject rejected supervisor",
                "approval withdraw withdrawn applicant",
                "set_up set_up done manager",
                "done close closed manager",
            ],
        );
    }
}

#[test]
fn a2_a_managers_account_goes_on_to_the_authority_and_to_central() {
    for kind in [Kind::ManagerAdd, Kind::ManagerDelete] {
        check(
            kind,
            &[
                "draft submit approval applicant",
                "draft revise draft applicant",
                "draft withdraw withdrawn applicant",
                "approval approve dispatch supervisor",
                "approval return draft supervisor",
                "approval reject rejected supervisor",
                "approval withdraw withdrawn applicant",
                "dispatch dispatch authority manager",
                "authority agree central_set_up manager",
                "authority correct draft manager",
                "authority refuse refused manager",
                "central_set_up central_set_up done manager",
                "done close closed manager",
            ],
        );
    }
}

#[test]
fn m_swap_a_hand_over_is_four_facts_in_order() {
    check(
        Kind::Swap,
        &[
            "draft submit approval applicant",
            "draft revise draft applicant",
            "draft withdraw withdrawn applicant",
            "approval approve dispatch supervisor",
            "approval return draft supervisor",
            "approval reject rejected supervisor",
            "approval withdraw withdrawn applicant",
            "dispatch dispatch authority manager",
            "authority agree take_over manager",
            "authority correct draft manager",
            "authority refuse refused manager",
            "take_over take_over new_account successor",
            "new_account new_account stop_old manager",
            "stop_old stop_old delete_old successor",
            "delete_old delete_old done manager",
            "done close closed manager",
        ],
    );
}

#[test]
fn a3_the_agencys_items_go_on_to_the_bureau_and_come_back() {
    for kind in [Kind::ItemsAdd, Kind::ItemsDelete] {
        check(
            kind,
            &[
                "draft submit approval applicant",
                "draft revise draft applicant",
                "draft withdraw withdrawn applicant",
                "approval approve authority supervisor",
                "approval return draft supervisor",
                "approval reject rejected supervisor",
                "approval withdraw withdrawn applicant",
                "authority agree send_on manager",
                "authority correct draft manager",
                "authority refuse refused manager",
                "send_on send_on compile manager",
                "compile compile apply manager",
                "apply apply bureau manager",
                "bureau bureau_agree change_rights manager",
                "bureau bureau_partly change_rights manager",
                "bureau bureau_refuse refused manager",
                "change_rights change_rights notify manager",
                "notify notify done manager",
                "done close closed manager",
            ],
        );
    }
}
