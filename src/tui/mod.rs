//! tui (see lib.rs).

pub mod backend;
pub mod keys;
mod keys_table;
pub mod width;
