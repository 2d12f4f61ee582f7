//! 抽查: a month's steps, how far each is, what is missing before the next. F8 takes the next step.

use super::checks_drawn::DRAWN;
use super::checks_files::{LOG_FILES, REGISTER_FILES};
use super::checks_freeze::{DRAW, FREEZE, SLIP};
use super::checks_match::{MATCHES, NOT_PERFORMED, UNREGISTERED};
use super::closing;
use super::exceptions::{PUBLIC, exceptions};
use super::rules::rules;
use super::staff::staff;
use super::walk::{self, STEP};
use crate::app::{MonthView, Taken, check_due};
use crate::domain::closing::ClosingRefusal;
use crate::domain::ids::Period;
use crate::domain::monthly_check::Step;
use crate::domain::people::{Clerk, Role};
use crate::locale::ClosingText as C;
use crate::locale::MonthText as M;
use crate::locale::RulesText as R;
use crate::locale::WalkText as W;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, Line, PaneData, RowData, RowMove, TableData, Tone};
use crate::tui::errand::{AppError, Done, Errand, Job, JobControl, Office};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{
    After, Does, Here, Layout, NowSpec, Offer, PageSpec, PaneSpec, Target, Then, ViewSpec,
};

const MANAGER: &[Role] = &[Role::Manager];

pub(super) static PANE: PaneSpec = PaneSpec {
    title: Text::Checks,
    slot: 4,
    action: Action::GoChecks,
    roles: &[Role::Manager, Role::Checker, Role::Supervisor],
    page: &OVERVIEW,
};

/// The month's steps.
pub(super) static OVERVIEW: PageSpec = PageSpec {
    contexts: &["checks"],
    title: Text::Checks,
    help: Text::Month(M::OverviewHelp),
    views: &[ViewSpec {
        title: Text::Checks,
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(Action::NextStep, Text::Month(M::NextStep), NEXT_STEP),
        Offer::record(Action::Open, Text::Month(M::OpenStep), OPEN_STEP),
        Offer::page(
            Action::NextView,
            Text::Month(M::OtherMonth),
            Does::Fill(&OTHER_MONTH),
        ),
        Offer::page(
            Action::Export,
            Text::ActExport,
            Does::Fill(&super::export::LOG),
        ),
        Offer::page(
            Action::HandOver,
            Text::ActHandOver,
            Does::Fill(&closing::HAND_OVER),
        )
        .only(MANAGER)
        .unhinted(),
        Offer::page(
            Action::Reopen,
            Text::ActReopen,
            Does::Fill(&closing::REOPEN),
        )
        .only(&[Role::Checker])
        .unhinted(),
        Offer::page(
            Action::JointCheck,
            Text::ActJointCheck,
            Does::Fill(&closing::JOINT),
        )
        .only(&[Role::Checker])
        .unhinted(),
        Offer::page(
            Action::QuarterPapers,
            Text::ActQuarterPapers,
            Does::Fill(&super::export::QUARTER),
        )
        .unhinted(),
        Offer::page(
            Action::Quarter,
            Text::ActQuarter,
            Does::Fill(&closing::QUARTER),
        )
        .only(MANAGER)
        .unhinted(),
        Offer::page(Action::ImportLog, Text::ActImportLog, Does::GoTo(log_files))
            .only(MANAGER)
            .unhinted(),
        Offer::page(
            Action::ImportRegister,
            Text::ActImportRegister,
            Does::GoTo(register_files),
        )
        .only(MANAGER)
        .unhinted(),
        Offer::record(
            Action::Reconcile,
            Text::Month(M::MatchAnew),
            Does::Now(&RECONCILE),
        )
        .only(MANAGER)
        .unhinted(),
        Offer::record(
            Action::DeclarePublic,
            Text::ActDeclarePublic,
            Does::Fill(&PUBLIC),
        )
        .only(&[Role::Supervisor])
        .unhinted(),
        Offer::page(
            Action::Exceptions,
            Text::ActExceptions,
            Does::GoTo(exceptions),
        )
        .unhinted(),
        Offer::page(Action::Rules, Text::ActRules, Does::GoTo(rules)).unhinted(),
        Offer::page(Action::Staff, Text::ActStaff, Does::GoTo(staff)).unhinted(),
    ],
};

/// The month that the page is about: the fact of its rows, since the first page is about none by name.
pub(super) const MONTH: &str = "month";
pub(super) const NEXT: &str = "next";

pub(super) const NEXT_STEP: Does = Does::Either {
    when: next_is_files,
    then: &Does::GoTo(log_files),
    otherwise: &Does::Either {
        when: next_is_reconcile,
        then: &Does::Now(&RECONCILE),
        otherwise: &Does::Either {
            when: next_is_freeze,
            then: &Does::Fill(&FREEZE),
            otherwise: &Does::Either {
                when: next_is_draw,
                then: &Does::Fill(&DRAW),
                otherwise: &Does::Either {
                    when: next_is_walk,
                    then: &walk::NEXT,
                    otherwise: &AFTER_SIGNATURE,
                },
            },
        },
    },
};

/// What follows the checker's signature.
static AFTER_SIGNATURE: Does = Does::Either {
    when: |here| here.row.fact(NEXT) == "countersign",
    then: &Does::Fill(&closing::COUNTERSIGN),
    otherwise: &Does::Either {
        when: |here| here.row.fact(NEXT) == "quarter",
        then: &Does::Fill(&closing::QUARTER),
        otherwise: &Does::Either {
            when: |here| here.row.fact(NEXT) == "joint",
            then: &Does::Fill(&closing::JOINT),
            otherwise: &Does::GoTo(next_page),
        },
    },
};

const OPEN_STEP: Does = Does::Either {
    when: opens_reconcile,
    then: &Does::Now(&RECONCILE),
    otherwise: &Does::Either {
        when: opens_freeze,
        then: &Does::Fill(&FREEZE),
        otherwise: &Does::Either {
            when: opens_draw,
            then: &Does::Fill(&DRAW),
            otherwise: &Does::Either {
                when: opens_walk,
                then: &walk::OPEN,
                otherwise: &Does::Either {
                    when: opens_signature,
                    then: &walk::NEXT,
                    otherwise: &Does::Either {
                        when: |here| here.row.key == "7",
                        then: &Does::Fill(&closing::QUARTER),
                        otherwise: &Does::GoTo(step_page),
                    },
                },
            },
        },
    },
};

fn next_is_files(here: &Here) -> bool {
    here.row.fact(NEXT) == "import"
}

fn next_is_reconcile(here: &Here) -> bool {
    here.row.fact(NEXT) == "reconcile"
}

fn next_is_freeze(here: &Here) -> bool {
    here.row.fact(NEXT) == "freeze"
}

fn next_is_walk(here: &Here) -> bool {
    here.row.fact(NEXT) == "walk"
}

fn opens_walk(here: &Here) -> bool {
    here.row.key == "5"
}

fn opens_signature(here: &Here) -> bool {
    here.row.key == "6"
}

fn next_is_draw(here: &Here) -> bool {
    here.row.fact(NEXT) == "draw"
}

fn opens_reconcile(here: &Here) -> bool {
    here.row.key == "2" && here.row.fact(STEP) == "imported"
}

fn opens_freeze(here: &Here) -> bool {
    here.row.key == "3" && here.row.fact(STEP) == "reconciled"
}

fn opens_draw(here: &Here) -> bool {
    here.row.key == "4" && here.row.fact(STEP) == "frozen"
}

fn target(page: &'static PageSpec, here: &Here, view: usize) -> Target {
    Target {
        page,
        about: month_of(here).to_string(),
        view,
    }
}

fn log_files(here: &Here) -> Option<Target> {
    Some(target(&LOG_FILES, here, 0))
}

fn register_files(here: &Here) -> Option<Target> {
    Some(target(&REGISTER_FILES, here, 0))
}

fn next_page(here: &Here) -> Option<Target> {
    match here.row.fact(NEXT) {
        "proposals" => Some(target(&MATCHES, here, 0)),
        "explain" => Some(target(&MATCHES, here, UNREGISTERED)),
        "gaps" => Some(target(&MATCHES, here, NOT_PERFORMED)),
        _ => None,
    }
}

fn step_page(here: &Here) -> Option<Target> {
    match here.row.key.as_str() {
        "1" => log_files(here),
        "2" => Some(target(&MATCHES, here, 0)),
        "3" => Some(target(&SLIP, here, 0)),
        "4" => Some(target(&DRAWN, here, 0)),
        _ => None,
    }
}

/// The month of whatever is shown.
pub(super) fn month_of(here: &Here) -> Period {
    let named = here.row.fact(MONTH);
    let named = if named.is_empty() { &here.about } else { named };
    let today = here.now.day();
    named
        .parse()
        .unwrap_or_else(|_none| Period::of(today).unwrap_or_default().previous())
}

/// The month that a load is asked about.
pub(super) fn asked_month(office: &Office, asked: &Asked) -> Period {
    asked
        .about
        .parse()
        .unwrap_or_else(|_none| office.month_to_check())
}

static HEADS: &[Head] = &[
    Head::new(Text::Month(M::Step), 12),
    Head::new(Text::Month(M::State), 6),
    Head::new(Text::Month(M::By), 6),
    Head::new(Text::Month(M::At), 15),
    Head::new(Text::Month(M::Contents), 30).widths([30, 50, 30]),
];

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let period = asked_month(office, asked);
    let view = office.month_view(period)?;
    let months = office.log_months()?;
    let me = office.me().clone();
    let next = next_of(&view, &me);
    let due = check_due(period, office)?.advised_on;
    let today = office.now().day();
    let right = if view.signed.is_some() {
        Cell::toned(lang.step(view.step), Tone::Good)
    } else {
        let left = due.signed_duration_since(today).num_days();
        let tone = match left {
            ..0 => Tone::Bad,
            0..=3 => Tone::Warn,
            _ => Tone::Plain,
        };
        Cell::toned(lang.check_due(due, today), tone)
    };
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.month_title(period),
        right: vec![right],
        measure: None::<Measure>,
        heads: HEADS,
        rows: (1..=7)
            .map(|place| step_row(lang, &view, (&me, &next), place))
            .collect(),
        foot: foot(lang, &view, &months),
        peek: lang.text(Text::Month(M::DirectivePeek)).to_owned(),
        begin: Some(next.place.to_string()),
        ..TableData::default()
    })))
}

/// What F8 does, and on which line.
struct Next {
    code: &'static str,
    place: u32,
}

/// The step that is next for this person: a manager finishes the matching beside what others do.
fn next_of(view: &MonthView, me: &Clerk) -> Next {
    let is_manager = me.roles.has(Role::Manager);
    let is_matched = view.step >= Step::Reconciled && view.signed.is_none();
    let (code, place) = match view.step {
        _ if is_manager && is_matched && view.open_proposals > 0 => ("proposals", 2),
        _ if is_manager && is_matched && view.unexplained > 0 => ("explain", 2),
        _ if is_manager && view.step >= Step::Drawn && is_matched && view.gaps > 0 => ("gaps", 2),
        Step::None => ("import", 1),
        Step::Imported => ("reconcile", 2),
        Step::Reconciled => ("freeze", 3),
        Step::Frozen => ("draw", 4),
        Step::Drawn | Step::Walking => ("walk", 5),
        Step::Signed if view.signs_as.is_some() => ("countersign", 6),
        Step::Complete | Step::Submitted if is_manager && view.quarter.missing.is_empty() => {
            ("quarter", 7)
        }
        Step::Signed | Step::Complete | Step::Submitted | Step::Filed => ("walk", 6),
    };
    Next { code, place }
}

/// The row of the step that is next: what F8 is called, and the facts that it needs (今日 takes it from there).
pub(super) fn next_row(lang: Lang, view: &MonthView, me: &Clerk) -> RowData {
    let next = next_of(view, me);
    step_row(lang, view, (me, &next), next.place)
}

/// The words of the next step, and why this person cannot take it.
fn worded(lang: Lang, view: &MonthView, me: &Clerk, next: &Next) -> (String, Option<String>) {
    let text = |word: M| lang.text(Text::Month(word)).to_owned();
    let needs = |role: Role, word: M| (!me.roles.has(role)).then(|| text(word));
    let manager = needs(Role::Manager, M::OnlyManager);
    let by_checker = || {
        let named = view.checker.as_ref();
        match named {
            _ if !me.roles.has(Role::Checker) => Some(match named {
                Some((_, name)) => lang.who_draws(name),
                None => text(M::OnlyChecker),
            }),
            Some((login, name)) if *login != me.login => Some(lang.who_draws(name)),
            Some(_) | None => None,
        }
    };
    match next.code {
        "import" => (text(M::Import), manager),
        "reconcile" => (text(M::Reconcile), manager),
        "proposals" => (lang.handle_proposals().to_owned(), manager),
        "explain" => (lang.handle_unregistered().to_owned(), manager),
        "gaps" => (lang.text(Text::Rules(R::Gap)).to_owned(), manager),
        "freeze" => (text(M::Freeze), manager),
        "draw" => (text(M::Draw), by_checker()),
        "countersign" => (lang.text(Text::Closing(C::Countersign)).to_owned(), None),
        "quarter" => (lang.text(Text::Closing(C::OpenQuarter)).to_owned(), manager),
        _ if view.signed.is_some() => (walk_label(lang, view), None),
        _ => (walk_label(lang, view), by_checker()),
    }
}

/// What is next of the walk: to begin it, to go on, to sign, to read the record.
pub(super) fn walk_label(lang: Lang, view: &MonthView) -> String {
    let word = match view.step {
        _ if view.signed.is_some() => Text::Walk(W::RecordFile),
        Step::Drawn => Text::Month(M::StartWalk),
        _ if !all_walked(view).is_empty() => Text::Walk(W::SignStep),
        _ => Text::Walk(W::GoOn),
    };
    lang.text(word).to_owned()
}

/// Whether every drawn row has its outcome, as the walk's next step asks it.
pub(super) fn all_walked(view: &MonthView) -> String {
    let is_done = view.drawn.is_some() && view.done >= view.to_walk;
    if is_done { walk::YES } else { "" }.to_owned()
}

fn step_row(lang: Lang, view: &MonthView, (me, next): (&Clerk, &Next), place: u32) -> RowData {
    let text = |word: M| lang.text(Text::Month(word));
    let names = [
        M::Import,
        M::Reconcile,
        M::Freeze,
        M::Draw,
        M::Walk,
        M::Sign,
    ];
    let name = usize::try_from(place.saturating_sub(1)).ok();
    let name = name.and_then(|index| names.get(index)).copied();
    let (state, taken, contents) = standing(lang, view, place);
    let (by, at) = match &taken {
        Some((by, at)) => (by.clone(), lang.list_minute(*at, view.period)),
        None => (String::new(), String::new()),
    };
    let (label, cannot) = worded(lang, view, me, next);
    let open_cannot = cannot_open(lang, view, me, place);
    RowData {
        key: place.to_string(),
        name: format!("{}  {}", view.period, name.map_or("", text)),
        cells: vec![
            Cell::plain(format!(
                "{place}  {}",
                name.map_or(lang.text(Text::Closing(C::Submit)), text)
            )),
            state,
            Cell::plain(by),
            Cell::plain(at),
            Cell::plain(contents),
        ],
        moves: vec![
            RowMove {
                action: Action::NextStep,
                label: Some(label),
                cannot,
            },
            RowMove {
                action: Action::Open,
                label: None,
                cannot: open_cannot,
            },
            RowMove {
                action: Action::Reconcile,
                label: None,
                cannot: cannot_reconcile(lang, view),
            },
            RowMove {
                action: Action::DeclarePublic,
                label: None,
                cannot: (view.step != Step::Frozen)
                    .then(|| lang.text(Text::Rules(R::NotFrozen)).to_owned()),
            },
        ],
        facts: vec![
            (MONTH, view.period.to_string()),
            (NEXT, next.code.to_owned()),
            (STEP, view.step.code().to_owned()),
            (walk::ALL_DONE, all_walked(view)),
        ],
        ..RowData::default()
    }
}

fn cannot_reconcile(lang: Lang, view: &MonthView) -> Option<String> {
    let word = match view.step {
        Step::None => M::NotImportedYet,
        Step::Imported | Step::Reconciled => return None,
        _ => return Some(lang.step(view.step).to_owned()),
    };
    Some(lang.text(Text::Month(word)).to_owned())
}

/// Why the step under the cursor cannot be opened by this person now.
fn cannot_open(lang: Lang, view: &MonthView, me: &Clerk, place: u32) -> Option<String> {
    let text = |word: M| Some(lang.text(Text::Month(word)).to_owned());
    let is_manager = me.roles.has(Role::Manager);
    match place {
        1 | 3 if place == 1 || view.step == Step::Reconciled => {
            if is_manager {
                None
            } else {
                text(M::OnlyManager)
            }
        }
        2 if view.step == Step::None => text(M::NotImportedYet),
        2 if view.step == Step::Imported && !is_manager => text(M::OnlyManager),
        3 if view.step < Step::Reconciled => text(M::NotMatched),
        4 if view.step < Step::Frozen => text(M::NotFrozenYet),
        4 if view.step == Step::Frozen => match &view.checker {
            Some((login, _)) if *login == me.login => None,
            Some((_, name)) => Some(lang.who_draws(name)),
            None => text(M::OnlyChecker),
        },
        5 | 6 if view.step < Step::Drawn => text(M::NotDrawnYet),
        7 if !is_manager => text(M::OnlyManager),
        7 if !view.quarter.missing.is_empty() => {
            let refusal = ClosingRefusal::MonthsMissing {
                months: view.quarter.missing.clone(),
            };
            let sentence = lang.closing_refusal(&refusal);
            Some(sentence.trim_start_matches("! ").to_owned())
        }
        _ => None,
    }
}

/// State, by whom and when, contents of a step.
fn standing(lang: Lang, view: &MonthView, place: u32) -> (Cell, Taken, String) {
    let text = |word: M| lang.text(Text::Month(word));
    let done = || Cell::toned(text(M::StateDone), Tone::Good);
    let open = || Cell::toned(text(M::StateOpen), Tone::Strong);
    let waits = || Cell::toned(text(M::StateWaits), Tone::Warn);
    let none = Cell::default;
    let counts = view.counts;
    let matched = counts
        .p1
        .saturating_add(counts.p2)
        .saturating_add(counts.retry)
        .saturating_add(counts.confirmed);
    let step = view.step;
    match place {
        1 => {
            let state = if step == Step::None { open() } else { done() };
            let contents = lang.imported_contents(view.rows, counts.unreadable, view.waiting);
            let has_rows = view.imported.is_some() || view.rows > 0;
            let contents = if has_rows { contents } else { String::new() };
            (state, view.imported.clone(), contents)
        }
        2 => {
            let is_open = view.open_proposals > 0 || view.unexplained > 0;
            let state = match step {
                Step::None => none(),
                Step::Imported => open(),
                _ if is_open && view.signed.is_none() => waits(),
                _ => done(),
            };
            let contents = view
                .reconciled
                .as_ref()
                .map(|_run| lang.matched_contents(matched, counts.proposed, counts.unregistered));
            (state, view.reconciled.clone(), contents.unwrap_or_default())
        }
        3 => {
            let state = match step {
                Step::Reconciled => open(),
                Step::None | Step::Imported => none(),
                _ => done(),
            };
            let contents = view.checker.as_ref().map(|(_, name)| lang.who_draws(name));
            let contents = contents.filter(|_| view.drawn.is_none());
            (state, view.frozen.clone(), contents.unwrap_or_default())
        }
        4 => {
            let state = match step {
                Step::Frozen => open(),
                Step::None | Step::Imported | Step::Reconciled => none(),
                _ => done(),
            };
            let contents = lang.to_draw(view.sample, view.drawn.is_some());
            let contents = if view.rows > 0 {
                contents
            } else {
                String::new()
            };
            (state, view.drawn.clone(), contents)
        }
        5 => {
            let state = match step {
                Step::Drawn => open(),
                Step::Walking if view.done < view.to_walk => {
                    Cell::toned(text(M::StateRuns), Tone::Warn)
                }
                _ if step < Step::Drawn => none(),
                _ => done(),
            };
            let contents = if view.drawn.is_some() {
                lang.walked(view.done, view.to_walk)
            } else {
                String::new()
            };
            (state, None, contents)
        }
        6 => {
            let waits_for = match (step, &view.seals.manager) {
                (Step::Signed, None) => Some(Role::Manager),
                (Step::Signed, Some(_)) => Some(Role::Supervisor),
                _ => None,
            };
            let state = match step {
                Step::Walking if view.done >= view.to_walk => open(),
                Step::Signed => waits(),
                _ if view.signed.is_some() => done(),
                _ => none(),
            };
            (state, view.signed.clone(), lang.signing_order(waits_for))
        }
        _ => {
            let (state, contents) = closing::submission(lang, &view.quarter, step);
            (state, None, contents)
        }
    }
}

fn foot(lang: Lang, view: &MonthView, months: &[(Period, Step)]) -> Vec<Line> {
    let mut foot = vec![Line::blank()];
    let missing = missing(lang, view);
    if !missing.is_empty() {
        let title = lang.text(Text::Month(M::Missing));
        foot.push(Line::at(2, Cell::toned(title, Tone::Strong)));
        for (place, words) in (1..).zip(missing) {
            foot.push(Line::at(4, Cell::plain(format!("{place}  {words}"))));
        }
        foot.push(Line::blank());
    }
    let recent: Vec<String> = months
        .iter()
        .filter(|(period, _)| *period != view.period)
        .take(3)
        .map(|(period, step)| lang.month_step(*period, *step))
        .collect();
    if !recent.is_empty() {
        foot.push(Line::field(
            lang.text(Text::Month(M::Recent)),
            recent.join("    "),
        ));
    }
    foot
}

/// What the checker's signature waits for, as far as the month has come.
fn missing(lang: Lang, view: &MonthView) -> Vec<String> {
    let mut missing = Vec::new();
    if view.step < Step::Reconciled || view.signed.is_some() {
        return missing;
    }
    if view.open_proposals > 0 {
        missing.push(lang.missing_proposals(view.open_proposals));
    }
    if view.unexplained > 0 {
        missing.push(lang.missing_explanations(view.counts.unregistered, view.unexplained));
    }
    if view.gaps > 0 {
        missing.push(lang.missing_gaps(view.gaps));
    }
    if view.drawn.is_some() {
        let open = view.to_walk.saturating_sub(view.done);
        if open > 0 {
            missing.push(lang.missing_outcomes(open));
        }
        if !view.is_judged {
            missing.push(lang.missing_judgement().to_owned());
        }
    }
    missing
}

/// 他期: another month.
static OTHER_MONTH: FormSpec = FormSpec {
    title: Text::Month(M::Months),
    place: Place::Drawer,
    prepare: prepare_months,
    fields: &[Field {
        enter_writes: Some(Text::ActOpen),
        note: |_filled, prepared| {
            let words = prepared.lang().text(Text::Month(M::MonthForm));
            (words.to_owned(), Tone::Dim)
        },
        ..Field::new("period", Text::Month(M::Month), Kind::ListOrText).options(months)
    }],
    submit: go_to_month,
    after: told,
    blames: FormSpec::blames_nothing,
    write: Text::ActOpen,
    ready: FormSpec::says_nothing,
};

fn prepare_months(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let mut months = office.log_months()?;
    let next = office.month_to_check();
    // This month and the one before can be begun although nothing of them is here yet.
    for period in [next, next.next()] {
        if months.iter().all(|(known, _)| *known != period) {
            months.push((period, Step::None));
        }
    }
    months.sort_unstable_by_key(|(period, _)| std::cmp::Reverse(*period));
    let list = months
        .into_iter()
        .map(|(period, step)| {
            Choice::new(period.to_string(), lang.where_kept(period)).note(lang.step(step))
        })
        .collect();
    Ok(Prepared {
        lists: vec![("months", list)],
        starts: vec![Start {
            field: "period",
            value: month_of(here).to_string(),
            is_suggested: true,
            ..Start::default()
        }],
        ..Prepared::of(here)
    })
}

fn months(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    prepared.list("months")
}

/// A month of the list, or any other that has begun: an office may have earlier ones to check.
fn go_to_month(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let this = Period::of(prepared.here.now.day());
    let typed = filled.get("period").parse::<Period>().ok();
    match typed.filter(|period| Some(*period) <= this) {
        Some(period) => Ok(Errand::Read(
            open_month,
            vec![("period", period.to_string())],
        )),
        None => Err(FieldFault {
            field: "period",
            sentence: prepared.lang().text(Text::Month(M::NoSuchMonth)).to_owned(),
        }),
    }
}

fn open_month(
    _office: &mut Office,
    _here: &Here,
    given: &[(&'static str, String)],
) -> Result<After, AppError> {
    let about = crate::tui::errand::given(given, "period").to_owned();
    Ok(After {
        then: Then::Instead(Target {
            page: &OVERVIEW,
            about,
            view: 0,
        }),
        ..After::default()
    })
}

/// For what is worded elsewhere: the event's own sentence.
pub(super) fn told(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        ..After::default()
    }
}

/// 勾稽.
static RECONCILE: NowSpec = NowSpec {
    errand: reconcile,
    after: told,
};

fn reconcile(here: &Here) -> Result<Errand, String> {
    Ok(Errand::Job(Job {
        title: Text::Month(M::Reconciling),
        breaking: Text::Month(M::ReconcilingBreak),
        measure: Measure::LogRow,
        given: vec![("period", month_of(here).to_string())],
        run: run_reconcile,
    }))
}

fn run_reconcile(
    office: &mut Office,
    here: &Here,
    job: &Job,
    control: &JobControl<'_>,
) -> Result<After, AppError> {
    use crate::app::Work;
    use crate::domain::event::{Event, MatchEvent};
    use crate::tui::errand::{Count, given};
    let period: Period = given(&job.given, "period")
        .parse()
        .unwrap_or_else(|_bad| office.month_to_check());
    let tell = |done: u64, total: Option<u64>| (control.tell)(Count { done, total });
    let work = Work {
        stop: control.stop,
        tell: &tell,
    };
    let found = office.reconcile_watched(period, work)?;
    let event = Event::Match(MatchEvent::Reconciled {
        period,
        counts: found.counts,
    });
    Ok(After {
        message: here.lang.told(&event),
        ..After::default()
    })
}
