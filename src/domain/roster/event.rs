//! What happened on the roster. Entries name rows by number: never a person, and never an account.

use crate::domain::canonical::Json;
use crate::domain::event::{Written, written};

/// 名冊.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterEvent {
    /// A person was entered or changed.
    PersonSaved { id: i64 },
    /// An account that stands in WebIR was entered, with so many items.
    AccountEntered { id: i64, items: u32 },
    /// 5(1) was confirmed for an account.
    ProofsConfirmed { id: i64 },
    /// An item of the agency was entered.
    AgencyItemSaved { id: i64 },
    /// An item of the agency has ended.
    AgencyItemEnded { item: String },
    /// 2(3), 12(6).
    StandingSaved { standing: &'static str },
    /// A designated officer was entered, or has ended.
    OfficerSaved { id: i64 },
    /// A course of training was entered for a person.
    Trained { person: i64 },
    /// A roster came in.
    Imported {
        file: i64,
        sha256: String,
        encoding: &'static str,
        read: u32,
        accepted: u32,
        duplicate: u32,
    },
}

impl RosterEvent {
    pub(in crate::domain) fn written(&self) -> Written {
        match self {
            RosterEvent::PersonSaved { id } => written("roster.person/1", id.to_string(), []),
            RosterEvent::AccountEntered { id, items } => written(
                "roster.account/1",
                id.to_string(),
                [("items", (*items).into())],
            ),
            RosterEvent::ProofsConfirmed { id } => written("roster.proofs/1", id.to_string(), []),
            RosterEvent::AgencyItemSaved { id } => {
                written("roster.agency_item/1", id.to_string(), [])
            }
            RosterEvent::AgencyItemEnded { item } => {
                written("roster.agency_item_ended/1", item.as_str(), [])
            }
            RosterEvent::StandingSaved { standing } => written(
                "agency.standing/1",
                "",
                [("standing", Json::from(*standing))],
            ),
            RosterEvent::OfficerSaved { id } => written("roster.officer/1", id.to_string(), []),
            RosterEvent::Trained { person } => written("roster.training/1", person.to_string(), []),
            RosterEvent::Imported {
                file,
                sha256,
                encoding,
                read,
                accepted,
                duplicate,
            } => written(
                "roster.imported/1",
                "",
                [
                    ("accepted", (*accepted).into()),
                    ("duplicate", (*duplicate).into()),
                    ("encoding", (*encoding).into()),
                    ("file", (*file).into()),
                    ("read", (*read).into()),
                    ("sha256", sha256.as_str().into()),
                ],
            ),
        }
    }
}
