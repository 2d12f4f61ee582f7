//! irdesk: the desk at which a city agency keeps its WebIR queries lawful and provable.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::as_conversions,
        reason = "tests stop at the first surprise"
    )
)]

pub mod app;
pub mod cli;
pub mod domain;
pub mod import;
pub mod locale;
pub mod report;
pub mod store;
pub mod tui;
