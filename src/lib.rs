//! irdesk: the desk at which a city agency keeps its WebIR queries lawful and provable.
//!
//! Clerks look people up in the labour-insurance bureau's query system. Here stands who looked up whom, for which
//! case, on which legal basis, and what the monthly check found: one program, one encrypted store, the keyboard alone,
//! no network.
//!
//! # Layers, and their one direction
//!
//! ```text
//! domain <- locale, store, import, report <- app <- tui, cli
//! ```
//!
//! | layer | owns | must not know |
//! |---|---|---|
//! | [`domain`] | rules, states, dates, matching, sampling, the entry and its hash | disk, clock, randomness, language |
//! | [`locale`] | every word, in Chinese and in English | where words are shown |
//! | [`store`] | the encrypted file, its keys, the trail, all SQL | rules, language, who asked |
//! | [`import`] | bytes to drafts, and why a row is none | files, store |
//! | [`report`] | a record to a document's bytes | files, store, clock |
//! | [`app`] | what is done for a clerk: clock, session, files in and out | terminal |
//! | [`tui`] | keys, forms, panes, drawing | SQL, files of the store |
//! | [`cli`] | commands beside the screen | SQL, terminal modes |
//!
//! Start reading in [`domain`]; `tests/it/tidy` enforces the arrows.
//!
//! # Seven laws
//!
//! 1. **One direction**, as above.
//! 2. **One command, one transaction, one event, one trail entry**: a [`store::WriteTx`] ends in one of three commits,
//!    and only [`commit`](store::WriteTx::commit) keeps rows that an entry binds.
//! 3. **The screen's state is plain data**: no handle, lock, callback or clock in it.
//! 4. **What varies is a table, what repeats is written once**: panes, forms, columns, keys, moves.
//! 5. **Forgetting does not compile**: a new state, refusal or label breaks the build wherever it must be spoken of.
//! 6. **Nothing typed is lost**: no panics, and the terminal is put back on every way out.
//! 7. **It fits in the head**: files about 250 lines, functions about 25.
//!
//! Personal data is a matter of type: a [`Subject`](domain::identity::Subject) prints masked, and showing it needs a
//! [`Permit`](domain::identity::Permit). Entries hold numbers, codes and digests, never a person.
//!
//! # The way of one key
//!
//! | stage | type | where |
//! |---|---|---|
//! | bytes to a key | [`Input`](tui::keys::Input) | [`tui::keys`], fed by [`tui::reader`] |
//! | its meaning here | [`Action`](tui::action::Action) | [`tui::keymap`], nearest context first |
//! | what it does to what is open | [`Model`](tui::model::Model) | [`tui::update`], pure |
//! | what the page offers for it | [`Offer`](tui::pane::Offer) | [`tui::pane`]; a form or question first, if one is due |
//! | what is asked of the office | [`Errand`](tui::errand::Errand) | [`tui::errand`], carried by [`tui::runtime`] |
//! | may it be? | a refusal, or the new state | [`domain::query`], [`domain::monthly_check`], tables of [`domain::procedure`] |
//! | what happened | [`Event`](domain::event::Event) | [`domain::event`] |
//! | rows and entry, in one transaction | [`WriteTx`](store::WriteTx) | [`store`] |
//! | what is said of it | a sentence | [`locale`] |
//! | the model drawn | frames | [`tui::view`] |
//! | cells to bytes, one write a frame | [`DeskBackend`](tui::backend::DeskBackend) | [`tui::backend`] |
//!
//! An action speaks keyboard, a command speaks office, an event speaks history. No stage calls back into an earlier
//! one. Four kinds of thread carry it: the one that draws, and those of keys, office and jobs, with channels between
//! them; [`tui::settle`] does the same without threads, for tests.
//!
//! # Glossary
//!
//! | word | is |
//! |---|---|
//! | Register | 查詢資料登記表; its line is a [`Query`](domain::query::Query) |
//! | Log | 查詢日誌, the bureau's record of queries, downloaded; its row is a [`LogDraft`](import::LogDraft) |
//! | Check | 查核, the month's: log against register ([`domain::reconcile`]), then a sample ([`domain::sampling`]) |
//! | Review | 清查, the year's: accounts frozen, a verdict a line, closed when all is carried out ([`domain::review`]) |
//! | Request | 申請 for an account or an item; it goes from hand to hand as its table of moves says ([`domain::request`]) |
//! | Freeze | 凍結: the month's rows are fixed before the sample is drawn |
//! | Group | BASE proves, RISK and COVER are walked beside it, apart ([`domain::monthly_check::Group`]) |
//! | Rule | what names a row that is to be explained ([`domain::rules`]); it never says guilt |
//! | Walk | the checker goes through the sampled rows, file in hand |
//! | Trail | 軌跡, the signed chain of everything done; its [`Entry`](domain::trail::Entry) |
//! | Head | the trail's last number and hash, also kept beside the store so that a lost end is seen |
//! | Clerk | the person at our keyboard; Users and Managers hold WebIR accounts |
//! | Refusal, Trouble | a rule said no; the machine failed |
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
