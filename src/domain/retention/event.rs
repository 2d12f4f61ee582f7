//! What happened to held items, certificates and kept records, as entries say it: numbers, codes and counts.

use crate::domain::canonical::Json;
use crate::domain::event::{Written, written};
use crate::domain::retention::RecordNo;

/// 期限.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetentionEvent {
    /// An item was entered by hand.
    Listed {
        no: RecordNo,
    },
    /// An item went on; codes of what was done and where it stands.
    Moved {
        no: RecordNo,
        version: u32,
        change: &'static str,
        state: &'static str,
    },
    /// 11(2)3 for all open items of a basis or query item; those under a statute were left out.
    LawChanged {
        basis: String,
        item: String,
        moved: u32,
        statutory: u32,
    },
    /// What earlier registrations and records held was listed.
    TakenOver {
        items: u64,
        records: u64,
    },
    /// A certificate was signed for so many items.
    Deleted {
        no: RecordNo,
        items: u32,
    },
    CertificateMoved {
        no: RecordNo,
        version: u32,
        state: &'static str,
    },
    KeptMoved {
        class: &'static str,
        record: String,
        version: u32,
        state: &'static str,
        is_on_hold: bool,
    },
    UsePeriodSet {
        basis: String,
    },
    /// A change of contact, officer or head (point 7).
    NoticeRecorded {
        no: RecordNo,
        state: &'static str,
    },
    /// The bureau was told of it.
    NoticeSent {
        no: RecordNo,
    },
}

fn count(number: u64) -> Json {
    Json::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

impl RetentionEvent {
    pub(in crate::domain) fn written(&self) -> Written {
        match self {
            RetentionEvent::Listed { no } => written("held.listed/1", no.to_string(), []),
            RetentionEvent::Moved {
                no,
                version,
                change,
                state,
            } => written(
                "held.moved/1",
                no.to_string(),
                [
                    ("change", (*change).into()),
                    ("state", (*state).into()),
                    ("version", (*version).into()),
                ],
            ),
            RetentionEvent::LawChanged {
                basis,
                item,
                moved,
                statutory,
            } => written(
                "held.law/1",
                "",
                [
                    ("basis", basis.as_str().into()),
                    ("item", item.as_str().into()),
                    ("moved", (*moved).into()),
                    ("statutory", (*statutory).into()),
                ],
            ),
            RetentionEvent::TakenOver { items, records } => written(
                "held.taken_over/1",
                "",
                [("items", count(*items)), ("records", count(*records))],
            ),
            RetentionEvent::Deleted { no, items } => written(
                "deletion.signed/1",
                no.to_string(),
                [("items", (*items).into())],
            ),
            RetentionEvent::CertificateMoved { no, version, state } => written(
                "deletion.moved/1",
                no.to_string(),
                [("state", (*state).into()), ("version", (*version).into())],
            ),
            RetentionEvent::KeptMoved {
                class,
                record,
                version,
                state,
                is_on_hold,
            } => written(
                "kept.moved/1",
                record.as_str(),
                [
                    ("class", (*class).into()),
                    ("on_hold", u32::from(*is_on_hold).into()),
                    ("state", (*state).into()),
                    ("version", (*version).into()),
                ],
            ),
            RetentionEvent::NoticeRecorded { no, state } => written(
                "notice.recorded/1",
                no.to_string(),
                [("state", (*state).into())],
            ),
            RetentionEvent::NoticeSent { no } => written("notice.sent/1", no.to_string(), []),
            RetentionEvent::UsePeriodSet { basis } => {
                written("use_period.set/1", basis.as_str(), [])
            }
        }
    }
}
