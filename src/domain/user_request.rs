//! A1 使用者帳號及項目: 草稿, 待主管核准, 待設定, 已設定, 結案. That user items end at the agency's own supervisor is our
//! reading of 5(2) 但書.

use crate::domain::procedure::Move;
use crate::domain::request::{Guard, Hand, Stage, Step};

/// The way forward, as the stage line shows it.
pub const LINE: &[Stage] = &[
    Stage::Draft,
    Stage::Approval,
    Stage::SetUp,
    Stage::Done,
    Stage::Closed,
];

const STANDS: &[Guard] = &[
    Guard::Proofs,
    Guard::Basis,
    Guard::Granted,
    Guard::Held,
    Guard::OneAccount,
];

/// Every move there is; what has no row here cannot be done. There is no transfer of an account (6(1)).
#[rustfmt::skip]
pub const MOVES: &[Move<Stage, Step, Hand, Guard>] = &[
    Move { from: Stage::Draft,    step: Step::Submit,   to: Stage::Approval,  by: Hand::Applicant,  guard: &[Guard::Complete, Guard::ChangeDay, Guard::Proofs, Guard::Basis, Guard::Granted, Guard::Held, Guard::OneAccount] },
    Move { from: Stage::Draft,    step: Step::Revise,   to: Stage::Draft,     by: Hand::Applicant,  guard: &[] },
    Move { from: Stage::Draft,    step: Step::Withdraw, to: Stage::Withdrawn, by: Hand::Applicant,  guard: &[Guard::Reason] },
    Move { from: Stage::Approval, step: Step::Approve,  to: Stage::SetUp,     by: Hand::Supervisor, guard: STANDS },
    Move { from: Stage::Approval, step: Step::Return,   to: Stage::Draft,     by: Hand::Supervisor, guard: &[Guard::Reason] },
    Move { from: Stage::Approval, step: Step::Reject,   to: Stage::Rejected,  by: Hand::Supervisor, guard: &[Guard::Reason] },
    Move { from: Stage::Approval, step: Step::Withdraw, to: Stage::Withdrawn, by: Hand::Applicant,  guard: &[Guard::Reason] },
    Move { from: Stage::SetUp,    step: Step::SetUp,    to: Stage::Done,      by: Hand::Manager,    guard: &[Guard::Day, Guard::Account, Guard::Proofs, Guard::Basis, Guard::Granted, Guard::Held, Guard::OneAccount] },
    Move { from: Stage::Done,     step: Step::Close,    to: Stage::Closed,    by: Hand::Manager,    guard: &[] },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::law::{Procedure, check};

    #[test]
    fn every_move_of_a1_is_allowed_and_every_absent_pair_is_not() {
        let mut states = LINE.to_vec();
        states.extend([Stage::Rejected, Stage::Withdrawn]);
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
                Step::SetUp,
                Step::Close,
            ],
            start: Stage::Draft,
            ends: &Stage::ENDS,
        });
    }
}
