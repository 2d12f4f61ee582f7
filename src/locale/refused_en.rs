//! Why a rule said no, in English.

use super::{Lang, group};
use crate::domain::refusal::{FileRefusal, Refusal};

/// What is not possible, why, and what would be needed.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Role { .. } => {
            "! Role: this is not yours to do. Please ask whoever holds the role for it.".to_owned()
        }
        Refusal::RolesConflict { one, other } => {
            format!(
                "! Roles: {} and {} may not be one person.",
                Lang::En.role(*one),
                Lang::En.role(*other)
            )
        }
        Refusal::HasKeys => {
            "! Code: this person has keys and needs none. A forgotten passphrase needs re-enrolment.".to_owned()
        }
        Refusal::People(refusal) => Lang::En.people_refusal(*refusal).to_owned(),
        Refusal::LoginTaken => "! Login: somebody has it. Choose another.".to_owned(),
        Refusal::AccountTaken => {
            "! Account: somebody else holds it; accounts are not shared.".to_owned()
        }
        Refusal::Form { field } => format!("! {field}: not of the form it needs."),
        Refusal::Passphrase(fault) => Lang::En.passphrase_fault(*fault),
        Refusal::EnrolFirst => {
            "! Code: it is only for setting the first passphrase. Run irdesk passphrase first."
                .to_owned()
        }
        Refusal::Stale => {
            "! Save: somebody changed this meanwhile; nothing was written. Please run it again."
                .to_owned()
        }
        Refusal::Roster(refusal) => Lang::En.roster_refusal(refusal),
        Refusal::Check(refusal) => Lang::En.check_refusal(refusal),
        Refusal::Document(refusal) => Lang::En.document_refusal(refusal),
        Refusal::Retention(whys) => Lang::En.retention_refusal(whys),
        Refusal::Closing(refusal) => Lang::En.closing_refusal(refusal),
        Refusal::Review(whys) => Lang::En.review_refusal(whys),
        Refusal::Query(refusals) => refusals
            .first()
            .map_or_else(String::new, |refusal| Lang::En.query_refusal(*refusal)),
        Refusal::Request(refusals) => refusals
            .first()
            .map_or_else(String::new, |refusal| Lang::En.request_refusal(refusal)),
        Refusal::Delegation(refusal) => Lang::En.delegation_refusal(*refusal),
        Refusal::NameTaken => {
            "! Name: the catalogue has it already. Take another, or change that entry.".to_owned()
        }
        Refusal::NoSuchRecord => {
            "! Register: no such line, or not yours to see. Choose another in the list.".to_owned()
        }
        Refusal::File(FileRefusal::Footer { footer, read }) => format!(
            "! The footer says {} rows, {} were read; nothing was imported. Download it again, or add --accept-total.",
            group(*footer),
            group(*read)
        ),
        Refusal::File(FileRefusal::NothingTaken { read }) => {
            format!(
                "! Import: none of {} rows could be taken; nothing was imported.",
                group(*read)
            )
        }
    }
}
