//! What the process asks of its host before it reads anything: no core, no other user's eyes, a full disk as an answer.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::fs::Mode;
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask,
};
use signal_hook::consts::SIGXFSZ;

/// Each point is taken where the host allows it; none of them stops the work.
pub(super) fn guard() {
    let _before = umask(Mode::RWXG | Mode::RWXO);
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let points = [
        setrlimit(Resource::Core, none).is_ok(),
        set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok(),
        // A file beyond its limit is a write that fails, not the end of the process.
        signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false))).is_ok(),
    ];
    debug_assert!(points.iter().all(|is_taken| *is_taken), "{points:?}");
}
