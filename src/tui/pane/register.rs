//! 登記: the register's list, and what can be done from it.

use std::collections::HashMap;

use chrono::Datelike;

use super::register_approvals::approvals;
use super::register_catalogue::{ITEMS, REASONS};
use super::register_correct::CORRECT;
use super::register_detail::{DETAIL, REVEAL, detail};
use super::register_form::{AGAIN, NEW};
use super::register_result::RESULT;
use super::register_void::VOID;
use crate::app::{LinePlace, LinesAsked, LinesPage, ShownResult};
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::normal::case_key;
use crate::domain::people::{Clerk, Role};
use crate::domain::query::{
    ApprovalMode, ApprovalState, Field, Output, Query, QueryRefusal, QueryState, may_amend,
    may_complete,
};
use crate::domain::roc_date;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, Head, PageAt, PaneData, RowData, RowMove, TableData, Tone,
};
use crate::tui::errand::{AppError, Office};
use crate::tui::form::spec::Choice;
use crate::tui::pane::{Does, Filter, Here, Layout, Offer, PageSpec, PaneSpec, Target, ViewSpec};

const MANAGER: &[Role] = &[Role::Manager];
const USER: &[Role] = &[Role::User];
const SUPERVISOR: &[Role] = &[Role::Supervisor];
/// The whole register leaves the desk through them alone.
const READERS_OF_ALL: &[Role] = &[Role::Manager, Role::Checker, Role::Supervisor];
const AMENDERS: &[Role] = &[Role::User, Role::Manager];

pub(super) static PANE: PaneSpec = PaneSpec {
    title: Text::Register,
    slot: 1,
    action: Action::GoRegister,
    roles: &[Role::User, Role::Manager, Role::Checker, Role::Supervisor],
    page: &LIST,
};

/// The list.
pub(super) static LIST: PageSpec = PageSpec {
    contexts: &["register"],
    title: Text::Register,
    help: Text::RegHelp,
    views: &[ViewSpec {
        title: Text::Register,
        layout: Layout::List,
        load: list,
        side: Some(detail),
        filters: &[
            Filter {
                label: Text::RegPeriod,
                options: periods,
                start: THIS_PERIOD,
            },
            Filter {
                label: Text::OfField(Field::Result),
                options: results,
                start: "",
            },
            Filter {
                label: Text::RegItem,
                options: none,
                start: "",
            },
            Filter {
                label: Text::OfField(Field::Output),
                options: outputs,
                start: "",
            },
            Filter {
                label: Text::RegRelation,
                options: none,
                start: "",
            },
            Filter {
                label: Text::RegHolder,
                options: none,
                start: "",
            },
        ],
        search: Some(Text::RegSearchHelp),
    }],
    offers: &[
        Offer::record(Action::Open, Text::ActOpen, Does::Go(&DETAIL)),
        Offer::page(Action::New, Text::ActNew, Does::Fill(&NEW)).only(USER),
        Offer::record(Action::NextStep, Text::RegComplete, Does::Fill(&RESULT))
            .only(USER)
            .for_each(),
        Offer::record(Action::Again, Text::ActAgain, Does::Fill(&AGAIN)).only(USER),
        Offer::record(Action::StepBack, Text::RegVoid, Does::Fill(&VOID))
            .only(AMENDERS)
            .unhinted()
            .for_each(),
        Offer::mark().only(AMENDERS).unhinted(),
        Offer::record(Action::Correct, Text::ActCorrect, Does::Fill(&CORRECT))
            .only(AMENDERS)
            .unhinted(),
        Offer::record(Action::Reveal, Text::ActReveal, Does::Now(&REVEAL)).unhinted(),
        Offer::page(
            Action::Export,
            Text::ActExport,
            Does::Fill(&super::export::REGISTER),
        )
        .only(READERS_OF_ALL),
        Offer::page(Action::Approvals, Text::ActApprovals, Does::GoTo(approvals))
            .only(SUPERVISOR)
            .unhinted(),
        Offer::page(Action::Items, Text::ActItems, Does::GoTo(items))
            .only(MANAGER)
            .unhinted(),
        Offer::page(Action::Reasons, Text::ActReasons, Does::GoTo(reasons))
            .only(MANAGER)
            .unhinted(),
    ],
};

fn items(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &ITEMS,
        about: String::new(),
        view: 0,
    })
}

fn reasons(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &REASONS,
        about: String::new(),
        view: 0,
    })
}

/// One's own lines: the reason is what a clerk recognises.
static OWN: &[Head] = &[
    Head::new(Text::RegNumber, 10),
    Head::new(Text::RegDate, 9).gap(1).dims_repeats(),
    Head::new(Text::RegTime, 5),
    Head::new(Text::RegSubject, 10),
    Head::new(Text::OfField(Field::CaseNo), 11),
    Head::new(Text::OfField(Field::Reason), 13).widths([13, 13, 0]),
    Head::new(Text::RegItem, 4).widths([0, 4, 0]),
    Head::new(Text::RegPerson, 6).widths([0, 6, 0]),
    Head::new(Text::OfField(Field::Result), 8),
];

/// Everybody's lines: who and what take the reason's place.
static ALL: &[Head] = &[
    Head::new(Text::RegNumber, 10),
    Head::new(Text::RegDate, 9).gap(1).dims_repeats(),
    Head::new(Text::RegTime, 5),
    Head::new(Text::RegSubject, 10),
    Head::new(Text::OfField(Field::CaseNo), 11),
    Head::new(Text::OfField(Field::Reason), 13).widths([0, 13, 0]),
    Head::new(Text::RegItem, 4).widths([4, 4, 0]),
    Head::new(Text::RegPerson, 6).widths([6, 6, 0]),
    Head::new(Text::OfField(Field::Result), 8),
];

fn none(_lang: Lang, _now: Moment) -> Vec<Choice> {
    Vec::new()
}

/// The period filter's values, counted from the day on which they are used.
const THIS_PERIOD: &str = "this";
const PERIOD_BEFORE: &str = "before";
const LAST_THREE: &str = "three";
const THIS_YEAR: &str = "year";

fn periods(lang: Lang, now: Moment) -> Vec<Choice> {
    let Some(this) = Period::of(now.day()) else {
        return Vec::new();
    };
    vec![
        Choice::new(THIS_PERIOD, this.to_string()),
        Choice::new(PERIOD_BEFORE, this.previous().to_string()),
        Choice::new(LAST_THREE, lang.last_three_periods()),
        Choice::new(THIS_YEAR, lang.this_year()),
    ]
}

/// The months that a value of the period filter means today.
fn months_of(value: &str, now: Moment) -> Option<(Period, Period)> {
    let this = Period::of(now.day())?;
    let before = this.previous();
    match value {
        THIS_PERIOD => Some((this, this)),
        PERIOD_BEFORE => Some((before, before)),
        LAST_THREE => Some((before.previous(), this)),
        THIS_YEAR => Some((Period::new(now.day().year(), 1).unwrap_or(this), this)),
        _ => None,
    }
}

fn results(lang: Lang, _now: Moment) -> Vec<Choice> {
    ShownResult::ALL
        .into_iter()
        .map(|shown| Choice::new(shown.code(), lang.list_result(shown.code())))
        .collect()
}

fn outputs(lang: Lang, _now: Moment) -> Vec<Choice> {
    Output::ALL
        .into_iter()
        .map(|output| Choice::new(output.code(), lang.output(output)))
        .collect()
}

/// What the filters and the search ask of the register. The period with which the list opens limits no search:
/// whoever looks for a number or a case means the whole register.
fn wanted(asked: &Asked, now: Moment) -> LinesAsked {
    let chosen = |index: usize| {
        asked
            .filters
            .get(index)
            .filter(|key| !key.is_empty())
            .map(String::as_str)
    };
    let months = chosen(0)
        .filter(|value| asked.search.trim().is_empty() || *value != THIS_PERIOD)
        .and_then(|value| months_of(value, now));
    LinesAsked {
        search: asked.search.clone(),
        months,
        result: chosen(1).and_then(|code| {
            ShownResult::ALL
                .into_iter()
                .find(|shown| shown.code() == code)
        }),
        item: chosen(2).map(str::to_owned),
        output: chosen(3).and_then(|code| code.parse().ok()),
        relation: chosen(4).map(str::to_owned),
        account: chosen(5).map(str::to_owned),
    }
}

fn place(page: &PageAt) -> LinePlace {
    let at =
        |key: &str, make: fn(RegisterNo) -> LinePlace| key.parse().map_or(LinePlace::Top, make);
    match page {
        PageAt::Top => LinePlace::Top,
        PageAt::Bottom => LinePlace::Bottom,
        PageAt::From(key) => at(key, LinePlace::From),
        PageAt::UpTo(key) => at(key, LinePlace::UpTo),
    }
}

fn list(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let now = office.now();
    let wanted = wanted(asked, now);
    let limit = u32::try_from(asked.limit).unwrap_or(u32::MAX);
    let page = office.lines(&wanted, &place(&asked.page), limit)?;
    let words = Words::of(office, asked.lang)?;
    let is_all = office.sees_all_lines() && wanted.account.is_none();
    let mut table = TableData {
        title: title(asked, &wanted, is_all),
        right: right(office, asked.lang, &page)?,
        measure: Some(Measure::Query),
        heads: if is_all { ALL } else { OWN },
        has_before: page.has_before,
        has_after: page.has_after,
        total: page.total,
        choices: choices(office, asked.lang)?,
        ..TableData::default()
    };
    let has_approvals = office.has_approvals()?;
    for query in &page.rows {
        let approval = if has_approvals {
            office.approval(&query.no)?
        } else {
            None
        };
        // Only what is to be approved first holds up a query.
        let waits = approval.filter(|approval| approval.mode == ApprovalMode::Before);
        let waits = waits.map(|approval| approval.state);
        table.rows.push(words.row(office, query, waits));
    }
    if table.rows.is_empty() {
        let opened = LinesAsked {
            months: months_of(THIS_PERIOD, now),
            ..LinesAsked::default()
        };
        let is_narrowed = wanted != opened && wanted != LinesAsked::default();
        table.empty = if is_narrowed {
            vec![asked.lang.text(Text::NothingFound).to_owned()]
        } else {
            asked.lang.no_lines()
        };
    }
    Ok(PaneData::Table(Box::new(table)))
}

fn title(asked: &Asked, wanted: &LinesAsked, is_all: bool) -> String {
    let lang = asked.lang;
    let search = asked.search.trim();
    let period = wanted
        .months
        .map(|(first, last)| lang.periods(first, last))
        .unwrap_or_default();
    if !search.is_empty() {
        return lang.search_title(search, &period);
    }
    lang.lines_title(is_all, &period)
}

fn right(office: &Office, lang: Lang, page: &LinesPage) -> Result<Vec<Cell>, AppError> {
    let mut right = Vec::new();
    for flag in office.standing()? {
        right.push(Cell::toned(lang.red_flag(flag), Tone::Bad));
    }
    if page.pending > 0 {
        right.push(Cell::toned(lang.pending_count(page.pending), Tone::Warn));
    }
    Ok(right)
}

/// Values of filters that the store knows.
fn choices(office: &Office, lang: Lang) -> Result<Vec<(Text, Vec<Choice>)>, AppError> {
    let items = office.offered_items()?.into_iter();
    let items = items.map(|item| Choice::new(item.code.clone(), item.code));
    let agency = office.annex()?;
    let relations = agency
        .subjects
        .iter()
        .map(|subject| Choice::new(subject.clone(), lang.relation(&agency, subject)));
    let mut holders = office.holders()?;
    if holders.is_empty() {
        holders.push(office.me().clone());
    }
    let holders = holders.into_iter().filter_map(|holder| {
        let account = holder.account?;
        Some(Choice::new(account, holder.name))
    });
    Ok(vec![
        (Text::RegItem, items.collect()),
        (Text::RegRelation, relations.collect()),
        (Text::RegHolder, holders.collect()),
    ])
}

/// What a line's words need beside the line itself.
pub(super) struct Words {
    lang: Lang,
    short_reasons: HashMap<String, String>,
    items: HashMap<String, String>,
    agency: crate::domain::basis::Agency,
}

impl Words {
    pub(super) fn of(office: &Office, lang: Lang) -> Result<Words, AppError> {
        let items = office.catalogue_items()?.into_iter();
        Ok(Words {
            lang,
            short_reasons: office.short_reasons()?,
            items: items.map(|item| (item.code, item.name)).collect(),
            agency: office.annex()?,
        })
    }

    /// `LI01 投保資料`.
    pub(super) fn item(&self, code: &str) -> String {
        let name = self.items.get(code).map_or("", String::as_str);
        format!("{code} {name}").trim().to_owned()
    }

    /// `SOC-01 社會救助法 18、20、21、44-3(1)`, or the free basis as it was typed.
    pub(super) fn basis(&self, query: &Query) -> String {
        let known = self.agency.basis_on(&query.basis, query.asked_on);
        known.map_or_else(|| query.basis.clone(), |basis| self.lang.basis(basis))
    }

    pub(super) fn relation(&self, query: &Query) -> String {
        let relation = query.relation.as_deref().unwrap_or_default();
        self.lang.relation(&self.agency, relation)
    }

    fn row(&self, office: &Office, query: &Query, waits: Option<ApprovalState>) -> RowData {
        let lang = self.lang;
        let reason = self.short_reasons.get(&query.reason);
        let cells = vec![
            Cell::number(query.no.short()),
            Cell::plain(lang.list_day(query.asked_on, office.now().day())),
            Cell::plain(roc_date::hour_minute(query.asked_at)),
            Cell::plain(query.subject.to_string()),
            Cell::plain(case_key(&query.case_no).unwrap_or_default()),
            Cell::plain(reason.unwrap_or(&query.reason).clone()),
            Cell::plain(query.item.clone()),
            Cell::plain(query.person.clone()),
            match waits.filter(|_state| query.state == QueryState::Pending) {
                Some(ApprovalState::Waiting) => {
                    Cell::toned(lang.text(Text::ApprovalWaiting), Tone::Warn)
                }
                Some(ApprovalState::Refused) => {
                    Cell::toned(lang.text(Text::ApprovalDecided), Tone::Bad)
                }
                Some(ApprovalState::Approved) | None => shown_result(query, lang),
            },
        ];
        let is_void = query.state == QueryState::Void;
        let item_name = self.items.get(&query.item).map_or("", String::as_str);
        RowData {
            cells: cells
                .into_iter()
                .map(|cell| if is_void { faded(cell) } else { cell })
                .collect(),
            peek: lang.line_peek(query, item_name, &self.relation(query)),
            ..record(office.me(), query, lang)
        }
    }
}

fn faded(cell: Cell) -> Cell {
    Cell {
        tone: Tone::Dim,
        ..cell
    }
}

/// 待補登, the result, 已作廢.
pub(super) fn shown_result(query: &Query, lang: Lang) -> Cell {
    let shown = ShownResult::of(query);
    let tone = match shown {
        ShownResult::Pending => Tone::Warn,
        ShownResult::Answered(_) => Tone::Plain,
        ShownResult::Void => Tone::Dim,
    };
    Cell::toned(lang.list_result(shown.code()), tone)
}

/// A line as a record: its key, what forms need to know of it, and what cannot be done with it.
pub(super) fn record(me: &Clerk, query: &Query, lang: Lang) -> RowData {
    let cannot = |action: Action, refusal: Option<QueryRefusal>| RowMove {
        action,
        label: None,
        cannot: refusal.map(|refusal| lang.query_refusal_sentence(refusal).to_owned()),
    };
    let amends = may_amend(query, me).err();
    let mut moves = vec![
        cannot(Action::NextStep, may_complete(query, me).err()),
        cannot(Action::StepBack, amends),
        cannot(Action::Correct, amends),
    ];
    if query.subject.is_open() {
        moves.push(RowMove {
            action: Action::Reveal,
            label: None,
            cannot: Some(lang.not_masked().to_owned()),
        });
    }
    RowData {
        key: query.no.to_string(),
        moves,
        facts: vec![("version", query.version.to_string())],
        ..RowData::default()
    }
}
