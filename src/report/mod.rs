//! report (see lib.rs).
