//! 期限: what is held and when it is due, records of five years, what is done with; and what can be done from there.

use std::collections::HashMap;

use super::retention_certificate::{CERTIFICATE, CLEAR, EXCEPT, REFUSE, VERIFY};
use super::retention_detail::{DETAIL, detail};
use super::retention_forms::{
    ARCHIVE, ASSIGN, COMPLETE, CONFIRM, DECLARE_USE, ENTER, HOLD, LAPSE, LAW, RELEASE, STATUTE,
};
use super::retention_kept::{
    KEPT_APPROVE, KEPT_DECLINE, KEPT_HOLD, KEPT_PROPOSE, KEPT_RELEASE, done_list, records,
};
use super::weeks::{self, WEEKS};
use crate::app::{DueAsked, DueLine, DuePlace, ON_HOLD, Office};
use crate::domain::deadline::{Deadline, DueState};
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role};
use crate::domain::retention::certificate::{self, CertState, CertStep, Certificate};
use crate::domain::retention::moves::{self, HeldStep};
use crate::domain::retention::{Held, HeldState, Medium, RetentionRefusal};
use crate::domain::roc_date;
use crate::locale::DueText as D;
use crate::locale::{Lang, Measure, Text, group};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, Head, PageAt, PaneData, RowData, RowMove, TableData, Tone,
};
use crate::tui::errand::AppError;
use crate::tui::form::spec::Choice;
use crate::tui::pane::{Does, Filter, Layout, Offer, PageSpec, PaneSpec, ViewSpec};

/// Who sees the pane.
pub(super) const HOLDERS: &[Role] = &[Role::User, Role::Manager, Role::Supervisor];
const KEEPING: &[Role] = &[Role::User, Role::Manager];
const OVERSEERS: &[Role] = &[Role::Manager, Role::Supervisor];

pub(super) static PANE: PaneSpec = PaneSpec {
    title: Text::Due(D::Retention),
    slot: 3,
    action: Action::GoRetention,
    roles: HOLDERS,
    page: &LIST,
};

pub(super) static LIST: PageSpec = PageSpec {
    contexts: &["retention"],
    title: Text::Due(D::Retention),
    help: Text::Due(D::RetentionHelp),
    views: &[
        ViewSpec {
            title: Text::Due(D::Open),
            layout: Layout::List,
            load: list,
            side: Some(detail),
            filters: &[
                Filter {
                    label: Text::Due(D::State),
                    options: states,
                    start: "",
                },
                Filter {
                    label: Text::Due(D::Medium),
                    options: media,
                    start: "",
                },
                Filter {
                    label: Text::Due(D::Custodian),
                    options: |_lang, _now| Vec::new(),
                    start: "",
                },
                Filter {
                    label: Text::Due(D::Week),
                    options: week_choices,
                    start: "",
                },
            ],
            search: Some(Text::Due(D::SearchHelp)),
        },
        ViewSpec {
            title: Text::Due(D::Records),
            layout: Layout::List,
            load: records,
            side: Some(detail),
            filters: super::retention_kept::FILTERS,
            search: None,
        },
        ViewSpec {
            title: Text::Due(D::Done),
            layout: Layout::List,
            load: done_list,
            side: Some(detail),
            filters: super::retention_kept::DONE_FILTERS,
            search: None,
        },
    ],
    offers: OFFERS,
};

/// What can be done with a record, in the list and on its own page.
pub(super) static OFFERS: &[Offer] = &[
    Offer::record(Action::Open, Text::ActOpen, Does::Go(&DETAIL)),
    Offer::record(Action::NextStep, Text::ActNextStep, NEXT).for_each(),
    Offer::mark(),
    Offer::page(Action::New, Text::Due(D::ActEnter), Does::Fill(&ENTER)).only(KEEPING),
    Offer::record(Action::StepBack, Text::Due(D::ActRefuse), BACK).unhinted(),
    Offer::record(Action::Statute, Text::ActStatute, Does::Fill(&STATUTE))
        .only(KEEPING)
        .unhinted(),
    Offer::record(
        Action::FileArchive,
        Text::ActFileArchive,
        Does::Fill(&ARCHIVE),
    )
    .only(KEEPING)
    .unhinted(),
    Offer::record(Action::HoldDeletion, Text::ActHold, HOLD_ANY)
        .only(OVERSEERS)
        .unhinted(),
    Offer::record(Action::ReleaseDeletion, Text::ActRelease, RELEASE_ANY)
        .only(OVERSEERS)
        .unhinted(),
    Offer::record(Action::AssignItem, Text::ActAssign, Does::Fill(&ASSIGN))
        .only(OVERSEERS)
        .unhinted(),
    Offer::record(Action::ExceptDeferral, Text::ActExcept, Does::Fill(&EXCEPT))
        .only(&[Role::Supervisor])
        .unhinted(),
    Offer::record(
        Action::Export,
        Text::Due(D::ExportCertificate),
        Does::Fill(&super::export::DELETION),
    )
    .unhinted(),
    Offer::record(
        Action::DeclareUse,
        Text::ActDeclareUse,
        Does::Fill(&DECLARE_USE),
    )
    .only(KEEPING)
    .unhinted(),
    Offer::page(Action::ChangeLaw, Text::ActChangeLaw, Does::Fill(&LAW))
        .only(&[Role::Manager])
        .unhinted(),
];

/// The fact that says what F8 does.
pub(super) const NEXT_FACT: &str = "next";
/// What kind of record a row is.
pub(super) const KIND: &str = "kind";
pub(super) const VERSION: &str = "version";
pub(super) const KEPT: &str = "kept";

pub(super) const NEXT: Does = Does::ByFact {
    name: NEXT_FACT,
    of: &[
        ("complete", Does::Fill(&COMPLETE)),
        ("confirm", Does::Fill(&CONFIRM)),
        ("lapse", Does::Fill(&LAPSE)),
        ("delete", Does::Fill(&CERTIFICATE)),
        ("release", Does::Fill(&RELEASE)),
        ("verify", Does::Fill(&VERIFY)),
        ("clear", Does::Fill(&CLEAR)),
        ("except", Does::Fill(&EXCEPT)),
        ("propose", Does::Fill(&KEPT_PROPOSE)),
        ("approve", Does::Fill(&KEPT_APPROVE)),
    ],
};

const BACK: Does = Does::Either {
    when: |here| here.row.fact(KIND) == KEPT,
    then: &Does::Fill(&KEPT_DECLINE),
    otherwise: &Does::Fill(&REFUSE),
};

const HOLD_ANY: Does = Does::Either {
    when: |here| here.row.fact(KIND) == KEPT,
    then: &Does::Fill(&KEPT_HOLD),
    otherwise: &Does::Fill(&HOLD),
};

const RELEASE_ANY: Does = Does::Either {
    when: |here| here.row.fact(KIND) == KEPT,
    then: &Does::Fill(&KEPT_RELEASE),
    otherwise: &Does::Fill(&RELEASE),
};

static HEADS: &[Head] = &[
    Head::new(Text::Due(D::Term), 12).gap(1),
    Head::new(Text::Due(D::DateHead), 9),
    Head::new(Text::Due(D::Number), 10),
    Head::new(Text::Due(D::Content), 12),
    Head::new(Text::Due(D::State), 8).widths([8, 8, 8]),
    Head::new(Text::Due(D::Custodian), 6)
        .widths([6, 6, 0])
        .gap(1),
    Head::new(Text::Due(D::Elapsed), 10).widths([10, 10, 0]),
    Head::new(Text::Due(D::Medium), 6).widths([0, 6, 0]),
    Head::new(Text::Due(D::Basis), 10).widths([0, 8, 0]),
];

/// Cells of the bar of 已過期間.
const BAR: u32 = 10;

fn states(lang: Lang, _now: Moment) -> Vec<Choice> {
    let items = HeldState::ALL.iter().filter(|state| state.is_open());
    let items = items.map(|state| Choice::new(state.code(), lang.held_state(*state)));
    let open = [CertState::Signed, CertState::Deferred];
    let proofs = open.map(|state| Choice::new(state.code(), lang.cert_state(state)));
    let on_hold = Choice::new(ON_HOLD, lang.on_hold());
    items.chain([on_hold]).chain(proofs).collect()
}

fn media(lang: Lang, _now: Moment) -> Vec<Choice> {
    let of = |medium: &Medium| Choice::new(medium.code(), lang.medium(*medium));
    Medium::ALL.iter().map(of).collect()
}

fn week_choices(_lang: Lang, now: Moment) -> Vec<Choice> {
    weeks::mondays(now.day(), WEEKS)
        .into_iter()
        .enumerate()
        .map(|(week, monday)| Choice::new(week.to_string(), roc_date::month_day(monday)))
        .collect()
}

fn asked_of(asked: &Asked) -> DueAsked {
    let chosen = |place: usize| asked.filters.get(place).cloned().unwrap_or_default();
    DueAsked {
        state: chosen(0),
        medium: chosen(1),
        custodian: chosen(2),
        week: chosen(3).parse().ok(),
        search: asked.search.clone(),
    }
}

fn place(page: &PageAt) -> DuePlace {
    match page {
        PageAt::Top => DuePlace::Top,
        PageAt::Bottom => DuePlace::Bottom,
        PageAt::From(key) => DuePlace::From(key.clone()),
        PageAt::UpTo(key) => DuePlace::UpTo(key.clone()),
    }
}

fn list(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let today = asked.now.unwrap_or_else(|| office.now()).day();
    let wanted = asked_of(asked);
    let page = office.due_page(&wanted, &place(&asked.page), asked.limit)?;
    let counts = office.due_counts()?;
    let names = custodians(office)?;
    let me = office.me().clone();
    let rows: Vec<RowData> = page
        .lines
        .iter()
        .map(|line| row(lang, line, &me, today))
        .collect();
    let toned = |text: Text, number: u64, tone: Tone| {
        let tone = if number > 0 { tone } else { Tone::Plain };
        Cell::toned(format!("{} {}", lang.text(text), group(number)), tone)
    };
    let seven = usize::try_from(counts.seven).unwrap_or(usize::MAX);
    let is_narrowed = wanted != DueAsked::default();
    let empty = if is_narrowed {
        Text::NothingFound
    } else {
        Text::Due(D::NothingHeld)
    };
    Ok(PaneData::Table(Box::new(TableData {
        title: title(office, lang, &wanted, (counts.all, &names), today)?,
        right: vec![
            toned(Text::Overdue, counts.overdue, Tone::Bad),
            toned(Text::DueToday, counts.today, Tone::Warn),
            Cell::plain(lang.within(7, seven)),
        ],
        measure: Some(Measure::Record),
        heads: HEADS,
        has_before: page.has_before,
        has_after: page.has_after,
        total: page.total,
        empty: vec![lang.text(empty).to_owned()],
        foot: weeks::lines(lang, &office.due_weeks(WEEKS)?, today),
        is_foot_low: true,
        choices: vec![(
            Text::Due(D::Custodian),
            names
                .iter()
                .map(|(login, name)| Choice::new(login.clone(), name.clone()))
                .collect(),
        )],
        rows,
        ..TableData::default()
    })))
}

/// Those who keep something, by login, with their names.
pub(super) fn custodians(office: &Office) -> Result<Vec<(String, String)>, AppError> {
    let names: HashMap<String, String> = office.names()?;
    Ok(office
        .custodians()?
        .into_iter()
        .filter(|login| !login.is_empty())
        .map(|login| {
            let name = names.get(&login).cloned().unwrap_or_else(|| login.clone());
            (login, name)
        })
        .collect())
}

/// `期限  留存 10、五年紀錄 38  待刪除`
fn title(
    office: &Office,
    lang: Lang,
    wanted: &DueAsked,
    (held, names): (u64, &[(String, String)]),
    today: chrono::NaiveDate,
) -> Result<String, AppError> {
    let kept = office.kept_count(None)?;
    let mut title = lang.retention_title(held, kept);
    let name = |login: &str| {
        let known = names.iter().find(|(known, _)| known == login);
        known.map_or_else(|| login.to_owned(), |(_, name)| name.clone())
    };
    let state = match (
        wanted.state.parse::<HeldState>(),
        wanted.state.parse::<CertState>(),
    ) {
        _ if wanted.state == ON_HOLD => lang.on_hold(),
        (Ok(state), _) => lang.held_state(state),
        (Err(_), Ok(state)) => lang.cert_state(state),
        (Err(_), Err(_)) => "",
    };
    let week = wanted.week.and_then(|week| {
        let mondays = weeks::mondays(today, WEEKS);
        mondays.get(usize::try_from(week).ok()?).copied()
    });
    let medium = wanted.medium.parse::<Medium>();
    let parts = [
        state.to_owned(),
        medium.map_or_else(
            |_none| String::new(),
            |medium| lang.medium(medium).to_owned(),
        ),
        name(&wanted.custodian),
        week.map_or_else(String::new, |monday| lang.week_of(monday)),
        wanted.search.trim().to_owned(),
    ];
    for part in parts.iter().filter(|part| !part.is_empty()) {
        title = format!("{title}  {part}");
    }
    Ok(title)
}

pub(super) fn tone(state: DueState) -> Tone {
    match state {
        DueState::Overdue(_) => Tone::Bad,
        DueState::Today | DueState::Rolled(_) | DueState::RolledToday => Tone::Warn,
        DueState::Left(_) => Tone::Plain,
    }
}

/// A line of the list.
pub(super) fn row(lang: Lang, line: &DueLine, me: &Clerk, today: chrono::NaiveDate) -> RowData {
    match line {
        DueLine::Item(held, deadline) => item_row(lang, held, *deadline, me, today),
        DueLine::Certificate(found, deadline) => certificate_row(lang, found, *deadline, me, today),
    }
}

/// The days left as a word, and the day that it counts to.
fn term(lang: Lang, deadline: Deadline, today: chrono::NaiveDate) -> [Cell; 2] {
    let state = deadline.state(today);
    [
        Cell::toned(lang.due(state), tone(state)),
        Cell::plain(lang.list_day(deadline.counted_day(today), today)),
    ]
}

fn item_row(
    lang: Lang,
    held: &Held,
    deadline: Deadline,
    me: &Clerk,
    today: chrono::NaiveDate,
) -> RowData {
    let [word, day] = match (&held.hold, held.kept_until()) {
        (Some(_), _) => [
            Cell::plain(lang.hold_mark()),
            Cell::plain(lang.list_day(deadline.advised_on, today)),
        ],
        (None, Some(until)) if today <= until => {
            [Cell::default(), Cell::plain(lang.list_day(until, today))]
        }
        // What nobody decided stands out though its day is far.
        (None, _) if held.state == HeldState::ToConfirm && !deadline.state(today).is_soon() => [
            Cell::toned(lang.to_confirm_mark(), Tone::Warn),
            Cell::plain(lang.list_day(deadline.advised_on, today)),
        ],
        (None, _) => term(lang, deadline, today),
    };
    let state = if held.hold.is_some() {
        lang.on_hold()
    } else {
        lang.held_state(held.state)
    };
    let is_counting = held.state == HeldState::ToDelete && held.hold.is_none();
    let elapsed = match (held.event_on, held.completed_on) {
        (Some(from), _) if is_counting => bar(from, deadline.ends_on, today),
        (_, Some(on)) if held.state == HeldState::ToConfirm => lang.aged(on, today),
        _ => String::new(),
    };
    let dates = (deadline.ends_on, deadline.rolled_on, deadline.advised_on);
    let content = lang.held_content(held.medium, held.quantity);
    let origin = if held.sources.is_empty() {
        held.title.clone()
    } else {
        lang.held_sources(held)
    };
    RowData {
        key: held.no.to_string(),
        cells: vec![
            word,
            day,
            Cell::number(held.no.to_string()),
            Cell::plain(content.clone()),
            Cell::plain(state),
            Cell::plain(held.custodian_name.clone()),
            Cell::plain(elapsed),
            Cell::plain(lang.medium(held.medium)),
            Cell::plain(held.basis.clone()),
        ],
        peek: lang.held_peek(&lang.dates_peek(dates, today), &content, &origin),
        ..item_record(lang, held, me, today)
    }
}

/// What an item can do: facts and moves.
pub(super) fn item_record(
    lang: Lang,
    held: &Held,
    me: &Clerk,
    today: chrono::NaiveDate,
) -> RowData {
    let (next, word, step) = match held.state {
        _ if held.hold.is_some() => ("release", Text::ActRelease, HeldStep::Release),
        HeldState::InUse => ("complete", Text::Due(D::ActComplete), HeldStep::Complete),
        HeldState::ToConfirm => ("confirm", Text::Due(D::ActConfirm), HeldStep::Confirm),
        HeldState::Statutory => ("lapse", Text::Due(D::ActLapse), HeldStep::Lapse),
        HeldState::ToDelete => (
            "delete",
            match held.medium {
                Medium::Paper => Text::Due(D::ActDestroy),
                Medium::File | Medium::Removable => Text::Due(D::ActDelete),
            },
            HeldStep::Delete,
        ),
        HeldState::Deleted | HeldState::Closed | HeldState::Archived | HeldState::Withdrawn => {
            ("", Text::ActNextStep, HeldStep::Close)
        }
    };
    let why = |step: HeldStep| cannot(lang, moves::check(held, step, me, today).err());
    let next_why = if next.is_empty() {
        Some(lang.text(Text::NothingToDo).to_owned())
    } else {
        why(step)
    };
    let refuse = lang.text(Text::Due(D::NotACertificate)).to_owned();
    let mut moves = vec![RowMove {
        action: Action::NextStep,
        label: Some(lang.text(word).to_owned()),
        cannot: next_why,
    }];
    for (action, cannot) in [
        (Action::StepBack, Some(refuse.clone())),
        (Action::ExceptDeferral, Some(refuse)),
        (Action::Statute, why(HeldStep::Statute)),
        (Action::FileArchive, why(HeldStep::Archive)),
        (Action::HoldDeletion, why(HeldStep::Hold)),
        (Action::ReleaseDeletion, why(HeldStep::Release)),
        (Action::AssignItem, why(HeldStep::Assign)),
        (Action::DeclareUse, why(HeldStep::Declare)),
        (
            Action::Export,
            held.certificate
                .is_none()
                .then(|| lang.text(Text::Due(D::NoCertificate)).to_owned()),
        ),
    ] {
        moves.push(RowMove {
            action,
            label: None,
            cannot,
        });
    }
    RowData {
        key: held.no.to_string(),
        moves,
        facts: vec![
            (KIND, "item".to_owned()),
            (NEXT_FACT, next.to_owned()),
            (VERSION, held.version.to_string()),
            ("basis", held.basis.clone()),
            ("item", held.item.clone()),
            (
                "certificate",
                held.certificate
                    .map(|no| no.to_string())
                    .unwrap_or_default(),
            ),
        ],
        ..RowData::default()
    }
}

/// The first reason why not, as a row says it.
pub(super) fn cannot(lang: Lang, whys: Option<Vec<RetentionRefusal>>) -> Option<String> {
    let whys = whys?;
    whys.first().map(|why| lang.retention_why(why))
}

fn certificate_row(
    lang: Lang,
    found: &Certificate,
    deadline: Deadline,
    me: &Clerk,
    today: chrono::NaiveDate,
) -> RowData {
    let [word, day] = term(lang, deadline, today);
    let content = match found.state {
        CertState::Deferred => lang.text(Text::Due(D::DeferredLine)).to_owned(),
        CertState::Signed | CertState::Closed | CertState::Refused => {
            lang.held_content(found.medium, found.quantity)
        }
    };
    let bar = bar(found.executed_at.day(), deadline.ends_on, today);
    RowData {
        key: found.no.to_string(),
        cells: vec![
            word,
            day,
            Cell::number(found.no.to_string()),
            Cell::plain(content.clone()),
            Cell::plain(lang.cert_state(found.state)),
            Cell::plain(found.executed_by_name.clone()),
            Cell::plain(bar),
            Cell::plain(lang.medium(found.medium)),
            Cell::default(),
        ],
        peek: lang.certificate_peek(found),
        ..certificate_record(lang, found, me)
    }
}

/// What a certificate can do: facts and moves.
pub(super) fn certificate_record(lang: Lang, found: &Certificate, me: &Clerk) -> RowData {
    let verify = if found.open_lines().is_empty() {
        CertStep::Verify
    } else {
        CertStep::VerifyPart
    };
    let (next, word, step) = match found.state {
        CertState::Signed => ("verify", Text::Due(D::ActVerify), verify),
        CertState::Deferred if found.lacks_exception() && me.roles.has(Role::Supervisor) => {
            ("except", Text::ActExcept, CertStep::Except)
        }
        CertState::Deferred => ("clear", Text::Due(D::ActClear), CertStep::Clear),
        CertState::Closed | CertState::Refused => ("", Text::ActNextStep, CertStep::Verify),
    };
    let why = |step: CertStep| cannot(lang, certificate::check(found, step, me).err());
    let next_why = if next.is_empty() {
        Some(lang.text(Text::NothingToDo).to_owned())
    } else {
        why(step)
    };
    let item_only = lang.text(Text::Due(D::NotAnItem)).to_owned();
    let mut moves = vec![
        RowMove {
            action: Action::NextStep,
            label: Some(lang.text(word).to_owned()),
            cannot: next_why,
        },
        RowMove {
            action: Action::StepBack,
            label: None,
            cannot: why(CertStep::Refuse),
        },
        RowMove {
            action: Action::ExceptDeferral,
            label: None,
            cannot: why(CertStep::Except),
        },
    ];
    for action in ITEM_ACTIONS {
        moves.push(RowMove {
            action: *action,
            label: None,
            cannot: Some(item_only.clone()),
        });
    }
    RowData {
        key: found.no.to_string(),
        moves,
        facts: vec![
            (KIND, "certificate".to_owned()),
            (NEXT_FACT, next.to_owned()),
            (VERSION, found.version.to_string()),
            ("certificate", found.no.to_string()),
        ],
        ..RowData::default()
    }
}

/// Moves of items that other records do not have.
pub(super) const ITEM_ACTIONS: &[Action] = &[
    Action::Statute,
    Action::FileArchive,
    Action::HoldDeletion,
    Action::ReleaseDeletion,
    Action::AssignItem,
    Action::DeclareUse,
];

/// How much of the time is over: `#######---`; a time that is over is full.
fn bar(from: chrono::NaiveDate, until: chrono::NaiveDate, today: chrono::NaiveDate) -> String {
    let days = |end: chrono::NaiveDate| {
        u32::try_from(end.signed_duration_since(from).num_days()).unwrap_or(0)
    };
    let cells = if today >= until {
        BAR
    } else {
        let (gone, all) = (days(today), days(until).max(1));
        let cells = gone.saturating_mul(BAR).checked_div(all);
        cells.unwrap_or(BAR).min(BAR)
    };
    let full = usize::try_from(cells).unwrap_or(0);
    let rest = usize::try_from(BAR.saturating_sub(cells)).unwrap_or(0);
    format!("{}{}", "#".repeat(full), "-".repeat(rest))
}
