//! 主管核可: the queries that wait for the supervisor's word, and those that did not get it.

use super::register::Words;
use super::register_detail::{DETAIL, detail, number};
use super::register_form::blamed_field;
use super::register_void::{CHANGE_REASON, VERSION, after, meant};
use crate::app::{ApprovalLine, Command, LinePlace, RegisterCommand};
use crate::domain::deadline::Deadline;
use crate::domain::normal::case_key;
use crate::domain::people::Role;
use crate::domain::query::{ApprovalState, Field as Of, QueryRefusal};
use crate::domain::refusal::Refusal;
use crate::domain::roc_date;
use crate::domain::shown::shown;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, Head, Line, PageAt, PaneData, RowData, RowMove, TableData,
};
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::form::spec::{Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared};
use crate::tui::pane::today::tone;
use crate::tui::pane::{Does, Here, Layout, Offer, PageSpec, Target, ViewSpec};

const SUPERVISOR: &[Role] = &[Role::Supervisor];

/// What waits, and what was refused.
pub(super) static APPROVALS: PageSpec = PageSpec {
    contexts: &["register"],
    title: Text::ActApprovals,
    help: Text::ApprovalHelp,
    views: &[
        ViewSpec {
            title: Text::ApprovalWaiting,
            layout: Layout::List,
            load: load_waiting,
            side: Some(detail),
            filters: &[],
            search: None,
        },
        ViewSpec {
            title: Text::ApprovalDecided,
            layout: Layout::List,
            load: load_refused,
            side: Some(detail),
            filters: &[],
            search: None,
        },
    ],
    offers: &[
        Offer::record(Action::Open, Text::ActOpen, Does::Go(&DETAIL)),
        Offer::record(Action::NextStep, Text::ActApprove, Does::Fill(&APPROVE))
            .only(SUPERVISOR)
            .for_each(),
        Offer::record(Action::StepBack, Text::ActDisapprove, Does::Fill(&REFUSE))
            .only(SUPERVISOR)
            .for_each(),
        Offer::mark().only(SUPERVISOR),
    ],
};

pub(super) fn approvals(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &APPROVALS,
        about: String::new(),
        view: 0,
    })
}

pub(super) static APPROVE: FormSpec = FormSpec {
    title: Text::ActApprove,
    place: Place::Drawer,
    prepare,
    fields: &[],
    submit: approve,
    after,
    blames: blamed_field,
    write: Text::ActApprove,
    ready: |_filled, prepared| prepared.lang().text(Text::ApprovalPeek).to_owned(),
};

pub(super) static REFUSE: FormSpec = FormSpec {
    title: Text::ActDisapprove,
    fields: &[Field::new(
        CHANGE_REASON,
        Text::OfField(Of::ChangeReason),
        Kind::Text,
    )],
    submit: refuse,
    write: Text::ActDisapprove,
    ready: FormSpec::says_nothing,
    place: Place::Drawer,
    prepare,
    after,
    blames: blamed_field,
};

static HEADS: &[Head] = &[
    Head::new(Text::RegNumber, 10),
    Head::new(Text::ApprovalDue, 13).gap(0),
    Head::new(Text::RegPerson, 6).gap(1),
    Head::new(Text::RegDate, 9).gap(1).dims_repeats(),
    Head::new(Text::RegTime, 5),
    Head::new(Text::RegItem, 4),
    Head::new(Text::RegSubject, 10).widths([10, 10, 0]),
    Head::new(Text::OfField(Of::CaseNo), 11).widths([11, 11, 0]),
    Head::new(Text::OfField(Of::Reason), 13).widths([0, 13, 0]),
];

static REFUSED_HEADS: &[Head] = &[
    Head::new(Text::RegNumber, 10),
    Head::new(Text::RegWhen, 13).gap(0),
    Head::new(Text::RegPerson, 6).gap(1),
    Head::new(Text::RegDate, 9).gap(1).dims_repeats(),
    Head::new(Text::RegTime, 5),
    Head::new(Text::RegItem, 4),
    Head::new(Text::RegSubject, 10).widths([10, 10, 0]),
    Head::new(Text::OfField(Of::CaseNo), 11).widths([11, 11, 0]),
    Head::new(Text::OfField(Of::Reason), 13).widths([0, 13, 0]),
];

fn load_waiting(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    load(office, asked, ApprovalState::Waiting)
}

fn load_refused(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    load(office, asked, ApprovalState::Refused)
}

fn load(office: &mut Office, asked: &Asked, state: ApprovalState) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let at = |key: &str, make: fn(_) -> LinePlace| key.parse().map_or(LinePlace::Top, make);
    let place = match &asked.page {
        PageAt::Top => LinePlace::Top,
        PageAt::Bottom => LinePlace::Bottom,
        PageAt::From(key) => at(key, LinePlace::From),
        PageAt::UpTo(key) => at(key, LinePlace::UpTo),
    };
    let limit = u32::try_from(asked.limit).unwrap_or(u32::MAX);
    let page = office.approvals(state, &place, limit)?;
    let words = Words::of(office, lang)?;
    let rows = page.rows.iter().map(|line| row(office, &words, lang, line));
    let rows: Vec<RowData> = rows.collect();
    let is_whole = !page.has_before && !page.has_after;
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.approvals_title(state),
        measure: Some(Measure::Query),
        heads: match state {
            ApprovalState::Refused => REFUSED_HEADS,
            ApprovalState::Waiting | ApprovalState::Approved => HEADS,
        },
        total: is_whole.then(|| u64::try_from(rows.len()).unwrap_or_default()),
        rows,
        has_before: page.has_before,
        has_after: page.has_after,
        empty: vec![lang.text(Text::ApprovalNone).to_owned()],
        ..TableData::default()
    })))
}

fn row(office: &Office, words: &Words, lang: Lang, line: &ApprovalLine) -> RowData {
    let ApprovalLine { approval, query } = line;
    let today = office.now().day();
    let due = match approval.state {
        ApprovalState::Waiting => {
            let state = Deadline::of(approval.due_on, office.calendar()).state(today);
            Cell::toned(lang.due(state), tone(state))
        }
        ApprovalState::Approved | ApprovalState::Refused => {
            let decided = approval.decided.as_ref();
            Cell::plain(
                decided.map_or_else(String::new, |(_by, at)| lang.list_day(at.day(), today)),
            )
        }
    };
    let cannot = approval
        .decide(query, None, office.me(), office.now())
        .err()
        .map(|refusal| lang.query_refusal_sentence(refusal).to_owned());
    let step = |action| RowMove {
        action,
        label: None,
        cannot: cannot.clone(),
    };
    let relation = words.relation(query);
    RowData {
        key: query.no.to_string(),
        cells: vec![
            Cell::number(query.no.short()),
            due,
            Cell::plain(shown(&query.person)),
            Cell::plain(lang.list_day(query.asked_on, today)),
            Cell::plain(roc_date::hour_minute(query.asked_at)),
            Cell::plain(query.item.clone()),
            Cell::plain(query.subject.to_string()),
            Cell::plain(case_key(&query.case_no).unwrap_or_default()),
            Cell::plain(shown(&query.reason)),
        ],
        peek: lang.approval_peek(&words.basis(query), &relation, approval.reason.as_deref()),
        moves: vec![step(Action::NextStep), step(Action::StepBack)],
        facts: vec![(VERSION, query.version.to_string())],
        ..RowData::default()
    }
}

/// The query once more, as it would be approved.
fn prepare(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let no = number(here).ok_or(Refusal::NoSuchRecord)?;
    let query = office.query(&no)?;
    let approval = office.approval(&no)?;
    let approval = approval.ok_or(Refusal::Query(vec![QueryRefusal::NoApproval]))?;
    let words = Words::of(office, lang)?;
    let asked = format!(
        "{}  {} {}",
        lang.minute(query.asked_on, query.asked_at),
        query.person,
        query.account
    );
    let field = |field: Of, value: String| Line::field(lang.field(field), value);
    let mut lines = vec![
        Line::field(lang.asked_label(), asked),
        field(Of::CaseNo, format!("{}  {}", query.case_no, query.reason)),
        field(Of::Basis, words.basis(&query)),
        field(Of::Item, words.item(&query.item)),
        field(
            Of::Subject,
            format!("{}  {}", query.subject, words.relation(&query)),
        ),
    ];
    if approval.was_made_without(&query) {
        lines.push(Line::field(
            lang.text(Text::ApprovalState),
            lang.made_without_approval().to_owned(),
        ));
    }
    lines.push(Line::blank());
    Ok(Prepared {
        title: lang.approval_title(&no, approval.mode),
        lines,
        foot: vec![Line::field(
            lang.text(Text::Signature),
            lang.signed_by(&here.me, here.me.roles),
        )],
        facts: vec![(VERSION, query.version.to_string())],
        ..Prepared::of(here)
    })
}

fn decide(prepared: &Prepared, refused_for: Option<String>) -> Result<Errand, FieldFault> {
    let (no, version) = meant(prepared)?;
    let command = RegisterCommand::Decide {
        no,
        version,
        refused_for,
    };
    Ok(Errand::Command(Box::new(Command::Register(command))))
}

fn approve(_filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    decide(prepared, None)
}

fn refuse(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    decide(prepared, Some(filled.get(CHANGE_REASON).to_owned()))
}
