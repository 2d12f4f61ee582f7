//! 抽查: what matching found: proposals to be decided, queries and registrations that stand alone.

use chrono::NaiveTime;

use super::checks::{MONTH, asked_month, month_of};
use crate::app::{
    CheckCommand, Command, Done, GapExplanation, LeftOver, LinePlace, MatchCommand, ProposalRow,
    RowPlace,
};
use crate::domain::ids::{LogId, Period, RegisterNo};
use crate::domain::monthly_check::{Cause, CheckRefusal};
use crate::domain::normal::{Field as Side, FieldDiff, PairSide, Sameness, case_key};
use crate::domain::people::Role;
use crate::domain::query::Query;
use crate::domain::refusal::Refusal;
use crate::domain::roc_date;
use crate::domain::shown::shown;
use crate::locale::MonthText as M;
use crate::locale::RulesText as R;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, Head, Line, Mark, PageAt, PairData, PairRow, PaneData, RowData, RowMove,
    TableData, Tone,
};
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Does, Here, Layout, NowSpec, Offer, PageSpec, Then, ViewSpec};

const MANAGER: &[Role] = &[Role::Manager];
const SEQ: &str = "seq";
const NUMBER: &str = "number";
const KIND: &str = "kind";
const PROPOSAL: &str = "proposal";
const ALONE: &str = "alone";

/// The view of rows without a registration.
pub(super) const UNREGISTERED: usize = 1;
/// The view of registrations without a row.
pub(super) const NOT_PERFORMED: usize = 2;

/// Proposals, 查而未登, 登而未查 of a month.
pub(super) static MATCHES: PageSpec = PageSpec {
    contexts: &["reconcile", "checks"],
    title: Text::Month(M::Reconcile),
    help: Text::Month(M::MatchHelp),
    views: &[
        ViewSpec {
            title: Text::Month(M::Proposals),
            layout: Layout::Below(6),
            load: load_proposals,
            side: Some(load_pair),
            filters: &[],
            search: None,
        },
        ViewSpec {
            title: Text::Month(M::Unregistered),
            layout: Layout::List,
            load: load_left_over,
            side: None,
            filters: &[],
            search: None,
        },
        ViewSpec {
            title: Text::Month(M::NotPerformed),
            layout: Layout::List,
            load: load_not_performed,
            side: None,
            filters: &[],
            search: None,
        },
    ],
    offers: &[
        Offer::record(
            Action::Match,
            Text::Month(M::Confirm),
            Does::Either {
                when: is_proposal,
                then: &Does::Now(&CONFIRM),
                otherwise: &Does::Either {
                    when: is_alone,
                    then: &Does::Fill(&GAP),
                    otherwise: &Does::Fill(&EXPLAIN),
                },
            },
        )
        .only(MANAGER),
        Offer::record(
            Action::StepBack,
            Text::Month(M::Refuse),
            Does::Fill(&REFUSE),
        )
        .only(MANAGER),
        Offer::record(Action::Reveal, Text::ActReveal, Does::Now(&REVEAL)),
        Offer::record(Action::Undo, Text::Rules(R::Undo), Does::Fill(&UNDO))
            .only(MANAGER)
            .unhinted(),
    ],
};

fn is_proposal(here: &Here) -> bool {
    here.row.fact(KIND) == PROPOSAL
}

fn is_alone(here: &Here) -> bool {
    here.row.fact(KIND) == ALONE
}

fn cannot(action: Action, reason: impl Into<String>) -> RowMove {
    RowMove {
        action,
        label: None,
        cannot: Some(reason.into()),
    }
}

/// `勾稽 11510  [提議 19]  查而未登 18  登而未查 14`.
fn title(lang: Lang, period: Period, at: usize, counts: [Option<u32>; 3]) -> String {
    let names = [M::Proposals, M::Unregistered, M::NotPerformed];
    let counted = |(index, (name, count)): (usize, (M, Option<u32>))| {
        let name = lang.text(Text::Month(name));
        let name = count.map_or_else(|| name.to_owned(), |count| format!("{name} {count}"));
        if index == at {
            format!("[{name}]")
        } else {
            name
        }
    };
    let views = names.into_iter().zip(counts).enumerate().map(counted);
    let all: Vec<String> = std::iter::once(lang.matching_title(period))
        .chain(views)
        .collect();
    all.join("  ")
}

// The pair below changes with every row: the mark and the number alone are bold.
static PROPOSAL_HEADS: &[Head] = &[
    Head::new(Text::Month(M::Row), 4).right(),
    Head::new(Text::Month(M::Account), 10).never_bold(),
    Head::new(Text::Month(M::AskedOn), 9).never_bold(),
    Head::new(Text::Month(M::Item), 4)
        .widths([0, 4, 0])
        .never_bold(),
    Head::new(Text::Month(M::Subject), 10).never_bold(),
    Head::new(Text::Month(M::Number), 10).never_bold(),
    Head::new(Text::Month(M::Why), 18)
        .gap(1)
        .widths([18, 18, 0])
        .never_bold(),
    Head::new(Text::Month(M::Decision), 6).gap(1).never_bold(),
];

fn place_of(at: &PageAt) -> RowPlace {
    let parsed = |key: &String| {
        let (_month, seq, number) = parts_of(key);
        (seq, number.to_owned())
    };
    match at {
        PageAt::Top => RowPlace::Top,
        PageAt::Bottom => RowPlace::Bottom,
        PageAt::From(key) => {
            let (seq, number) = parsed(key);
            RowPlace::From(seq, number)
        }
        PageAt::UpTo(key) => {
            let (seq, number) = parsed(key);
            RowPlace::UpTo(seq, number)
        }
    }
}

/// A row's key names month, row and, of a proposal, registration: a side is asked with nothing else.
fn key_of(period: Period, seq: u32, number: &str) -> String {
    format!("{period} {seq} {number}").trim_end().to_owned()
}

fn parts_of(key: &str) -> (Option<Period>, u32, &str) {
    let mut parts = key.splitn(3, ' ');
    let period = parts.next().and_then(|period| period.parse().ok());
    let seq = parts.next().and_then(|seq| seq.parse().ok());
    (
        period,
        seq.unwrap_or_default(),
        parts.next().unwrap_or_default(),
    )
}

fn load_proposals(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let period = asked_month(office, asked);
    let view = office.month_view(period)?;
    let (page, all, open) = office.proposals(period, &place_of(&asked.page), asked.limit)?;
    let counts = [
        Some(all),
        Some(view.counts.unregistered),
        Some(view.counts.not_performed),
    ];
    let is_signed = view.signed.is_some();
    let is_frozen = view.frozen.is_some();
    let empty = if view.reconciled.is_none() {
        M::NotMatchedYet
    } else {
        M::NoProposals
    };
    Ok(PaneData::Table(Box::new(TableData {
        title: title(lang, period, 0, counts),
        right: vec![Cell::toned(
            lang.open_count(open),
            if open > 0 { Tone::Warn } else { Tone::Good },
        )],
        measure: Some(Measure::Query),
        heads: PROPOSAL_HEADS,
        rows: page
            .rows
            .iter()
            .map(|row| proposal_row(lang, period, row, (is_frozen, is_signed)))
            .collect(),
        has_before: page.has_before,
        has_after: page.has_after,
        total: Some(u64::from(all)),
        empty: vec![lang.text(Text::Month(empty)).to_owned()],
        peek: lang.text(Text::Month(M::ProposalPeek)).to_owned(),
        begin: page
            .rows
            .iter()
            .find(|row| row.decision.is_none())
            .map(|row| key_of(period, row.seq, &row.number.to_string())),
        ..TableData::default()
    })))
}

fn proposal_row(
    lang: Lang,
    period: Period,
    row: &ProposalRow,
    (is_frozen, is_signed): (bool, bool),
) -> RowData {
    let text = |word: M| lang.text(Text::Month(word)).to_owned();
    let said = match &row.decision {
        None => Cell::toned(text(M::Undecided), Tone::Warn),
        Some((decision, _)) => {
            let word = match (decision.accepted, decision.after_freeze) {
                (true, false) => M::Confirmed,
                (true, true) => M::LateConfirmed,
                (false, false) => M::Refused,
                (false, true) => M::LateRefused,
            };
            Cell::plain(text(word))
        }
    };
    let reason = match (is_signed, &row.decision) {
        (true, _) => Some(text(M::AlreadySigned)),
        (false, Some(_)) => Some(text(M::Decided)),
        (false, None) => None,
    };
    let mut moves = reason.map_or_else(Vec::new, |reason| {
        vec![
            cannot(Action::Match, reason.clone()),
            cannot(Action::StepBack, reason),
        ]
    });
    let fixed = match (&row.decision, is_signed) {
        (_, true) => Some(text(M::AlreadySigned)),
        (None, false) => Some(lang.text(Text::Rules(R::NotDecided)).to_owned()),
        (Some((decision, _)), false) if is_frozen && !decision.after_freeze => {
            Some(lang.text(Text::Rules(R::FixedByFreeze)).to_owned())
        }
        (Some(_), false) => None,
    };
    moves.extend(fixed.map(|why| cannot(Action::Undo, why)));
    RowData {
        key: key_of(period, row.seq, &row.number.to_string()),
        name: lang.log_row_head(row.seq),
        cells: vec![
            Cell::plain(row.seq.to_string()),
            Cell::plain(row.log.account.clone()),
            Cell::plain(day_of(lang, &row.log)),
            Cell::plain(row.log.item.clone()),
            Cell::plain(row.log.subject.to_string()),
            Cell::number(row.number.short()),
            Cell::plain(match row.mistyped {
                Some(place) => lang.mistyped(place),
                None => lang.days_apart(row.days_apart),
            }),
            said,
        ],
        moves,
        facts: row_facts(period, row.seq, &row.number.to_string(), PROPOSAL),
        ..RowData::default()
    }
}

fn row_facts(period: Period, seq: u32, number: &str, kind: &str) -> Vec<(&'static str, String)> {
    vec![
        (MONTH, period.to_string()),
        (SEQ, seq.to_string()),
        (NUMBER, number.to_owned()),
        (KIND, kind.to_owned()),
    ]
}

fn day_of(lang: Lang, side: &PairSide) -> String {
    side.day.map_or_else(String::new, |day| lang.month_day(day))
}

fn load_pair(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let (period, seq, number) = parts_of(&asked.about);
    let row = office.proposal(period.unwrap_or_default(), seq, number)?;
    let Some(row) = row else {
        return Ok(PaneData::Pair(Box::default()));
    };
    Ok(PaneData::Pair(Box::new(pair(asked.lang, &row, None))))
}

/// Log row and registration, field by field; `clear` is the identifier after a reveal.
fn pair(lang: Lang, row: &ProposalRow, clear: Option<&str>) -> PairData {
    let query = row.query.as_ref();
    let rows = [
        Side::Date,
        Side::Time,
        Side::Account,
        Side::Item,
        Side::Subject,
        Side::Case,
        Side::Reason,
        Side::Result,
    ]
    .into_iter()
    .map(|field| pair_row(lang, row, field, clear))
    .collect();
    let mut notes = Vec::new();
    if let Some(place) = row.under_mask {
        notes.push(Line::words(lang.differs_masked(place)));
    }
    if let Some((decision, by)) = &row.decision {
        notes.push(Line::words(lang.decided_note(
            by,
            decision.at,
            &decision.reason,
        )));
    }
    if let Some((by, at, reason)) = &row.undone {
        notes.push(Line::words(lang.undone_note(by, *at, &shown(reason))));
    }
    PairData {
        title: String::new(),
        right: Vec::new(),
        left_head: lang.log_row_head(row.seq),
        right_head: query.map_or_else(String::new, |query| {
            lang.registration_head(&query.no.to_string())
        }),
        rows,
        notes,
        peek: String::new(),
        record: RowData::default(),
    }
}

fn pair_row(lang: Lang, row: &ProposalRow, field: Side, clear: Option<&str>) -> PairRow {
    let same = row.differences.iter().find(|diff| diff.field == field);
    let mark = match same.map(|FieldDiff { sameness, .. }| *sameness) {
        Some(Sameness::Equal) => Mark::Same,
        Some(Sameness::Different) => Mark::Differs,
        Some(Sameness::Absent) | None => Mark::None,
    };
    let subject = |masked: String| match clear {
        Some(clear) => Cell::toned(clear, Tone::Warn),
        None => Cell::plain(masked),
    };
    let left = match field {
        Side::Subject => subject(row.log.subject.to_string()),
        _ => Cell::plain(shown(&log_value(lang, &row.log, field)).into_owned()),
    };
    let right = match (&row.query, field) {
        (None, _) => Cell::default(),
        (Some(query), Side::Subject) => subject(query.subject.to_string()),
        (Some(query), _) => Cell::plain(shown(&query_value(lang, row, query, field)).into_owned()),
    };
    PairRow {
        label: lang.text(label_of(field)).to_owned(),
        left,
        mark,
        right,
    }
}

fn label_of(field: Side) -> Text {
    Text::Month(match field {
        Side::Date => M::AskedOn,
        Side::Time => M::Time,
        Side::Account => M::Account,
        Side::Item => M::Item,
        Side::Subject => M::Subject,
        Side::Case => M::Case,
        Side::Reason => M::Reason,
        Side::Result => M::Result,
    })
}

fn log_value(lang: Lang, log: &PairSide, field: Side) -> String {
    let time = || {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(log.secs?, 0)?;
        Some(roc_date::hour_minute_second(time))
    };
    match field {
        Side::Date => log.day.map_or_else(String::new, |day| lang.day(day)),
        Side::Time => time().unwrap_or_default(),
        Side::Account => log.account.clone(),
        Side::Item => log.item.clone(),
        Side::Subject => log.subject.to_string(),
        Side::Case => short_case(&log.case),
        Side::Reason => log.reason.clone(),
        Side::Result => log.result.clone(),
    }
}

/// A document's number without its letters, as lists show it; what has no such number stands as it was written.
fn short_case(case: &str) -> String {
    case_key(case).unwrap_or_else(|| case.to_owned())
}

fn query_value(lang: Lang, row: &ProposalRow, query: &Query, field: Side) -> String {
    match field {
        Side::Date => lang.day(query.asked_on),
        Side::Time => roc_date::hour_minute(query.asked_at),
        Side::Account => format!("{} {}", query.account, row.person),
        Side::Item => query.item.clone(),
        Side::Subject => query.subject.to_string(),
        Side::Case => short_case(&query.case_no),
        Side::Reason => query.reason.clone(),
        Side::Result => query.answer.as_ref().map_or_else(String::new, |answer| {
            lang.query_result(answer.result).to_owned()
        }),
    }
}

static LEFT_HEADS: &[Head] = &[
    Head::new(Text::Month(M::Row), 4).right(),
    Head::new(Text::Month(M::Account), 10),
    Head::new(Text::Month(M::Name), 6),
    Head::new(Text::Month(M::AskedOn), 9),
    Head::new(Text::Month(M::Item), 4),
    Head::new(Text::Month(M::Subject), 10),
    Head::new(Text::Month(M::Explanation), 20).widths([20, 40, 20]),
];

fn load_left_over(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let period = asked_month(office, asked);
    let view = office.month_view(period)?;
    let (page, all, open) = office.left_over(period, &place_of(&asked.page), asked.limit)?;
    let (_, proposals, _) = office.proposals(period, &RowPlace::Top, 0)?;
    let counts = [Some(proposals), Some(all), Some(view.counts.not_performed)];
    let is_signed = view.signed.is_some();
    let empty = if view.reconciled.is_none() {
        M::NotMatchedYet
    } else {
        M::NoUnregistered
    };
    Ok(PaneData::Table(Box::new(TableData {
        title: title(lang, period, 1, counts),
        right: vec![Cell::toned(
            lang.unexplained_count(open),
            if open > 0 { Tone::Warn } else { Tone::Good },
        )],
        measure: Some(Measure::Query),
        heads: LEFT_HEADS,
        rows: page
            .rows
            .iter()
            .map(|row| left_row(lang, period, row, is_signed))
            .collect(),
        has_before: page.has_before,
        has_after: page.has_after,
        total: Some(u64::from(all)),
        empty: vec![lang.text(Text::Month(empty)).to_owned()],
        peek: lang.text(Text::Month(M::UnregisteredPeek)).to_owned(),
        begin: page
            .rows
            .iter()
            .find(|row| row.explanation.is_none())
            .map(|row| key_of(period, row.seq, "")),
        ..TableData::default()
    })))
}

fn left_row(lang: Lang, period: Period, row: &LeftOver, is_signed: bool) -> RowData {
    let text = |word: M| lang.text(Text::Month(word)).to_owned();
    let explanation = match &row.explanation {
        None => match &row.proxy {
            Some(number) => Cell::toned(lang.proxy(&number.short()), Tone::Warn),
            None => Cell::toned(text(M::Unexplained), Tone::Warn),
        },
        Some((cause, words, _)) => {
            let cause = lang.cause(*cause);
            let comma = lang.text(Text::ClauseComma);
            let said = if words.is_empty() {
                cause.to_owned()
            } else {
                format!("{cause}{comma}{words}")
            };
            Cell::plain(shown(&said).into_owned())
        }
    };
    let not_here = text(M::NothingToDo);
    let mut moves = vec![
        RowMove {
            action: Action::Match,
            label: Some(text(M::Explain)),
            cannot: is_signed.then(|| text(M::AlreadySigned)),
        },
        cannot(Action::StepBack, not_here.clone()),
        cannot(Action::Undo, not_here),
    ];
    moves.retain(|one| one.action == Action::Match || one.cannot.is_some());
    RowData {
        key: key_of(period, row.seq, ""),
        name: lang.log_row_head(row.seq),
        cells: vec![
            Cell::plain(row.seq.to_string()),
            Cell::plain(row.log.account.clone()),
            Cell::plain(shown(&row.person).into_owned()),
            Cell::plain(day_of(lang, &row.log)),
            Cell::plain(row.log.item.clone()),
            Cell::plain(row.log.subject.to_string()),
            explanation,
        ],
        moves,
        facts: row_facts(period, row.seq, "", "left"),
        ..RowData::default()
    }
}

static ALONE_HEADS: &[Head] = &[
    Head::new(Text::Month(M::Number), 10),
    Head::new(Text::Month(M::Person), 6),
    Head::new(Text::Month(M::AskedOn), 9),
    Head::new(Text::Month(M::Item), 4),
    Head::new(Text::Month(M::Subject), 10),
    Head::new(Text::Month(M::Case), 11),
    Head::new(Text::Month(M::Reason), 14).widths([14, 30, 14]),
];

fn load_not_performed(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let period = asked_month(office, asked);
    let number = |key: &String| key.parse::<RegisterNo>().ok();
    let place = match &asked.page {
        PageAt::Top => LinePlace::Top,
        PageAt::Bottom => LinePlace::Bottom,
        PageAt::From(key) => number(key).map_or(LinePlace::Top, LinePlace::From),
        PageAt::UpTo(key) => number(key).map_or(LinePlace::Bottom, LinePlace::UpTo),
    };
    let page = office.not_performed(period, &place, asked.limit)?;
    let (_, proposals, _) = office.proposals(period, &RowPlace::Top, 0)?;
    let view = office.month_view(period)?;
    let all = if page.has_before || page.has_after {
        view.counts.not_performed
    } else {
        u32::try_from(page.rows.len()).unwrap_or(u32::MAX)
    };
    let counts = [Some(proposals), Some(view.counts.unregistered), Some(all)];
    let is_signed = view.signed.is_some();
    let mut rows = Vec::new();
    for query in &page.rows {
        let gap = office.gap(period, &query.no)?;
        rows.push(alone_row(lang, (period, is_signed), query, gap.as_ref()));
    }
    let empty = if view.reconciled.is_none() {
        M::NotMatchedYet
    } else {
        M::NoNotPerformed
    };
    Ok(PaneData::Table(Box::new(TableData {
        title: title(lang, period, 2, counts),
        measure: Some(Measure::Record),
        heads: ALONE_HEADS,
        rows,
        has_before: page.has_before,
        has_after: page.has_after,
        total: Some(u64::from(all)),
        empty: vec![lang.text(Text::Month(empty)).to_owned()],
        peek: lang.text(Text::Month(M::NotPerformedPeek)).to_owned(),
        ..TableData::default()
    })))
}

/// `gap`: a suspected gap of the log, and what was said of it.
fn alone_row(
    lang: Lang,
    (period, is_signed): (Period, bool),
    query: &Query,
    gap: Option<&Option<GapExplanation>>,
) -> RowData {
    let not_here = lang.text(Text::Month(M::NothingToDo));
    let word = lang.text(Text::Rules(R::Gap));
    let last = match gap {
        None => Cell::plain(shown(&query.reason).into_owned()),
        Some(None) => Cell::toned(word, Tone::Warn),
        Some(Some(said)) => Cell::plain(format!(
            "{word}{}{}",
            lang.text(Text::Colon),
            shown(&said.words)
        )),
    };
    let explain = RowMove {
        action: Action::Match,
        label: Some(lang.text(Text::Month(M::Explain)).to_owned()),
        cannot: match gap {
            None => Some(not_here.to_owned()),
            Some(_) if is_signed => Some(lang.text(Text::Month(M::AlreadySigned)).to_owned()),
            Some(_) => None,
        },
    };
    let peek = gap.map_or_else(String::new, |_said| {
        lang.text(Text::Rules(R::GapPeek)).to_owned()
    });
    RowData {
        key: query.no.to_string(),
        cells: vec![
            Cell::number(query.no.short()),
            Cell::plain(shown(&query.person).into_owned()),
            Cell::plain(lang.month_day(query.asked_on)),
            Cell::plain(query.item.clone()),
            Cell::plain(query.subject.to_string()),
            Cell::plain(shown(&query.case_no).into_owned()),
            last,
        ],
        peek,
        moves: vec![
            explain,
            cannot(Action::Undo, not_here),
            cannot(Action::StepBack, not_here),
            cannot(Action::Reveal, not_here),
        ],
        facts: row_facts(period, 0, &query.no.to_string(), ALONE),
        ..RowData::default()
    }
}

/// 採認，下一筆.
static CONFIRM: NowSpec = NowSpec {
    errand: confirm,
    after: next,
};

fn meant(here: &Here) -> (Period, u32) {
    let seq = here.row.fact(SEQ).parse().unwrap_or_default();
    (month_of(here), seq)
}

fn decide(here: &Here, accepted: bool, reason: String) -> Option<Errand> {
    let (period, seq) = meant(here);
    let number = here.row.fact(NUMBER).parse().ok()?;
    let command = MatchCommand::Decide {
        period,
        seq,
        number,
        accepted,
        reason,
    };
    Some(Errand::Command(Box::new(Command::Match(command))))
}

fn confirm(here: &Here) -> Result<Errand, String> {
    decide(here, true, String::new())
        .ok_or_else(|| here.lang.text(Text::Month(M::NothingToDo)).to_owned())
}

/// The deed is told, and the cursor goes on.
fn next(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        then: Then::Next,
        ..After::default()
    }
}

/// 不採, with its reason.
static REFUSE: FormSpec = FormSpec {
    title: Text::Month(M::Refuse),
    place: Place::Drawer,
    prepare: prepare_refuse,
    fields: &[Field::new(
        "reason",
        Text::Month(M::RefuseReason),
        Kind::Text,
    )],
    submit: refuse,
    after: next,
    blames: FormSpec::blames_nothing,
    write: Text::Month(M::Refuse),
    ready: FormSpec::says_nothing,
};

fn prepare_refuse(_office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let (_, seq) = meant(here);
    let words = lang.refuse_words(here.row.fact(NUMBER));
    Ok(Prepared {
        title: lang.refuse_title(seq),
        lines: vec![
            Line::at(lang.value_column(), Cell::plain(words)),
            Line::blank(),
        ],
        ..Prepared::of(here)
    })
}

fn refuse(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    decide(&prepared.here, false, filled.get("reason").to_owned()).ok_or_else(|| FieldFault {
        field: "reason",
        sentence: prepared.lang().text(Text::Month(M::NothingToDo)).to_owned(),
    })
}

/// 撤回: what was said is taken back, with its reason.
static UNDO: FormSpec = FormSpec {
    title: Text::Rules(R::UndoTitle),
    place: Place::Drawer,
    prepare: |_office, here| Ok(Prepared::of(here)),
    fields: &[Field::new("reason", Text::Rules(R::Reason), Kind::Text)],
    submit: |filled, prepared| {
        let (period, seq) = meant(&prepared.here);
        let number = prepared.here.row.fact(NUMBER).parse();
        let command = MatchCommand::Undo {
            period,
            seq,
            number: number.map_err(|_bad| FieldFault {
                field: "reason",
                sentence: prepared.lang().text(Text::Month(M::NothingToDo)).to_owned(),
            })?,
            reason: filled.get("reason").to_owned(),
        };
        Ok(Errand::Command(Box::new(Command::Match(command))))
    },
    after: |_office: &mut Office, done: &Done, here: &Here| After {
        message: here.lang.told(&done.event),
        ..After::default()
    },
    blames: FormSpec::blames_nothing,
    write: Text::Rules(R::Undo),
    ready: |_filled, prepared| prepared.lang().text(Text::Rules(R::UndoPeek)).to_owned(),
};

/// 疑日誌缺漏: what became of it.
static GAP: FormSpec = FormSpec {
    title: Text::Rules(R::GapTitle),
    place: Place::Drawer,
    prepare: prepare_gap,
    fields: &[
        Field::new("words", Text::Rules(R::GapWords), Kind::Text),
        Field::new("explained_by", Text::Rules(R::ExplainedBy), Kind::Text),
    ],
    submit: |filled, prepared| {
        let (period, _seq) = meant(&prepared.here);
        let number = prepared.here.row.fact(NUMBER).parse();
        let command = MatchCommand::ExplainGap {
            period,
            number: number.map_err(|_bad| FieldFault {
                field: "words",
                sentence: prepared.lang().text(Text::Month(M::NothingToDo)).to_owned(),
            })?,
            words: filled.get("words").to_owned(),
            explained_by: filled.get("explained_by").to_owned(),
        };
        Ok(Errand::Command(Box::new(Command::Match(command))))
    },
    after: next,
    blames: explain_blames,
    write: Text::Rules(R::SaveGap),
    ready: FormSpec::says_nothing,
};

fn prepare_gap(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let (period, _seq) = meant(here);
    let start = |field: &'static str, value: String| Start {
        field,
        value,
        ..Start::default()
    };
    let mut starts = Vec::new();
    let number = here.row.fact(NUMBER).to_owned();
    if let Ok(no) = number.parse::<RegisterNo>()
        && let Some(Some(said)) = office.gap(period, &no)?
    {
        starts = vec![
            start("words", said.words),
            start("explained_by", said.explained_by),
        ];
    } else if let Some(query) = office.checked_query(&number)?
        && !query.person.is_empty()
    {
        starts = vec![start("explained_by", query.person)];
    }
    Ok(Prepared {
        starts,
        ..Prepared::of(here)
    })
}

/// 說明 of a query without a registration.
static EXPLAIN: FormSpec = FormSpec {
    title: Text::Month(M::Explain),
    place: Place::Drawer,
    prepare: prepare_explain,
    fields: &[
        Field::new("cause", Text::Month(M::Cause), Kind::Choice).options(causes),
        Field::new("words", Text::Month(M::Words), Kind::Text).needed_when(needs_words),
        Field::new("explained_by", Text::Month(M::ExplainedBy), Kind::Text),
    ],
    submit: explain,
    after: next,
    blames: explain_blames,
    write: Text::Month(M::SaveExplanation),
    ready: FormSpec::says_nothing,
};

fn causes(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    Cause::ALL
        .into_iter()
        .map(|cause| Choice::new(cause.code(), lang.cause(cause)))
        .collect()
}

fn needs_words(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get("cause") == Cause::Other.code()
}

fn explain_blames(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::Check(CheckRefusal::NoteNeeded)) => Some("words"),
        AppError::Refused(Refusal::Form { field }) => Some(field),
        _ => None,
    }
}

fn prepare_explain(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let (period, seq) = meant(here);
    let row = office.left_over_row(period, seq)?.ok_or(Refusal::Stale)?;
    let words = lang.left_over_words(&row.log.case, &row.log.reason, &row.log.result);
    let words = shown(&words).into_owned();
    let start = |field: &'static str, value: String| Start {
        field,
        value,
        ..Start::default()
    };
    let mut starts = Vec::new();
    match row.explanation {
        Some((cause, words, by)) => {
            starts.push(start("cause", cause.code().to_owned()));
            starts.push(start("words", words));
            starts.push(start("explained_by", by));
        }
        None if !row.person.is_empty() => starts.push(Start {
            note: lang.account_holder().to_owned(),
            ..start("explained_by", row.person)
        }),
        None => {}
    }
    let me = office.me().name.clone();
    Ok(Prepared {
        title: lang.explain_title(seq),
        lines: vec![
            Line::at(lang.value_column(), Cell::plain(words)),
            Line::blank(),
        ],
        foot: vec![Line::blank().note(lang.recorded_by(&me))],
        starts,
        ..Prepared::of(here)
    })
}

fn explain(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let (period, seq) = meant(&prepared.here);
    let cause = filled.get("cause").parse().map_err(|_none| FieldFault {
        field: "cause",
        sentence: prepared.lang().text(Text::FieldNotChosen).to_owned(),
    })?;
    let command = MatchCommand::Explain {
        period,
        seq,
        cause,
        words: filled.get("words").to_owned(),
        explained_by: filled.get("explained_by").to_owned(),
    };
    Ok(Errand::Command(Box::new(Command::Match(command))))
}

/// 明碼: leaves its entry.
static REVEAL: NowSpec = NowSpec {
    errand: reveal,
    after: revealed,
};

fn reveal(here: &Here) -> Result<Errand, String> {
    let (period, seq) = meant(here);
    let command = CheckCommand::RevealRow { period, seq };
    Ok(Errand::Command(Box::new(Command::Check(command))))
}

fn revealed(office: &mut Office, done: &Done, here: &Here) -> After {
    let (period, seq) = meant(here);
    let clear = office.revealed_subject(done, LogId { period, seq });
    let mut after = After {
        message: here.lang.told(&done.event),
        ..After::default()
    };
    let Ok(Some(clear)) = clear else { return after };
    if is_proposal(here) {
        if let Ok(Some(row)) = office.proposal(period, seq, here.row.fact(NUMBER)) {
            let pair = pair(here.lang, &row, Some(&clear));
            after.revealed = Some(Box::new(PaneData::Pair(Box::new(pair))));
        }
    } else {
        let clear = shown(&clear).into_owned();
        let label = here.lang.text(Text::Month(M::Subject));
        after.revealed = Some(Box::new(PaneData::Detail(Box::new(
            crate::tui::desk_data::DetailData {
                title: here.lang.explain_title(seq),
                right: vec![Cell::toned(here.lang.text(Text::Clear), Tone::Warn)],
                lines: vec![Line::labelled(label, Cell::toned(clear, Tone::Warn))],
                ..Default::default()
            },
        ))));
    }
    after
}
