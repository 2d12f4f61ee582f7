//! The house from outside, one binary: what a person sees, types and carries away, and the house rules as tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::as_conversions,
    reason = "tests stop at the first surprise"
)]

mod bad_input;
mod cli;
mod day;
mod deployed;
mod desk;
mod dropped;
mod due;
mod file;
mod journeys;
mod keys;
mod killed;
mod line;
mod month;
mod month_on_screen;
mod people;
mod register;
mod reviews;
mod sitting;
mod ssh;
mod tidy;
mod wire;
