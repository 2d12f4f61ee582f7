//! 抽查: the drawn rows in the order of the draw, with the seed; from here the walk begins.

use super::checks::{MONTH, all_walked, asked_month, walk_label};
use super::walk;
use crate::app::DrawnRow;
use crate::domain::monthly_check::Step;
use crate::domain::people::Role;
use crate::domain::shown::shown;
use crate::locale::MonthText as M;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, Head, Line, PageAt, PaneData, RowData, RowMove, TableData, Tone,
};
use crate::tui::errand::{AppError, Office};
use crate::tui::pane::{Layout, Offer, PageSpec, ViewSpec};

/// The draw.
pub(super) static DRAWN: PageSpec = PageSpec {
    contexts: &["checks"],
    title: Text::Month(M::Drawn),
    help: Text::Month(M::DrawnHelp),
    views: &[ViewSpec {
        title: Text::Month(M::Drawn),
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[Offer::record(
        Action::NextStep,
        Text::Month(M::StartWalk),
        walk::NEXT,
    )],
};

static HEADS: &[Head] = &[
    Head::new(Text::Month(M::Place), 2).right(),
    Head::new(Text::Month(M::Row), 6).right(),
    Head::new(Text::Month(M::AskedOn), 9),
    Head::new(Text::Month(M::Person), 6),
    Head::new(Text::Month(M::Item), 4),
    Head::new(Text::Month(M::Subject), 10),
    Head::new(Text::Month(M::Number), 10),
    Head::new(Text::Month(M::Case), 11).widths([0, 11, 11]),
    Head::new(Text::Month(M::Reason), 16),
];

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let period = asked_month(office, asked);
    let (drawn, _done) = office.walk_progress(period)?;
    let state = office.standing_of(period)?;
    let view = office.month_view(period)?;
    let limit = u32::try_from(asked.limit).unwrap_or(u32::MAX);
    let from = match &asked.page {
        PageAt::Top => 1,
        PageAt::Bottom => drawn.saturating_sub(limit).saturating_add(1),
        PageAt::From(key) => key.parse().unwrap_or(1),
        PageAt::UpTo(key) => key
            .parse::<u32>()
            .unwrap_or(1)
            .saturating_sub(limit)
            .saturating_add(1),
    };
    let from = from.max(1);
    let page = office.drawn_page(period, from, limit)?;
    let is_mine = view
        .checker
        .as_ref()
        .is_some_and(|(login, _)| *login == office.me().login);
    let next = RowMove {
        action: Action::NextStep,
        label: Some(walk_label(lang, &view)),
        cannot: cannot_walk(lang, &view, office.me().roles.has(Role::Checker), is_mine),
    };
    let facts = [
        (MONTH, period.to_string()),
        (walk::STEP, view.step.code().to_owned()),
        (walk::ALL_DONE, all_walked(&view)),
    ];
    let rows: Vec<RowData> = page
        .rows
        .iter()
        .map(|row| drawn_row(lang, row, &next, &facts))
        .collect();
    let last = page.rows.last().map_or(0, |row| row.place);
    let seed = state.seed.unwrap_or_default();
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.drawn_title(period, [state.population, state.sample_size, drawn]),
        right: vec![Cell::plain(lang.share(drawn, state.population))],
        measure: Some(Measure::Query),
        heads: HEADS,
        rows,
        has_before: from > 1,
        has_after: last < drawn,
        total: Some(u64::from(drawn)),
        empty: vec![
            lang.text(Text::Month(if seed.is_empty() {
                M::NotDrawnYet
            } else {
                M::NothingToDraw
            }))
            .to_owned(),
        ],
        foot: seed_lines(lang, &seed),
        peek: lang.text(Text::Month(M::DrawnPeek)).to_owned(),
        ..TableData::default()
    })))
}

fn cannot_walk(
    lang: Lang,
    view: &crate::app::MonthView,
    is_checker: bool,
    is_mine: bool,
) -> Option<String> {
    let text = |word: M| Some(lang.text(Text::Month(word)).to_owned());
    match view.step {
        Step::Drawn | Step::Walking if is_checker && is_mine => None,
        Step::Drawn | Step::Walking => match &view.checker {
            Some((_, name)) => Some(lang.who_draws(name)),
            None => text(M::OnlyChecker),
        },
        Step::Signed | Step::Complete | Step::Submitted | Step::Filed => text(M::AlreadySigned),
        Step::None | Step::Imported | Step::Reconciled | Step::Frozen => text(M::NotDrawnYet),
    }
}

fn seed_lines(lang: Lang, seed: &str) -> Vec<Line> {
    if seed.is_empty() {
        return Vec::new();
    }
    let (first, second) = seed.split_at_checked(32).unwrap_or((seed, ""));
    vec![
        Line::blank(),
        Line::at(2, Cell::toned(lang.text(Text::Month(M::Seed)), Tone::Dim))
            .and(8, Cell::plain(format!("{first} {second}"))),
    ]
}

fn drawn_row(
    lang: Lang,
    row: &DrawnRow,
    next: &RowMove,
    facts: &[(&'static str, String)],
) -> RowData {
    let query = row.query.as_ref();
    let reason = query.map_or(row.log.reason.as_str(), |query| query.reason.as_str());
    let number = query.map_or_else(Cell::default, |query| Cell::number(query.no.short()));
    // What one looks up oneself is shown to another checker alone.
    let hidden = |text: String| if row.is_own { String::new() } else { text };
    RowData {
        key: row.place.to_string(),
        cells: vec![
            Cell::plain(row.place.to_string()),
            Cell::plain(format!("{:06}", row.seq)),
            Cell::plain(
                row.log
                    .day
                    .map_or_else(String::new, |day| lang.month_day(day)),
            ),
            Cell::plain(shown(&row.person).into_owned()),
            Cell::plain(shown(&row.log.item).into_owned()),
            Cell::plain(hidden(row.log.subject.to_string())),
            number,
            Cell::plain(hidden(shown(row.case()).into_owned())),
            Cell::plain(hidden(shown(reason).into_owned())),
        ],
        moves: vec![next.clone()],
        facts: facts.to_vec(),
        ..RowData::default()
    }
}
