//! The rules of the desk, pure: no disk, no clock, no randomness, no terminal, no language.
#![warn(clippy::wildcard_enum_match_arm)]
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

pub mod assurance;
pub mod attempts;
pub mod basis;
pub mod calendar;
pub mod canonical;
pub mod catalogue;
pub mod closing;
pub mod deadline;
pub mod document;
pub mod event;
pub mod file_fault;
pub mod host;
pub mod identity;
pub mod ids;
pub mod item_request;
pub mod manager_request;
pub mod moment;
pub mod monthly_check;
pub mod normal;
pub mod pairing;
pub mod passphrase;
pub mod people;
pub mod population;
pub mod problem;
pub mod procedure;
pub mod quarter;
pub mod query;
pub mod reconcile;
pub mod refusal;
pub mod request;
pub mod retention;
pub mod review;
pub mod roc_date;
pub mod role_exception;
pub mod roster;
pub mod rules;
pub mod sampling;
pub mod shown;
pub mod signers;
pub mod span;
pub mod staff;
pub mod trail;
pub mod trouble;
pub mod user_request;
