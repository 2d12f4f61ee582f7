//! 規則: what flags a row, by which thresholds, how often in this month, and how often rightly so far.

use super::checks::{asked_month, month_of};
use crate::app::RuleRow;
use crate::locale::RulesText as R;
use crate::locale::{Lang, Measure, Text, group};
use crate::tui::desk_data::{Asked, Cell, Head, PaneData, RowData, TableData};
use crate::tui::errand::{AppError, Office};
use crate::tui::pane::{Here, Layout, PageSpec, Target, ViewSpec};

static RULES: PageSpec = PageSpec {
    contexts: &["checks"],
    title: Text::Rules(R::RulesTitle),
    help: Text::Rules(R::RulesHelp),
    views: &[ViewSpec {
        title: Text::Rules(R::RulesTitle),
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[],
};

pub(super) fn rules(here: &Here) -> Option<Target> {
    Some(Target {
        page: &RULES,
        about: month_of(here).to_string(),
        view: 0,
    })
}

static HEADS: &[Head] = &[
    Head::new(Text::Rules(R::RuleColumn), 24),
    Head::new(Text::Rules(R::ClassColumn), 3),
    Head::new(Text::Rules(R::ThresholdColumn), 26).widths([26, 40, 26]),
    Head::new(Text::Rules(R::HitsColumn), 6).right(),
    Head::new(Text::Rules(R::PrecisionColumn), 10),
];

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let period = asked_month(office, asked);
    let rows: Vec<RowData> = office
        .rules(period)?
        .iter()
        .map(|row| listed(lang, row))
        .collect();
    Ok(PaneData::Table(Box::new(TableData {
        title: format!("{}  {period}", lang.check_page(R::RulesTitle)),
        measure: Some(Measure::Item),
        heads: HEADS,
        total: u64::try_from(rows.len()).ok(),
        rows,
        peek: lang.text(Text::Rules(R::RulesPeek)).to_owned(),
        ..TableData::default()
    })))
}

fn listed(lang: Lang, row: &RuleRow) -> RowData {
    let thresholds: Vec<String> = row
        .thresholds
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let precision = row.precision;
    RowData {
        key: row.rule.code().to_owned(),
        cells: vec![
            Cell::plain(format!("{} {}", row.rule.code(), lang.rule(row.rule))),
            Cell::plain(lang.class(row.rule.class())),
            Cell::plain(thresholds.join(" ")),
            Cell::plain(group(u64::from(row.hits))),
            Cell::plain(precision.map_or_else(String::new, |(all, bad)| lang.precision(all, bad))),
        ],
        peek: lang.text(Text::Rules(R::RulesPeek)).to_owned(),
        ..RowData::default()
    }
}
