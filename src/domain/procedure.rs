//! The one engine that runs every procedure with states: requests, retention, quarters, reviews.
//!
//! An area writes its table of [`Move`]s in a `const` and calls [`take`]. What has no row cannot be done; who may do it
//! and which guards must hold are words of the area, answered by the area. No clock, no store, no role of its own.

/// One row of a procedure: from this state, this step leads there, by these hands, if the guards hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move<State, Step, Actor, Guard: 'static> {
    pub from: State,
    pub step: Step,
    pub to: State,
    /// Whose hands, in the area's own words.
    pub by: Actor,
    /// Every one of them must hold; they are asked in this order.
    pub guard: &'static [Guard],
}

/// Why a step was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken<State, Step, Why> {
    /// The table has no such row.
    NoMove { from: State, step: Step },
    /// Somebody else's step, or guards that do not hold: all of these, in the row's order. Never empty.
    Refused(Vec<Why>),
}

/// Takes a step: the state that it leads to, or why not. Hands are asked first, and when they are the wrong ones no
/// guard is; otherwise every guard is, so that all that is missing is said at once.
pub fn take<State, Step, Actor, Guard, Why>(
    moves: &[Move<State, Step, Actor, Guard>],
    (from, step): (State, Step),
    who: impl FnOnce(Actor) -> Result<(), Why>,
    holds: impl FnMut(Guard) -> Result<(), Why>,
) -> Result<State, NotTaken<State, Step, Why>>
where
    State: Copy + Eq,
    Step: Copy + Eq,
    Actor: Copy,
    Guard: Copy,
{
    let Some(row) = find(moves, from, step) else {
        return Err(NotTaken::NoMove { from, step });
    };
    who(row.by).map_err(|why| NotTaken::Refused(vec![why]))?;
    let missing: Vec<Why> = row
        .guard
        .iter()
        .copied()
        .map(holds)
        .filter_map(Result::err)
        .collect();
    if missing.is_empty() {
        Ok(row.to)
    } else {
        Err(NotTaken::Refused(missing))
    }
}

/// The row of a step from a state, if there is one.
pub fn find<State: Eq, Step: Eq, Actor, Guard>(
    moves: &[Move<State, Step, Actor, Guard>],
    from: State,
    step: Step,
) -> Option<&Move<State, Step, Actor, Guard>> {
    moves
        .iter()
        .find(|row| row.from == from && row.step == step)
}

/// The rows that leave a state, in the table's order: the way forward stands first.
pub fn leaving<State: Copy + Eq, Step, Actor, Guard>(
    moves: &[Move<State, Step, Actor, Guard>],
    from: State,
) -> impl Iterator<Item = &Move<State, Step, Actor, Guard>> {
    moves.iter().filter(move |row| row.from == from)
}

/// The states from which a step can be taken: what would be needed where it cannot.
pub fn sources<State: Copy, Step: Copy + Eq, Actor, Guard>(
    moves: &[Move<State, Step, Actor, Guard>],
    step: Step,
) -> impl Iterator<Item = State> {
    moves
        .iter()
        .filter(move |row| row.step == step)
        .map(|row| row.from)
}

/// Whether nothing leads on from a state.
pub fn is_end<State: Copy + Eq, Step, Actor, Guard>(
    moves: &[Move<State, Step, Actor, Guard>],
    state: State,
) -> bool {
    leaving(moves, state).next().is_none()
}

/// What every procedure must keep; an area's tests call it with its own table.
#[cfg(test)]
pub(crate) mod law {
    use std::fmt::Debug;

    use super::*;

    /// The words of a procedure, for the checks.
    pub(crate) struct Procedure<'a, State, Step, Actor, Guard: 'static> {
        pub(crate) moves: &'a [Move<State, Step, Actor, Guard>],
        pub(crate) states: &'a [State],
        pub(crate) steps: &'a [Step],
        pub(crate) start: State,
        pub(crate) ends: &'a [State],
    }

    /// Every row is taken when all holds and by nobody else; every absent row is refused as absent; no two rows share
    /// state and step; every state is reached and only the ends stop; from every state an end can be reached.
    #[track_caller]
    pub(crate) fn check<State, Step, Actor, Guard>(
        procedure: &Procedure<'_, State, Step, Actor, Guard>,
    ) where
        State: Copy + Eq + Debug,
        Step: Copy + Eq + Debug,
        Actor: Copy + Eq + Debug,
        Guard: Copy + Eq + Debug,
    {
        let moves = procedure.moves;
        for &from in procedure.states {
            for &step in procedure.steps {
                check_pair(moves, from, step);
            }
            assert_eq!(
                is_end(moves, from),
                procedure.ends.contains(&from),
                "{from:?} stops"
            );
            let reached = reachable(moves, from);
            assert!(
                procedure.ends.iter().any(|end| reached.contains(end)),
                "{from:?} reaches an end"
            );
        }
        let reached = reachable(moves, procedure.start);
        for state in procedure.states {
            assert!(reached.contains(state), "{state:?} is reached");
        }
        for step in procedure.steps {
            assert!(sources(moves, *step).next().is_some(), "{step:?} is used");
        }
    }

    fn check_pair<State, Step, Actor, Guard>(
        moves: &[Move<State, Step, Actor, Guard>],
        from: State,
        step: Step,
    ) where
        State: Copy + Eq + Debug,
        Step: Copy + Eq + Debug,
        Actor: Copy + Eq + Debug,
        Guard: Copy + Eq + Debug,
    {
        let rows: Vec<_> = leaving(moves, from)
            .filter(|row| row.step == step)
            .collect();
        assert!(rows.len() <= 1, "{from:?} {step:?} is decided");
        let all_holds = take(
            moves,
            (from, step),
            |_by| Ok::<(), Actor>(()),
            |_guard| Ok(()),
        );
        let Some(row) = rows.first() else {
            assert_eq!(all_holds, Err(NotTaken::NoMove { from, step }));
            return;
        };
        assert_eq!(all_holds, Ok(row.to));
        let by_others = take(moves, (from, step), Err, |_guard| Ok(()));
        assert_eq!(by_others, Err(NotTaken::Refused(vec![row.by])));
        for guard in row.guard {
            let without = take(
                moves,
                (from, step),
                |_by| Ok(()),
                |asked| if asked == *guard { Err(asked) } else { Ok(()) },
            );
            assert_eq!(without, Err(NotTaken::Refused(vec![*guard])));
        }
    }

    /// Every state that can be reached, the first included.
    pub(crate) fn reachable<State: Copy + Eq, Step, Actor, Guard>(
        moves: &[Move<State, Step, Actor, Guard>],
        start: State,
    ) -> Vec<State> {
        let mut reached = vec![start];
        let mut next = 0;
        while let Some(&state) = reached.get(next) {
            for row in leaving(moves, state) {
                if !reached.contains(&row.to) {
                    reached.push(row.to);
                }
            }
            next += 1;
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::law::{Procedure, check};
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Door {
        Open,
        Shut,
        Locked,
        Walled,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Turn {
        Push,
        Pull,
        Lock,
        Wall,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Hand {
        Anyone,
        Porter,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Need {
        Key,
        Night,
    }

    const DOORS: [Door; 4] = [Door::Open, Door::Shut, Door::Locked, Door::Walled];
    const TURNS: [Turn; 4] = [Turn::Push, Turn::Pull, Turn::Lock, Turn::Wall];

    #[rustfmt::skip]
    const MOVES: &[Move<Door, Turn, Hand, Need>] = &[
        Move { from: Door::Open,   step: Turn::Push, to: Door::Shut,   by: Hand::Anyone, guard: &[] },
        Move { from: Door::Shut,   step: Turn::Pull, to: Door::Open,   by: Hand::Anyone, guard: &[] },
        Move { from: Door::Shut,   step: Turn::Lock, to: Door::Locked, by: Hand::Porter, guard: &[Need::Key, Need::Night] },
        Move { from: Door::Locked, step: Turn::Pull, to: Door::Shut,   by: Hand::Porter, guard: &[Need::Key] },
        Move { from: Door::Locked, step: Turn::Wall, to: Door::Walled, by: Hand::Porter, guard: &[] },
    ];

    #[test]
    fn a_sound_table_keeps_the_law() {
        check(&Procedure {
            moves: MOVES,
            states: &DOORS,
            steps: &TURNS,
            start: Door::Open,
            ends: &[Door::Walled],
        });
    }

    #[test]
    #[should_panic(expected = "is decided")]
    fn two_rows_for_one_step_are_found() {
        let mut moves = MOVES.to_vec();
        moves.push(Move {
            to: Door::Walled,
            ..MOVES[0]
        });
        check(&Procedure {
            moves: &moves,
            states: &DOORS,
            steps: &TURNS,
            start: Door::Open,
            ends: &[Door::Walled],
        });
    }

    #[test]
    fn wrong_hands_are_named_alone_and_missing_guards_all_at_once() {
        let lock = (Door::Shut, Turn::Lock);
        let refused = take(
            MOVES,
            lock,
            |_hand| Err("not yours"),
            |_need| Err("missing"),
        );
        assert_eq!(refused, Err(NotTaken::Refused(vec!["not yours"])));
        let refused = take(
            MOVES,
            lock,
            |_hand| Ok(()),
            |need| match need {
                Need::Key => Err("key"),
                Need::Night => Err("night"),
            },
        );
        assert_eq!(refused, Err(NotTaken::Refused(vec!["key", "night"])));
    }

    #[test]
    fn a_step_that_is_impossible_here_says_from_where_it_is_possible() {
        let from: Vec<Door> = sources(MOVES, Turn::Pull).collect();
        assert_eq!(from, [Door::Shut, Door::Locked]);
        let refused = take(
            MOVES,
            (Door::Open, Turn::Pull),
            |_hand| Ok::<(), ()>(()),
            |_need| Ok(()),
        );
        let absent = NotTaken::NoMove {
            from: Door::Open,
            step: Turn::Pull,
        };
        assert_eq!(refused, Err(absent));
    }

    fn any_door() -> impl Strategy<Value = Door> {
        prop::sample::select(DOORS.to_vec())
    }

    fn any_turn() -> impl Strategy<Value = Turn> {
        prop::sample::select(TURNS.to_vec())
    }

    fn any_moves() -> impl Strategy<Value = Vec<Move<Door, Turn, Hand, Need>>> {
        let one = (any_door(), any_turn(), any_door(), any::<bool>());
        let row = one.prop_map(|(from, step, to, is_guarded)| Move {
            from,
            step,
            to,
            by: Hand::Anyone,
            guard: if is_guarded { &[Need::Key] } else { &[] },
        });
        prop::collection::vec(row, 0..12)
    }

    proptest! {
        #[test]
        fn what_is_taken_is_a_row_of_the_table_and_the_same_every_time(
            moves in any_moves(),
            from in any_door(),
            step in any_turn(),
            has_key in any::<bool>(),
        ) {
            let holds = |_need| if has_key { Ok(()) } else { Err(Need::Key) };
            let once = take(&moves, (from, step), |_hand| Ok(()), holds);
            let again = take(&moves, (from, step), |_hand| Ok(()), holds);
            prop_assert_eq!(&once, &again);
            match once {
                Ok(to) => {
                    let is_a_row = moves.iter().any(|row| {
                        (row.from, row.step, row.to) == (from, step, to)
                            && (has_key || row.guard.is_empty())
                    });
                    prop_assert!(is_a_row);
                }
                Err(NotTaken::NoMove { .. }) => {
                    prop_assert!(!moves.iter().any(|row| (row.from, row.step) == (from, step)));
                }
                Err(NotTaken::Refused(whys)) => prop_assert!(!whys.is_empty() && !has_key),
            }
        }

        #[test]
        fn no_run_of_steps_leaves_an_end(
            moves in any_moves(),
            start in any_door(),
            steps in prop::collection::vec(any_turn(), 0..30),
        ) {
            let mut state = start;
            for step in steps {
                let was_end = is_end(&moves, state);
                let taken = take(&moves, (state, step), |_hand| Ok::<(), ()>(()), |_need| Ok(()));
                if let Ok(to) = taken {
                    prop_assert!(!was_end);
                    prop_assert!(leaving(&moves, state).any(|row| row.step == step && row.to == to));
                    state = to;
                }
            }
        }
    }
}
