//! 使用期限 (11(2)2): for each legal basis how long what it gave is used, and why; the keeper's, under F1 on 今日.

use super::retention_forms::{give, label, read_span};
use crate::app::RetentionCommand;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::retention::listing::UsePeriod;
use crate::domain::span::Span;
use crate::locale::{DueText as D, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, Line, PaneData, RowData, TableData, Tone};
use crate::tui::errand::{AppError, Office};
use crate::tui::form::read::free_text;
use crate::tui::form::spec::{Field, FormSpec, Kind, Place, Prepared, Start};
use crate::tui::pane::{After, Does, Here, Layout, Offer, PageSpec, ViewSpec};

const KEEPER: &[Role] = &[Role::Keeper];
const SPAN: &str = "span";
const WORDS: &str = "words";

pub(super) static USE_PERIODS: PageSpec = PageSpec {
    contexts: &["settings"],
    title: Text::Due(D::UsePeriods),
    help: Text::Due(D::UsePeriodsHelp),
    views: &[ViewSpec {
        title: Text::Due(D::UsePeriods),
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(Action::Open, Text::Due(D::SetUse), Does::Fill(&SET)).only(KEEPER),
        Offer::record(Action::NextStep, Text::Due(D::SetUse), Does::Fill(&SET))
            .only(KEEPER)
            .unhinted(),
    ],
};

static HEADS: &[Head] = &[
    Head::new(Text::Due(D::Legal), 30).widths([30, 40, 26]),
    Head::new(Text::Due(D::UseSpan), 8),
    Head::new(Text::Due(D::UseBasis), 34).widths([34, 44, 24]),
];

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let declared = office.use_periods()?;
    let rows: Vec<RowData> = office
        .annex()?
        .bases
        .iter()
        .map(|basis| {
            let row = declared.iter().find(|row| row.basis == basis.id);
            let [span, words] = match row {
                Some(row) => [
                    Cell::plain(lang.span(row.period.span)),
                    Cell::plain(row.period.words.clone()),
                ],
                None => [
                    Cell::default(),
                    Cell::toned(label(lang, D::UseNone), Tone::Warn),
                ],
            };
            RowData {
                key: basis.id.clone(),
                cells: vec![
                    Cell::plain(format!("{} {}", basis.id, basis.statute)),
                    span,
                    words,
                ],
                peek: row.map_or_else(String::new, |row| {
                    lang.use_declared_by(&row.period.words, &row.by, row.at)
                }),
                ..RowData::default()
            }
        })
        .collect();
    Ok(PaneData::Table(Box::new(TableData {
        title: label(lang, D::UsePeriods).to_owned(),
        measure: Some(Measure::Item),
        heads: HEADS,
        total: u64::try_from(rows.len()).ok(),
        rows,
        ..TableData::default()
    })))
}

static SET: FormSpec = FormSpec {
    title: Text::Due(D::SetUse),
    place: Place::Drawer,
    prepare,
    fields: &[
        Field {
            read: read_span,
            ..Field::new(SPAN, Text::Due(D::UseSpan), Kind::Text)
        },
        Field::new(WORDS, Text::Due(D::UseBasis), Kind::Text),
    ],
    submit: |filled, prepared| {
        let period = UsePeriod {
            span: filled.get(SPAN).parse().unwrap_or(Span::Days(0)),
            words: free_text(filled.get(WORDS)),
        };
        let basis = prepared.here.row.key.clone();
        Ok(give(RetentionCommand::SetUsePeriod { basis, period }))
    },
    after: |_office, done, here| After {
        message: here.lang.told(&done.event),
        ..After::default()
    },
    blames: |error| match error {
        AppError::Refused(Refusal::Form { .. }) => Some(WORDS),
        _ => None,
    },
    write: Text::Due(D::SetUse),
    ready: FormSpec::says_nothing,
};

fn prepare(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let rows = office.use_periods()?;
    let row = rows.into_iter().find(|row| row.basis == here.row.key);
    let start = |field: &'static str, value: String| Start {
        field,
        value,
        is_suggested: true,
        ..Start::default()
    };
    let starts = row.map_or_else(Vec::new, |row| {
        vec![
            start(SPAN, row.period.span.to_string()),
            start(WORDS, row.period.words),
        ]
    });
    Ok(Prepared {
        title: format!("{} {}", label(lang, D::SetUse), here.row.key),
        lines: vec![
            Line::at(lang.value_column(), Cell::plain(label(lang, D::SetUseSays))),
            Line::blank(),
        ],
        foot: vec![
            Line::blank(),
            Line::field(
                lang.text(Text::Signature),
                lang.signed_by(&here.me, here.me.roles),
            ),
        ],
        starts,
        ..Prepared::of(here)
    })
}
