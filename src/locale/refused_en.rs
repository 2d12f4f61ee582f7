//! Why a rule said no, in English.

use super::group;
use crate::domain::monthly_check::CheckRefusal;
use crate::domain::passphrase::PassphraseFault;
use crate::domain::refusal::{FileRefusal, Refusal};

/// What is not possible, why, and what would be needed.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Role { command } => format!("! {command}: not yours to do in your role."),
        Refusal::RolesConflict { one, other } => {
            format!(
                "! Roles: {} and {} may not be one person.",
                one.code(),
                other.code()
            )
        }
        Refusal::LoginTaken => "! Login: somebody has it. Choose another.".to_owned(),
        Refusal::AccountTaken => {
            "! Account: somebody else holds it; accounts are not shared.".to_owned()
        }
        Refusal::Form { field } => format!("! {field}: not of the form it needs."),
        Refusal::Passphrase(PassphraseFault::TooWeak) => {
            "! Passphrase: at least 12 characters of three kinds, or at least 16.".to_owned()
        }
        Refusal::Passphrase(PassphraseFault::Reused) => {
            "! Passphrase: one of the last three. Choose another.".to_owned()
        }
        Refusal::Stale => {
            "! Save: somebody changed this meanwhile; nothing was written. Please run it again."
                .to_owned()
        }
        Refusal::Check(refusal) => check(refusal),
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

fn check(refusal: &CheckRefusal) -> String {
    match refusal {
        CheckRefusal::Role { .. } => "! Check: not this role's step.".to_owned(),
        CheckRefusal::NotImported => "! Check: no log was imported for this month. Import it first.".to_owned(),
        CheckRefusal::NotReconciled => "! Check: not reconciled since the last rows came. Reconcile first.".to_owned(),
        CheckRefusal::AlreadyFrozen => "! Check: the month is frozen, once and for all.".to_owned(),
        CheckRefusal::AlreadyDrawn => "! Draw: this month was drawn; there is no second draw.".to_owned(),
        CheckRefusal::AlreadySigned => "! Check: signed; a correction is a new version.".to_owned(),
        CheckRefusal::NotYet { .. } => "! Check: the step before is still to be done.".to_owned(),
        CheckRefusal::OtherChecker { checker } => format!("! Check: this month is {checker}'s."),
        CheckRefusal::PublicSourceNeeded => {
            "! Freeze: no commitment is free; declare a public source, such as --source 539-115000270/10.".to_owned()
        }
        CheckRefusal::PublicResultNeeded { digits } => format!("! Draw: the public result is needed, {digits} characters."),
        CheckRefusal::PublicNotDeclared => "! Draw: no public source was declared at the freeze.".to_owned(),
        CheckRefusal::PublicLength { declared, typed } => {
            format!("! Public result: {declared} characters were declared, {typed} typed.")
        }
        CheckRefusal::SlipDiffers => "! Slip: its head is not this store's; the draw stops. Compare the paper.".to_owned(),
        CheckRefusal::OutcomeNotOffered { .. } => "! Outcome: not possible for this row.".to_owned(),
        CheckRefusal::NoteNeeded => "! Note: needed.".to_owned(),
        CheckRefusal::ReasonNeeded => "! Major anomaly: its reason is needed.".to_owned(),
        CheckRefusal::Incomplete { missing } => format!("! Signature: {} things are missing.", missing.len()),
    }
}
