//! A3 機關查調項目: to 勞工局, 資訊處 and 勞保局, each step there recorded with number and date; the bureau's result is one
//! per item, not one per form.

use crate::domain::procedure::Move;
use crate::domain::request::{Guard, Hand, Stage, Step};

/// The way forward, as the stage line shows it.
pub const LINE: &[Stage] = &[
    Stage::Draft,
    Stage::Approval,
    Stage::Authority,
    Stage::SendOn,
    Stage::Compile,
    Stage::Apply,
    Stage::Bureau,
    Stage::ChangeRights,
    Stage::Notify,
    Stage::Done,
    Stage::Closed,
];

const STANDS: &[Guard] = &[Guard::Basis, Guard::Held];
const LETTER: &[Guard] = &[Guard::Letter, Guard::Day];
const WITH_REASON: &[Guard] = &[Guard::Letter, Guard::Day, Guard::Reason];
const RESULTS: &[Guard] = &[Guard::Letter, Guard::Day, Guard::Results];

/// Every move there is.
#[rustfmt::skip]
pub const MOVES: &[Move<Stage, Step, Hand, Guard>] = &[
    Move { from: Stage::Draft,        step: Step::Submit,       to: Stage::Approval,     by: Hand::Applicant,  guard: &[Guard::Complete, Guard::Basis, Guard::Held] },
    Move { from: Stage::Draft,        step: Step::Revise,       to: Stage::Draft,        by: Hand::Applicant,  guard: &[] },
    Move { from: Stage::Draft,        step: Step::Withdraw,     to: Stage::Withdrawn,    by: Hand::Applicant,  guard: &[Guard::Reason] },
    Move { from: Stage::Approval,     step: Step::Approve,      to: Stage::Authority,    by: Hand::Supervisor, guard: STANDS },
    Move { from: Stage::Approval,     step: Step::Return,       to: Stage::Draft,        by: Hand::Supervisor, guard: &[Guard::Reason] },
    Move { from: Stage::Approval,     step: Step::Reject,       to: Stage::Rejected,     by: Hand::Supervisor, guard: &[Guard::Reason] },
    Move { from: Stage::Approval,     step: Step::Withdraw,     to: Stage::Withdrawn,    by: Hand::Applicant,  guard: &[Guard::Reason] },
    Move { from: Stage::Authority,    step: Step::Agree,        to: Stage::SendOn,       by: Hand::Manager,    guard: LETTER },
    Move { from: Stage::Authority,    step: Step::Correct,      to: Stage::Draft,        by: Hand::Manager,    guard: WITH_REASON },
    Move { from: Stage::Authority,    step: Step::Refuse,       to: Stage::Refused,      by: Hand::Manager,    guard: WITH_REASON },
    Move { from: Stage::SendOn,       step: Step::SendOn,       to: Stage::Compile,      by: Hand::Manager,    guard: LETTER },
    Move { from: Stage::Compile,      step: Step::Compile,      to: Stage::Apply,        by: Hand::Manager,    guard: &[Guard::Day, Guard::Batch] },
    Move { from: Stage::Apply,        step: Step::Apply,        to: Stage::Bureau,       by: Hand::Manager,    guard: LETTER },
    Move { from: Stage::Bureau,       step: Step::BureauAgree,  to: Stage::ChangeRights, by: Hand::Manager,    guard: RESULTS },
    Move { from: Stage::Bureau,       step: Step::BureauPartly, to: Stage::ChangeRights, by: Hand::Manager,    guard: RESULTS },
    Move { from: Stage::Bureau,       step: Step::BureauRefuse, to: Stage::Refused,      by: Hand::Manager,    guard: RESULTS },
    Move { from: Stage::ChangeRights, step: Step::ChangeRights, to: Stage::Notify,       by: Hand::Manager,    guard: &[Guard::Day] },
    Move { from: Stage::Notify,       step: Step::Notify,       to: Stage::Done,         by: Hand::Manager,    guard: LETTER },
    Move { from: Stage::Done,         step: Step::Close,        to: Stage::Closed,       by: Hand::Manager,    guard: &[] },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::law::{Procedure, check};

    #[test]
    fn every_move_of_a3_is_allowed_and_every_absent_pair_is_not() {
        let mut states = LINE.to_vec();
        states.extend([Stage::Rejected, Stage::Refused, Stage::Withdrawn]);
        check(&Procedure {
            moves: MOVES,
            states: &states,
            steps: &[
                Step::Submit,
                Step::Revise,
                Step::Withdraw,
                Step::Approve,
                Step::Return,
                Step::Reject,
                Step::Agree,
                Step::Correct,
                Step::Refuse,
                Step::SendOn,
                Step::Compile,
                Step::Apply,
                Step::BureauAgree,
                Step::BureauPartly,
                Step::BureauRefuse,
                Step::ChangeRights,
                Step::Notify,
                Step::Close,
            ],
            start: Stage::Draft,
            ends: &Stage::ENDS,
        });
    }
}
