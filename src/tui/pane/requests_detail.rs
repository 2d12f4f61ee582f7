//! 申請: one request: where it stands and who is next, what is asked for beside what is held, what was checked, its
//! history.

use std::cmp::Ordering;
use std::collections::HashMap;

use chrono::NaiveDate;

use super::requests::{due_cells, record};
use super::requests_form::NEW;
use super::requests_steps::{back_form, next_form};
use crate::app::{LineReference, RequestDetail};
use crate::domain::ids::Login;
use crate::domain::request::{
    Change, Family, Kind, Request, RequestRefusal, Stage, StepTaken, forward,
};
use crate::domain::roster::Proofs;
use crate::domain::shown::width;
use crate::locale::{Lang, RequestText as T, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, DetailData, Line, PaneData, Tone};
use crate::tui::errand::{AppError, Office};
use crate::tui::pane::requests::APPLICANTS;
use crate::tui::pane::{Does, Layout, Offer, PageSpec, ViewSpec};

/// One request.
pub(super) static DETAIL: PageSpec = PageSpec {
    contexts: &["requests"],
    title: Text::Request(T::Requests),
    help: Text::Request(T::DetailHelp),
    views: &[ViewSpec {
        title: Text::Request(T::Requests),
        layout: Layout::Sheet,
        load: detail,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(Action::NextStep, Text::ActNextStep, Does::FillOf(next_form)),
        Offer::record(
            Action::StepBack,
            Text::Request(T::ActBack),
            Does::FillOf(back_form),
        ),
        Offer::page(Action::New, Text::Request(T::NewRequest), Does::Fill(&NEW))
            .only(APPLICANTS)
            .unhinted(),
    ],
};

/// Cells of the stage line, and what stands between its words.
const LINE: usize = 72;
const DASH: &str = " -- ";
/// Where 現有, 申請 and 參考 stand.
const HELD_AT: u16 = 22;
const ASKED_AT: u16 = 28;
const REFERENCE_AT: u16 = 34;

/// The record under the cursor, or the one that the page is about.
pub(super) fn detail(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let page = match asked.about.parse() {
        Ok(no) => {
            let detail = office.request_detail(no)?;
            page(asked.lang, office.now().day(), &detail)
        }
        // Beside an empty list stands nothing.
        Err(_none) => DetailData::default(),
    };
    Ok(PaneData::Detail(Box::new(page)))
}

fn page(lang: Lang, today: NaiveDate, detail: &RequestDetail) -> DetailData {
    let request = &detail.row.request;
    let mut lines = stage_line(lang, request);
    lines.extend(standing(lang, detail));
    lines.push(Line::blank());
    lines.extend(about(lang, request));
    lines.extend(items(lang, &detail.lines));
    lines.push(Line::blank());
    lines.extend(checks(lang, detail));
    lines.extend(history(lang, detail));
    DetailData {
        title: format!(
            "{}  {} {}",
            lang.text(Text::Request(T::Requests)),
            request.no,
            lang.request_kind_of(request)
        ),
        right: due_cells(lang, detail.row.deadline, today),
        lines,
        peek: lang.text(Text::Request(T::Rule)).to_owned(),
        record: record(&detail.row, lang),
        ..DetailData::default()
    }
}

/// `送審 -- [待主管核准] -- 待設定 -- 待結案 -- 結案`, over as many lines as it needs.
fn stage_line(lang: Lang, request: &Request) -> Vec<Line> {
    let mut lines = vec![String::new()];
    for word in stage_words(lang, request) {
        let Some(line) = lines.last_mut() else {
            break;
        };
        let needs = width(DASH).saturating_add(width(&word));
        if line.is_empty() {
            line.push_str(&word);
        } else if width(line).saturating_add(needs) <= LINE {
            line.push_str(DASH);
            line.push_str(&word);
        } else {
            line.push_str(DASH.trim_end());
            lines.push(word);
        }
    }
    lines.into_iter().map(Line::words).collect()
}

/// Every stage of the way; the one it stands at in brackets, the passed ones as done.
fn stage_words(lang: Lang, request: &Request) -> Vec<String> {
    let way = request.kind.stage_line();
    let Some(at) = way.iter().position(|stage| *stage == request.stage) else {
        // It ended on another way.
        let handed_in = lang.request_stage_passed(Stage::Draft);
        let ended = format!("[{}]", lang.request_stage(request.stage));
        return vec![handed_in.to_owned(), ended];
    };
    // What was set up and is closed has passed one state, not two.
    way.iter()
        .enumerate()
        .filter(|(index, stage)| *index >= at || **stage != Stage::Done)
        .map(|(index, stage)| match index.cmp(&at) {
            Ordering::Less => lang.request_stage_passed(*stage).to_owned(),
            Ordering::Equal => format!("[{}]", lang.request_stage(*stage)),
            Ordering::Greater => lang.request_stage(*stage).to_owned(),
        })
        .collect()
}

/// Who must act, since when, and who comes after.
fn standing(lang: Lang, detail: &RequestDetail) -> Vec<Line> {
    let request = &detail.row.request;
    let waits = lang.request_waits(request.stage);
    let since = lang.moment(request.since);
    let who = lang.request_then(detail.row.actor.as_deref(), waits, None);
    let mut lines = vec![Line::field(
        lang.text(Text::Request(T::WaitsNow)),
        lang.request_since(&who, &since),
    )];
    let next = forward(request.kind, request.stage)
        .map(|row| row.to)
        .filter(|stage| !stage.is_end());
    if let Some(next) = next {
        let day = match next {
            Stage::Done | Stage::Notify => None,
            _ => detail.change_due,
        };
        lines.push(Line::field(
            lang.text(Text::Request(T::Afterwards)),
            lang.request_then(None, lang.request_waits(next), day),
        ));
    }
    lines
}

/// Whom it is about, and why.
fn about(lang: Lang, request: &Request) -> Vec<Line> {
    let mut lines = Vec::new();
    let holder = &request.holder;
    if !holder.name.is_empty() {
        let account = if request.account.is_empty() {
            &request.new_account
        } else {
            &request.account
        };
        let rest = lang.account_of(account, &holder.unit, &holder.title);
        lines.push(Line::field(
            lang.text(Text::Request(T::About)),
            format!("{}  {rest}", holder.name).trim_end().to_owned(),
        ));
    }
    if request.kind == Kind::Swap {
        let next = &request.successor;
        let rest = lang.account_of(&request.new_account, &next.unit, &next.title);
        lines.push(Line::field(
            lang.text(Text::Request(T::Successor)),
            format!("{}  {rest}", next.name).trim_end().to_owned(),
        ));
    }
    let cause = request
        .cause
        .map(|cause| lang.change_cause(cause).to_owned());
    let day = request.changes_on.map(|day| lang.changes_on(day));
    let why: Vec<String> = cause.into_iter().chain(day).collect();
    if !why.is_empty() {
        lines.push(Line::field(
            lang.text(Text::Request(T::Reason)),
            why.join(lang.text(Text::ClauseComma)),
        ));
    }
    let texts = [
        (crate::domain::request::Field::Need, &request.need),
        (
            crate::domain::request::Field::SecondReason,
            &request.second_reason,
        ),
        (crate::domain::request::Field::Contact, &request.contact),
        (crate::domain::request::Field::Batch, &request.batch),
    ];
    for (field, text) in texts {
        if !text.is_empty() {
            lines.push(Line::field(lang.request_field(field), text.clone()));
        }
    }
    lines
}

/// The difference asked for, beside what is held and what helps to judge it.
fn items(lang: Lang, references: &[LineReference]) -> Vec<Line> {
    if references.is_empty() {
        return Vec::new();
    }
    let dim = |text: T| Cell::toned(lang.text(Text::Request(text)), Tone::Dim);
    let mut lines = vec![
        Line::blank(),
        Line::at(2, dim(T::Item))
            .and(HELD_AT, dim(T::Held))
            .and(ASKED_AT, dim(T::Asked))
            .and(REFERENCE_AT, dim(T::Reference)),
    ];
    for reference in references {
        let tone = match reference.change {
            None => Tone::Plain,
            Some(Change::Add | Change::Delete) => Tone::Warn,
        };
        let item = format!("{} {}", reference.item, reference.name);
        lines.push(
            Line::at(2, Cell::plain(item.trim_end()))
                .and(HELD_AT, Cell::plain(lang.held_word(reference.is_held)))
                .and(
                    ASKED_AT,
                    Cell::toned(lang.asked_word(reference.change), tone),
                )
                .and(REFERENCE_AT, note(lang, reference)),
        );
    }
    lines
}

/// 依據 SOC-01；同單位 6 人中 4 人持有 / 近 12 個月未使用 / 勞保局 同意.
pub(super) fn note(lang: Lang, reference: &LineReference) -> Cell {
    let mut parts = Vec::new();
    if reference.change == Some(Change::Add) && !reference.basis.is_empty() {
        parts.push(lang.on_basis(&reference.basis));
    }
    parts.extend(reference.monthly.map(|monthly| lang.a_month(monthly)));
    if reference.is_held {
        parts.extend(reference.used.map(|used| lang.used_in_a_year(used)));
    } else {
        parts.extend(reference.peers.map(|peers| lang.peers_hold(peers)));
    }
    parts.extend(
        reference
            .is_agreed
            .map(|is_agreed| lang.agreed_word(is_agreed).to_owned()),
    );
    let tone = match (reference.is_agreed, reference.used, reference.is_held) {
        (Some(false), _, _) => Tone::Bad,
        (_, Some(0), true) => Tone::Warn,
        _ => Tone::Plain,
    };
    Cell::toned(parts.join(lang.text(Text::ClauseComma)), tone)
}

/// 檢核: 5(1) as it stands, the agency's items, and what is red.
fn checks(lang: Lang, detail: &RequestDetail) -> Vec<Line> {
    let request = &detail.row.request;
    let mut said: Vec<Cell> = Vec::new();
    let proofs = match request.kind {
        Kind::UserItems => detail.account.as_ref().map(|held| held.proofs),
        kind if kind.opens_account() => Some(request.proofs),
        _ => None,
    };
    said.extend(
        proofs
            .into_iter()
            .flat_map(|proofs| proof_cells(lang, proofs)),
    );
    let adds = request.lines_of(Change::Add).next().is_some();
    if request.kind.family() == Family::User && adds {
        if detail.has_no_agency_items {
            said.push(Cell::toned(lang.no_agency_items(), Tone::Warn));
        } else if !detail.unmet.iter().any(is_not_granted) {
            said.push(Cell::plain(lang.within_agency_items()));
        }
    }
    for refusal in &detail.unmet {
        said.push(Cell::toned(lang.request_unmet(refusal), Tone::Bad));
    }
    for flag in &detail.standing {
        said.push(Cell::toned(lang.red_flag(*flag), Tone::Bad));
    }
    if let Some(due) = detail.application_due.filter(|_due| detail.was_late) {
        said.push(Cell::toned(lang.late_application(due), Tone::Bad));
    }
    if let Some(due) = detail.change_due.filter(|_due| detail.changed_late) {
        said.push(Cell::toned(lang.late_change(due), Tone::Bad));
    }
    labelled(lang.text(Text::Request(T::Checks)), lang, said)
}

fn is_not_granted(refusal: &RequestRefusal) -> bool {
    matches!(refusal, RequestRefusal::NotGranted { .. })
}

/// The first under the label, the others below it.
fn labelled(label: &str, lang: Lang, cells: Vec<Cell>) -> Vec<Line> {
    let column = lang.value_column();
    cells
        .into_iter()
        .enumerate()
        .map(|(index, cell)| {
            if index == 0 {
                Line::labelled(label, cell)
            } else {
                Line::at(column, cell)
            }
        })
        .collect()
}

pub(super) fn proof_cells(lang: Lang, proofs: Proofs) -> Vec<Cell> {
    let day = |label: T, day: Option<NaiveDate>| {
        let label = lang.text(Text::Request(label));
        match day {
            Some(day) => format!("{label} {}", crate::domain::roc_date::roc(day)),
            None => format!("{label} {}", lang.not_confirmed()),
        }
    };
    let dated = [
        day(T::Official, proofs.official_on),
        day(T::Certificate, proofs.bound_on),
        day(T::Pledge, proofs.pledged_on),
    ];
    let is_whole = [proofs.official_on, proofs.bound_on, proofs.pledged_on]
        .iter()
        .all(Option::is_some);
    let tone = if is_whole { Tone::Plain } else { Tone::Bad };
    let mut cells = vec![Cell::toned(dated.join(lang.text(Text::ListComma)), tone)];
    cells.extend(
        proofs
            .certificate_until
            .map(|until| Cell::plain(lang.good_until(until))),
    );
    cells
}

/// 經過: every step with its hands, its letter and its reason.
fn history(lang: Lang, detail: &RequestDetail) -> Vec<Line> {
    let mut cells = Vec::new();
    for taken in &detail.steps {
        cells.push(Cell::plain(told(lang, taken, &detail.names)));
        if !taken.reason.is_empty() {
            cells.push(Cell::toned(lang.because(&taken.reason), Tone::Dim));
        }
    }
    labelled(lang.text(Text::Request(T::History)), lang, cells)
}

fn told(lang: Lang, taken: &StepTaken, names: &HashMap<String, String>) -> String {
    let name = |login: &Login| {
        let known = names.get(login.as_str());
        known.cloned().unwrap_or_else(|| login.to_string())
    };
    let by = name(&taken.by);
    let by = match &taken.acting_for {
        Some(principal) => lang.acting_for(&by, &name(principal)),
        None => by,
    };
    let step = taken
        .step
        .map_or_else(|| lang.request_drafted(), |step| lang.request_step(step));
    let mut parts = vec![format!("{} {by} {step}", lang.moment(taken.at))];
    parts.extend(taken.day.map(crate::domain::roc_date::roc));
    if !taken.document.is_empty() {
        parts.push(taken.document.clone());
    }
    parts.join("  ")
}
