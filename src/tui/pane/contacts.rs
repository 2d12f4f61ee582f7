//! 窗口異動 (point 7): changes of contact, officer and unit head; the central desk notes the letter that told the bureau.

use super::export;
use super::retention::VERSION;
use super::retention_forms::{blamed, drawer, give, label, meant, told};
use crate::app::{Office, RetentionCommand};
use crate::domain::deadline::Deadline;
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role};
use crate::domain::retention::notice::{
    ContactDuty, Notice, NoticeDraft, NoticeState, NoticeStep, check,
};
use crate::locale::{DueText as D, Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, PaneData, RowData, RowMove, TableData};
use crate::tui::errand::AppError;
use crate::tui::form::read::{day_of, free_text};
use crate::tui::form::spec::{Choice, Field, FormSpec, Kind, Place, Prepared};
use crate::tui::pane::{After, Does, Layout, Offer, PageSpec, ViewSpec};

const MANAGER: &[Role] = &[Role::Manager];
const DUTY: &str = "duty";
const BEFORE: &str = "before";
const AFTER: &str = "after";
const CHANGED: &str = "event_on";
const REMARK: &str = "remark";
const SENT: &str = "sent_on";
const LETTER: &str = "letter_no";

pub(super) static CONTACTS: PageSpec = PageSpec {
    contexts: &["roster"],
    title: Text::Due(D::Notices),
    help: Text::Due(D::NoticesHelp),
    views: &[ViewSpec {
        title: Text::Due(D::Notices),
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(
            Action::NextStep,
            Text::Due(D::SendNotice),
            Does::Fill(&SEND),
        )
        .only(MANAGER),
        Offer::page(Action::New, Text::Due(D::NewNotice), Does::Fill(&NEW)).only(MANAGER),
        Offer::record(Action::Export, Text::ActExport, Does::Fill(&export::NOTICE)).only(MANAGER),
    ],
};

static HEADS: &[Head] = &[
    Head::new(Text::Due(D::Term), 12).gap(1),
    Head::new(Text::Due(D::Number), 10),
    Head::new(Text::Due(D::ContactDuty), 8),
    Head::new(Text::Due(D::EventOn), 9),
    Head::new(Text::Due(D::NoticeBefore), 8),
    Head::new(Text::Due(D::NoticeAfter), 8),
    Head::new(Text::Due(D::State), 7),
    Head::new(Text::Due(D::SentOn), 9).widths([0, 9, 9]),
];

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let now = asked.now.unwrap_or_else(|| office.now());
    let me = office.me().clone();
    let rows: Vec<RowData> = office
        .notices()?
        .iter()
        .map(|(notice, deadline)| row(lang, notice, *deadline, &me, now))
        .collect();
    let peek = if office.is_central() {
        D::NoticeRule
    } else {
        D::OnlyRecorded
    };
    Ok(PaneData::Table(Box::new(TableData {
        title: format!(
            "{}  {}",
            lang.text(Text::Roster(crate::locale::RosterText::Roster)),
            label(lang, D::Notices)
        ),
        measure: Some(Measure::Record),
        heads: HEADS,
        total: u64::try_from(rows.len()).ok(),
        rows,
        empty: vec![label(lang, D::NoNotices).to_owned()],
        peek: label(lang, peek).to_owned(),
        ..TableData::default()
    })))
}

fn row(
    lang: Lang,
    notice: &Notice,
    deadline: Option<Deadline>,
    me: &Clerk,
    now: Moment,
) -> RowData {
    let today = now.day();
    let term = deadline.map_or_else(Cell::default, |deadline| {
        let state = deadline.state(today);
        Cell::toned(lang.due(state), super::retention::tone(state))
    });
    let sent = notice.sent_on.map(|day| lang.list_day(day, today));
    let peek = match (deadline, notice.state) {
        (Some(deadline), _) => {
            let dates = (deadline.ends_on, deadline.rolled_on, deadline.advised_on);
            lang.dates_peek(dates, today)
        }
        (None, NoticeState::Sent) => lang.letter_peek(
            notice.sent_on.unwrap_or(notice.changed_on),
            &notice.letter_no,
        ),
        (None, _) => notice.remark.clone(),
    };
    RowData {
        cells: vec![
            term,
            Cell::number(notice.no.to_string()),
            Cell::plain(lang.contact_duty(notice.duty)),
            Cell::plain(lang.list_day(notice.changed_on, today)),
            Cell::plain(notice.before.clone()),
            Cell::plain(notice.after.clone()),
            Cell::plain(lang.notice_state(notice.state)),
            Cell::plain(sent.unwrap_or_default()),
        ],
        peek,
        ..notice_record(lang, notice, me)
    }
}

/// What a change can do: its key, version and move.
pub(super) fn notice_record(lang: Lang, notice: &Notice, me: &Clerk) -> RowData {
    let whys = check(notice, NoticeStep::Send, me).err();
    RowData {
        key: notice.no.to_string(),
        moves: vec![RowMove {
            action: Action::NextStep,
            label: Some(label(lang, D::SendNotice).to_owned()),
            cannot: super::retention::cannot(lang, whys),
        }],
        facts: vec![(VERSION, notice.version.to_string())],
        ..RowData::default()
    }
}

static NEW: FormSpec = FormSpec {
    title: Text::Due(D::NewNotice),
    place: Place::Drawer,
    prepare: |office, here| {
        let sentence = if office.is_central() {
            D::NoticeRule
        } else {
            D::OnlyRecorded
        };
        Ok(Prepared {
            title: label(here.lang, D::NewNotice).to_owned(),
            ..drawer(here, D::NewNotice, label(here.lang, sentence))
        })
    },
    fields: &[
        Field::new(DUTY, Text::Due(D::ContactDuty), Kind::Choice).options(|_filled, prepared| {
            let lang = prepared.lang();
            let of = |duty: &ContactDuty| Choice::new(duty.code(), lang.contact_duty(*duty));
            ContactDuty::ALL.iter().map(of).collect()
        }),
        Field::new(BEFORE, Text::Due(D::NoticeBefore), Kind::Text),
        Field::new(AFTER, Text::Due(D::NoticeAfter), Kind::Text),
        Field::new(CHANGED, Text::Due(D::EventOn), Kind::Day),
        Field::new(REMARK, Text::Due(D::Remark), Kind::Text).optional(),
    ],
    submit: |filled, _prepared| {
        let draft = NoticeDraft {
            duty: filled.get(DUTY).parse().ok(),
            before: free_text(filled.get(BEFORE)),
            after: free_text(filled.get(AFTER)),
            changed_on: day_of(filled.get(CHANGED)),
            remark: free_text(filled.get(REMARK)),
        };
        Ok(give(RetentionCommand::RecordNotice(Box::new(draft))))
    },
    after: |_office, done, here| After {
        message: here.lang.told(&done.event),
        ..After::default()
    },
    blames: blamed,
    write: Text::Due(D::NewNotice),
    ready: FormSpec::says_nothing,
};

/// 發文.
pub(super) static SEND: FormSpec = FormSpec {
    title: Text::Due(D::SendNotice),
    place: Place::Drawer,
    prepare: |_office, here| Ok(drawer(here, D::SendNotice, label(here.lang, D::SendSays))),
    fields: &[
        Field::new(SENT, Text::Due(D::SentOn), Kind::Day),
        Field::new(LETTER, Text::Due(D::LetterNo), Kind::Text),
    ],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::SendNotice {
            no,
            version,
            on: day_of(filled.get(SENT)).unwrap_or_default(),
            letter_no: free_text(filled.get(LETTER)),
        }))
    },
    after: told,
    blames: blamed,
    write: Text::Due(D::SendNotice),
    ready: FormSpec::says_nothing,
};
