//! store (see lib.rs).
