//! locale (see lib.rs).
