//! 期限: records of five years with their floors, and what is done with; the way of a record to its disposal.

use chrono::NaiveDate;

use super::retention::{ITEM_ACTIONS, KEPT, KIND, NEXT_FACT, VERSION, cannot, item_record};
use super::retention_forms::{
    CAUSE, REASON, blamed, causes, drawer, give, hold_drawer, label, told,
};
use crate::app::{KeptPlace, Office, RetentionCommand};
use crate::domain::moment::Moment;
use crate::domain::people::Clerk;
use crate::domain::refusal::Refusal;
use crate::domain::retention::kept::{self, Kept, KeptClass, KeptPhase, KeptState, KeptStep};
use crate::domain::retention::{Held, HeldState, RecordNo};
use crate::domain::shown::shown;
use crate::locale::DueText as D;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, DetailData, Head, Line, PageAt, PaneData, RowData, RowMove, TableData, Tone,
};
use crate::tui::errand::{AppError, Errand};
use crate::tui::form::spec::{Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared};
use crate::tui::pane::{Filter, Here};

pub(super) const FILTERS: &[Filter] = &[Filter {
    label: Text::Due(D::Class),
    options: classes,
    start: "",
}];

/// What is done with, by how: 已歸檔 is the list of what left our control.
pub(super) const DONE_FILTERS: &[Filter] = &[Filter {
    label: Text::Due(D::State),
    options: |lang, _now| {
        let done = HeldState::ALL.iter().filter(|state| !state.is_open());
        done.map(|state| Choice::new(state.code(), lang.held_state(*state)))
            .collect()
    },
    start: "",
}];

fn classes(lang: Lang, _now: Moment) -> Vec<Choice> {
    let of = |class: &KeptClass| Choice::new(class.code(), lang.kept_class(*class));
    KeptClass::ALL.iter().map(of).collect()
}

static HEADS: &[Head] = &[
    Head::new(Text::Due(D::Class), 14),
    Head::new(Text::Due(D::Number), 14),
    Head::new(Text::Due(D::Rule), 11),
    Head::new(Text::Due(D::StartsOn), 9).widths([9, 9, 0]),
    Head::new(Text::Due(D::KeptUntil), 9),
    Head::new(Text::Due(D::State), 8),
];

static DONE_HEADS: &[Head] = &[
    Head::new(Text::Due(D::Number), 10),
    Head::new(Text::Due(D::Content), 12),
    Head::new(Text::Due(D::State), 8),
    Head::new(Text::Due(D::Certificate), 10),
    Head::new(Text::Due(D::Custodian), 6),
    Head::new(Text::RegWhen, 15),
];

/// `check_record:11510-v1`
pub(super) fn key(kept: &Kept) -> String {
    format!("{}:{}", kept.class.code(), kept.record)
}

fn read_key(key: &str) -> Option<(KeptClass, &str)> {
    let (class, record) = key.split_once(':')?;
    Some((class.parse().ok()?, record))
}

/// Later than any record's last day.
fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default()
}

fn edge(is_last: bool) -> KeptPlace {
    if is_last {
        (last_day(), "~".to_owned(), String::new())
    } else {
        (NaiveDate::default(), String::new(), String::new())
    }
}

/// Where a page begins, and whether it goes forward.
fn place(office: &Office, page: &PageAt) -> (KeptPlace, bool) {
    let at = |key: &str| {
        let (class, record) = read_key(key)?;
        let kept = office.kept_sheet(class, record).ok()?.kept;
        Some((kept.ends_on, class.code().to_owned(), kept.record))
    };
    match page {
        PageAt::Top => (edge(false), true),
        PageAt::Bottom => (edge(true), false),
        PageAt::From(key) => (at(key).unwrap_or_else(|| edge(false)), true),
        PageAt::UpTo(key) => (at(key).unwrap_or_else(|| edge(true)), false),
    }
}

/// 五年紀錄.
pub(super) fn records(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let today = asked.now.unwrap_or_else(|| office.now()).day();
    let class = asked.filters.first().and_then(|code| code.parse().ok());
    let (place, is_forward) = place(office, &asked.page);
    let limit = u32::try_from(asked.limit).unwrap_or(u32::MAX);
    let more = limit.saturating_add(1);
    let mut found = office.kept_page(class, (&place, is_forward), more)?;
    let has_more = found.len() > asked.limit;
    if has_more && is_forward {
        found.pop();
    } else if has_more {
        found.remove(0);
    }
    let is_edge = matches!(asked.page, PageAt::Top | PageAt::Bottom);
    let (has_before, has_after) = if is_forward {
        (!is_edge, has_more)
    } else {
        (has_more, !is_edge)
    };
    let me = office.me().clone();
    let title = lang.retention_title(office.due_counts()?.all, office.kept_count(None)?);
    let class_name = class.map_or("", |class| lang.kept_class(class));
    Ok(PaneData::Table(Box::new(TableData {
        title: format!("{title}  {class_name}").trim_end().to_owned(),
        measure: Some(Measure::Record),
        heads: HEADS,
        rows: found
            .iter()
            .map(|kept| row(lang, kept, &me, today))
            .collect(),
        has_before,
        has_after,
        total: Some(office.kept_count(class)?),
        empty: vec![lang.text(Text::Due(D::NothingKept)).to_owned()],
        ..TableData::default()
    })))
}

fn row(lang: Lang, kept: &Kept, me: &Clerk, today: NaiveDate) -> RowData {
    let phase = kept.phase(today);
    let (state, tone) = if kept.hold.is_some() {
        (lang.on_hold(), Tone::Warn)
    } else {
        let tone = match (kept.state, phase) {
            (KeptState::Kept, KeptPhase::Disposable) | (KeptState::Proposed, _) => Tone::Warn,
            _ => Tone::Plain,
        };
        (lang.kept_state(kept.state, phase), tone)
    };
    RowData {
        key: key(kept),
        cells: vec![
            Cell::plain(lang.kept_class(kept.class)),
            Cell::plain(kept.record.clone()),
            Cell::plain(lang.kept_rule(kept.class)),
            Cell::plain(lang.list_day(kept.starts_on, today)),
            Cell::plain(lang.list_day(kept.ends_on, today)),
            Cell::toned(state, tone),
        ],
        peek: lang.kept_peek(kept.class, kept.free_from()),
        ..record(lang, kept, me, today)
    }
}

/// What a record can do.
fn record(lang: Lang, kept: &Kept, me: &Clerk, today: NaiveDate) -> RowData {
    let why = |step: KeptStep| cannot(lang, kept::check(kept, step, me, today).err());
    let (next, word, step) = match kept.state {
        KeptState::Kept => ("propose", D::ActPropose, Some(KeptStep::Propose)),
        KeptState::Proposed => ("approve", D::ActApprove, Some(KeptStep::Approve)),
        KeptState::Disposed => ("", D::ActPropose, None),
    };
    let next_why = match step {
        Some(step) => why(step),
        None => Some(lang.text(Text::NothingToDo).to_owned()),
    };
    let mut moves = vec![
        RowMove {
            action: Action::NextStep,
            label: Some(label(lang, word).to_owned()),
            cannot: next_why,
        },
        RowMove {
            action: Action::StepBack,
            label: Some(label(lang, D::ActDecline).to_owned()),
            cannot: why(KeptStep::Decline),
        },
        RowMove {
            action: Action::ExceptDeferral,
            label: None,
            cannot: Some(label(lang, D::NotACertificate).to_owned()),
        },
    ];
    let is_evidence = kept.class == KeptClass::Evidence;
    moves.push(RowMove {
        action: Action::Export,
        label: None,
        cannot: (!is_evidence).then(|| label(lang, D::NotACertificate).to_owned()),
    });
    for action in ITEM_ACTIONS {
        let cannot = match action {
            Action::HoldDeletion => why(KeptStep::Hold),
            Action::ReleaseDeletion => why(KeptStep::Release),
            _ => Some(label(lang, D::NotAnItem).to_owned()),
        };
        moves.push(RowMove {
            action: *action,
            label: None,
            cannot,
        });
    }
    RowData {
        key: key(kept),
        moves,
        facts: vec![
            (KIND, KEPT.to_owned()),
            (NEXT_FACT, next.to_owned()),
            (VERSION, kept.version.to_string()),
            ("certificate", kept.record.clone()),
        ],
        ..RowData::default()
    }
}

static HISTORY: &[Head] = &[
    Head::new(Text::RegVersion, 2).right(),
    Head::new(Text::RegWhen, 15),
    Head::new(Text::RegBy, 6),
    Head::new(Text::RegWhat, 48),
];

/// A record that is kept, as a sheet.
pub(super) fn kept_detail(office: &mut Office, asked: &Asked) -> Result<DetailData, AppError> {
    let lang = asked.lang;
    let today = asked.now.unwrap_or_else(|| office.now()).day();
    let (class, name) = read_key(&asked.about).ok_or(Refusal::NoSuchRecord)?;
    let sheet = office.kept_sheet(class, name)?;
    let kept = &sheet.kept;
    let phase = kept.phase(today);
    let mut lines = vec![
        Line::field(label(lang, D::Class), lang.kept_class(class)),
        Line::field(label(lang, D::Rule), lang.kept_rule(class)).note(lang.floor_note(class)),
        Line::field(label(lang, D::StartsOn), lang.day(kept.starts_on)),
        Line::field(label(lang, D::KeptUntil), lang.day(kept.ends_on))
            .note(label(lang, D::RuleNoRoll)),
        Line::field(label(lang, D::FreeFrom), lang.day(kept.free_from())),
        Line::field(label(lang, D::State), lang.kept_state(kept.state, phase)),
    ];
    if !kept.sha256.is_empty() {
        lines.push(Line::field("SHA-256", lang.hex_groups(&kept.sha256)));
    }
    if let Some(hold) = &kept.hold {
        lines.push(
            Line::field(
                label(lang, D::Hold),
                format!("{}  {}", lang.hold_cause(hold.cause), shown(&hold.reason)),
            )
            .note(format!("{} {}", hold.by_name, lang.moment(hold.at))),
        );
    }
    lines.push(Line::blank());
    let rows = sheet.versions.iter().map(|version| RowData {
        key: version.version.to_string(),
        cells: vec![
            Cell::plain(version.version.to_string()),
            Cell::plain(lang.version_at(version.changed_at)),
            Cell::plain(version.changed_by_name.clone()),
            Cell::plain(
                format!(
                    "{} {}",
                    lang.kept_state(version.state, KeptPhase::Kept),
                    shown(&version.reason)
                )
                .trim()
                .to_owned(),
            ),
        ],
        ..RowData::default()
    });
    Ok(DetailData {
        title: format!("{}  {}", label(lang, D::Records), kept.record),
        right: vec![Cell::plain(lang.kept_until(kept.ends_on))],
        lines,
        heads: HISTORY,
        rows: rows.collect(),
        peek: lang.kept_peek(class, kept.free_from()),
        record: record(lang, kept, office.me(), today),
        ..DetailData::default()
    })
}

/// 已結: what was deleted, filed, withdrawn; the latest first.
pub(super) fn done_list(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let today = asked.now.unwrap_or_else(|| office.now()).day();
    let limit = u32::try_from(asked.limit).unwrap_or(u32::MAX);
    let state = asked.filters.first().and_then(|code| code.parse().ok());
    let (mut found, has_before): (Vec<Held>, bool) = match &asked.page {
        PageAt::From(key) => {
            let no: RecordNo = key.parse().map_err(|_form| Refusal::NoSuchRecord)?;
            let first = office.held_sheet(no)?.held;
            let rest = office.closed_items(state, Some(&first), limit)?;
            (std::iter::once(first).chain(rest).collect(), true)
        }
        PageAt::Top | PageAt::Bottom | PageAt::UpTo(_) => (
            office.closed_items(state, None, limit.saturating_add(1))?,
            false,
        ),
    };
    let has_after = found.len() > asked.limit;
    found.truncate(asked.limit);
    let me = office.me().clone();
    let rows = found.iter().map(|held| RowData {
        cells: vec![
            Cell::number(held.no.to_string()),
            Cell::plain(lang.held_content(held.medium, held.quantity)),
            Cell::plain(lang.held_state(held.state)),
            Cell::plain(
                held.certificate
                    .map(|no| no.to_string())
                    .unwrap_or_default(),
            ),
            Cell::plain(held.custodian_name.clone()),
            Cell::plain(lang.version_at(held.changed_at)),
        ],
        peek: lang.held_sources(held),
        ..item_record(lang, held, &me, today)
    });
    Ok(PaneData::Table(Box::new(TableData {
        title: format!(
            "{}  {}  {}",
            label(lang, D::Retention),
            label(lang, D::Done),
            state.map_or("", |state| lang.held_state(state))
        )
        .trim_end()
        .to_owned(),
        measure: Some(Measure::Record),
        heads: DONE_HEADS,
        rows: rows.collect(),
        has_before,
        has_after,
        empty: vec![label(lang, D::NothingDone).to_owned()],
        ..TableData::default()
    })))
}

fn step(filled: &Filled, prepared: &Prepared, step: KeptStep) -> Result<Errand, FieldFault> {
    let row = &prepared.here.row;
    let about = read_key(&row.key).zip(row.fact(VERSION).parse().ok());
    let Some(((class, record), version)) = about else {
        return Err(FieldFault {
            field: REASON,
            sentence: prepared.lang().text(Text::Nothing).to_owned(),
        });
    };
    Ok(give(RetentionCommand::Keep {
        class,
        record: record.to_owned(),
        version,
        step,
        reason: filled.get(REASON).to_owned(),
        cause: filled.get(CAUSE).parse().ok(),
    }))
}

const REASON_FIELD: Field = Field::new(REASON, Text::Due(D::Reason), Kind::Text);

fn about(here: &Here, title: D, sentence: D) -> Prepared {
    let mut prepared = drawer(here, title, label(here.lang, sentence));
    let name = read_key(&here.row.key).map_or("", |(_class, record)| record);
    prepared.title = format!("{} {name}", label(here.lang, title));
    prepared
}

/// 擬銷毀: how it is to be disposed of.
pub(super) static KEPT_PROPOSE: FormSpec = FormSpec {
    title: Text::Due(D::ActPropose),
    place: Place::Drawer,
    prepare: |_office, here| Ok(about(here, D::ActPropose, D::ProposeSays)),
    fields: &[REASON_FIELD],
    submit: |filled, prepared| step(filled, prepared, KeptStep::Propose),
    after: told,
    blames: blamed,
    write: Text::Due(D::ActPropose),
    ready: FormSpec::says_nothing,
};

/// 核准銷毀.
pub(super) static KEPT_APPROVE: FormSpec = FormSpec {
    title: Text::Due(D::ActApprove),
    place: Place::Drawer,
    prepare: |_office, here| Ok(about(here, D::ActApprove, D::ApproveSays)),
    fields: &[REASON_FIELD],
    submit: |filled, prepared| step(filled, prepared, KeptStep::Approve),
    after: told,
    blames: blamed,
    write: Text::Due(D::ActApprove),
    ready: FormSpec::says_nothing,
};

/// 不予核准.
pub(super) static KEPT_DECLINE: FormSpec = FormSpec {
    title: Text::Due(D::ActDecline),
    place: Place::Drawer,
    prepare: |_office, here| Ok(about(here, D::ActDecline, D::DeclineSays)),
    fields: &[REASON_FIELD],
    submit: |filled, prepared| step(filled, prepared, KeptStep::Decline),
    after: told,
    blames: blamed,
    write: Text::Due(D::ActDecline),
    ready: FormSpec::says_nothing,
};

pub(super) static KEPT_HOLD: FormSpec = FormSpec {
    title: Text::ActHold,
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(Prepared {
            title: about(here, D::HoldTitle, D::HoldSays).title,
            ..hold_drawer(here)
        })
    },
    fields: &[
        Field::new(CAUSE, Text::Due(D::Cause), Kind::Choice).options(causes),
        REASON_FIELD,
    ],
    submit: |filled, prepared| step(filled, prepared, KeptStep::Hold),
    after: told,
    blames: blamed,
    write: Text::ActHold,
    ready: FormSpec::says_nothing,
};

pub(super) static KEPT_RELEASE: FormSpec = FormSpec {
    title: Text::ActRelease,
    place: Place::Drawer,
    prepare: |_office, here| Ok(about(here, D::ReleaseTitle, D::ReleaseSays)),
    fields: &[REASON_FIELD],
    submit: |filled, prepared| step(filled, prepared, KeptStep::Release),
    after: told,
    blames: blamed,
    write: Text::ActRelease,
    ready: FormSpec::says_nothing,
};
