//! 申請: the list, one's own inbox first; who must act, since when, by when.

use super::requests_delegations::DELEGATIONS;
use super::requests_detail::{DETAIL, detail};
use super::requests_form::NEW;
use super::requests_steps::{back_form, next_form};
use crate::app::{RequestRow, RequestsAsked};
use crate::domain::deadline::{Deadline, DueState};
use crate::domain::moment::Moment;
use crate::domain::people::Role;
use crate::domain::request::{Family, Request, RequestNo, Stage, Step};
use crate::locale::{Lang, Measure, RequestText as T, ReviewText, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, PaneData, RowData, RowMove, TableData, Tone};
use crate::tui::errand::{AppError, Office};
use crate::tui::form::spec::Choice;
use crate::tui::pane::{Does, Filter, Here, Layout, Offer, PageSpec, PaneSpec, Target, ViewSpec};

pub(super) const APPLICANTS: &[Role] = &[Role::User, Role::Manager];

pub(super) static PANE: PaneSpec = PaneSpec {
    title: Text::Request(T::Requests),
    slot: 2,
    action: Action::GoRequests,
    roles: &[Role::User, Role::Manager, Role::Supervisor],
    page: &LIST,
};

/// Facts of a row: the next step, and the moves backwards.
pub(super) const STEP: &str = "step";
pub(super) const BACK: &str = "back";
pub(super) const VERSION: &str = "version";

const FILTERS: &[Filter] = &[Filter {
    label: Text::Request(T::Kind),
    options: families,
    start: "",
}];

/// The list, under way and ended.
pub(super) static LIST: PageSpec = PageSpec {
    contexts: &["requests"],
    title: Text::Request(T::Requests),
    help: Text::Request(T::Help),
    views: &[
        ViewSpec {
            title: Text::Request(T::UnderWay),
            layout: Layout::List,
            load: under_way,
            side: Some(detail),
            filters: FILTERS,
            search: Some(Text::Request(T::SearchHelp)),
        },
        ViewSpec {
            title: Text::Request(T::Ended),
            layout: Layout::List,
            load: ended,
            side: Some(detail),
            filters: FILTERS,
            search: Some(Text::Request(T::SearchHelp)),
        },
    ],
    offers: &[
        Offer::record(Action::Open, Text::ActOpen, Does::Go(&DETAIL)),
        Offer::record(Action::NextStep, Text::ActNextStep, Does::FillOf(next_form)).for_each(),
        Offer::record(
            Action::StepBack,
            Text::Request(T::ActBack),
            Does::FillOf(back_form),
        )
        .for_each(),
        Offer::mark().unhinted(),
        Offer::page(Action::New, Text::Request(T::NewRequest), Does::Fill(&NEW)).only(APPLICANTS),
        Offer::page(
            Action::Delegations,
            Text::Request(T::ActDelegations),
            Does::GoTo(delegations),
        )
        .unhinted(),
    ],
};

fn delegations(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &DELEGATIONS,
        about: String::new(),
        view: 0,
    })
}

static HEADS: &[Head] = &[
    Head::new(Text::Request(T::Due), 12).gap(1),
    Head::new(Text::Request(T::DueDay), 9),
    Head::new(Text::Request(T::Number), 10),
    Head::new(Text::Request(T::Kind), 14),
    Head::new(Text::Request(T::About), 6).gap(1),
    Head::new(Text::Request(T::WaitsFor), 12)
        .widths([12, 12, 0])
        .gap(1),
    Head::new(Text::Request(T::Waited), 4)
        .right()
        .widths([4, 4, 0]),
    Head::new(Text::Request(T::Unit), 10).widths([0, 10, 0]),
];

static ENDED_HEADS: &[Head] = &[
    Head::new(Text::Request(T::Number), 10),
    Head::new(Text::Request(T::Kind), 14),
    Head::new(Text::Request(T::About), 6),
    Head::new(Text::Request(T::Outcome), 8),
    Head::new(Text::Request(T::ClosedOn), 9),
    Head::new(Text::Request(T::Unit), 12).widths([12, 16, 0]),
];

fn families(lang: Lang, _now: Moment) -> Vec<Choice> {
    Family::ALL
        .into_iter()
        .map(|family| Choice::new(family.code(), lang.request_family(family)))
        .collect()
}

fn wanted(asked: &Asked, has_ended: bool) -> RequestsAsked {
    RequestsAsked {
        has_ended,
        family: asked.filters.first().and_then(|code| code.parse().ok()),
        search: asked.search.clone(),
    }
}

fn under_way(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    list(office, asked, false)
}

fn ended(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    list(office, asked, true)
}

fn list(office: &mut Office, asked: &Asked, has_ended: bool) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let wanted = wanted(asked, has_ended);
    let page = office.requests(&wanted)?;
    let today = office.now().day();
    let mut rows = Vec::new();
    let mut is_mine_above = false;
    for found in &page.rows {
        let mut row = row(found, lang, today, has_ended);
        row.has_gap_before = is_mine_above && !found.is_mine && !has_ended;
        is_mine_above = found.is_mine;
        rows.push(row);
    }
    let is_narrowed = !wanted.search.trim().is_empty() || wanted.family.is_some();
    let search = asked.search.trim();
    Ok(PaneData::Table(Box::new(TableData {
        title: if search.is_empty() {
            title(lang, &page, has_ended)
        } else {
            format!("{}  {search}", lang.text(Text::SearchTitle))
        },
        measure: Some(Measure::Record),
        heads: if has_ended { ENDED_HEADS } else { HEADS },
        total: u64::try_from(rows.len()).ok(),
        empty: empty(lang, is_narrowed, has_ended),
        rows,
        ..TableData::default()
    })))
}

fn title(lang: Lang, page: &crate::app::RequestsPage, has_ended: bool) -> String {
    if has_ended {
        lang.requests_ended_title(page.rows.len())
    } else {
        lang.requests_title(page.mine, page.others)
    }
}

fn empty(lang: Lang, is_narrowed: bool, has_ended: bool) -> Vec<String> {
    let texts: &[Text] = match (is_narrowed, has_ended) {
        (true, _) => &[Text::NothingFound],
        (false, true) => &[Text::Request(T::NothingEnded)],
        (false, false) => &[
            Text::Request(T::NothingOpen),
            Text::Request(T::NothingOpen2),
        ],
    };
    texts
        .iter()
        .map(|text| lang.text(*text).to_owned())
        .collect()
}

fn row(found: &RequestRow, lang: Lang, today: chrono::NaiveDate, has_ended: bool) -> RowData {
    let request = &found.request;
    let about = if request.has_no_holder() {
        lang.text(Text::Review(ReviewText::NoHolder))
    } else if request.holder.name.is_empty() {
        // Of the agency itself.
        lang.text(Text::Request(T::OwnAgency))
    } else {
        &request.holder.name
    };
    let kind = Cell::plain(lang.request_kind_of(request));
    let cells = if has_ended {
        vec![
            Cell::number(request.no.to_string()),
            kind,
            Cell::plain(about),
            outcome(lang, request.stage),
            Cell::plain(lang.list_day(request.changed_at.day(), today)),
            Cell::plain(request.holder.unit.clone()),
        ]
    } else {
        let state = found.deadline.map(|deadline| deadline.state(today));
        vec![
            state.map_or_else(Cell::default, |state| {
                Cell::toned(lang.due(state), tone(state))
            }),
            Cell::plain(found.deadline.map_or_else(String::new, |deadline| {
                lang.list_day(deadline.counted_day(today), today)
            })),
            Cell::number(request.no.to_string()),
            kind,
            Cell::plain(about),
            Cell::plain(lang.request_waits(request.stage)),
            Cell::plain(lang.waited(found.waited_days)),
            Cell::plain(request.holder.unit.clone()),
        ]
    };
    RowData {
        cells,
        peek: peek(found, lang),
        ..record(found, lang)
    }
}

fn outcome(lang: Lang, stage: Stage) -> Cell {
    let tone = match stage {
        Stage::Rejected | Stage::Refused => Tone::Bad,
        Stage::Withdrawn => Tone::Dim,
        _ => Tone::Plain,
    };
    Cell::toned(lang.request_stage(stage), tone)
}

pub(super) fn tone(state: DueState) -> Tone {
    match state {
        DueState::Overdue(_) => Tone::Bad,
        DueState::Today | DueState::Rolled(_) | DueState::RolledToday => Tone::Warn,
        DueState::Left(_) => Tone::Plain,
    }
}

/// What is asked for, the day, and who comes next.
fn peek(found: &RequestRow, lang: Lang) -> String {
    let request = &found.request;
    let mut parts = vec![lang.request_gist(request)];
    parts.extend(request.changes_on.map(|day| lang.changes_on(day)));
    let then = crate::domain::request::forward(request.kind, request.stage)
        .map(|row| row.to)
        .filter(|stage| !stage.is_end());
    if let Some(stage) = then {
        let waits = lang.request_waits(stage);
        parts.push(format!(
            "{}{}{waits}",
            lang.text(Text::Request(T::Afterwards)),
            lang.text(Text::Colon)
        ));
    }
    parts.join(lang.text(Text::ClauseComma))
}

/// A request as a record: its key, what forms need to know of it, and what cannot be done with it.
pub(super) fn record(found: &RequestRow, lang: Lang) -> RowData {
    let request = &found.request;
    let sentence = |refusal: &Option<crate::domain::request::RequestRefusal>| {
        refusal
            .as_ref()
            .map(|refusal| lang.request_refusal_sentence(refusal))
    };
    let ended = || {
        let stage = lang.request_stage(request.stage);
        Some(lang.cannot(stage))
    };
    let (step, label, cannot) = match &found.next {
        Some((step, refusal)) => (
            Some(*step),
            Some(step_label(lang, *step)),
            sentence(refusal),
        ),
        None => (None, None, ended()),
    };
    let back_label = match found.back.as_slice() {
        [] => None,
        [Step::Withdraw] => Some(lang.text(Text::Request(T::ActWithdraw)).to_owned()),
        [Step::Return, Step::Reject] => Some(lang.text(Text::Request(T::ActReturn)).to_owned()),
        steps => Some(words(lang, steps)),
    };
    let no_back = if found.back.is_empty() {
        sentence(&found.no_back).or_else(|| Some(no_way_back(lang, request)))
    } else {
        None
    };
    let back: Vec<&str> = found.back.iter().map(|step| step.code()).collect();
    RowData {
        key: request.no.to_string(),
        moves: vec![
            RowMove {
                action: Action::NextStep,
                label,
                cannot,
            },
            RowMove {
                action: Action::StepBack,
                label: back_label,
                cannot: no_back,
            },
        ],
        facts: vec![
            (STEP, step.map_or("", Step::code).to_owned()),
            (BACK, back.join(" ")),
            (VERSION, request.version.to_string()),
        ],
        ..RowData::default()
    }
}

fn words(lang: Lang, steps: &[Step]) -> String {
    let words: Vec<&str> = steps.iter().map(|step| lang.request_step(*step)).collect();
    words.join(lang.text(Text::ListComma))
}

/// Beyond the approval nothing is taken back; another request undoes it.
fn no_way_back(lang: Lang, request: &Request) -> String {
    lang.cannot(lang.request_stage(request.stage))
}

/// What F8 is called for this step.
fn step_label(lang: Lang, step: Step) -> String {
    let text = match step {
        Step::Submit => T::ActHandIn,
        Step::Approve => T::ActApprove,
        Step::SetUp => T::ActSetUp,
        Step::TakeOver => T::ActTakeOver,
        Step::StopOld => T::ActStopOld,
        Step::Close => T::ActClose,
        _ => {
            return format!(
                "{}{}",
                lang.text(Text::Request(T::ActRecord)),
                recorded(lang, step)
            );
        }
    };
    lang.text(Text::Request(text)).to_owned()
}

/// 登錄勞工局同意: what another agency did.
fn recorded(lang: Lang, step: Step) -> String {
    let word = match step {
        Step::BureauAgree => lang.text(Text::Request(T::Result)),
        step => lang.request_step(step),
    };
    match lang {
        Lang::ZhTw => word.to_owned(),
        Lang::En => format!(": {word}"),
    }
}

/// The request that an offer or a load is about.
pub(super) fn number(here: &Here) -> Option<RequestNo> {
    here.row
        .key
        .parse()
        .or_else(|_none| here.about.parse())
        .ok()
}

/// `【剩2日】最遲 115/11/25(三)`.
pub(super) fn due_cells(
    lang: Lang,
    deadline: Option<Deadline>,
    today: chrono::NaiveDate,
) -> Vec<Cell> {
    let Some(deadline) = deadline else {
        return Vec::new();
    };
    let state = deadline.state(today);
    let word = lang.due(state);
    let word = word.trim();
    let gap = if word.ends_with('\u{3011}') { "" } else { " " };
    vec![Cell::toned(
        format!("{word}{gap}{}", lang.latest_on(deadline.ends_on)),
        tone(state),
    )]
}
