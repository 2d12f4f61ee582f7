//! 軌跡: every entry, newest first; one entry laid out; verify.

use std::collections::HashMap;

use crate::app::{EntryFilter, EntryRow, PageFrom};
use crate::domain::canonical::Json;
use crate::domain::people::Role;
use crate::domain::signers::RECOVERY;
use crate::domain::trail::hex;
use crate::locale::{Lang, Measure, Text, group};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, DetailData, Head, Line, PageAt, PaneData, RowData, TableData, Tone,
};
use crate::tui::errand::{AppError, Office};
use crate::tui::form::spec::Choice;
use crate::tui::pane::trail_verify::{COMPARE, VERIFY};
use crate::tui::pane::{Does, Filter, Layout, Offer, PageSpec, PaneSpec, ViewSpec};
use crate::tui::width::{cut, width};

pub(super) static PANE: PaneSpec = PaneSpec {
    title: Text::Trail,
    slot: 6,
    action: Action::GoTrail,
    roles: &Role::ALL,
    page: &LIST,
};

static LIST: PageSpec = PageSpec {
    contexts: &["trail"],
    title: Text::Trail,
    help: Text::TrailHelp,
    views: &[ViewSpec {
        title: Text::Trail,
        layout: Layout::List,
        load,
        side: Some(entry),
        filters: &[
            Filter {
                label: Text::EntryPerson,
                options: only_the_store_knows,
                start: "",
            },
            Filter {
                label: Text::EntryAction,
                options: only_the_store_knows,
                start: "",
            },
        ],
        search: Some(Text::TrailSearch),
    }],
    offers: &[
        Offer::record(Action::Open, Text::ActOpen, Does::Go(&ENTRY)),
        Offer::page(Action::NextStep, Text::ActVerify, Does::Now(&VERIFY)),
        Offer::page(
            Action::Export,
            Text::ActExport,
            Does::Fill(&super::export::TRAIL),
        )
        .only(EXPORTERS),
        Offer::page(
            Action::CompareHead,
            Text::ActCompareHead,
            Does::Fill(&COMPARE),
        )
        .unhinted(),
    ],
};

/// A list leaves the desk through whoever answers for it, never through a user.
const EXPORTERS: &[Role] = &[Role::Manager, Role::Checker, Role::Supervisor, Role::Keeper];

static ENTRY: PageSpec = PageSpec {
    contexts: &["trail"],
    title: Text::Trail,
    help: Text::EntryHelp,
    views: &[ViewSpec {
        title: Text::Trail,
        layout: Layout::Sheet,
        load: entry,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[],
};

static HEADS: &[Head] = &[
    Head::new(Text::EntryNumber, 7).right().gap(1),
    Head::new(Text::EntryAt, 18),
    Head::new(Text::EntryPerson, 6),
    Head::new(Text::EntryRole, 10).gap(1),
    Head::new(Text::EntryAction, 14),
    Head::new(Text::EntryRecord, 14).widths([14, 14, 0]),
    Head::new(Text::EntryHash, 9).widths([0, 9, 0]),
];

/// Cells of a line of JSON.
const JSON_WIDTH: usize = 64;

fn only_the_store_knows(_lang: Lang, _now: crate::domain::moment::Moment) -> Vec<Choice> {
    Vec::new()
}

/// Names by login.
struct Names(HashMap<String, String>, Lang);

impl Names {
    fn of(office: &mut Office, lang: Lang) -> Result<Names, AppError> {
        let people = office.people()?;
        let named = people
            .into_iter()
            .map(|clerk| (clerk.login.to_string(), clerk.name));
        Ok(Names(named.collect(), lang))
    }

    fn name(&self, login: &str) -> String {
        if login == RECOVERY {
            return self.1.text(Text::RecoveryCode).to_owned();
        }
        self.0
            .get(login)
            .cloned()
            .unwrap_or_else(|| login.to_owned())
    }
}

/// The filter as it was chosen, and as line 4 says it.
fn filter(asked: &Asked, names: &Names, office: &Office) -> (EntryFilter, String) {
    let lang = asked.lang;
    let chosen = |place: usize| {
        let value = asked.filters.get(place).cloned().unwrap_or_default();
        (!value.is_empty()).then_some(value)
    };
    let (person, action) = (chosen(0), chosen(1));
    let search = asked.search.trim();
    let said = [
        person
            .as_deref()
            .map_or(lang.text(Text::AllPeople).to_owned(), |login| {
                names.name(login)
            }),
        action
            .as_deref()
            .map_or(lang.text(Text::AllActions).to_owned(), |action| {
                lang.action(action).to_owned()
            }),
    ];
    let mut title = format!(
        "{}  {}",
        lang.text(Text::Trail),
        said.join(lang.text(Text::ListComma))
    );
    if !search.is_empty() {
        title.push_str("  ");
        title.push_str(search);
    }
    let filter = EntryFilter {
        person,
        action,
        record: (!search.is_empty()).then(|| record_of(search, office)),
        ..EntryFilter::default()
    };
    (filter, title)
}

/// A record's number as the trail has it: `11511-0042` is `SOC-11511-0042` there.
fn record_of(search: &str, office: &Office) -> String {
    let is_short_number = search.split_once('-').is_some_and(|(period, serial)| {
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        is_digits(period) && is_digits(serial)
    });
    if is_short_number {
        format!("{}-{search}", office.agency())
    } else {
        search.to_owned()
    }
}

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let names = Names::of(office, asked.lang)?;
    let (filter, title) = filter(asked, &names, office);
    let head = office.head()?.seq;
    let page = page(office, asked, &filter)?;
    let today = asked.now.unwrap_or_else(|| office.now()).day();
    let rows = page.rows.iter().map(|row| {
        let entry = &row.entry;
        RowData {
            key: entry.seq.to_string(),
            cells: cells(row, &names, today, asked.lang),
            peek: peek(row, &names, asked.lang),
            ..RowData::default()
        }
    });
    let (actions, people) = office.actions_and_people()?;
    let people = people
        .into_iter()
        .map(|login| Choice::new(login.clone(), names.name(&login)));
    let actions = actions
        .into_iter()
        .map(|action| Choice::new(action.clone(), asked.lang.action(&action)));
    Ok(PaneData::Table(Box::new(TableData {
        title,
        measure: Some(Measure::Query),
        heads: HEADS,
        rows: rows.collect(),
        has_before: page.has_before,
        has_after: page.has_after,
        total: (filter == EntryFilter::default()).then_some(head),
        empty: vec![asked.lang.text(Text::NothingFound).to_owned()],
        choices: vec![
            (Text::EntryPerson, people.collect()),
            (Text::EntryAction, actions.collect()),
        ],
        ..TableData::default()
    })))
}

struct Page {
    /// Newest first.
    rows: Vec<EntryRow>,
    has_before: bool,
    has_after: bool,
}

fn page(office: &mut Office, asked: &Asked, filter: &EntryFilter) -> Result<Page, AppError> {
    let seq = |key: &str| key.parse().unwrap_or(u64::MAX);
    let limit = asked.limit.max(1);
    let (from, is_up) = match &asked.page {
        PageAt::Top => (PageFrom::Down(u64::MAX), false),
        PageAt::Bottom => (PageFrom::Up(0), true),
        PageAt::From(key) => (PageFrom::Down(seq(key)), false),
        PageAt::UpTo(key) => (PageFrom::Up(seq(key)), true),
    };
    let mut rows = office.entries(filter, from, limit.saturating_add(1))?;
    let has_further = rows.len() > limit;
    rows.truncate(limit);
    if is_up {
        rows.reverse();
    }
    let behind = match (is_up, rows.first(), rows.last()) {
        (false, Some(newest), _) => Some(PageFrom::Up(newest.entry.seq.saturating_add(1))),
        (true, _, Some(oldest)) => oldest.entry.seq.checked_sub(1).map(PageFrom::Down),
        _ => None,
    };
    let has_behind = match behind {
        Some(from) => !office.entries(filter, from, 1)?.is_empty(),
        None => false,
    };
    let (has_before, has_after) = if is_up {
        (has_further, has_behind)
    } else {
        (has_behind, has_further)
    };
    Ok(Page {
        rows,
        has_before,
        has_after,
    })
}

/// A bad sign stands out.
fn tone(action: &str) -> Tone {
    match action {
        "role.refused/1" | "tail.lost/1" => Tone::Bad,
        "clock.jumped/1" | "query.revealed/1" => Tone::Warn,
        _ => Tone::Plain,
    }
}

fn cells(row: &EntryRow, names: &Names, today: chrono::NaiveDate, lang: Lang) -> Vec<Cell> {
    let entry = &row.entry;
    vec![
        Cell::plain(group(entry.seq)),
        Cell::plain(lang.list_second(entry.at, today)),
        Cell::plain(names.name(&entry.person)),
        Cell::plain(lang.role(entry.role)),
        Cell::toned(lang.deed(&entry.action, &entry.body), tone(&entry.action)),
        Cell::plain(entry.record.clone()),
        Cell::plain(grouped(&row.hash, 2)),
    ]
}

/// So many groups of four digits.
pub(super) fn grouped(hash: &[u8; 32], groups: usize) -> String {
    let digits: Vec<char> = hex(hash).chars().collect();
    let groups = digits.chunks(4).take(groups);
    let words: Vec<String> = groups.map(|group| group.iter().collect()).collect();
    words.join(" ")
}

fn peek(row: &EntryRow, names: &Names, lang: Lang) -> String {
    format!(
        "{} {}   {} {}   {} {}",
        lang.text(Text::EntryHash),
        grouped(&row.hash, 4),
        lang.text(Text::EntryBefore),
        grouped(&row.entry.prev, 4),
        lang.text(Text::EntrySigned),
        names.name(&row.entry.person),
    )
}

/// One entry, its body laid out.
fn entry(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let names = Names::of(office, lang)?;
    let found = match asked.about.parse() {
        Ok(seq) => office.entry(seq)?,
        Err(_no_number) => None,
    };
    let Some(row) = found else {
        return Ok(PaneData::Detail(Box::new(DetailData {
            title: lang.text(Text::NothingFound).to_owned(),
            ..DetailData::default()
        })));
    };
    let entry = &row.entry;
    let field = |label, value: String| Line::field(lang.text(label), value);
    let mut lines = vec![
        field(Text::EntryAt, lang.second(entry.at)),
        field(
            Text::EntryPerson,
            format!("{}  {}", names.name(&entry.person), entry.person),
        ),
        field(Text::EntryRole, lang.role(entry.role).to_owned()),
        Line::labelled(
            lang.text(Text::EntryAction),
            Cell::toned(lang.deed(&entry.action, &entry.body), tone(&entry.action)),
        )
        .note(entry.action.clone()),
        field(Text::EntryRecord, entry.record.clone()),
        field(Text::EntryHash, hex(&row.hash)),
        field(Text::EntryBefore, hex(&entry.prev)),
        field(Text::EntryKey, hex(&entry.key)),
        Line::blank(),
    ];
    let body = laid_out(&entry.body);
    let label = lang.text(Text::EntryBody);
    lines.extend(
        body.into_iter()
            .enumerate()
            .map(|(index, text)| Line::field(if index == 0 { label } else { "" }, text)),
    );
    Ok(PaneData::Detail(Box::new(DetailData {
        title: format!("{}  {}", lang.text(Text::Trail), group(entry.seq)),
        right: vec![Cell::plain(lang.action(&entry.action))],
        lines,
        peek: lang.text(Text::EntryPeek).to_owned(),
        record: RowData {
            key: entry.seq.to_string(),
            ..RowData::default()
        },
        ..DetailData::default()
    })))
}

/// JSON with a member a line; a line that is too long goes on below.
fn laid_out(json: &Json) -> Vec<String> {
    let mut lines = Vec::new();
    lay_out(json, 0, "", &mut lines);
    let mut out = Vec::new();
    for line in &lines {
        push(&mut out, line);
    }
    out
}

fn lay_out(json: &Json, depth: usize, tail: &str, out: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    match json {
        Json::Object(members) if !members.is_empty() => {
            out.push(format!("{indent}{{"));
            let last = members.len().saturating_sub(1);
            for (index, (name, value)) in members.iter().enumerate() {
                let tail = if index == last { "" } else { "," };
                lay_out_named(name, value, depth.saturating_add(1), tail, out);
            }
            out.push(format!("{indent}}}{tail}"));
        }
        Json::List(items) if !items.is_empty() => {
            out.push(format!("{indent}["));
            let last = items.len().saturating_sub(1);
            for (index, item) in items.iter().enumerate() {
                let tail = if index == last { "" } else { "," };
                lay_out(item, depth.saturating_add(1), tail, out);
            }
            out.push(format!("{indent}]{tail}"));
        }
        plain => out.push(format!("{indent}{}{tail}", plain.write())),
    }
}

fn lay_out_named(name: &str, value: &Json, depth: usize, tail: &str, out: &mut Vec<String>) {
    let begun = out.len();
    lay_out(value, depth, tail, out);
    if let Some(first) = out.get_mut(begun) {
        let indent = "  ".repeat(depth);
        *first = format!("{indent}\"{name}\": {}", first.trim_start());
    }
}

/// A line, or as many as it needs.
fn push(out: &mut Vec<String>, text: &str) {
    let mut rest = text;
    while width(rest) > JSON_WIDTH {
        // Without the mark of what is cut: the rest follows.
        let fits = cut(rest, JSON_WIDTH);
        let length = fits.trim_end_matches('~').len();
        let Some((line, further)) = rest.split_at_checked(length).filter(|_| length > 0) else {
            break;
        };
        out.push(line.to_owned());
        rest = further;
    }
    out.push(rest.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: &[&str]) {
        assert_eq!(laid_out(&Json::parse(json).unwrap()), expected);
    }

    #[test]
    fn a_body_stands_with_a_member_a_line() {
        check("{}", &["{}"]);
        check(
            r#"{"counts":{"p1":188},"rows":[{"id":3},{"id":4}],"seed":"ab"}"#,
            &[
                "{",
                "  \"counts\": {",
                "    \"p1\": 188",
                "  },",
                "  \"rows\": [",
                "    {",
                "      \"id\": 3",
                "    },",
                "    {",
                "      \"id\": 4",
                "    }",
                "  ],",
                "  \"seed\": \"ab\"",
                "}",
            ],
        );
    }

    #[test]
    fn a_digest_goes_on_in_the_next_line_and_loses_nothing() {
        let digest = "0123456789abcdef".repeat(4);
        let body = format!(r#"{{"digest":"{digest}"}}"#);
        let out = laid_out(&Json::parse(&body).unwrap());
        assert!(out.iter().all(|line| width(line) <= JSON_WIDTH));
        assert_eq!(out.concat().replace("  ", "").replace(": ", ":"), body);
    }
}
