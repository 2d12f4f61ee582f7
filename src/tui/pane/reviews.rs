//! 清查: the reviews of the accounts, the newest first; each opens its lines.

use super::review_forms::{EXPORT, OPEN, back_form, next_form};
use super::review_lines::REVIEW;
use crate::app::ReviewRow;
use crate::domain::people::Role;
use crate::domain::review::{ReviewState, ReviewStep};
use crate::locale::{Lang, Measure, ReviewText as T, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, PaneData, RowData, RowMove, TableData, Tone};
use crate::tui::errand::{AppError, Office};
use crate::tui::pane::{Does, Here, Layout, Offer, PageSpec, Target, ViewSpec};

const MANAGER: &[Role] = &[Role::Manager];
pub(super) const SIGNERS: &[Role] = &[Role::Manager, Role::Supervisor];

/// Facts of a row: the review's number and version, its step forward and back.
pub(super) const NO: &str = "review";
pub(super) const VERSION: &str = "review_version";
pub(super) const NEXT: &str = "review_next";
pub(super) const BACK: &str = "review_back";

pub(super) static REVIEWS: PageSpec = PageSpec {
    contexts: &["reviews"],
    title: Text::Review(T::Reviews),
    help: Text::Review(T::ReviewsHelp),
    views: &[ViewSpec {
        title: Text::Review(T::Reviews),
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(Action::Open, Text::ActOpen, Does::GoTo(lines)),
        Offer::record(Action::NextStep, Text::ActNextStep, Does::FillOf(next_form)).only(SIGNERS),
        Offer::record(
            Action::StepBack,
            Text::Review(T::Return),
            Does::FillOf(back_form),
        )
        .only(SIGNERS),
        Offer::page(Action::New, Text::Review(T::Open), Does::Fill(&OPEN)).only(MANAGER),
        Offer::record(Action::Export, Text::Review(T::Print), Does::Fill(&EXPORT)),
    ],
};

/// The lines of the review under the cursor: a list of its own, which does not follow this one's cursor.
fn lines(here: &Here) -> Option<Target> {
    Some(Target {
        page: &REVIEW,
        about: here.row.key.clone(),
        view: 0,
    })
}

/// The page of all reviews.
pub(super) fn reviews_page(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &REVIEWS,
        about: String::new(),
        view: 0,
    })
}

static HEADS: &[Head] = &[
    Head::new(Text::Review(T::Number), 9),
    Head::new(Text::Review(T::OpenedOn), 9),
    Head::new(Text::Review(T::State), 9),
    Head::new(Text::Review(T::Lines), 8).right(),
    Head::new(Text::Review(T::Undecided), 5).right(),
    Head::new(Text::Review(T::Waiting), 7).right(),
    Head::new(Text::Review(T::Urgent), 7).right(),
    Head::new(Text::Review(T::ClosedOn), 9),
];

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let today = office.now().day();
    let rows: Vec<RowData> =
        office
            .reviews()?
            .iter()
            .map(|row| {
                let (review, ledger) = (&row.review, &row.ledger);
                let count = |count: u32, tone: Tone| {
                    let tone = if count > 0 { tone } else { Tone::Dim };
                    Cell::toned(count.to_string(), tone)
                };
                let closed = review.closed.as_ref();
                let is_open = review.state != ReviewState::Closed;
                RowData {
                    cells: vec![
                        Cell::plain(review.no.to_string()),
                        Cell::plain(lang.list_day(review.opened.at.day(), today)),
                        Cell::toned(
                            lang.review_state(review.state),
                            if is_open { Tone::Warn } else { Tone::Plain },
                        ),
                        Cell::plain(ledger.lines.to_string()),
                        count(ledger.undecided, Tone::Warn),
                        count(ledger.waiting, Tone::Warn),
                        count(ledger.urgent, Tone::Bad),
                        Cell::plain(closed.map_or_else(String::new, |closed| {
                            lang.list_day(closed.at.day(), today)
                        })),
                    ],
                    peek: lang.review_ledger(ledger),
                    moves: steps(lang, row, Action::NextStep),
                    ..record(row)
                }
            })
            .collect();
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.text(Text::Review(T::Reviews)).to_owned(),
        right: vec![next_due(office, lang)?],
        measure: Some(Measure::Record),
        heads: HEADS,
        total: u64::try_from(rows.len()).ok(),
        rows,
        empty: vec![lang.text(Text::Review(T::NoReviews)).to_owned()],
        ..TableData::default()
    })))
}

/// `清查 12/15(二) 剩22日`: when the next one is due; the number of the one that goes its way.
fn next_due(office: &Office, lang: Lang) -> Result<Cell, AppError> {
    let today = office.now().day();
    let next = office.next_review()?;
    let state = next.deadline.state(today);
    let day = lang.list_day(next.deadline.counted_day(today), today);
    let words = lang.next_review(&day, &lang.due(state));
    Ok(next.open.map_or_else(
        || Cell::toned(words, super::requests::tone(state)),
        |no| Cell::plain(no.to_string()),
    ))
}

/// The same in a few cells, beside the roster's own counts.
pub(super) fn next_due_short(office: &Office, lang: Lang) -> Result<Cell, AppError> {
    let next = office.next_review()?;
    let state = next.deadline.state(office.now().day());
    Ok(next.open.map_or_else(
        || {
            let words = lang.next_review_short(&lang.due(state));
            Cell::toned(words, super::requests::tone(state))
        },
        |no| Cell::plain(no.to_string()),
    ))
}

/// A review as a record: what its forms need to know of it.
pub(super) fn record(row: &ReviewRow) -> RowData {
    let review = &row.review;
    let next = row.next.as_ref().map_or("", |(step, _)| step.code());
    let back = row.back.as_ref().map_or("", |step| step.code());
    RowData {
        key: review.no.to_string(),
        facts: vec![
            (NO, review.no.to_string()),
            (VERSION, review.version.to_string()),
            (NEXT, next.to_owned()),
            (BACK, back.to_owned()),
        ],
        ..RowData::default()
    }
}

/// The steps of a review, the one forward under this action.
pub(super) fn steps(lang: Lang, row: &ReviewRow, forward: Action) -> Vec<RowMove> {
    let closed = || Some(lang.text(Text::Review(T::IsClosed)).to_owned());
    let (label, cannot) = match &row.next {
        Some((step, why)) => (
            Some(label_of(lang, *step)),
            why.as_ref().map(|why| lang.review_why(why)),
        ),
        None => (None, closed()),
    };
    let (back_label, no_back) = match &row.back {
        Ok(step) => (Some(label_of(lang, *step)), None),
        Err(_why) if row.next.is_none() => (None, closed()),
        Err(why) => (None, Some(lang.review_why(why))),
    };
    vec![
        RowMove {
            action: forward,
            label,
            cannot,
        },
        RowMove {
            action: Action::StepBack,
            label: back_label,
            cannot: no_back,
        },
    ]
}

fn label_of(lang: Lang, step: ReviewStep) -> String {
    lang.review_step(step).to_owned()
}
