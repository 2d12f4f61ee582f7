//! 申請: the form of a new request of every kind, and of a draft that is corrected and handed in.

use chrono::NaiveDate;

use super::requests::{VERSION, number};
use super::requests_steps::{after as stay, blamed_field, meant};
use crate::app::{Command, Done, HolderChoice, Office, RequestCommand};
use crate::domain::event::{Event, RequestEvent};
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Change, Draft, Field as Of, Kind as Of_, Line, Party, Request};
use crate::domain::roc_date;
use crate::domain::roster::{AccountKind, Cause, Proofs};
use crate::locale::{Lang, RequestText as T, Text};
use crate::tui::desk_data::Tone;
use crate::tui::errand::{AppError, Errand};
use crate::tui::form::read::day_of;
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::{After, Here, Then};

/// Most lines of a kind in one form.
const ADDS: [&str; 5] = ["item_1", "item_2", "item_3", "item_4", "item_5"];
const BASES: [&str; 5] = ["basis_1", "basis_2", "basis_3", "basis_4", "basis_5"];
const MONTHLY: [&str; 5] = [
    "monthly_1",
    "monthly_2",
    "monthly_3",
    "monthly_4",
    "monthly_5",
];
const DROPS: [&str; 5] = ["drop_1", "drop_2", "drop_3", "drop_4", "drop_5"];
/// Nothing further: the list ends here.
const NO_MORE: &str = "-";
const THEN: &str = "then";
const HAND_IN: &str = "hand_in";
const KEEP: &str = "keep";
const KIND: &str = "kind";

/// Lists that the form is prepared with.
const KINDS: &str = "kinds";
const CAUSES: &str = "causes";
const USERS: &str = "users";
const MANAGERS: &str = "managers";
const OWN: &str = "own";
const PEOPLE: &str = "people";
const ITEMS: &str = "items";
const AGENCY_ITEMS: &str = "agency_items";
const ALL_ITEMS: &str = "all_items";
const LAWS: &str = "laws";

pub(super) static NEW: FormSpec = FormSpec {
    title: Text::Request(T::NewRequest),
    place: Place::Body,
    prepare: prepare_new,
    fields: FIELDS,
    submit: submit_new,
    after: drafted,
    blames: blamed_field,
    write: Text::Request(T::SaveWrite),
    ready: FormSpec::says_nothing,
};

pub(super) static REVISE: FormSpec = FormSpec {
    title: Text::Request(T::ActRevise),
    place: Place::Body,
    prepare: prepare_revise,
    fields: FIELDS,
    submit: submit_revise,
    after: stay,
    blames: blamed_field,
    write: Text::Request(T::SaveWrite),
    ready: FormSpec::says_nothing,
};

const fn of(field: Of, kind: Kind) -> Field {
    Field::new(field.code(), Text::OfRequest(field), kind)
}

static FIELDS: &[Field] = &[
    Field::new(KIND, Text::Request(T::What), Kind::List)
        .options(|_filled, prepared| prepared.list(KINDS))
        .shown_when(|_filled, prepared| prepared.fact(KIND).is_empty()),
    of(Of::Holder, Kind::List)
        .options(holders)
        .shown_when(|filled, prepared| is(filled, prepared, Of_::is_of_an_account))
        .needed_when(is_whole),
    of(Of::Successor, Kind::List)
        .options(|_filled, prepared| prepared.list(PEOPLE))
        .shown_when(|filled, prepared| kind(filled, prepared) == Some(Of_::Swap))
        .needed_when(is_whole),
    of(Of::Cause, Kind::List)
        .options(causes)
        .shown_when(has_cause)
        .needed_when(is_whole),
    Field {
        note: change_day_note,
        ..of(Of::ChangesOn, Kind::Day)
            .shown_when(has_change_day)
            .needed_when(needs_change_day)
    },
    of(Of::Unit, Kind::Text)
        .shown_when(asks_unit)
        .needed_when(is_whole),
    of(Of::Title, Kind::Text).optional().shown_when(asks_unit),
    drop_field::<0>("drop_1"),
    drop_field::<1>("drop_2"),
    drop_field::<2>("drop_3"),
    drop_field::<3>("drop_4"),
    drop_field::<4>("drop_5"),
    item::<0>("item_1"),
    basis::<0>("basis_1"),
    monthly::<0>("monthly_1"),
    item::<1>("item_2"),
    basis::<1>("basis_2"),
    monthly::<1>("monthly_2"),
    item::<2>("item_3"),
    basis::<2>("basis_3"),
    monthly::<2>("monthly_3"),
    item::<3>("item_4"),
    basis::<3>("basis_4"),
    monthly::<3>("monthly_4"),
    item::<4>("item_5"),
    basis::<4>("basis_5"),
    monthly::<4>("monthly_5"),
    of(Of::Need, Kind::Text)
        .shown_when(has_kind)
        .needed_when(needs_need),
    Field {
        below: proofs_below,
        ..of(Of::OfficialOn, Kind::Day)
            .shown_when(|filled, prepared| is(filled, prepared, Of_::opens_account))
            .needed_when(is_whole)
    },
    of(Of::BoundOn, Kind::Day)
        .shown_when(|filled, prepared| is(filled, prepared, Of_::opens_account))
        .needed_when(is_whole),
    of(Of::CertificateUntil, Kind::Day)
        .shown_when(|filled, prepared| is(filled, prepared, Of_::opens_account))
        .needed_when(is_whole),
    of(Of::PledgedOn, Kind::Day)
        .shown_when(|filled, prepared| is(filled, prepared, Of_::opens_account))
        .needed_when(is_whole),
    of(Of::SecondReason, Kind::Text)
        .shown_when(has_other_account)
        .needed_when(is_whole),
    of(Of::Contact, Kind::Text).optional().shown_when(has_kind),
    Field::new(THEN, Text::Request(T::Then), Kind::Choice)
        .options(thens)
        .shown_when(has_kind)
        .gap(),
];

fn kind(filled: &Filled, prepared: &Prepared) -> Option<Of_> {
    let fixed = prepared.fact(KIND);
    let code = if fixed.is_empty() {
        filled.get(KIND)
    } else {
        fixed
    };
    code.parse().ok()
}

fn has_kind(filled: &Filled, prepared: &Prepared) -> bool {
    kind(filled, prepared).is_some()
}

fn is(filled: &Filled, prepared: &Prepared, fits: fn(Of_) -> bool) -> bool {
    kind(filled, prepared).is_some_and(fits)
}

/// What is handed in must be whole; a draft may lack what it likes.
fn is_whole(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(THEN) != KEEP
}

fn cause(filled: &Filled) -> Option<Cause> {
    filled.get(Of::Cause.code()).parse().ok()
}

fn has_cause(filled: &Filled, prepared: &Prepared) -> bool {
    matches!(
        kind(filled, prepared),
        Some(
            Of_::UserAdd | Of_::UserDelete | Of_::UserItems | Of_::ManagerAdd | Of_::ManagerDelete
        )
    )
}

fn has_change_day(filled: &Filled, prepared: &Prepared) -> bool {
    has_cause(filled, prepared) || kind(filled, prepared) == Some(Of_::Swap)
}

fn leaves(filled: &Filled, prepared: &Prepared) -> bool {
    kind(filled, prepared) == Some(Of_::Swap)
        || matches!(
            cause(filled),
            Some(Cause::Moved | Cause::Left | Cause::Retired | Cause::Duties)
        )
}

fn needs_change_day(filled: &Filled, prepared: &Prepared) -> bool {
    is_whole(filled, prepared) && leaves(filled, prepared)
}

/// 送審最遲 11/24，異動最遲 11/25.
fn change_day_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let day = day_of(filled.get(Of::ChangesOn.code()));
    let note = day
        .filter(|_day| leaves(filled, prepared))
        .map(|day| prepared.lang().two_deadlines(day));
    (note.unwrap_or_default(), Tone::Dim)
}

fn needs_need(filled: &Filled, prepared: &Prepared) -> bool {
    is_whole(filled, prepared) && !is(filled, prepared, Of_::ends_account)
}

fn chosen_successor(filled: &Filled, prepared: &Prepared) -> Option<Choice> {
    let login = filled.get(Of::Successor.code());
    let mut people = prepared.list(PEOPLE).into_iter();
    people.find(|choice| choice.key == login)
}

/// Whoever is on the roster already has his unit there.
fn asks_unit(filled: &Filled, prepared: &Prepared) -> bool {
    let is_known = kind(filled, prepared) == Some(Of_::Swap)
        && chosen_successor(filled, prepared).is_some_and(|choice| !fact(&choice, 1).is_empty());
    is(filled, prepared, Of_::opens_account) && !is_known
}

fn has_other_account(filled: &Filled, prepared: &Prepared) -> bool {
    match kind(filled, prepared) {
        Some(Of_::UserAdd | Of_::ManagerAdd) => !prepared.fact(OWN).is_empty(),
        Some(Of_::Swap) => {
            chosen_successor(filled, prepared).is_some_and(|choice| !fact(&choice, 2).is_empty())
        }
        _ => false,
    }
}

fn fact(choice: &Choice, index: usize) -> &str {
    choice.facts.get(index).map_or("", String::as_str)
}

fn proofs_below(_filled: &Filled, prepared: &Prepared) -> Vec<String> {
    vec![prepared.lang().never_the_number().to_owned()]
}

fn thens(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    vec![
        Choice::new(HAND_IN, lang.text(Text::Request(T::HandIn))),
        Choice::new(KEEP, lang.text(Text::Request(T::KeepDraft))),
    ]
}

fn causes(filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    // An account that nobody holds has no other cause, and no other account has this one.
    let is_nobodys = prepared
        .starts
        .iter()
        .any(|start| start.value == Cause::NoHolder.code());
    let fitting: &[Cause] = match kind(filled, prepared) {
        _ if is_nobodys => &[Cause::NoHolder],
        Some(Of_::UserAdd | Of_::ManagerAdd) => &[Cause::Joined, Cause::Duties],
        Some(Of_::UserItems) => &[Cause::Duties, Cause::Idle],
        _ => &[
            Cause::Moved,
            Cause::Left,
            Cause::Retired,
            Cause::Duties,
            Cause::Idle,
            Cause::Duplicate,
        ],
    };
    let all = prepared.list(CAUSES);
    fitting
        .iter()
        .filter_map(|cause| {
            all.iter()
                .find(|choice| choice.key == cause.code())
                .cloned()
        })
        .collect()
}

fn holders(filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    match kind(filled, prepared) {
        Some(Of_::UserDelete) => prepared.list(USERS),
        Some(Of_::UserItems) => prepared.list(OWN),
        Some(Of_::ManagerDelete | Of_::Swap) => prepared.list(MANAGERS),
        _ => Vec::new(),
    }
}

fn chosen_holder(filled: &Filled, prepared: &Prepared) -> Option<Choice> {
    let account = filled.get(Of::Holder.code());
    holders(filled, prepared)
        .into_iter()
        .find(|choice| choice.key == account)
}

/// What the chosen account, or the agency, holds today.
fn held(filled: &Filled, prepared: &Prepared) -> Vec<String> {
    match kind(filled, prepared) {
        Some(Of_::UserItems) => chosen_holder(filled, prepared)
            .map(|choice| fact(&choice, 4).split(' ').map(str::to_owned).collect())
            .unwrap_or_default(),
        Some(Of_::ItemsAdd | Of_::ItemsDelete) => prepared
            .list(AGENCY_ITEMS)
            .into_iter()
            .map(|choice| choice.key)
            .collect(),
        _ => Vec::new(),
    }
}

fn no_more(lang: Lang) -> Choice {
    Choice::new(NO_MORE, lang.no_more_items())
}

/// What was chosen above in the same list.
fn above(filled: &Filled, names: &[&str], index: usize) -> Vec<String> {
    let above = names.iter().take(index);
    above.map(|name| filled.get(name).to_owned()).collect()
}

/// Whether the row above named an item, so that another may follow.
fn follows(filled: &Filled, names: &[&str], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| names.get(before));
    before.is_none_or(|name| !matches!(filled.get(name), "" | NO_MORE))
}

fn named(filled: &Filled, names: &[&str], index: usize) -> bool {
    let name = names.get(index).copied().unwrap_or_default();
    !matches!(filled.get(name), "" | NO_MORE)
}

const fn drop_field<const N: usize>(name: &'static str) -> Field {
    Field::new(name, Text::Request(T::Deleted), Kind::List)
        .options(|filled, prepared| {
            let taken = above(filled, &DROPS, N);
            let held = held(filled, prepared);
            let all = prepared.list(ALL_ITEMS).into_iter();
            let is_first_of_agency = N == 0 && kind(filled, prepared) == Some(Of_::ItemsDelete);
            let none = (!is_first_of_agency).then(|| no_more(prepared.lang()));
            let fitting =
                all.filter(|choice| held.contains(&choice.key) && !taken.contains(&choice.key));
            none.into_iter().chain(fitting).collect()
        })
        .shown_when(|filled, prepared| {
            let gives_up = matches!(
                kind(filled, prepared),
                Some(Of_::UserItems | Of_::ItemsDelete)
            );
            gives_up && follows(filled, &DROPS, N)
        })
        .needed_when(is_whole)
}

fn adds(filled: &Filled, prepared: &Prepared) -> bool {
    matches!(
        kind(filled, prepared),
        Some(Of_::UserAdd | Of_::UserItems | Of_::ItemsAdd)
    )
}

const fn item<const N: usize>(name: &'static str) -> Field {
    Field::new(name, Text::Request(T::Added), Kind::List)
        .options(|filled, prepared| {
            let taken = above(filled, &ADDS, N);
            let held = held(filled, prepared);
            let list = match kind(filled, prepared) {
                Some(Of_::ItemsAdd) => ALL_ITEMS,
                _ => ITEMS,
            };
            let may_end = N > 0 || kind(filled, prepared) == Some(Of_::UserItems);
            let none = may_end.then(|| no_more(prepared.lang()));
            let fitting = prepared
                .list(list)
                .into_iter()
                .filter(|choice| !held.contains(&choice.key) && !taken.contains(&choice.key));
            none.into_iter().chain(fitting).collect()
        })
        .shown_when(|filled, prepared| adds(filled, prepared) && follows(filled, &ADDS, N))
        .needed_when(is_whole)
}

const fn basis<const N: usize>(name: &'static str) -> Field {
    Field::new(name, Text::Request(T::Basis), Kind::List)
        .options(|_filled, prepared| prepared.list(LAWS))
        .shown_when(|filled, prepared| adds(filled, prepared) && named(filled, &ADDS, N))
        .needed_when(is_whole)
}

const fn monthly<const N: usize>(name: &'static str) -> Field {
    Field::new(name, Text::Request(T::Monthly), Kind::Number)
        .optional()
        .shown_when(|filled, prepared| {
            kind(filled, prepared) == Some(Of_::ItemsAdd) && named(filled, &ADDS, N)
        })
}

fn start(field: &'static str, value: impl Into<String>) -> Start {
    Start {
        field,
        value: value.into(),
        ..Start::default()
    }
}

/// Account, and as facts: login, name, unit, title, the items it holds.
fn holder(lang: Lang, held: HolderChoice) -> Choice {
    let items: Vec<String> = held.items.into_iter().map(|(item, _)| item).collect();
    Choice {
        facts: vec![
            held.login
                .map_or_else(String::new, |login| login.to_string()),
            held.name.clone(),
            held.unit.clone(),
            held.title,
            items.join(" "),
        ],
        note: held.unit,
        key: held.account.clone(),
        label: lang.account_of(&held.name, &held.account, ""),
    }
}

/// The lists that every request chooses from.
fn prepared(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let me = office.me().clone();
    let today = office.now().day();
    let users = office.account_holders(AccountKind::User)?;
    let own: Vec<HolderChoice> = users
        .iter()
        .filter(|held| held.login.as_ref() == Some(&me.login))
        .cloned()
        .collect();
    let of_users = if me.roles.has(Role::Manager) {
        users
    } else {
        own.clone()
    };
    let managers = office.account_holders(AccountKind::Manager)?;
    let own_accounts = own
        .iter()
        .chain(
            managers
                .iter()
                .filter(|held| held.login.as_ref() == Some(&me.login)),
        )
        .map(|held| held.account.clone())
        .collect::<Vec<_>>()
        .join(" ");
    let all: Vec<Choice> = office
        .catalogue_items()?
        .into_iter()
        .filter(|item| item.is_valid_on(today))
        .map(|item| Choice::new(item.code.clone(), format!("{} {}", item.code, item.name)))
        .collect();
    let agency = office.agency_items_on(today)?;
    let within = all
        .iter()
        .filter(|choice| agency.as_ref().is_none_or(|own| own.contains(&choice.key)));
    let ours = agency.clone().unwrap_or_default().into_iter();
    let laws = office.annex()?;
    let laws = laws
        .bases_valid_on(today)
        .map(|basis| Choice::new(basis.id.clone(), lang.basis(basis)));
    let choices =
        |held: Vec<HolderChoice>| held.into_iter().map(|held| holder(lang, held)).collect();
    let causes = Cause::ALL
        .into_iter()
        .map(|cause| Choice::new(cause.code(), lang.change_cause(cause)));
    Ok(Prepared {
        lists: vec![
            (KINDS, kinds(lang, office)),
            (CAUSES, causes.collect()),
            (ITEMS, within.cloned().collect()),
            (
                AGENCY_ITEMS,
                ours.map(|item| Choice::new(item.clone(), item)).collect(),
            ),
            (ALL_ITEMS, all),
            (LAWS, laws.collect()),
            (PEOPLE, people(office)?),
            (USERS, choices(of_users)),
            (MANAGERS, choices(managers)),
            (OWN, choices(own)),
        ],
        facts: vec![(OWN, own_accounts)],
        ..Prepared::of(here)
    })
}

/// What this person may apply for.
fn kinds(lang: Lang, office: &Office) -> Vec<Choice> {
    let roles = office.me().roles;
    Of_::ALL
        .into_iter()
        .filter(|kind| match kind {
            Of_::UserAdd | Of_::UserItems => roles.has(Role::User),
            Of_::UserDelete | Of_::ManagerAdd | Of_::Swap => true,
            Of_::ManagerDelete | Of_::ItemsAdd | Of_::ItemsDelete => roles.has(Role::Manager),
        })
        .map(|kind| Choice::new(kind.code(), lang.request_kind(kind)))
        .collect()
}

/// Who may take over: login, and as facts name, unit and title, active accounts.
fn people(office: &mut Office) -> Result<Vec<Choice>, AppError> {
    let everybody = office.people()?;
    let holders =
        [AccountKind::User, AccountKind::Manager].map(|kind| office.account_holders(kind));
    let [users, managers] = holders;
    let held: Vec<HolderChoice> = users?.into_iter().chain(managers?).collect();
    let fitting = everybody
        .into_iter()
        .filter(|clerk| clerk.roles.any_of(&[Role::User, Role::Manager]));
    let mut choices = Vec::new();
    for clerk in fitting {
        let person = office.roster_person(&clerk.login)?;
        let (unit, title) =
            person.map_or_else(Default::default, |person| (person.unit, person.title));
        let accounts: Vec<String> = held
            .iter()
            .filter(|held| held.login.as_ref() == Some(&clerk.login))
            .map(|held| held.account.clone())
            .collect();
        choices.push(Choice {
            facts: vec![clerk.name.clone(), unit.clone(), accounts.join(" "), title],
            note: unit,
            key: clerk.login.to_string(),
            label: format!("{} {}", clerk.name, clerk.login),
        });
    }
    Ok(choices)
}

fn prepare_new(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let mut prepared = prepared(office, here)?;
    let me = office.me().login.clone();
    here.lang
        .text(Text::Request(T::NewRequest))
        .clone_into(&mut prepared.title);
    if let Some(person) = office.roster_person(&me)? {
        prepared.starts.push(start(Of::Unit.code(), person.unit));
        prepared.starts.push(start(Of::Title.code(), person.title));
    }
    prepared.starts.push(start(THEN, HAND_IN));
    Ok(prepared)
}

fn prepare_revise(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let no = number(here).ok_or(Refusal::NoSuchRecord)?;
    let request = office.request(no)?;
    let mut prepared = prepared(office, here)?;
    let lang = here.lang;
    prepared.title = format!(
        "{}  {}",
        lang.step_title(lang.text(Text::Request(T::ActHandIn)), no),
        lang.request_kind_of(&request)
    );
    prepared.facts.push((KIND, request.kind.code().to_owned()));
    prepared.facts.push((VERSION, request.version.to_string()));
    prepared.starts = starts(&request);
    with_its_account(office, lang, &request, &mut prepared)?;
    Ok(prepared)
}

/// The account that a draft is about stands in the list whoever's it is: a review's application for another person's
/// items, or for an account that nobody holds.
fn with_its_account(
    office: &mut Office,
    lang: Lang,
    request: &Request,
    prepared: &mut Prepared,
) -> Result<(), AppError> {
    let name = match request.kind {
        Of_::UserDelete => USERS,
        Of_::UserItems => OWN,
        _ => return Ok(()),
    };
    let users = office.account_holders(AccountKind::User)?.into_iter();
    let managers = office.account_holders(AccountKind::Manager)?;
    let mut held = users.chain(managers);
    let own = held.find(|held| held.account == request.account);
    let own = own.map_or_else(
        || Choice::new(request.account.clone(), request.account.clone()),
        |held| holder(lang, held),
    );
    let mut lists = prepared.lists.iter_mut();
    if let Some((_, list)) = lists.find(|(known, _)| *known == name)
        && !list.iter().any(|choice| choice.key == own.key)
    {
        list.push(own);
    }
    Ok(())
}

fn starts(request: &Request) -> Vec<Start> {
    let day = |day: Option<NaiveDate>| day.map(roc_date::iso).unwrap_or_default();
    let newcomer = request.newcomer();
    let proofs = request.proofs;
    let successor = request.successor.login.as_ref();
    let mut starts = vec![
        start(Of::Holder.code(), request.account.clone()),
        start(
            Of::Successor.code(),
            successor.map_or_else(String::new, ToString::to_string),
        ),
        start(
            Of::Cause.code(),
            request.cause.map_or("", |cause| cause.code()),
        ),
        start(Of::ChangesOn.code(), day(request.changes_on)),
        start(Of::Unit.code(), newcomer.unit.clone()),
        start(Of::Title.code(), newcomer.title.clone()),
        start(Of::Need.code(), request.need.clone()),
        start(Of::OfficialOn.code(), day(proofs.official_on)),
        start(Of::BoundOn.code(), day(proofs.bound_on)),
        start(Of::CertificateUntil.code(), day(proofs.certificate_until)),
        start(Of::PledgedOn.code(), day(proofs.pledged_on)),
        start(Of::SecondReason.code(), request.second_reason.clone()),
        start(Of::Contact.code(), request.contact.clone()),
    ];
    for (name, line) in DROPS.iter().zip(request.lines_of(Change::Delete)) {
        starts.push(start(name, line.item.clone()));
    }
    let adds = ADDS.iter().zip(BASES).zip(MONTHLY);
    for (((item, basis), monthly), line) in adds.zip(request.lines_of(Change::Add)) {
        starts.push(start(item, line.item.clone()));
        starts.push(start(basis, line.basis.clone()));
        let count = line
            .monthly
            .map_or_else(String::new, |count| count.to_string());
        starts.push(start(monthly, count));
    }
    // What the draft ended with stays at its end.
    let ends = [
        DROPS.get(request.lines_of(Change::Delete).count()),
        ADDS.get(request.lines_of(Change::Add).count()),
    ];
    starts.extend(ends.into_iter().flatten().map(|name| start(name, NO_MORE)));
    starts.push(start(THEN, HAND_IN));
    starts.retain(|start| !start.value.is_empty());
    starts
}

/// What was typed, as the domain takes it.
fn draft(filled: &Filled, prepared: &Prepared) -> Result<Draft, FieldFault> {
    let kind = kind(filled, prepared).ok_or_else(|| FieldFault {
        field: KIND,
        sentence: prepared.lang().text(Text::FieldNotChosen).to_owned(),
    })?;
    let get = |field: Of| filled.get(field.code()).to_owned();
    let day = |field: Of| day_of(filled.get(field.code()));
    let chosen = chosen_holder(filled, prepared);
    let me = prepared.me();
    let typed = Party {
        login: Some(me.login.clone()),
        name: me.name.clone(),
        unit: get(Of::Unit),
        title: get(Of::Title),
    };
    let holder = match (&chosen, kind) {
        (Some(choice), _) => Party {
            login: fact(choice, 0).parse().ok(),
            name: fact(choice, 1).to_owned(),
            unit: fact(choice, 2).to_owned(),
            title: fact(choice, 3).to_owned(),
        },
        (None, Of_::UserAdd | Of_::ManagerAdd | Of_::UserItems) => typed.clone(),
        (None, _) => Party::default(),
    };
    Ok(Draft {
        holder,
        successor: successor(filled, prepared, &typed),
        account: chosen.map_or_else(String::new, |choice| choice.key),
        lines: lines(filled),
        cause: cause(filled),
        changes_on: day(Of::ChangesOn),
        need: get(Of::Need),
        proofs: Proofs {
            official_on: day(Of::OfficialOn),
            bound_on: day(Of::BoundOn),
            certificate_until: day(Of::CertificateUntil),
            pledged_on: day(Of::PledgedOn),
        },
        second_reason: get(Of::SecondReason),
        contact: get(Of::Contact),
        ..Draft::of(kind)
    })
}

fn successor(filled: &Filled, prepared: &Prepared, typed: &Party) -> Party {
    let Some(choice) = chosen_successor(filled, prepared) else {
        return Party::default();
    };
    let (unit, title) = match fact(&choice, 1) {
        "" => (typed.unit.clone(), typed.title.clone()),
        unit => (unit.to_owned(), fact(&choice, 3).to_owned()),
    };
    Party {
        login: choice.key.parse().ok(),
        name: fact(&choice, 0).to_owned(),
        unit,
        title,
    }
}

fn lines(filled: &Filled) -> Vec<Line> {
    let line = |change: Change, item: &str, basis: &str, monthly: &str| Line {
        change,
        item: item.to_owned(),
        basis: basis.to_owned(),
        monthly: monthly.parse().ok(),
        is_agreed: None,
    };
    let drops = DROPS
        .iter()
        .map(|name| line(Change::Delete, filled.get(name), "", ""));
    let adds = ADDS.iter().zip(BASES).zip(MONTHLY);
    let adds = adds.map(|((item, basis), monthly)| {
        let (basis, monthly) = (filled.get(basis), filled.get(monthly));
        line(Change::Add, filled.get(item), basis, monthly)
    });
    drops
        .chain(adds)
        .filter(|line| !matches!(line.item.as_str(), "" | NO_MORE))
        .collect()
}

fn hands_in(filled: &Filled) -> bool {
    filled.get(THEN) != KEEP
}

fn submit_new(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let command = RequestCommand::Draft {
        draft: Box::new(draft(filled, prepared)?),
        hands_in: hands_in(filled),
    };
    Ok(Errand::Command(Box::new(Command::Request(command))))
}

fn submit_revise(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let (no, version) = meant(prepared)?;
    let command = RequestCommand::Revise {
        no,
        version,
        draft: Box::new(draft(filled, prepared)?),
        hands_in: hands_in(filled),
    };
    Ok(Errand::Command(Box::new(Command::Request(command))))
}

/// The cursor of the list goes to the new request.
fn drafted(_office: &mut Office, done: &Done, here: &Here) -> After {
    let then = match &done.event {
        Event::Request(RequestEvent::Drafted { no, .. }) => Then::To(no.to_string()),
        _ => Then::Stay,
    };
    After {
        message: here.lang.told(&done.event),
        then,
        ..After::default()
    }
}
