//! The screen's state, what it hears and what it asks for.
/// Names an errand, so that its answer finds whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket(pub u64);
