//! app (see lib.rs).
