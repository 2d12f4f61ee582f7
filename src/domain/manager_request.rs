//! A2 管理者帳號 and M-SWAP 管理者交接: after the agency's own approval they go to 勞工局 and 資訊處 by letter; what is done
//! there is recorded here with number and date.

use crate::domain::procedure::Move;
use crate::domain::request::{Guard, Hand, Stage, Step};

/// The way forward of an account, as the stage line shows it.
pub const LINE: &[Stage] = &[
    Stage::Draft,
    Stage::Approval,
    Stage::Dispatch,
    Stage::Authority,
    Stage::CentralSetUp,
    Stage::Done,
    Stage::Closed,
];

/// The way forward of a hand-over: four dated facts in order (6(4)).
pub const SWAP_LINE: &[Stage] = &[
    Stage::Draft,
    Stage::Approval,
    Stage::Dispatch,
    Stage::Authority,
    Stage::TakeOver,
    Stage::NewAccount,
    Stage::StopOld,
    Stage::DeleteOld,
    Stage::Done,
    Stage::Closed,
];

const ASKED: &[Guard] = &[
    Guard::Complete,
    Guard::ChangeDay,
    Guard::Proofs,
    Guard::Held,
    Guard::OneAccount,
];
const STANDS: &[Guard] = &[Guard::Proofs, Guard::Held, Guard::OneAccount];

/// Every move of an account there is.
#[rustfmt::skip]
pub const MOVES: &[Move<Stage, Step, Hand, Guard>] = &[
    Move { from: Stage::Draft,        step: Step::Submit,       to: Stage::Approval,     by: Hand::Applicant,  guard: ASKED },
    Move { from: Stage::Draft,        step: Step::Revise,       to: Stage::Draft,        by: Hand::Applicant,  guard: &[] },
    Move { from: Stage::Draft,        step: Step::Withdraw,     to: Stage::Withdrawn,    by: Hand::Applicant,  guard: &[Guard::Reason] },
    Move { from: Stage::Approval,     step: Step::Approve,      to: Stage::Dispatch,     by: Hand::Supervisor, guard: STANDS },
    Move { from: Stage::Approval,     step: Step::Return,       to: Stage::Draft,        by: Hand::Supervisor, guard: &[Guard::Reason] },
    Move { from: Stage::Approval,     step: Step::Reject,       to: Stage::Rejected,     by: Hand::Supervisor, guard: &[Guard::Reason] },
    Move { from: Stage::Approval,     step: Step::Withdraw,     to: Stage::Withdrawn,    by: Hand::Applicant,  guard: &[Guard::Reason] },
    Move { from: Stage::Dispatch,     step: Step::Dispatch,     to: Stage::Authority,    by: Hand::Manager,    guard: &[Guard::Letter, Guard::Day] },
    Move { from: Stage::Authority,    step: Step::Agree,        to: Stage::CentralSetUp, by: Hand::Manager,    guard: &[Guard::Letter, Guard::Day] },
    Move { from: Stage::Authority,    step: Step::Correct,      to: Stage::Draft,        by: Hand::Manager,    guard: &[Guard::Letter, Guard::Day, Guard::Reason] },
    Move { from: Stage::Authority,    step: Step::Refuse,       to: Stage::Refused,      by: Hand::Manager,    guard: &[Guard::Letter, Guard::Day, Guard::Reason] },
    Move { from: Stage::CentralSetUp, step: Step::CentralSetUp, to: Stage::Done,         by: Hand::Manager,    guard: &[Guard::Letter, Guard::Day, Guard::Account, Guard::Proofs, Guard::Held, Guard::OneAccount] },
    Move { from: Stage::Done,         step: Step::Close,        to: Stage::Closed,       by: Hand::Manager,    guard: &[] },
];

/// Every move of a hand-over there is. The old account is stopped only from the stage that the first two facts lead to.
#[rustfmt::skip]
pub const SWAP_MOVES: &[Move<Stage, Step, Hand, Guard>] = &[
    Move { from: Stage::Draft,      step: Step::Submit,     to: Stage::Approval,   by: Hand::Applicant,  guard: ASKED },
    Move { from: Stage::Draft,      step: Step::Revise,     to: Stage::Draft,      by: Hand::Applicant,  guard: &[] },
    Move { from: Stage::Draft,      step: Step::Withdraw,   to: Stage::Withdrawn,  by: Hand::Applicant,  guard: &[Guard::Reason] },
    Move { from: Stage::Approval,   step: Step::Approve,    to: Stage::Dispatch,   by: Hand::Supervisor, guard: STANDS },
    Move { from: Stage::Approval,   step: Step::Return,     to: Stage::Draft,      by: Hand::Supervisor, guard: &[Guard::Reason] },
    Move { from: Stage::Approval,   step: Step::Reject,     to: Stage::Rejected,   by: Hand::Supervisor, guard: &[Guard::Reason] },
    Move { from: Stage::Approval,   step: Step::Withdraw,   to: Stage::Withdrawn,  by: Hand::Applicant,  guard: &[Guard::Reason] },
    Move { from: Stage::Dispatch,   step: Step::Dispatch,   to: Stage::Authority,  by: Hand::Manager,    guard: &[Guard::Letter, Guard::Day] },
    Move { from: Stage::Authority,  step: Step::Agree,      to: Stage::TakeOver,   by: Hand::Manager,    guard: &[Guard::Letter, Guard::Day] },
    Move { from: Stage::Authority,  step: Step::Correct,    to: Stage::Draft,      by: Hand::Manager,    guard: &[Guard::Letter, Guard::Day, Guard::Reason] },
    Move { from: Stage::Authority,  step: Step::Refuse,     to: Stage::Refused,    by: Hand::Manager,    guard: &[Guard::Letter, Guard::Day, Guard::Reason] },
    Move { from: Stage::TakeOver,   step: Step::TakeOver,   to: Stage::NewAccount, by: Hand::Successor,  guard: &[Guard::Day] },
    Move { from: Stage::NewAccount, step: Step::NewAccount, to: Stage::StopOld,    by: Hand::Manager,    guard: &[Guard::Letter, Guard::Day, Guard::Account, Guard::Proofs, Guard::Held, Guard::OneAccount] },
    Move { from: Stage::StopOld,    step: Step::StopOld,    to: Stage::DeleteOld,  by: Hand::Successor,  guard: &[Guard::Day] },
    Move { from: Stage::DeleteOld,  step: Step::DeleteOld,  to: Stage::Done,       by: Hand::Manager,    guard: &[Guard::Letter, Guard::Day] },
    Move { from: Stage::Done,       step: Step::Close,      to: Stage::Closed,     by: Hand::Manager,    guard: &[] },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::law::{Procedure, check};
    use crate::domain::procedure::sources;

    const OURS: [Step; 7] = [
        Step::Submit,
        Step::Revise,
        Step::Withdraw,
        Step::Approve,
        Step::Return,
        Step::Reject,
        Step::Close,
    ];
    const THEIRS: [Step; 4] = [Step::Dispatch, Step::Agree, Step::Correct, Step::Refuse];

    fn keeps_the_law(line: &[Stage], moves: &[Move<Stage, Step, Hand, Guard>], own: &[Step]) {
        let mut states = line.to_vec();
        states.extend([Stage::Rejected, Stage::Refused, Stage::Withdrawn]);
        let steps = [&OURS[..], &THEIRS[..], own].concat();
        check(&Procedure {
            moves,
            states: &states,
            steps: &steps,
            start: Stage::Draft,
            ends: &Stage::ENDS,
        });
    }

    #[test]
    fn every_move_of_a2_is_allowed_and_every_absent_pair_is_not() {
        keeps_the_law(LINE, MOVES, &[Step::CentralSetUp]);
    }

    #[test]
    fn every_move_of_a_hand_over_is_allowed_and_every_absent_pair_is_not() {
        let facts = [
            Step::TakeOver,
            Step::NewAccount,
            Step::StopOld,
            Step::DeleteOld,
        ];
        keeps_the_law(SWAP_LINE, SWAP_MOVES, &facts);
    }

    #[test]
    fn the_old_account_is_stopped_only_after_the_new_one_is_there() {
        let from: Vec<Stage> = sources(SWAP_MOVES, Step::StopOld).collect();
        assert_eq!(from, [Stage::StopOld]);
        let into: Vec<Step> = SWAP_MOVES
            .iter()
            .filter(|row| row.to == Stage::StopOld)
            .map(|row| row.step)
            .collect();
        assert_eq!(into, [Step::NewAccount]);
    }
}
