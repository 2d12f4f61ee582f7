//! Panes as declarations: what is loaded, how it is laid out, what can be done. A pane file holds no drawing and no keys.
#![expect(
    clippy::unnecessary_wraps,
    reason = "a declared function has the shape that every pane's has"
)]

mod backup;
mod calendars;
#[cfg(test)]
mod calendars_tests;
mod checks;
mod checks_columns;
#[cfg(test)]
mod checks_columns_tests;
mod checks_drawn;
mod checks_files;
mod checks_freeze;
mod checks_match;
mod checks_preview;
#[cfg(test)]
mod checks_tests;
mod closing;
mod contacts;
mod exceptions;
mod export;

mod people;
mod people_changes;
mod register;
mod register_approvals;
#[cfg(test)]
mod register_approvals_tests;
mod register_catalogue;
mod register_changes;
mod register_correct;
mod register_detail;
mod register_fields;
mod register_form;
#[cfg(test)]
mod register_marks_tests;
mod register_result;
#[cfg(test)]
mod register_screens;
#[cfg(test)]
mod register_tests;
mod register_void;
mod requests;
mod requests_delegations;
mod requests_detail;
#[cfg(test)]
mod requests_fixture;
mod requests_form;
#[cfg(test)]
mod requests_screens;
mod requests_steps;
#[cfg(test)]
mod requests_tests;
mod retention;
mod retention_certificate;
mod retention_detail;
mod retention_forms;
#[cfg(test)]
mod retention_journeys_tests;
mod retention_kept;
#[cfg(test)]
mod retention_tests;
mod review_forms;
mod review_lines;
mod reviews;
#[cfg(test)]
mod reviews_tests;
mod roster;
mod roster_agency;
mod roster_detail;
mod roster_forms;
mod roster_officers;
#[cfg(test)]
mod roster_tests;
mod rules;
mod settings;
mod staff;
mod today;
#[cfg(test)]
mod today_screens;
#[cfg(test)]
mod today_tests;
mod trail;
mod trail_verify;

mod sign;
mod use_periods;
mod walk;
mod walk_forms;
#[cfg(test)]
mod walk_tests;
mod walk_words;
mod weeks;

use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role};
use crate::locale::{Lang, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, DetailData, Marked, PaneData, RowData};
use crate::tui::errand::{AppError, Done, Errand, Office};
use crate::tui::form::spec::{Choice, FormSpec};
use crate::tui::model::Badges;

/// The panes that this desk has, in the order of their keys.
pub static PANES: &[&PaneSpec] = &[
    &today::PANE,
    &register::PANE,
    &requests::PANE,
    &retention::PANE,
    &checks::PANE,
    &roster::PANE,
    &trail::PANE,
];

/// Counts what is due, for line 2; whoever owns Today says how.
pub type BadgesFn = fn(&mut Office, Moment) -> Result<Badges, AppError>;

/// How what is due is counted; nothing is shown while no pane knows.
pub static BADGES: Option<BadgesFn> = Some(today::badges);

/// What is due now.
pub fn badges(office: &mut Office, now: Moment) -> Result<Badges, AppError> {
    BADGES.map_or_else(|| Ok(Badges::default()), |count| count(office, now))
}

/// A pane: its place in line 2 and its first page.
#[derive(Debug)]
pub struct PaneSpec {
    pub title: Text,
    /// 0 for F2 to 6 for F9; the keys never move.
    pub slot: usize,
    /// The action that opens it.
    pub action: Action,
    /// Who sees it.
    pub roles: &'static [Role],
    pub page: &'static PageSpec,
}

/// A page: one or more views of the same thing, and what can be done there. Pages open over each other; Esc goes back.
#[derive(Debug)]
pub struct PageSpec {
    /// Its tables in keymaps, nearest first (`["walk", "checks"]`).
    pub contexts: &'static [&'static str],
    pub title: Text,
    /// Tab goes from view to view.
    pub views: &'static [ViewSpec],
    pub offers: &'static [Offer],
    /// First line of the list of functions: what this page is for.
    pub help: Text,
}

/// Fetches what a view shows, worded and masked.
pub type LoadFn = fn(&mut Office, &Asked) -> Result<PaneData, AppError>;

/// One way to look at a page.
#[derive(Debug)]
pub struct ViewSpec {
    pub title: Text,
    pub layout: Layout,
    pub load: LoadFn,
    /// What stands beside or below the list for the record under the cursor.
    pub side: Option<LoadFn>,
    pub filters: &'static [Filter],
    /// What can be searched for, as the peek line of the search says it; `None`: no search.
    pub search: Option<Text>,
}

/// How a view is laid out. From 120 columns on, whatever has a side stands beside it; below a list only from 160 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A list; the side only from 120 columns on.
    List,
    /// A list of at least so many rows, the side below it.
    Below(u16),
    /// The side alone; the list only from 120 columns on.
    Side,
    /// A record or sheet: the load brings a `Detail` or a `Pair`.
    Sheet,
}

/// What a pair below a list needs, its decision included.
const LINES_BELOW: u16 = 14;

impl Layout {
    /// How many rows of its list a view shows on a screen of `height` lines: at least one.
    #[must_use]
    pub fn rows(self, height: u16) -> u16 {
        // One line is the heads'.
        let free = height.saturating_sub(9).max(1);
        match self {
            Layout::Below(rows) => free.saturating_sub(LINES_BELOW).max(rows),
            Layout::List | Layout::Side | Layout::Sheet => free,
        }
    }
}

/// A filter: a row of values in the drawer.
#[derive(Debug)]
pub struct Filter {
    pub label: Text,
    /// Without the leading 不限, which the drawer adds. What only the store knows comes with the table instead:
    /// [`TableData::filter_values`](crate::tui::desk_data::TableData::filter_values).
    pub options: fn(Lang, Moment) -> Vec<Choice>,
    /// The key that is chosen when the page opens, empty: no limit.
    pub start: &'static str,
}

/// What an offer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The record under the cursor.
    Record,
    /// The page.
    Page,
}

/// Something that can be done on a page.
#[derive(Debug)]
pub struct Offer {
    pub action: Action,
    pub label: Text,
    pub of: Of,
    /// Who may; empty: everybody who sees the page.
    pub roles: &'static [Role],
    /// Shown in the hint line as far as it fits; otherwise only under F1.
    pub is_hinted: bool,
    /// With marks, the step is taken for each of the marked records; it opens a form. The page offers
    /// [`Does::Mark`] as well.
    pub is_for_each: bool,
    pub does: Does,
}

impl Offer {
    /// Of the record under the cursor, for everybody, hinted.
    pub const fn record(action: Action, label: Text, does: Does) -> Offer {
        Offer {
            action,
            label,
            of: Of::Record,
            roles: &[],
            is_hinted: true,
            is_for_each: false,
            does,
        }
    }

    /// Of the page, for everybody, hinted.
    pub const fn page(action: Action, label: Text, does: Does) -> Offer {
        Offer {
            of: Of::Page,
            ..Offer::record(action, label, does)
        }
    }

    pub const fn only(self, roles: &'static [Role]) -> Offer {
        Offer { roles, ..self }
    }

    pub const fn unhinted(self) -> Offer {
        Offer {
            is_hinted: false,
            ..self
        }
    }

    /// Also for all marked records, each with its own guard and entry.
    pub const fn for_each(self) -> Offer {
        Offer {
            is_for_each: true,
            ..self
        }
    }

    /// The record under the cursor is marked, for the offers that are [`for_each`](Offer::for_each).
    pub const fn mark() -> Offer {
        Offer::record(Action::Mark, Text::ActMark, Does::Mark)
    }
}

/// What an offer does.
#[derive(Debug, Clone, Copy)]
pub enum Does {
    /// Opens a form; what is to be filled in or confirmed, questions included.
    Fill(&'static FormSpec),
    /// Opens the form that the function names: a record's next step has a form of its own at each stage.
    FillOf(fn(&Here) -> Option<&'static FormSpec>),
    /// Opens a page about the record under the cursor.
    Go(&'static PageSpec),
    /// Opens a page about something else, named by the function (a month, a view of it).
    GoTo(fn(&Here) -> Option<Target>),
    /// Gives a command at once, without a question.
    Now(&'static NowSpec),
    /// Marks the record under the cursor, or takes its mark away.
    Mark,
    /// By a fact of the record: what its value stands for.
    ByFact {
        name: &'static str,
        of: &'static [(&'static str, Does)],
    },
    /// One thing for this record, another for that.
    Either {
        when: fn(&Here) -> bool,
        then: &'static Does,
        otherwise: &'static Does,
    },
}

/// Where to go.
#[derive(Debug, Clone)]
pub struct Target {
    pub page: &'static PageSpec,
    pub about: String,
    /// The view to open.
    pub view: usize,
}

/// A command given at once.
#[derive(Debug)]
pub struct NowSpec {
    /// `Err`: why not, as a sentence.
    pub errand: fn(&Here) -> Result<Errand, String>,
    pub after: AfterFn,
}

/// Words what was done, and says where the screen goes. May read.
pub type AfterFn = fn(&mut Office, &Done, &Here) -> After;

/// Who, when, where: all that an offer knows.
#[derive(Debug, Clone)]
pub struct Here {
    pub lang: Lang,
    pub now: Moment,
    pub me: Clerk,
    /// What the page is about.
    pub about: String,
    /// The record under the cursor; of an empty list, nothing.
    pub row: RowData,
    /// The records that a step is to be taken for, one after the other; none: that of the cursor alone.
    pub marked: Marked,
}

/// What follows a deed.
#[derive(Debug, Clone, Default)]
pub struct After {
    /// Message line: 已 + verb + number.
    pub message: String,
    /// A sheet to show (the number, the signed record); its `record` takes the page's offers.
    pub show: Option<Box<DetailData>>,
    /// The record in clear for 30 seconds, in place of what the page shows.
    pub revealed: Option<Box<PaneData>>,
    /// Marked records that it was done with.
    pub unmark: Vec<String>,
    pub then: Then,
}

/// Where the screen goes after a deed; lists are loaded anew in any case.
#[derive(Debug, Clone, Default)]
pub enum Then {
    #[default]
    Stay,
    /// The cursor goes to this record.
    To(String),
    /// The cursor goes to the next record.
    Next,
    /// Back to the page before.
    Back,
    /// Another page, over this one.
    Go(Target),
    /// Another page in place of this one.
    Instead(Target),
    /// To the first page of the pane.
    Home,
    /// Opens a form about what the page is about, over this page (the signature after the last row of the walk).
    Fill(&'static FormSpec),
}
