//! 清查: one review line by line: what each account is found for, its verdict, and how far its application has come.

use super::requests_detail::DETAIL as REQUEST;
use super::review_forms::{DECIDE, DRAFT, EXPORT, back_form, next_form};
use super::reviews::{SIGNERS, record, steps};
use super::roster::fitted;
use crate::app::{ReviewLineRow, ReviewRow, ReviewView};
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::review::{Progress, ReviewNo, ReviewRefusal, ReviewState, Verdict};
use crate::domain::shown::shown;
use crate::locale::{Lang, Measure, ReviewText as T, RosterText as R, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, DetailData, Head, Line, PaneData, RowData, RowMove, TableData, Tone,
};
use crate::tui::errand::{AppError, Office};
use crate::tui::form::spec::Choice;
use crate::tui::pane::{Does, Filter, Here, Layout, Offer, PageSpec, Target, ViewSpec};

/// Facts of a row: the line's version, and what its next step is.
pub(super) const LINE_VERSION: &str = "line_version";
const STEP: &str = "line_step";
const REQUEST_NO: &str = "request";

const NEXT: Does = Does::ByFact {
    name: STEP,
    of: &[
        ("decide", Does::Fill(&DECIDE)),
        ("draft", Does::Fill(&DRAFT)),
        ("request", Does::GoTo(request)),
    ],
};

// What can be done with a line or its review, from the list as from one line.
const VERDICT: Offer = Offer::record(Action::NextStep, Text::Review(T::Decide), NEXT)
    .only(SIGNERS)
    .for_each();
const FORWARD: Offer = Offer::record(
    Action::Write,
    Text::Review(T::Report),
    Does::FillOf(next_form),
)
.only(SIGNERS);
const BACKWARD: Offer = Offer::record(
    Action::StepBack,
    Text::Review(T::Resume),
    Does::FillOf(back_form),
)
.only(SIGNERS)
.unhinted();
const ANEW: Offer = Offer::record(
    Action::Correct,
    Text::Review(T::Decide),
    Does::Fill(&DECIDE),
)
.only(SIGNERS)
.unhinted();
const PRINT: Offer =
    Offer::record(Action::Export, Text::Review(T::Print), Does::Fill(&EXPORT)).unhinted();

pub(super) static REVIEW: PageSpec = PageSpec {
    contexts: &["reviews"],
    title: Text::Review(T::Review),
    help: Text::Review(T::ReviewHelp),
    views: &[ViewSpec {
        title: Text::Review(T::Review),
        layout: Layout::List,
        load,
        side: Some(side),
        filters: &[Filter {
            label: Text::Review(T::State),
            options: states,
            start: "",
        }],
        search: Some(Text::Roster(R::SearchHelp)),
    }],
    offers: &[
        Offer::record(Action::Open, Text::ActOpen, Does::Go(&LINE)),
        VERDICT,
        Offer::mark(),
        FORWARD,
        BACKWARD,
        ANEW,
        PRINT,
    ],
};

static LINE: PageSpec = PageSpec {
    contexts: &["reviews"],
    title: Text::Review(T::Review),
    help: Text::Review(T::LineHelp),
    views: &[ViewSpec {
        title: Text::Review(T::Review),
        layout: Layout::Sheet,
        load: side,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[VERDICT, FORWARD, BACKWARD, ANEW, PRINT],
};

/// The line's application.
fn request(here: &Here) -> Option<Target> {
    let about = here.row.fact(REQUEST_NO).to_owned();
    (!about.is_empty()).then_some(Target {
        page: &REQUEST,
        about,
        view: 0,
    })
}

static HEADS: &[Head] = &[
    Head::new(Text::Roster(R::Account), 10),
    Head::new(Text::Roster(R::Name), 6),
    Head::new(Text::Review(T::InPost), 7).gap(1),
    Head::new(Text::Roster(R::Items), 14).widths([14, 14, 0]),
    Head::new(Text::Roster(R::Idle), 5).right(),
    Head::new(Text::Review(T::Before), 4).widths([0, 4, 0]),
    Head::new(Text::Review(T::VerdictHead), 4).widths([4, 4, 4]),
    Head::new(Text::Review(T::Handling), 18).widths([18, 30, 18]),
];

/// What the lines can be narrowed to.
const STATES: [&str; 3] = ["undecided", "waiting", "urgent"];

fn states(lang: Lang, _now: Moment) -> Vec<Choice> {
    let words = [T::Undecided, T::Waiting, T::Urgent];
    let choices = STATES.into_iter().zip(words);
    choices
        .map(|(code, word)| Choice::new(code, lang.text(Text::Review(word))))
        .collect()
}

fn fits(row: &ReviewLineRow, state: &str, search: &str) -> bool {
    let is_state = match state {
        "undecided" => row.progress == Progress::Undecided,
        "waiting" => !row.progress.is_done() && row.progress != Progress::Undecided,
        "urgent" => row.age.is_some(),
        _ => true,
    };
    let frozen = &row.line.frozen;
    let holder = frozen.holder.as_ref();
    let request = row.line.request.map(|no| no.to_string());
    let said = [
        frozen.account.as_str(),
        holder.map_or("", |holder| &holder.name),
        holder.map_or("", |holder| &holder.unit),
        &frozen.items.join(" "),
        request.as_deref().unwrap_or_default(),
    ]
    .join(" ")
    .to_uppercase();
    is_state
        && search
            .split_whitespace()
            .all(|word| said.contains(&word.to_uppercase()))
}

fn number(about: &str) -> Result<ReviewNo, AppError> {
    let number = about.split(KEY_MARK).next().unwrap_or_default();
    Ok(number.parse().map_err(|_form| Refusal::NoSuchRecord)?)
}

/// Between a review's number and an account in the key of a line.
const KEY_MARK: char = ' ';

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let ReviewView { row, lines, own } = office.review(number(&asked.about)?)?;
    let state = asked.filters.first().map_or("", String::as_str);
    let rows: Vec<RowData> = lines
        .iter()
        .filter(|line| fits(line, state, &asked.search))
        .map(|line| line_row(lang, &row, line, is_signer(office)))
        .collect();
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let mut ledger = lang.review_ledger(&row.ledger);
    if !own.is_empty() && row.review.state == ReviewState::Open {
        ledger = format!("{ledger}{}", lang.own_lines(&own));
    }
    let foot = vec![
        Line::words(lang.review_compared(row.review.compared)),
        Line::words(ledger),
    ];
    let urgent = row.ledger.urgent;
    let mut right = Vec::new();
    if urgent > 0 {
        right.push(Cell::toned(lang.urgent_count(urgent), Tone::Bad));
    }
    right.push(Cell::plain(lang.review_state(row.review.state)));
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.review_title(row.review.no, &row.ledger),
        right,
        measure: Some(Measure::LogRow),
        heads: HEADS,
        total: u64::try_from(rows.len()).ok(),
        begin: lines
            .iter()
            .find(|line| line.no_verdict.is_none() && line.progress == Progress::Undecided)
            .map(|line| key(row.review.no, &line.line.frozen.account)),
        rows,
        foot,
        is_foot_low: true,
        empty: vec![lang.text(Text::Review(T::NoLines)).to_owned()],
        ..TableData::default()
    })))
}

/// Managers and supervisors also see the application itself.
fn is_signer(office: &Office) -> bool {
    office.me().roles.any_of(&[Role::Manager, Role::Supervisor])
}

/// `115-清查 KCGSOC0101`.
pub(super) fn key(no: ReviewNo, account: &str) -> String {
    format!("{no}{KEY_MARK}{account}")
}

/// The account of a line's key.
pub(super) fn account_of(key: &str) -> &str {
    key.split_once(KEY_MARK).map_or("", |(_, account)| account)
}

fn is_gone(row: &ReviewRow, line: &ReviewLineRow) -> bool {
    line.line.frozen.is_gone(row.review.opened.at.day())
}

fn line_row(lang: Lang, row: &ReviewRow, line: &ReviewLineRow, is_signer: bool) -> RowData {
    let frozen = &line.line.frozen;
    let holder = frozen.holder.as_ref();
    let name = holder.map_or("", |holder| holder.name.as_str());
    let post_tone = if frozen.holder.is_none() || is_gone(row, line) {
        Tone::Bad
    } else {
        Tone::Plain
    };
    RowData {
        cells: vec![
            Cell::plain(frozen.account.clone()),
            Cell::plain(name),
            Cell::toned(
                lang.line_post(holder.map(|holder| holder.post), is_gone(row, line)),
                post_tone,
            ),
            Cell::plain(fitted(&frozen.items)),
            Cell::plain(lang.idle_days(frozen.idle)),
            Cell::plain(
                frozen
                    .before
                    .map_or("", |before| lang.verdict_short(Some(before))),
            ),
            verdict_cell(lang, line),
            handling_cell(lang, line),
        ],
        peek: lang.review_peek(name, &frozen.findings, line.age),
        name: frozen.account.clone(),
        ..line_record(lang, row, line, is_signer)
    }
}

fn verdict_cell(lang: Lang, line: &ReviewLineRow) -> Cell {
    let verdict = line.line.verdict();
    let tone = match verdict {
        None => Tone::Warn,
        Some(Verdict::Keep) => Tone::Plain,
        Some(Verdict::Change | Verdict::Delete) => Tone::Strong,
    };
    Cell::toned(lang.verdict_short(verdict), tone)
}

/// The reason of a kept line; the application of another, and where it stands; before a verdict, how urgent it is.
fn handling_cell(lang: Lang, line: &ReviewLineRow) -> Cell {
    let age = line.age.map(|days| lang.urgent_days(days));
    match (&line.line.decided, line.progress) {
        (None, _) => Cell::toned(age.unwrap_or_default(), Tone::Bad),
        (Some(decided), Progress::Kept | Progress::Undecided) => {
            Cell::plain(shown(&decided.reason).into_owned())
        }
        (Some(_), progress) => {
            let number = line.line.request.map(|no| format!("{no} "));
            let tone = match progress {
                Progress::CarriedOut(_) => Tone::Good,
                Progress::ToDraft | Progress::Failed => Tone::Bad,
                Progress::Undecided | Progress::Kept | Progress::UnderWay => Tone::Warn,
            };
            Cell::toned(
                format!("{}{}", number.unwrap_or_default(), lang.progress(progress)),
                tone,
            )
        }
    }
}

/// A line as a record: its key, facts, and what cannot be done with it.
fn line_record(lang: Lang, row: &ReviewRow, line: &ReviewLineRow, is_signer: bool) -> RowData {
    let why = |why: &Option<ReviewRefusal>| why.as_ref().map(|why| lang.review_why(why));
    let (step, word) = match line.progress {
        Progress::ToDraft | Progress::Failed if line.no_draft.is_none() => {
            ("draft", T::MakeRequest)
        }
        Progress::UnderWay | Progress::CarriedOut(_) if is_signer => ("request", T::OpenRequest),
        Progress::ToDraft
        | Progress::Failed
        | Progress::UnderWay
        | Progress::CarriedOut(_)
        | Progress::Undecided
        | Progress::Kept => ("decide", T::Decide),
    };
    let cannot = match step {
        "decide" => why(&line.no_verdict),
        _ => None,
    };
    let mut moves = vec![
        RowMove {
            action: Action::NextStep,
            label: Some(lang.text(Text::Review(word)).to_owned()),
            cannot,
        },
        RowMove {
            action: Action::Correct,
            label: None,
            cannot: why(&line.no_verdict),
        },
    ];
    moves.extend(steps(lang, row, Action::Write));
    let mut data = record(row);
    data.facts.extend([
        (LINE_VERSION, line.line.version.to_string()),
        (STEP, step.to_owned()),
        (
            REQUEST_NO,
            line.line
                .request
                .map_or_else(String::new, |no| no.to_string()),
        ),
    ]);
    RowData {
        key: key(row.review.no, &line.line.frozen.account),
        moves,
        ..data
    }
}

static PEERS: &[Head] = &[
    Head::new(Text::Roster(R::Items), 10),
    Head::new(Text::Review(T::Peers), 9).right(),
    Head::new(Text::Review(T::Unused), 10),
];

/// One line as it was frozen, what came of it, and how its items stand among its unit.
fn side(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let account = account_of(&asked.about);
    if account.is_empty() {
        return Ok(PaneData::Detail(Box::default()));
    }
    let view = office.review(number(&asked.about)?)?;
    let found = view
        .lines
        .iter()
        .find(|line| line.line.frozen.account == account);
    let line = found.ok_or(Refusal::NoSuchRecord)?;
    let frozen = &line.line.frozen;
    let holder = frozen.holder.as_ref();
    let name = holder.map_or("", |holder| holder.name.as_str());
    Ok(PaneData::Detail(Box::new(DetailData {
        title: format!("{}  {account}", view.row.review.no),
        right: line
            .age
            .map(|days| Cell::toned(lang.urgent_days(days), Tone::Bad))
            .into_iter()
            .chain([verdict_cell(lang, line)])
            .collect(),
        lines: sheet(lang, &view, line),
        heads: PEERS,
        rows: frozen
            .items
            .iter()
            .map(|item| peers(lang, &view, line, item))
            .collect(),
        peek: lang.review_peek(name, &frozen.findings, line.age),
        record: line_record(lang, &view.row, line, is_signer(office)),
        ..DetailData::default()
    })))
}

fn sheet(lang: Lang, view: &ReviewView, line: &ReviewLineRow) -> Vec<Line> {
    let label = |text| lang.text(Text::Review(text)).to_owned();
    let frozen = &line.line.frozen;
    let nobody = || label(T::NoHolder);
    let held = frozen.holder.as_ref().map_or_else(nobody, |holder| {
        format!("{}  {} {}", holder.name, holder.unit, holder.title)
    });
    let post = frozen.holder.as_ref().map_or_else(String::new, |holder| {
        let on = holder.post_on.map_or_else(String::new, |day| lang.day(day));
        let word = lang.line_post(Some(holder.post), is_gone(&view.row, line));
        format!("{word}  {on}").trim_end().to_owned()
    });
    let last = frozen
        .last_query
        .map_or_else(|| "-".to_owned(), |day| lang.day(day));
    let found = if frozen.findings.is_empty() {
        label(T::Nothing)
    } else {
        lang.findings(&frozen.findings)
    };
    let tone = if frozen.is_urgent() {
        Tone::Bad
    } else {
        Tone::Plain
    };
    let found_on = lang.day(view.row.review.opened.at.day());
    let mut lines = vec![
        Line::field(label(T::Holder), held),
        Line::field(label(T::InPost), post),
        Line::field(
            lang.text(Text::Roster(R::LastQuery)),
            format!("{last}  {}", lang.idle_days(frozen.idle)),
        ),
        Line::labelled(label(T::Findings), Cell::toned(found, tone)).note(found_on),
        Line::field(
            label(T::Before),
            frozen.before.map_or("-", |before| lang.verdict(before)),
        ),
    ];
    if let Some(decided) = &line.line.decided {
        let words = lang.line_handling(&shown(&decided.reason), &decided.items, "");
        lines.push(Line::field(
            label(T::Verdict),
            format!("{}  {words}", lang.verdict(decided.verdict)),
        ));
        let signed = format!(
            "{}  {}",
            decided.signed.name,
            lang.moment(decided.signed.at)
        );
        lines.push(Line::field(label(T::Decided), signed));
    }
    if let Some(no) = line.line.request {
        let stage = line.request.as_ref();
        let stage = stage.map_or("", |request| lang.request_stage(request.stage));
        lines.push(Line::field(label(T::Request), format!("{no}  {stage}")));
    }
    lines.push(Line::blank());
    lines
}

/// An item, how many of the unit's reviewed accounts hold it, and whether it was used.
fn peers(lang: Lang, view: &ReviewView, line: &ReviewLineRow, item: &str) -> RowData {
    let unit = |line: &ReviewLineRow| {
        let holder = line.line.frozen.holder.as_ref();
        holder.map(|holder| holder.unit.clone())
    };
    let own = unit(line);
    let same = view.lines.iter().filter(|other| unit(other) == own);
    let (holders, all) = same.fold((0_usize, 0_usize), |(holders, all), other| {
        let holds = other.line.frozen.items.iter().any(|held| held == item);
        (
            holders.saturating_add(usize::from(holds)),
            all.saturating_add(1),
        )
    });
    let is_unused = line.line.frozen.unused.iter().any(|unused| unused == item);
    let unused = if is_unused {
        lang.text(Text::Review(T::Unused))
    } else {
        ""
    };
    RowData {
        key: item.to_owned(),
        cells: vec![
            Cell::plain(item),
            Cell::plain(format!("{holders}/{all}")),
            Cell::toned(unused, Tone::Warn),
        ],
        ..RowData::default()
    }
}
