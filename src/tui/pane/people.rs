//! 人員: who is enrolled and how far each is with his keys; 註冊 with its code; another code.

use crate::app::{Extra, KeyState, PeopleCommand};
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role, Roles};
use crate::domain::refusal::Refusal;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{
    Asked, Cell, DetailData, Head, Line, PaneData, RowData, RowMove, TableData, Tone,
};
use crate::tui::errand::{AppError, Command, Done, Errand, Office};
use crate::tui::form::read::free_text;
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Read,
};
use crate::tui::pane::backup::nothing_further;
use crate::tui::pane::people_changes::{CHANGE_ROLES, REENROL, REMOVE};
use crate::tui::pane::{After, Does, Here, Layout, Offer, PageSpec, Then, ViewSpec};
use unicode_normalization::UnicodeNormalization;

const KEEPER: &[Role] = &[Role::Keeper];

pub(super) static PEOPLE: PageSpec = PageSpec {
    contexts: &["settings"],
    title: Text::TitlePeople,
    help: Text::PeopleHelp,
    views: &[ViewSpec {
        title: Text::TitlePeople,
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::record(Action::NextStep, Text::ActMakeCode, Does::Fill(&CODE)).only(KEEPER),
        Offer::record(
            Action::ChangeRoles,
            Text::ActChangeRoles,
            Does::Fill(&CHANGE_ROLES),
        )
        .only(KEEPER),
        Offer::record(Action::Reenrol, Text::ActReenrol, Does::Fill(&REENROL)).only(KEEPER),
        Offer::record(Action::StepBack, Text::ActRemovePerson, Does::Fill(&REMOVE)).only(KEEPER),
        Offer::page(Action::New, Text::ActEnrol, Does::Fill(&ENROL)).only(KEEPER),
    ],
};

static HEADS: &[Head] = &[
    Head::new(Text::LoginName, 12),
    Head::new(Text::PersonName, 8),
    Head::new(Text::PersonRoles, 22),
    Head::new(Text::PersonAccount, 12),
    Head::new(Text::PersonKeys, 15).widths([15, 24, 0]),
];

pub(super) const LOGIN: &str = "login";
pub(super) const NAME: &str = "name";
pub(super) const ROLES: &str = "roles";
const ACCOUNT: &str = "account";
const ITEMS: &str = "items";

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let now = asked.now.unwrap_or_else(|| office.now());
    let people = office.people_and_keys()?;
    let rows: Vec<RowData> = people
        .iter()
        .map(|(clerk, keys)| row(lang, clerk, *keys, now))
        .collect();
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.text(Text::TitlePeople).to_owned(),
        measure: Some(Measure::Record),
        heads: HEADS,
        total: u64::try_from(rows.len()).ok(),
        rows,
        ..TableData::default()
    })))
}

fn row(lang: Lang, clerk: &Clerk, keys: KeyState, now: Moment) -> RowData {
    let (state, tone) = match keys {
        KeyState::Held => (lang.text(Text::KeysHeld).to_owned(), Tone::Plain),
        KeyState::Code(until) if now < until => (lang.code_good_till(until), Tone::Warn),
        KeyState::Code(_) => (lang.text(Text::CodeExpired).to_owned(), Tone::Bad),
        KeyState::Removed => (lang.text(Text::PersonRemoved).to_owned(), Tone::Dim),
        KeyState::None => (lang.text(Text::KeysNone).to_owned(), Tone::Bad),
    };
    let gone = (keys == KeyState::Removed).then(|| lang.text(Text::PersonRemoved).to_owned());
    let held = (keys == KeyState::Held).then(|| lang.text(Text::HasKeysAlready).to_owned());
    let may = |action, cannot| RowMove {
        action,
        label: None,
        cannot,
    };
    let items = clerk.items.join(lang.text(Text::ListComma));
    let peek = if items.is_empty() {
        String::new()
    } else {
        format!("{}  {items}", lang.text(Text::PersonItems))
    };
    RowData {
        key: clerk.login.to_string(),
        cells: vec![
            Cell::plain(clerk.login.to_string()),
            Cell::plain(clerk.name.clone()),
            Cell::plain(lang.roles(clerk.roles)),
            Cell::plain(clerk.account.clone().unwrap_or_default()),
            Cell::toned(state, tone),
        ],
        peek,
        moves: vec![
            may(Action::NextStep, gone.clone().or(held)),
            may(Action::ChangeRoles, None),
            may(Action::Reenrol, gone.clone()),
            may(Action::StepBack, gone),
        ],
        facts: vec![(NAME, clerk.name.clone()), (ROLES, clerk.roles.to_string())],
        ..RowData::default()
    }
}

pub(super) static ENROL: FormSpec = FormSpec {
    title: Text::TitleEnrol,
    place: Place::Body,
    prepare: |office, here| {
        let excusable = office.excusable()?;
        Ok(Prepared {
            title: here.lang.text(Text::TitleEnrol).to_owned(),
            lines: vec![Line::blank()],
            lists: vec![(ROLES, combinations(here.lang, excusable))],
            foot: std::iter::once(Line::blank())
                .chain(here.lang.enrol_advice().map(Line::words))
                .collect(),
            ..Prepared::of(here)
        })
    },
    fields: &[
        Field {
            read: read_login,
            ..Field::new(LOGIN, Text::LoginName, Kind::Text)
        },
        Field::new(NAME, Text::PersonName, Kind::Text),
        Field::new(ROLES, Text::PersonRoles, Kind::List).options(roles),
        Field {
            read: read_account,
            ..Field::new(ACCOUNT, Text::PersonAccount, Kind::Text)
        }
        .optional()
        .shown_when(queries),
        Field::new(ITEMS, Text::PersonItems, Kind::Code)
            .optional()
            .shown_when(queries),
    ],
    submit,
    after: |_office: &mut Office, done: &Done, here: &Here| after(done, here),
    blames: |error| match error {
        AppError::Refused(Refusal::LoginTaken) => Some(LOGIN),
        AppError::Refused(Refusal::AccountTaken) => Some(ACCOUNT),
        AppError::Refused(Refusal::RolesConflict { .. }) => Some(ROLES),
        _ => None,
    },
    write: Text::ActEnrol,
    ready: FormSpec::says_nothing,
};

/// Every set of roles that one person may hold, single ones first; `excused`: what an exception lets a checker be too.
pub(super) fn combinations(lang: Lang, excused: Roles) -> Vec<Choice> {
    let count = u32::try_from(Role::ALL.len()).unwrap_or_default();
    let mut sets: Vec<Roles> = (1_u32..1 << count)
        .map(|bits| {
            let held = Role::ALL
                .into_iter()
                .enumerate()
                .filter(|(place, _)| bits >> place & 1 == 1)
                .map(|(_, role)| role);
            Roles::of(&held.collect::<Vec<_>>())
        })
        .filter(|roles| roles.conflict_but(excused).is_none())
        .collect();
    sets.sort_by_key(|roles| roles.iter().count());
    sets.into_iter()
        .map(|roles| Choice::new(roles.to_string(), lang.roles(roles)))
        .collect()
}

pub(super) fn roles(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    prepared.list(ROLES)
}

/// Only users and managers hold a WebIR account.
fn queries(filled: &Filled, _prepared: &Prepared) -> bool {
    filled
        .get(ROLES)
        .parse::<Roles>()
        .is_ok_and(|roles| roles.any_of(&[Role::User, Role::Manager]))
}

fn read_login(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    let plain: String = typed.nfkc().collect::<String>().trim().to_lowercase();
    match plain.parse::<crate::domain::ids::Login>() {
        Ok(login) => Read::taken(login.to_string()),
        Err(_form) => Read::Fault(prepared.lang().text(Text::LoginForm).to_owned()),
    }
}

/// Accounts keep their letters as WebIR has them.
fn read_account(typed: &str, _filled: &Filled, _prepared: &Prepared) -> Read {
    Read::taken(free_text(&typed.nfkc().collect::<String>()))
}

fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let fault = |field| FieldFault {
        field,
        sentence: prepared.lang().text(Text::FieldEmpty).to_owned(),
    };
    let has_account = queries(filled, prepared);
    let account = free_text(filled.get(ACCOUNT));
    let items = filled.get(ITEMS).split([',', ' ']);
    let clerk = Clerk {
        login: filled.get(LOGIN).parse().map_err(|_form| fault(LOGIN))?,
        name: filled.get(NAME).to_owned(),
        roles: filled.get(ROLES).parse().map_err(|_form| fault(ROLES))?,
        account: (has_account && !account.is_empty()).then_some(account),
        items: items
            .filter(|item| has_account && !item.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    let command = PeopleCommand::Add(Box::new(clerk));
    Ok(Errand::Command(Box::new(Command::People(command))))
}

/// The code, large, once.
pub(super) fn after(done: &Done, here: &Here) -> After {
    let lang = here.lang;
    let show = if let Extra::Code(code, until) = &done.extra {
        Some(Box::new(code_sheet(lang, code, *until)))
    } else {
        None
    };
    After {
        message: lang.told(&done.event),
        show,
        then: Then::To(done.event.written().record),
        ..After::default()
    }
}

fn code_sheet(lang: Lang, code: &str, until: Moment) -> DetailData {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().map(|letter| wide(*letter)).collect())
        .collect();
    let mut lines = vec![
        Line::blank(),
        Line::at(8, Cell::toned(groups.join("  "), Tone::Strong)),
        Line::blank(),
        Line::at(8, Cell::toned(spaced(&letters), Tone::Plain)),
        Line::blank(),
        Line::at(8, Cell::toned(lang.good_till(until), Tone::Warn)),
        Line::blank(),
    ];
    lines.extend(lang.code_advice().map(Line::words));
    DetailData {
        title: lang.text(Text::EnrolmentCode).to_owned(),
        lines,
        record: nothing_further(lang),
        ..DetailData::default()
    }
}

fn spaced(letters: &[char]) -> String {
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

/// The full-width form of a letter or digit.
fn wide(letter: char) -> char {
    const APART: u32 = 0xfee0;
    match letter {
        '!'..='~' => char::from_u32(u32::from(letter).saturating_add(APART)).unwrap_or(letter),
        other => other,
    }
}

/// 另發註冊碼: a question.
pub(super) static CODE: FormSpec = FormSpec {
    title: Text::TitleMakeCode,
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(Prepared {
            lines: here
                .lang
                .code_question(&here.row.key)
                .map(Line::words)
                .to_vec(),
            ..Prepared::of(here)
        })
    },
    fields: &[],
    submit: |_filled, prepared| {
        let login = prepared.here.row.key.parse().map_err(|_form| FieldFault {
            field: LOGIN,
            sentence: prepared.lang().text(Text::NothingFound).to_owned(),
        })?;
        let command = PeopleCommand::MakeCode(login);
        Ok(Errand::Command(Box::new(Command::People(command))))
    },
    after: |_office: &mut Office, done: &Done, here: &Here| after(done, here),
    blames: FormSpec::blames_nothing,
    write: Text::ActMakeCode,
    ready: FormSpec::says_nothing,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sets_of_roles_that_one_person_may_hold_are_offered() {
        let sets = combinations(Lang::ZhTw, Roles::default());
        assert_eq!(sets.len(), 13);
        for choice in &sets {
            let roles: Roles = choice.key.parse().unwrap();
            assert_eq!(roles.conflict(), None, "{}", choice.key);
        }
        assert_eq!(sets[0].key, "user");
    }
}
