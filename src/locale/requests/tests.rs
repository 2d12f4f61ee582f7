//! Every word of requests fits its place and says what to do.

use super::*;
use crate::domain::people::Role;
use crate::domain::request::{DelegationRefusal, Field, RequestRefusal, Stage, Step};
use crate::domain::shown::{is_doubtful, width};

const LANGS: [Lang; 2] = [Lang::ZhTw, Lang::En];

#[track_caller]
fn sound(text: &str) {
    let doubtful = text.chars().find(|letter| is_doubtful(&letter.to_string()));
    assert_eq!(doubtful, None, "{text}");
    assert!(!text.trim().is_empty());
}

#[track_caller]
fn fits(text: &str, cells: usize) {
    sound(text);
    assert!(width(text) <= cells, "{} cells: {text}", width(text));
}

#[test]
fn every_word_of_requests_fits_its_column_and_is_drawn_alike() {
    for lang in LANGS {
        for text in RequestText::ALL {
            sound(lang.request_text(*text));
        }
        for kind in Kind::ALL {
            fits(lang.request_kind(kind), 14);
        }
        for stage in Stage::ALL {
            sound(lang.request_stage(stage));
            sound(lang.request_stage_passed(stage));
            fits(lang.request_waits(stage), 12);
        }
        for step in Step::ALL {
            sound(lang.request_step(step));
        }
        for family in Family::ALL {
            sound(lang.request_family(family));
        }
        for days in [0, 1, 99] {
            fits(&lang.waited(days), 4);
        }
    }
}

const FIELDS: [Field; 25] = [
    Field::Cause,
    Field::ChangesOn,
    Field::Holder,
    Field::Successor,
    Field::Unit,
    Field::Title,
    Field::Lines,
    Field::Basis,
    Field::OfficialOn,
    Field::BoundOn,
    Field::CertificateUntil,
    Field::PledgedOn,
    Field::Need,
    Field::SecondReason,
    Field::Contact,
    Field::Account,
    Field::Reason,
    Field::Document,
    Field::Day,
    Field::Batch,
    Field::Results,
    Field::Deputy,
    Field::Scope,
    Field::From,
    Field::To,
];

#[test]
fn every_refusal_says_what_is_needed_and_fits_the_message_line() {
    let day = "2026-11-23".parse().unwrap();
    let item = || "LI01".to_owned();
    let mut refusals: Vec<RequestRefusal> = FIELDS
        .into_iter()
        .map(RequestRefusal::FieldMissing)
        .collect();
    refusals.extend([
        RequestRefusal::Overtaken {
            stage: Stage::SetUp,
        },
        RequestRefusal::NotForRole {
            kind: Kind::ManagerDelete,
            needed: Role::Manager,
        },
        RequestRefusal::NotOwnAccount,
        RequestRefusal::NotApplicant {
            applicant: "ho.yj".parse().unwrap(),
        },
        RequestRefusal::NotSupervisor,
        RequestRefusal::OwnRequest,
        RequestRefusal::NotManager,
        RequestRefusal::ApprovedIt,
        RequestRefusal::NotSuccessor {
            successor: "許婷辰".to_owned(),
        },
        RequestRefusal::FieldForm(Field::Need),
        RequestRefusal::ProofAhead(Field::BoundOn),
        RequestRefusal::CertificateOver { until: day },
        RequestRefusal::BasisUnknown {
            item: item(),
            basis: "LAB-01".to_owned(),
        },
        RequestRefusal::NotGranted { item: item() },
        RequestRefusal::AlreadyHeld { item: item() },
        RequestRefusal::NotHeld { item: item() },
        RequestRefusal::ItemTwice { item: item() },
        RequestRefusal::NoAccount,
        RequestRefusal::SecondAccount {
            account: "KCGSOC0103".to_owned(),
        },
        RequestRefusal::OwnSuccessor,
        RequestRefusal::DayAhead,
        RequestRefusal::DayEarly { after: day },
        RequestRefusal::ResultsDiffer,
        RequestRefusal::NothingChanged,
    ]);
    for kind in Kind::ALL {
        for from in Stage::ALL {
            for step in Step::ALL {
                let possible: Vec<Stage> =
                    crate::domain::procedure::sources(kind.moves(), step).collect();
                refusals.push(RequestRefusal::NoMove {
                    from,
                    step,
                    possible,
                });
            }
        }
    }
    for lang in LANGS {
        for refusal in &refusals {
            let said = lang.request_refusal(refusal);
            fits(&said, 78);
            assert!(said.starts_with("! "), "{said}");
            match lang {
                Lang::ZhTw => assert!(said.contains('請') && said.ends_with('。'), "{said}"),
                Lang::En => assert!(said.ends_with('.'), "{said}"),
            }
        }
        for refusal in [
            DelegationRefusal::NotSupervisor,
            DelegationRefusal::Oneself,
            DelegationRefusal::UnfitDeputy,
            DelegationRefusal::Days,
            DelegationRefusal::ReasonMissing,
        ] {
            fits(&lang.delegation_refusal(refusal), 78);
        }
    }
}
