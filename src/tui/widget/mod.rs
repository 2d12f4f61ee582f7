//! What panes hand over, drawn: pure functions from plain data to cells. Knows no model, no keys pressed, no office.

pub mod detail;
pub mod drawer;
pub mod form;
pub mod frame;
pub mod keys_page;
pub mod line;
pub mod list;
pub mod pair;
pub mod paper;
pub mod progress;
pub mod table;
pub mod wrap;
