//! 期限: one record whole: its three dates with their rules, its source, its path, what it waits for, its history.

use chrono::NaiveDate;

use super::retention::{OFFERS, certificate_record, item_record, tone};
use super::retention_kept::kept_detail;
use crate::app::{HeldSheet, Office};
use crate::domain::deadline::{Deadline, DueState};
use crate::domain::retention::certificate::{CertState, Certificate, Handling, Method};
use crate::domain::retention::kept::KeptClass;
use crate::domain::retention::{Held, HeldState, RecordKind, RecordNo};
use crate::domain::shown::shown;
use crate::locale::DueText as D;
use crate::locale::{Lang, Text};
use crate::tui::desk_data::{Asked, Cell, DetailData, Head, Line, PaneData, RowData, Tone};
use crate::tui::errand::AppError;
use crate::tui::pane::{Layout, PageSpec, ViewSpec};

pub(super) static DETAIL: PageSpec = PageSpec {
    contexts: &["retention"],
    title: Text::Due(D::Retention),
    help: Text::Due(D::RetentionHelp),
    views: &[ViewSpec {
        title: Text::Due(D::Retention),
        layout: Layout::Sheet,
        load: detail,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: OFFERS,
};

static HISTORY: &[Head] = &[
    Head::new(Text::RegVersion, 2).right(),
    Head::new(Text::RegWhen, 15),
    Head::new(Text::RegBy, 6),
    Head::new(Text::RegWhat, 48),
];

static SCOPE: &[Head] = &[
    Head::new(Text::Due(D::Scope), 11),
    Head::new(Text::Due(D::Handling), 8),
    Head::new(Text::Due(D::Remark), 54),
];

fn label(lang: Lang, word: D) -> &'static str {
    lang.text(Text::Due(word))
}

/// The record under the cursor, or the one that the page is about: an item, a certificate, a record that is kept.
pub(super) fn detail(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let detail = match asked.about.parse::<RecordNo>() {
        Ok(no) if no.kind == RecordKind::Held => item(office, asked, no)?,
        Ok(no) if no.kind == RecordKind::Certificate => certificate(office, asked, no)?,
        Err(_other) if asked.about.is_empty() => DetailData::default(),
        Ok(_) | Err(_) => kept_detail(office, asked)?,
    };
    Ok(PaneData::Detail(Box::new(detail)))
}

fn item(office: &mut Office, asked: &Asked, no: RecordNo) -> Result<DetailData, AppError> {
    let lang = asked.lang;
    let today = asked.now.unwrap_or_else(|| office.now()).day();
    let sheet = office.held_sheet(no)?;
    let held = &sheet.held;
    let mut lines = source_lines(office, lang, held)?;
    lines.push(Line::blank());
    lines.extend(day_lines(office, lang, &sheet));
    lines.push(Line::blank());
    lines.push(Line::words(path(lang, held.state)));
    lines.extend(hold_lines(lang, held));
    lines.extend(waits(lang, &sheet));
    let right = right(lang, &sheet, today);
    Ok(DetailData {
        title: format!(
            "{}  {no} {}",
            label(lang, D::Retention),
            lang.held_content(held.medium, held.quantity)
        ),
        right,
        lines,
        heads: HISTORY,
        rows: sheet
            .versions
            .iter()
            .map(|version| history(lang, version))
            .collect(),
        peek: sheet
            .deadline
            .filter(|_day| held.hold.is_none())
            .map_or_else(String::new, |deadline| lang.grace_peek(deadline, today)),
        record: item_record(lang, held, office.me(), today),
        ..DetailData::default()
    })
}

fn right(lang: Lang, sheet: &HeldSheet, today: NaiveDate) -> Vec<Cell> {
    let held = &sheet.held;
    if held.hold.is_some() {
        return vec![Cell::toned(lang.hold_mark(), Tone::Warn)];
    }
    match (sheet.deadline, held.kept_until()) {
        (_, Some(until)) if today <= until => vec![Cell::plain(lang.kept_until(until))],
        (Some(deadline), _) => due_right(lang, deadline, today),
        (None, _) => vec![Cell::plain(lang.held_state(held.state))],
    }
}

/// `【順延今日】 115/11/23(一)`
fn due_right(lang: Lang, deadline: Deadline, today: NaiveDate) -> Vec<Cell> {
    let state: DueState = deadline.state(today);
    let word = lang.due(state);
    let day = lang.day(deadline.counted_day(today));
    vec![Cell::toned(format!("{} {day}", word.trim()), tone(state))]
}

fn source_lines(office: &Office, lang: Lang, held: &Held) -> Result<Vec<Line>, AppError> {
    let mut lines = Vec::new();
    let mut is_first = true;
    for source in held.sources.iter().take(3) {
        // Another's registration is only named.
        let what = office.query(source).map_or_else(
            |_other| String::new(),
            |query| format!("  {}  {}", query.case_no, query.item),
        );
        let name = if is_first {
            label(lang, D::Sources)
        } else {
            ""
        };
        lines.push(Line::field(name, format!("{source}{what}")));
        is_first = false;
    }
    if !held.title.is_empty() {
        lines.push(Line::field(
            label(lang, D::ItemTitle),
            shown(&held.title).into_owned(),
        ));
    }
    let place = if held.place.is_empty() {
        held.case_no.as_str()
    } else {
        held.place.as_str()
    };
    lines.push(
        Line::field(
            label(lang, D::MediumAndPlace),
            format!("{}  {}", lang.medium(held.medium), shown(place)),
        )
        .note(lang.origin(held.origin)),
    );
    if !held.basis.is_empty() {
        let annex = office.annex()?;
        let statute = annex.bases.iter().find(|basis| basis.id == held.basis);
        let statute = statute.map_or("", |basis| basis.statute.as_str());
        lines.push(Line::field(
            label(lang, D::Legal),
            format!("{} {statute}", held.basis),
        ));
    }
    let is_in_use = matches!(held.state, HeldState::InUse | HeldState::ToConfirm);
    if let Some(until) = held.use_until.filter(|_day| is_in_use) {
        lines.push(Line::field(
            label(lang, D::UseUntil),
            format!("{}  {}", lang.day(until), lang.use_basis(&held.use_basis)),
        ));
    }
    if let Some(statute) = &held.statute {
        lines.push(Line::field(
            label(lang, D::StatuteUntil),
            format!("{}  {}", lang.day(statute.ends_on), statute.citation),
        ));
    }
    if matches!(held.state, HeldState::ToDelete | HeldState::Statutory) {
        lines.push(Line::field(label(lang, D::Basis), lang.ground(held.ground)));
    }
    if !held.archive.is_empty() {
        lines.push(Line::field(
            label(lang, D::ArchiveNo),
            shown(&held.archive).into_owned(),
        ));
    }
    Ok(lines)
}

fn day_lines(office: &Office, lang: Lang, sheet: &HeldSheet) -> Vec<Line> {
    let held = &sheet.held;
    let mut lines = Vec::new();
    if let Some(day) = held.completed_on {
        let unneeded = held.unneeded_on.map(|day| {
            let word = label(lang, D::UnneededOn);
            format!("  {word} {}", lang.day(day))
        });
        lines.push(Line::field(
            label(lang, D::CompletedOn),
            format!("{}{}", lang.day(day), unneeded.unwrap_or_default()),
        ));
    }
    if let Some(deadline) = sheet.deadline {
        lines.extend(three_lines(lang, deadline));
        let without = deadline.years_without(office.calendar());
        if !without.is_empty() {
            let warning = lang.no_calendar(&without);
            lines.push(Line::at(
                lang.value_column(),
                Cell::toned(warning, Tone::Warn),
            ));
        }
    }
    lines
}

/// The three dates, each with its rule.
pub(super) fn three_lines(lang: Lang, deadline: Deadline) -> Vec<Line> {
    let is_holiday = deadline.rolled_on != deadline.ends_on;
    let rolled = if is_holiday {
        D::RuleRolled
    } else {
        D::RuleNotRolled
    };
    vec![
        Line::field(lang.text(Text::EndsOn), lang.day(deadline.ends_on))
            .note(label(lang, D::RuleEnds)),
        Line::field(lang.text(Text::RolledOn), lang.day(deadline.rolled_on))
            .note(label(lang, rolled)),
        Line::field(lang.text(Text::AdvisedOn), lang.day(deadline.advised_on))
            .note(label(lang, D::RuleAdvised)),
    ]
}

/// `使用中 -- 使用完竣 -- [待刪除] -- 已刪除 -- 已驗證 -- 佐證保存五年`
fn path(lang: Lang, state: HeldState) -> String {
    let way: &[HeldState] = match state {
        HeldState::Statutory => &[
            HeldState::InUse,
            HeldState::Statutory,
            HeldState::ToDelete,
            HeldState::Deleted,
            HeldState::Closed,
        ],
        HeldState::Archived => &[HeldState::InUse, HeldState::Archived],
        HeldState::Withdrawn => &[HeldState::InUse, HeldState::Withdrawn],
        HeldState::InUse
        | HeldState::ToConfirm
        | HeldState::ToDelete
        | HeldState::Deleted
        | HeldState::Closed => &[
            HeldState::InUse,
            HeldState::ToConfirm,
            HeldState::ToDelete,
            HeldState::Deleted,
            HeldState::Closed,
        ],
    };
    let mut steps: Vec<String> = way
        .iter()
        .map(|step| {
            let word = lang.held_state(*step);
            if *step == state {
                format!("[{word}]")
            } else {
                word.to_owned()
            }
        })
        .collect();
    if way.contains(&HeldState::Closed) {
        steps.push(label(lang, D::EvidenceFive).to_owned());
    }
    steps.join(" -- ")
}

fn hold_lines(lang: Lang, held: &Held) -> Vec<Line> {
    let Some(order) = &held.hold else {
        return Vec::new();
    };
    vec![
        Line::blank(),
        Line::field(
            label(lang, D::Hold),
            format!("{}  {}", lang.hold_cause(order.cause), shown(&order.reason)),
        )
        .note(format!("{} {}", order.by_name, lang.moment(order.at))),
    ]
}

fn waits(lang: Lang, sheet: &HeldSheet) -> Vec<Line> {
    let held = &sheet.held;
    let Some((now, then)) = lang.held_waits(held) else {
        return Vec::new();
    };
    let mut lines = vec![
        Line::field(label(lang, D::Now), now),
        Line::field(label(lang, D::Then), then),
    ];
    if let Some(certificate) = &sheet.certificate {
        lines.push(Line::field(
            label(lang, D::Certificate),
            format!("{}  {}", certificate.no, lang.cert_state(certificate.state)),
        ));
    }
    lines
}

fn history(lang: Lang, version: &Held) -> RowData {
    let what = format!(
        "{} {}",
        lang.held_change(version.change),
        shown(&version.reason)
    );
    RowData {
        key: version.version.to_string(),
        cells: vec![
            Cell::plain(version.version.to_string()),
            Cell::plain(lang.version_at(version.changed_at)),
            Cell::plain(version.changed_by_name.clone()),
            Cell::plain(what.trim().to_owned()),
        ],
        ..RowData::default()
    }
}

fn certificate(office: &mut Office, asked: &Asked, no: RecordNo) -> Result<DetailData, AppError> {
    let lang = asked.lang;
    let today = asked.now.unwrap_or_else(|| office.now()).day();
    let (found, _versions) = office.certificate(no)?;
    let mut right = vec![Cell::plain(lang.cert_state(found.state))];
    if let Some(ends_on) = found.ends_on() {
        right = due_right(lang, Deadline::of(ends_on, office.calendar()), today);
    }
    Ok(DetailData {
        title: lang.certificate_title(&no.to_string()),
        right,
        lines: certificate_lines(office, lang, &found)?,
        heads: SCOPE,
        rows: scope_rows(office, lang, &found),
        peek: lang.certificate_peek(&found),
        record: certificate_record(lang, &found, office.me()),
        ..DetailData::default()
    })
}

fn certificate_lines(
    office: &Office,
    lang: Lang,
    found: &Certificate,
) -> Result<Vec<Line>, AppError> {
    let items: Vec<String> = found.items.iter().map(ToString::to_string).collect();
    let digest = if found.evidence_sha256.is_empty() {
        String::new()
    } else {
        format!("SHA-256 {}", lang.hex_groups(&found.evidence_sha256))
    };
    let mut lines = vec![
        Line::field(
            label(lang, D::Items),
            items.join(lang.text(Text::ListComma)),
        )
        .note(lang.held_content(found.medium, found.quantity)),
        Line::field(
            label(lang, D::Method),
            format!("{}  {}", method(lang, found.method), shown(&found.place)),
        ),
        Line::field(
            label(lang, D::Executed),
            format!(
                "{}  {}",
                found.executed_by_name,
                lang.moment(found.executed_at)
            ),
        ),
    ];
    if !found.witness.is_empty() {
        lines.push(Line::field(
            label(lang, D::Witness),
            shown(&found.witness).into_owned(),
        ));
    }
    lines.push(Line::field(
        label(lang, D::EvidenceRef),
        shown(&found.evidence).into_owned(),
    ));
    if !digest.is_empty() {
        lines.push(Line::at(
            lang.value_column(),
            Cell::toned(digest, Tone::Dim),
        ));
    }
    lines.push(match found.verified_at {
        None => Line::field(label(lang, D::Verified), lang.verify_waits(found)),
        Some(at) => Line::field(
            label(lang, D::Verified),
            format!("{}  {}", found.verified_by_name, shown(&found.verified_how)),
        )
        .note(lang.moment(at)),
    });
    if let Some(day) = found.closed_on {
        let record = found.no.to_string();
        let until = office
            .kept_sheet(KeptClass::Evidence, &record)
            .map_or_else(|_none| String::new(), |sheet| lang.day(sheet.kept.ends_on));
        lines.push(Line::field(
            label(lang, D::EvidenceUntil),
            lang.evidence_kept(day, &until),
        ));
    } else if found.state == CertState::Deferred {
        lines.push(Line::field(
            label(lang, D::EvidenceUntil),
            label(lang, D::EvidenceNotYet),
        ));
    }
    lines.push(Line::blank());
    Ok(lines)
}

fn method(lang: Lang, method: Method) -> &'static str {
    lang.method(method)
}

fn scope_rows(office: &Office, lang: Lang, found: &Certificate) -> Vec<RowData> {
    found
        .lines
        .iter()
        .map(|line| {
            let (word, remark, tone) = match &line.handling {
                Handling::Cleared(how) => (
                    D::Cleared,
                    lang.cleared_remark(how, line.cleared_on),
                    Tone::Plain,
                ),
                Handling::None => (D::Absent, String::new(), Tone::Dim),
                Handling::Deferred(until) => {
                    let deadline = Deadline::of(*until, office.calendar());
                    let is_late = *until > found.due_on && line.exception.is_none();
                    let remark = lang.deferred_remark(
                        *until,
                        deadline.advised_on,
                        line.exception.as_ref().map(|one| one.by_name.as_str()),
                        is_late,
                    );
                    (D::Deferred, remark, Tone::Warn)
                }
            };
            RowData {
                key: line.place.code().to_owned(),
                cells: vec![
                    Cell::plain(lang.scope_place(line.place)),
                    Cell::toned(label(lang, word), tone),
                    Cell::plain(shown(&remark).into_owned()),
                ],
                ..RowData::default()
            }
        })
        .collect()
}
