//! 逐筆查核: what is said of a row.

use crate::app::{DrawnRow, Notice};
use crate::domain::shown::shown;
use crate::locale::{Lang, Text};
use crate::tui::desk_data::{Cell, Tone};

/// Everything to be known of a row, in one line.
pub(super) fn notice_words(lang: Lang, row: &DrawnRow) -> String {
    let mut words: Vec<String> = row
        .flags
        .iter()
        .map(|flag| lang.import_flag(flag))
        .collect();
    words.extend(row.hits.iter().map(|hit| lang.hit(*hit)));
    words.extend(row.notices.iter().map(|notice| notice_word(lang, notice)));
    words.join(lang.text(Text::ClauseComma))
}

fn notice_word(lang: Lang, notice: &Notice) -> String {
    match notice {
        Notice::Confirmed {
            by,
            at,
            is_after_freeze,
        } => lang.confirmed_by(&shown(by), *at, *is_after_freeze),
        Notice::Refused { number, by, reason } => {
            lang.refused_by(&shown(by), &number.short(), &shown(reason))
        }
        Notice::Undecided { number } => lang.undecided(&number.short()),
        Notice::DayApart(days) => lang.day_apart(*days),
        Notice::Late { at, delay } => lang.late(*at, *delay),
        Notice::Proxy { number } => lang.proxy(&number.short()),
        Notice::Imported => lang.imported_line().to_owned(),
        Notice::Retry => lang.retry().to_owned(),
        Notice::AfterFreeze { version } => lang.version_after_freeze(*version),
        Notice::Voided => lang.voided_since().to_owned(),
        Notice::Explained { cause, words } => lang.explained(lang.cause(*cause), &shown(words)),
        Notice::Unreadable { line } => lang.unreadable_line(*line),
        Notice::UnderMask { place } => lang.differs_under_mask(*place),
    }
}

/// A row's outcome in the list; before it, what differs.
pub(super) fn found_cell(lang: Lang, row: &DrawnRow) -> Cell {
    match (row.found.outcome, row.differing()) {
        (Some(outcome), _) if outcome.is_bad() => Cell::toned(lang.outcome(outcome), Tone::Warn),
        (Some(outcome), _) => Cell::toned(lang.outcome(outcome), Tone::Good),
        (None, differing) if differing > 0 && !row.is_own => {
            Cell::toned(lang.fields_differ(differing), Tone::Warn)
        }
        (None, _) => Cell::default(),
    }
}
