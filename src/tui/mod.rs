//! tui (see lib.rs).
