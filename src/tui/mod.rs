//! tui (see lib.rs).

pub mod backend;
pub mod keys;
mod keys_grammar;
mod keys_table;
#[cfg(test)]
mod pty;
pub mod reader;
pub mod terminal;

pub use crate::domain::shown as width;
