//! The screen: keys in, drawing out. Knows no store, no SQL, no files; the office does what it asks for.
//!
//! # How a pane is declared
//!
//! A pane is statics: a [`pane::PaneSpec`] in [`pane::PANES`] with its first [`pane::PageSpec`]. A page has views
//! ([`pane::ViewSpec`]: how to load, how to lay out) and offers ([`pane::Offer`]: action, label, what it
//! [does](pane::Does)). Loads run in the office's thread and hand out [`desk_data`]: text, worded and masked, with a
//! key per record. What is written goes through a [`form::spec::FormSpec`] (also a question: a form without fields in
//! the drawer) or a [`pane::NowSpec`]; both give an [`errand::Errand`] and word their answer with an
//! [`pane::AfterFn`]. New labels: a [`Text`](crate::locale::Text) in both languages; new actions: a line in
//! [`action`] and one in `keymaps/default.toml`.
//!
//! ```text
//! pub(super) static PANE: PaneSpec = PaneSpec { title: Text::Trail, slot: 6, action: Action::GoTrail, roles: &Role::ALL, page: &LIST };
//! static LIST: PageSpec = PageSpec {
//!     contexts: &["trail"],
//!     title: Text::Trail,
//!     help: Text::TrailHelp,
//!     views: &[ViewSpec { title: Text::Trail, layout: Layout::List, load, side: Some(entry), filters: &[], search: None }],
//!     offers: &[Offer::record(Action::Open, Text::ActOpen, Does::Go(&ENTRY))],
//! };
//! static HEADS: &[Head] = &[Head::new(Text::Number, 7).right(), Head::new(Text::At, 18), …];
//! fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> { … }
//! ```
//!
//! A row names what it can do: `RowMove { action: NextStep, label: Some("補登"), cannot: None }`. An offer on a record
//! whose row has a `cannot` is listed under F1 with its reason and refused as a key with the same. A page that offers
//! [`mark`](pane::Offer::mark) takes the offers that are [`for_each`](pane::Offer::for_each) for all marked records: the
//! form opens once and is handed in for each, with its own guard and entry ([`errand::Each`]). Actions that the
//! kernel does itself (moving, paging, views, search and filter where the view has them, Esc, F1) are not offered.

pub mod action;
pub mod backend;
pub mod desk_data;
mod each;
pub mod errand;
pub mod form;
pub mod keymap;
pub mod keymap_words;
pub mod keys;
mod keys_grammar;
mod keys_table;
pub mod model;
mod narrow;
pub mod pane;
#[cfg(test)]
mod pty;
#[cfg(test)]
mod reach_tests;
pub mod reader;
pub mod runtime;
pub mod service;
pub mod settle;
pub mod terminal;
pub mod theme;
pub mod trial;
pub mod update;
pub mod view;
pub mod widget;

pub use crate::domain::shown as width;
