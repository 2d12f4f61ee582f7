//! 名冊: its forms: a person, proofs, an account found in WebIR, a deletion drafted, files in and out.

use std::path::Path;

use super::roster::PERSON_ID;
use crate::app::{Command, Outgoing, RequestCommand, RosterAsked, RosterCommand, Taking};
use crate::domain::event::{Event, RequestEvent};
use crate::domain::refusal::Refusal;
use crate::domain::request::{Draft, Kind as RequestKind, Party};
use crate::domain::roc_date;
use crate::domain::roster::{
    AccountKind, Cause, Hint, NewAccount, NewGrant, Person, Post, Proofs, RosterRefusal,
};
use crate::locale::{Lang, Measure, RosterText as T, Text};
use crate::tui::desk_data::{DetailData, Line};
use crate::tui::errand::{AppError, Done, Errand, Job, JobControl, Office, given};
use crate::tui::form::read::day_of;
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::backup::nothing_further;
use crate::tui::pane::{After, Here, Then};

const NAME: &str = "name";
const UNIT: &str = "unit";
const TITLE: &str = "title";
const LOGIN: &str = "login";
const POST: &str = "post";
const POST_ON: &str = "post_on";
const REMARK: &str = "remark";
const OFFICIAL: &str = "official_on";
const BOUND: &str = "bound_on";
const UNTIL: &str = "certificate_until";
const PLEDGED: &str = "pledged_on";
const HOLDER: &str = "holder";
const KIND: &str = "kind";
const OPENED: &str = "opened_on";
const ITEMS: &str = "items";
const BASIS: &str = "basis";
const REQUEST: &str = "request";
const SECOND: &str = "second_reason";
const CHANGES: &str = "changes_on";
const NEED: &str = "need";
const FILE: &str = "file";
const REASON: &str = "reason";

/// What is missing where a value cannot be read.
fn fault(field: &'static str, prepared: &Prepared) -> FieldFault {
    FieldFault {
        field,
        sentence: prepared.lang().text(Text::FieldEmpty).to_owned(),
    }
}

fn told(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        ..After::default()
    }
}

fn start(field: &'static str, value: String) -> Start {
    Start {
        field,
        value,
        ..Start::default()
    }
}

fn posts(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    Post::ALL
        .into_iter()
        .map(|post| Choice::new(post.code(), lang.post(post)))
        .collect()
}

fn has_post_day(filled: &Filled, _prepared: &Prepared) -> bool {
    filled
        .get(POST)
        .parse::<Post>()
        .is_ok_and(|post| post != Post::Serving)
}

fn logins(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    prepared.list(LOGIN)
}

static PERSON_FIELDS: &[Field] = &[
    Field::new(NAME, Text::Roster(T::Name), Kind::Text),
    Field::new(UNIT, Text::Roster(T::Unit), Kind::Text),
    Field::new(TITLE, Text::Roster(T::Title), Kind::Text).optional(),
    Field::new(LOGIN, Text::Roster(T::Login), Kind::List)
        .options(logins)
        .optional(),
    Field::new(POST, Text::Roster(T::Post), Kind::Choice).options(posts),
    Field::new(POST_ON, Text::Roster(T::PostOn), Kind::Day)
        .shown_when(has_post_day)
        .needed_when(has_post_day),
    Field::new(REMARK, Text::Roster(T::Remark), Kind::Text).optional(),
];

const PERSON_FORM: FormSpec = FormSpec {
    title: Text::Roster(T::NewPerson),
    place: Place::Body,
    prepare: prepare_new_person,
    fields: PERSON_FIELDS,
    submit: submit_person,
    after: told,
    blames: |error| match error {
        AppError::Refused(Refusal::Roster(RosterRefusal::LoginTaken)) => Some(LOGIN),
        AppError::Refused(Refusal::Roster(RosterRefusal::PostNeedsDay)) => Some(POST_ON),
        _ => None,
    },
    write: Text::ActWrite,
    ready: FormSpec::says_nothing,
};

pub(super) static NEW_PERSON: FormSpec = PERSON_FORM;
pub(super) static PERSON: FormSpec = FormSpec {
    title: Text::Roster(T::EditPerson),
    prepare: prepare_person,
    ..PERSON_FORM
};

fn login_choices(office: &mut Office, here: &Here) -> Result<Vec<Choice>, AppError> {
    let people = office.people_not_on_roster()?;
    let none = Choice::new("", here.lang.text(Text::Nothing));
    let choices = people.into_iter().map(|clerk| {
        Choice::new(clerk.login.to_string(), clerk.login.to_string()).note(clerk.name)
    });
    Ok(std::iter::once(none).chain(choices).collect())
}

fn prepare_new_person(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    Ok(Prepared {
        title: here.lang.text(Text::Roster(T::NewPerson)).to_owned(),
        lines: vec![Line::blank()],
        lists: vec![(LOGIN, login_choices(office, here)?)],
        starts: vec![start(POST, Post::Serving.code().to_owned())],
        ..Prepared::of(here)
    })
}

fn prepare_person(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let sheet = office.roster_sheet(&here.row.key)?;
    let (_, person) = sheet.line.held.ok_or(Refusal::NoSuchRecord)?;
    let day = person.post_on.map(roc_date::iso).unwrap_or_default();
    let login = person.login.as_ref().map(ToString::to_string);
    let mut prepared = prepare_new_person(office, here)?;
    prepared.title = format!(
        "{}  {}",
        here.lang.text(Text::Roster(T::EditPerson)),
        person.name
    );
    if let (Some(login), Some((_, list))) = (&login, prepared.lists.first_mut()) {
        list.insert(1, Choice::new(login.clone(), login.clone()));
    }
    prepared.starts = vec![
        start(NAME, person.name),
        start(UNIT, person.unit),
        start(TITLE, person.title),
        start(LOGIN, login.unwrap_or_default()),
        start(POST, person.post.code().to_owned()),
        start(POST_ON, day),
        start(REMARK, person.remark),
    ];
    prepared.starts.retain(|start| !start.value.is_empty());
    Ok(prepared)
}

fn submit_person(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let post: Post = filled
        .get(POST)
        .parse()
        .map_err(|_bad| fault(POST, prepared))?;
    let login = filled.get(LOGIN);
    let is_new = prepared.title == prepared.lang().text(Text::Roster(T::NewPerson));
    let person = Person {
        id: if is_new {
            0
        } else {
            prepared.here.row.fact(PERSON_ID).parse().unwrap_or(0)
        },
        version: 0,
        name: filled.get(NAME).to_owned(),
        unit: filled.get(UNIT).to_owned(),
        title: filled.get(TITLE).to_owned(),
        login: if login.is_empty() {
            None
        } else {
            Some(login.parse().map_err(|_bad| fault(LOGIN, prepared))?)
        },
        post,
        post_on: if post == Post::Serving {
            None
        } else {
            day_of(filled.get(POST_ON))
        },
        remark: filled.get(REMARK).to_owned(),
    };
    Ok(command(RosterCommand::SavePerson(Box::new(person))))
}

fn command(command: RosterCommand) -> Errand {
    Errand::Command(Box::new(Command::Roster(command)))
}

/// 5(1): the days on which each was confirmed; never a card's number.
pub(super) static PROOFS: FormSpec = FormSpec {
    title: Text::Roster(T::SaveProofs),
    place: Place::Drawer,
    prepare: |office, here| {
        let sheet = office.roster_sheet(&here.row.key)?;
        let (account, person) = sheet.line.held.ok_or(Refusal::NoSuchRecord)?;
        let proofs = account.proofs;
        let day = |day: Option<chrono::NaiveDate>| day.map(roc_date::iso).unwrap_or_default();
        let mut starts = vec![
            start(OFFICIAL, day(proofs.official_on)),
            start(BOUND, day(proofs.bound_on)),
            start(UNTIL, day(proofs.certificate_until)),
            start(PLEDGED, day(proofs.pledged_on)),
        ];
        starts.retain(|start| !start.value.is_empty());
        Ok(Prepared {
            title: format!(
                "{}  {} {}",
                here.lang.text(Text::Roster(T::SaveProofs)),
                account.account,
                person.name
            ),
            starts,
            ..Prepared::of(here)
        })
    },
    fields: &[
        Field::new(OFFICIAL, Text::Roster(T::OfficialOn), Kind::Day),
        Field::new(BOUND, Text::Roster(T::BoundOn), Kind::Day),
        Field::new(UNTIL, Text::Roster(T::CertificateUntil), Kind::Day),
        Field::new(PLEDGED, Text::Roster(T::PledgedOn), Kind::Day),
    ],
    submit: |filled, prepared| {
        Ok(command(RosterCommand::ConfirmProofs {
            account: prepared.here.row.key.clone(),
            proofs: Proofs {
                official_on: day_of(filled.get(OFFICIAL)),
                bound_on: day_of(filled.get(BOUND)),
                certificate_until: day_of(filled.get(UNTIL)),
                pledged_on: day_of(filled.get(PLEDGED)),
            },
        }))
    },
    after: told,
    blames: FormSpec::blames_nothing,
    write: Text::ActWrite,
    ready: FormSpec::says_nothing,
};

/// 登載: an account that a log names, or that stood in WebIR before, put under its holder.
pub(super) static ENTER: FormSpec = FormSpec {
    title: Text::Roster(T::EnterAccount),
    place: Place::Body,
    prepare: |office, here| {
        let people: Vec<Choice> = office
            .roster_people()?
            .into_iter()
            .map(|person| Choice::new(person.id.to_string(), person.name).note(person.unit))
            .collect();
        if people.is_empty() {
            return Err(RosterRefusal::NoSuchPerson.into());
        }
        Ok(Prepared {
            title: format!(
                "{}  {}",
                here.lang.text(Text::Roster(T::EnterAccount)),
                here.row.key
            ),
            lines: vec![Line::blank()],
            lists: vec![(HOLDER, people)],
            starts: vec![start(KIND, AccountKind::User.code().to_owned())],
            foot: vec![
                Line::blank(),
                Line::words(here.lang.text(Text::Roster(T::ItemsForm))),
            ],
            ..Prepared::of(here)
        })
    },
    fields: &[
        Field::new(HOLDER, Text::Roster(T::Holder), Kind::List).options(holders),
        Field::new(KIND, Text::Roster(T::Kind), Kind::Choice).options(account_kinds),
        Field::new(OPENED, Text::Roster(T::OpenedOn), Kind::Day),
        Field::new(ITEMS, Text::Roster(T::Items), Kind::Code),
        Field::new(BASIS, Text::Roster(T::Basis), Kind::Code),
        Field::new(REQUEST, Text::Roster(T::Request), Kind::Code).optional(),
        Field::new(SECOND, Text::Roster(T::SecondReason), Kind::Text).optional(),
    ],
    submit: submit_account,
    after: told,
    blames: |error| match error {
        AppError::Refused(Refusal::Roster(refusal)) => match refusal {
            RosterRefusal::SecondAccount { .. } => Some(SECOND),
            RosterRefusal::NotTheAgencys { .. } | RosterRefusal::AlreadyHeld { .. } => Some(ITEMS),
            RosterRefusal::InFuture => Some(OPENED),
            _ => None,
        },
        AppError::Refused(Refusal::AccountTaken) => Some(HOLDER),
        _ => None,
    },
    write: Text::ActWrite,
    ready: FormSpec::says_nothing,
};

fn holders(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    prepared.list(HOLDER)
}

fn account_kinds(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    AccountKind::ALL
        .into_iter()
        .map(|kind| Choice::new(kind.code(), lang.account_kind(kind)))
        .collect()
}

fn submit_account(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let opened_on = day_of(filled.get(OPENED)).ok_or_else(|| fault(OPENED, prepared))?;
    let request = filled.get(REQUEST).to_owned();
    let account = NewAccount {
        account: prepared.here.row.key.clone(),
        person: filled
            .get(HOLDER)
            .parse()
            .map_err(|_bad| fault(HOLDER, prepared))?,
        kind: filled
            .get(KIND)
            .parse()
            .map_err(|_bad| fault(KIND, prepared))?,
        proofs: Proofs::default(),
        request: request.clone(),
        approved_on: None,
        opened_on,
        second_reason: filled.get(SECOND).to_owned(),
    };
    let items = filled
        .get(ITEMS)
        .split(is_between)
        .filter(|item| !item.is_empty())
        .map(|item| NewGrant {
            item: item.to_owned(),
            basis: filled.get(BASIS).to_owned(),
            valid_from: opened_on,
            request: request.clone(),
        });
    Ok(command(RosterCommand::EnterAccount {
        items: items.collect(),
        account: Box::new(account),
    }))
}

/// 擬刪除申請: a draft request, which then goes its way by approval and execution.
pub(super) static DELETION: FormSpec = FormSpec {
    title: Text::Roster(T::DraftDeletion),
    place: Place::Drawer,
    prepare: |office, here| {
        let lang = here.lang;
        let line = office.roster_sheet(&here.row.key)?.line;
        let limits = office.idle_limits()?;
        let (_, person) = line.held.as_ref().ok_or(Refusal::NoSuchRecord)?;
        let today = office.now().day();
        let day = person.post_on.unwrap_or(today);
        Ok(Prepared {
            title: format!(
                "{}  {} {}",
                lang.text(Text::Roster(T::DraftDeletion)),
                line.account,
                person.name
            ),
            starts: vec![
                start(CHANGES, roc_date::iso(day)),
                start(NEED, lang.roster_peek(&super::roster::said(&line), limits)),
            ],
            foot: vec![Line::words(lang.text(Text::Roster(T::DeletionFoot)))],
            ..Prepared::of(here)
        })
    },
    fields: &[
        Field::new(CHANGES, Text::Roster(T::PostOn), Kind::Day),
        Field::new(NEED, Text::Roster(T::Need), Kind::Text),
    ],
    submit: |filled, prepared| {
        let given = vec![
            ("account", prepared.here.row.key.clone()),
            (CHANGES, filled.get(CHANGES).to_owned()),
            (NEED, filled.get(NEED).to_owned()),
        ];
        Ok(Errand::Read(draft_deletion, given))
    },
    after: told,
    blames: FormSpec::blames_nothing,
    write: Text::ActWrite,
    ready: FormSpec::says_nothing,
};

/// Why the account goes, as far as the roster knows.
fn cause_of(person: &Person, hints: &[Hint]) -> Option<Cause> {
    person.post.cause().or_else(|| {
        if hints.contains(&Hint::Duplicate) {
            Some(Cause::Duplicate)
        } else if hints.contains(&Hint::Idle) || hints.contains(&Hint::DeletionProposed) {
            Some(Cause::Idle)
        } else {
            Some(Cause::Duties)
        }
    })
}

fn draft_deletion(
    office: &mut Office,
    here: &Here,
    filled: &[(&'static str, String)],
) -> Result<After, AppError> {
    let line = office.roster_sheet(given(filled, "account"))?.line;
    let (account, person) = line.held.as_ref().ok_or(Refusal::NoSuchRecord)?;
    let kind = match account.kind {
        AccountKind::User => RequestKind::UserDelete,
        AccountKind::Manager => RequestKind::ManagerDelete,
    };
    let draft = Draft {
        holder: Party {
            login: person.login.clone(),
            name: person.name.clone(),
            unit: person.unit.clone(),
            title: person.title.clone(),
        },
        account: account.account.clone(),
        cause: cause_of(person, &line.hints),
        changes_on: day_of(given(filled, CHANGES)),
        need: given(filled, NEED).to_owned(),
        ..Draft::of(kind)
    };
    let done = office.execute(Command::Request(RequestCommand::Draft {
        draft: Box::new(draft),
        hands_in: false,
    }))?;
    let message = match &done.event {
        Event::Request(RequestEvent::Drafted { no, .. }) => {
            format!("{}  {no}", here.lang.told(&done.event))
        }
        _ => here.lang.told(&done.event),
    };
    Ok(After {
        message,
        ..After::default()
    })
}

/// 匯出清冊.
pub(super) static EXPORT: FormSpec = FormSpec {
    title: Text::Roster(T::Export),
    place: Place::Drawer,
    prepare: |office, here| {
        let day = roc_date::roc(office.now().day()).replace('/', "");
        Ok(Prepared {
            title: here.lang.text(Text::Roster(T::Export)).to_owned(),
            starts: vec![start(
                FILE,
                office.free_name(&format!("roster-{day}"), ".odt")?,
            )],
            foot: vec![Line::words(here.lang.text(Text::Roster(T::OutKinds)))],
            ..Prepared::of(here)
        })
    },
    fields: &[
        Field::new(FILE, Text::Roster(T::Out), Kind::Code),
        Field::new(REASON, Text::Roster(T::Why), Kind::Text),
    ],
    submit: |filled, _prepared| {
        let given = vec![
            (FILE, filled.get(FILE).to_owned()),
            (REASON, filled.get(REASON).to_owned()),
        ];
        Ok(Errand::Read(export, given))
    },
    after: told,
    blames: |error| match error {
        AppError::Failed(_) | AppError::Refused(Refusal::Form { .. }) => Some(FILE),
        _ => None,
    },
    write: Text::Roster(T::Export),
    ready: FormSpec::says_nothing,
};

fn export(
    office: &mut Office,
    here: &Here,
    filled: &[(&'static str, String)],
) -> Result<After, AppError> {
    let written = office.export_roster(&Outgoing {
        file: given(filled, FILE).into(),
        reason: given(filled, REASON).to_owned(),
        passphrase: None,
    })?;
    Ok(After {
        message: here.lang.roster_written(&written.shown, written.rows),
        ..After::default()
    })
}

/// 匯入名冊, from the in folder.
pub(super) static IMPORT: FormSpec = FormSpec {
    title: Text::Roster(T::Import),
    place: Place::Drawer,
    prepare: |office, here| {
        let files: Vec<Choice> = office
            .dropped_for("import.roster")?
            .into_iter()
            .map(|file| Choice::new(file.name.clone(), file.name))
            .collect();
        let foot = if files.is_empty() {
            vec![Line::words(here.lang.text(Text::Roster(T::NoFiles)))]
        } else {
            vec![Line::words(here.lang.text(Text::Roster(T::ImportBreak)))]
        };
        Ok(Prepared {
            title: here.lang.text(Text::Roster(T::Import)).to_owned(),
            lists: vec![(FILE, files)],
            foot,
            ..Prepared::of(here)
        })
    },
    fields: &[Field::new(FILE, Text::Roster(T::File), Kind::List).options(files)],
    submit: |filled, _prepared| {
        Ok(Errand::Job(Job {
            title: Text::Roster(T::ImportJob),
            breaking: Text::Roster(T::ImportBreak),
            measure: Measure::Record,
            given: vec![(FILE, filled.get(FILE).to_owned())],
            run: import,
        }))
    },
    after: told,
    blames: |error| matches!(error, AppError::File(_)).then_some(FILE),
    write: Text::Roster(T::Import),
    ready: FormSpec::says_nothing,
};

fn files(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    prepared.list(FILE)
}

fn import(
    office: &mut Office,
    here: &Here,
    job: &Job,
    _control: &JobControl<'_>,
) -> Result<After, AppError> {
    let lang: Lang = here.lang;
    let path = office.in_dir()?.join(Path::new(given(&job.given, FILE)));
    let taking = Taking {
        is_dropped: true,
        ..Taking::default()
    };
    let taken = office.import_roster(&path, &taking)?;
    if taken.known {
        return Ok(After {
            message: crate::locale::known_file(lang).to_owned(),
            ..After::default()
        });
    }
    let rejected = u64::try_from(taken.rejected.len()).unwrap_or(u64::MAX);
    let message = lang.roster_counts([taken.read, taken.accepted, taken.duplicate, rejected]);
    let show = (rejected > 0).then(|| {
        let lines = taken.rejected.iter().map(|(line, fault)| {
            Line::words(format!("{line:>6}  {}", lang.roster_fault(&fault.worded())))
        });
        Box::new(DetailData {
            title: lang.text(Text::Roster(T::Import)).to_owned(),
            lines: lines.collect(),
            record: nothing_further(lang),
            ..DetailData::default()
        })
    });
    let roster = office.roster(&RosterAsked::default())?;
    let first = roster.lines.first().map(|line| line.account.clone());
    Ok(After {
        message,
        then: first.map_or(Then::Stay, Then::To),
        show,
        ..After::default()
    })
}

/// Codes are typed one after the other: any mark of a list, in either language, stands between them.
fn is_between(letter: char) -> bool {
    !letter.is_alphanumeric() && !matches!(letter, '-' | '_')
}
