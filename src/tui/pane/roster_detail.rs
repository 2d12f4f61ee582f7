//! 名冊: one account whole: proofs, items with their days, use, the holder's other accounts and duties.

use chrono::NaiveDate;

use super::roster::{NEXT, record, said};
use super::roster_forms::{PERSON, PROOFS};
use crate::app::{AccountUse, RosterSheet};
use crate::domain::people::Role;
use crate::domain::roster::{Account, Grant, Person};
use crate::locale::{Lang, RosterText as T, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, DetailData, Head, Line, PaneData, RowData, Tone};
use crate::tui::errand::{AppError, Office};
use crate::tui::pane::{Does, Layout, Offer, PageSpec, ViewSpec};

const MANAGER: &[Role] = &[Role::Manager];

pub(super) static DETAIL: PageSpec = PageSpec {
    contexts: &["roster"],
    title: Text::Roster(T::Roster),
    help: Text::Roster(T::DetailHelp),
    views: &[ViewSpec {
        title: Text::Roster(T::Roster),
        layout: Layout::Sheet,
        load: detail,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(Action::NextStep, Text::Roster(T::DraftDeletion), NEXT).only(MANAGER),
        Offer::record(
            Action::Correct,
            Text::Roster(T::EditPerson),
            Does::Fill(&PERSON),
        )
        .only(MANAGER)
        .unhinted(),
        Offer::record(
            Action::Proofs,
            Text::Roster(T::SaveProofs),
            Does::Fill(&PROOFS),
        )
        .only(MANAGER)
        .unhinted(),
    ],
};

static GRANTS: &[Head] = &[
    Head::new(Text::Roster(T::Item), 8),
    Head::new(Text::Roster(T::Basis), 8),
    Head::new(Text::Roster(T::From), 9),
    Head::new(Text::Roster(T::To), 9),
    Head::new(Text::Roster(T::Request), 10).widths([10, 10, 0]),
    Head::new(Text::Roster(T::Used), 9).right(),
];

/// The account under the cursor, or the one that the page is about.
pub(super) fn detail(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    if asked.about.is_empty() {
        return Ok(PaneData::Detail(Box::default()));
    }
    let sheet = office.roster_sheet(&asked.about)?;
    let limits = office.idle_limits()?;
    let lang = asked.lang;
    let today = office.now().day();
    let mut lines = match &sheet.line.held {
        Some((account, person)) => lines(lang, account, person, today),
        None => vec![Line::words(lang.text(Text::Roster(T::IsUnknown)))],
    };
    lines.push(use_line(&sheet, lang));
    lines.push(Line::blank());
    let rows = sheet
        .grants
        .iter()
        .map(|grant| grant_row(lang, grant, &sheet.uses, today))
        .collect();
    Ok(PaneData::Detail(Box::new(DetailData {
        title: format!(
            "{}  {}",
            lang.text(Text::Roster(T::Roster)),
            sheet.line.account
        ),
        right: right(&sheet, lang),
        lines,
        heads: GRANTS,
        rows,
        foot: foot(&sheet, lang),
        peek: lang.roster_peek(&said(&sheet.line), limits),
        record: record(&sheet.line, lang),
    })))
}

fn right(sheet: &RosterSheet, lang: Lang) -> Vec<Cell> {
    let hints = sheet.line.hints.iter();
    let mut right: Vec<Cell> = hints
        .map(|hint| Cell::toned(lang.hint_word(*hint), Tone::Warn))
        .collect();
    if let Some((account, _)) = &sheet.line.held {
        right.push(Cell::plain(lang.account_status(account.status)));
    }
    right
}

fn day(lang: Lang, on: Option<NaiveDate>) -> String {
    on.map_or_else(|| "-".to_owned(), |day| lang.day(day))
}

fn lines(lang: Lang, account: &Account, person: &Person, today: NaiveDate) -> Vec<Line> {
    let label = |text| lang.text(Text::Roster(text)).to_owned();
    let mut post = lang.post(person.post).to_owned();
    if let Some(on) = person.post_on {
        post = format!("{post}  {}", lang.day(on));
    }
    let approved = format!("{}  {}", day(lang, account.approved_on), account.request);
    let proofs = account.proofs;
    let is_sound = proofs.hold_on(today);
    let proof_cell = Cell::toned(
        lang.proofs_words(proofs),
        if is_sound { Tone::Plain } else { Tone::Warn },
    );
    let mut lines = vec![
        Line::field(
            label(T::Holder),
            format!("{}  {} {}", person.name, person.unit, person.title),
        ),
        Line::field(label(T::Post), post),
        Line::field(label(T::Kind), lang.account_kind(account.kind)),
        Line::field(label(T::Approved), approved),
        Line::field(label(T::OpenedOn), day(lang, Some(account.opened_on))),
        Line::labelled(label(T::Proofs), proof_cell),
    ];
    let ended = account.deleted_on.or(account.stopped_on);
    if let Some(on) = ended {
        let cause = account.cause.map_or("", |cause| lang.change_cause(cause));
        let words = format!(
            "{}  {}  {cause} {}",
            lang.account_status(account.status),
            lang.day(on),
            account.ended_by
        );
        lines.push(Line::field(label(T::Status), words.trim_end().to_owned()));
    }
    if let Some(reason) = &account.second_reason {
        lines.push(Line::field(label(T::SecondReason), reason.clone()));
    }
    if !account.remark.is_empty() {
        lines.push(Line::field(label(T::Remark), account.remark.clone()));
    }
    lines
}

fn use_line(sheet: &RosterSheet, lang: Lang) -> Line {
    let last = day(lang, sheet.line.last_query);
    let idle = sheet
        .line
        .idle
        .map_or_else(String::new, |days| lang.idle_days(days));
    Line::field(
        lang.text(Text::Roster(T::LastQuery)),
        format!("{last}  {} {idle}", lang.text(Text::Roster(T::Idle))),
    )
}

fn grant_row(lang: Lang, grant: &Grant, uses: &[AccountUse], today: NaiveDate) -> RowData {
    let own = uses.iter().find(|one| one.item == grant.item);
    let rows = own.map_or(0, |one| one.rows);
    let tone = if grant.holds_on(today) {
        Tone::Plain
    } else {
        Tone::Dim
    };
    let until = grant
        .valid_to
        .map_or_else(String::new, |to| lang.list_day(to, today));
    let cells = [
        grant.item.clone(),
        grant.basis.clone(),
        lang.list_day(grant.valid_from, today),
        until,
        grant.request.clone(),
        lang.count(rows, crate::locale::Measure::Query),
    ];
    RowData {
        key: grant.id.to_string(),
        cells: cells
            .into_iter()
            .map(|text| Cell::toned(text, tone))
            .collect(),
        ..RowData::default()
    }
}

fn foot(sheet: &RosterSheet, lang: Lang) -> Vec<Line> {
    let label = |text| lang.text(Text::Roster(text)).to_owned();
    let mut foot = Vec::new();
    for other in &sheet.others {
        let words = format!("{}  {}", other.account, lang.account_status(other.status));
        foot.push(Line::field(label(T::Others), words));
    }
    for officer in &sheet.officers {
        let until = officer
            .until
            .map_or_else(String::new, |until| lang.day(until));
        let words = format!(
            "{}  {} - {until}  {}",
            lang.duty(officer.duty),
            lang.day(officer.since),
            officer.appointment
        );
        foot.push(Line::field(label(T::Officers), words));
    }
    for course in &sheet.trainings {
        let words = format!(
            "{}  {} h  {}",
            lang.day(course.held_on),
            course.hours,
            course.course
        );
        foot.push(Line::field(label(T::Course), words));
    }
    if !foot.is_empty() {
        foot.insert(0, Line::blank());
    }
    foot
}
