//! The rules of the desk, pure: no disk, no clock, no randomness, no terminal, no language.
#![warn(clippy::arithmetic_side_effects, clippy::wildcard_enum_match_arm)]

pub mod assurance;
pub mod basis;
pub mod calendar;
pub mod canonical;
pub mod event;
pub mod identity;
pub mod ids;
pub mod moment;
pub mod passphrase;
pub mod people;
pub mod population;
pub mod query;
pub mod reconcile;
pub mod roc_date;
pub mod sampling;
pub mod signers;
pub mod trail;
pub mod trouble;
