//! 期限: the deletion certificate as a form, its verification by another person, deferred lines and their exception.

use std::fmt::Write as _;

use super::retention_forms::{PLACE, REASON, blamed, dim, drawer, give, label, meant, told};
use crate::app::RetentionCommand;
use crate::domain::moment::Moment;
use crate::domain::refusal::Refusal;
use crate::domain::retention::certificate::{
    CertificateDraft, Handling, Method, ScopePlace, carrier,
};
use crate::domain::retention::{Held, Medium, RecordNo};
use crate::domain::roc_date;
use crate::locale::DueText as D;
use crate::locale::{Lang, Text};
use crate::tui::desk_data::{Cell, Line, Tone};
use crate::tui::errand::{AppError, Errand, Office};
use crate::tui::form::read::{day_of, free_text, moment_of, moment_value};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Read, Start,
};
use crate::tui::pane::{After, Here, Then};

const CLEARED: &str = "cleared";
const NONE: &str = "none";
const DEFERRED: &str = "deferred";
const METHOD: &str = "method";
const EXECUTED: &str = "executed";
const WITNESS: &str = "witness";
const EVIDENCE: &str = "evidence";
const SHA256: &str = "sha256";
const TOGETHER: &str = "together";
const ONE: &str = "one";
const CASE: &str = "case";
const ALL: &str = "all";
const MEDIUM: &str = "medium";
const DUE_ON: &str = "due_on";
const HOW: &str = "how";
const LINE: &str = "line";
const CLEARED_ON: &str = "cleared_on";

use ScopePlace::{Backup, Derived, Download, Mail, Original, Paper, PrintQueue, Temporary};

/// Names of the eight lines and of their dates.
const fn names(place: ScopePlace) -> (&'static str, &'static str) {
    match place {
        Original => ("original", "original_until"),
        Temporary => ("temporary", "temporary_until"),
        Download => ("download", "download_until"),
        PrintQueue => ("print_queue", "print_queue_until"),
        Mail => ("mail", "mail_until"),
        Backup => ("backup", "backup_until"),
        Derived => ("derived", "derived_until"),
        Paper => ("paper", "paper_until"),
    }
}

const fn line(place: ScopePlace) -> Field {
    Field::new(names(place).0, Text::OfScope(place), Kind::Choice).options(handlings)
}

const fn until(place: ScopePlace, shown: fn(&Filled, &Prepared) -> bool) -> Field {
    Field {
        note: late_note,
        ..Field::new(names(place).1, Text::Due(D::DeferredUntil), Kind::Day).shown_when(shown)
    }
}

fn is_deferred(filled: &Filled, place: ScopePlace) -> bool {
    filled.get(names(place).0) == DEFERRED
}

fn handlings(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    vec![
        Choice::new(CLEARED, label(lang, D::Cleared)),
        Choice::new(NONE, label(lang, D::Absent)),
        Choice::new(DEFERRED, label(lang, D::Deferred)),
    ]
}

/// A deferral past the item's due day needs the supervisor.
fn late_note(filled: &Filled, prepared: &Prepared) -> (String, Tone) {
    let due_on = day_of(prepared.fact(DUE_ON));
    let lang = prepared.lang();
    let latest = ScopePlace::ALL
        .iter()
        .filter_map(|place| day_of(filled.get(names(*place).1)))
        .max();
    match (latest, due_on) {
        (Some(latest), Some(due_on)) if latest > due_on => {
            (lang.needs_exception(due_on), Tone::Warn)
        }
        _ => dim(""),
    }
}

fn is_paper(_filled: &Filled, prepared: &Prepared) -> bool {
    prepared.fact(MEDIUM) == Medium::Paper.code()
}

fn methods(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    let medium = prepared.fact(MEDIUM).parse().unwrap_or(Medium::Paper);
    let of = |method: &Method| Choice::new(method.code(), lang.method(*method));
    Method::of(medium).iter().map(of).collect()
}

fn has_others(_filled: &Filled, prepared: &Prepared) -> bool {
    prepared.list(TOGETHER).len() > 1
}

fn read_digest(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    let digest: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect::<String>()
        .to_lowercase();
    let is_digest = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_digest || digest.is_empty() {
        Read::taken(digest)
    } else {
        Read::Fault(label(prepared.lang(), D::DigestForm).to_owned())
    }
}

/// 銷毀紀錄: the scope list first, what is the same every time is filled in.
pub(super) static CERTIFICATE: FormSpec = FormSpec {
    title: Text::Due(D::CertificateTitle),
    place: Place::Body,
    prepare,
    fields: &[
        line(Original),
        until(Original, |filled, _| is_deferred(filled, Original)),
        line(Temporary),
        until(Temporary, |filled, _| is_deferred(filled, Temporary)),
        line(Download),
        until(Download, |filled, _| is_deferred(filled, Download)),
        line(PrintQueue),
        until(PrintQueue, |filled, _| is_deferred(filled, PrintQueue)),
        line(Mail),
        until(Mail, |filled, _| is_deferred(filled, Mail)),
        line(Backup),
        until(Backup, |filled, _| is_deferred(filled, Backup)),
        line(Derived),
        until(Derived, |filled, _| is_deferred(filled, Derived)),
        line(Paper),
        until(Paper, |filled, _| is_deferred(filled, Paper)),
        Field::new(METHOD, Text::Due(D::Method), Kind::Choice)
            .options(methods)
            .gap(),
        Field::new(PLACE, Text::Due(D::ExecutedWhere), Kind::Text),
        Field::new(EXECUTED, Text::Due(D::ExecutedAt), Kind::Moment),
        Field::new(WITNESS, Text::Due(D::Witness), Kind::Text).shown_when(is_paper),
        Field::new(EVIDENCE, Text::Due(D::EvidenceRef), Kind::Text),
        Field {
            read: read_digest,
            ..Field::new(SHA256, Text::Due(D::Digest), Kind::Text).optional()
        },
        Field::new(TOGETHER, Text::Due(D::Together), Kind::Choice)
            .options(|_filled, prepared| prepared.list(TOGETHER))
            .shown_when(has_others),
    ],
    submit,
    after: |_office, done, here| After {
        message: here.lang.told(&done.event),
        ..After::default()
    },
    blames: blamed,
    write: Text::Due(D::ActSign),
    ready: |_filled, prepared| label(prepared.lang(), D::CertificateReady).to_owned(),
};

/// `K11510-031:2 K11510-033:1`
fn versions(items: &[Held]) -> String {
    let mut text = String::new();
    for held in items {
        // Writing to a string does not fail.
        let written = write!(text, "{}:{} ", held.no, held.version);
        debug_assert!(written.is_ok());
    }
    text
}

fn items_of(text: &str) -> Vec<(RecordNo, u32)> {
    text.split_whitespace()
        .filter_map(|word| {
            let (no, version) = word.split_once(':')?;
            Some((no.parse().ok()?, version.parse().ok()?))
        })
        .collect()
}

fn prepare(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let no: RecordNo = here
        .row
        .key
        .parse()
        .map_err(|_form| Refusal::NoSuchRecord)?;
    let held = office.held_sheet(no)?.held;
    let case = office.deletable_with(&held, true)?;
    let all = office.deletable_with(&held, false)?;
    let own = carrier(held.medium);
    let suggested = |field: &'static str, value: &str| Start {
        field,
        value: value.to_owned(),
        is_suggested: true,
        ..Start::default()
    };
    let taken = |field: &'static str, value: String, note: &str| Start {
        field,
        value,
        note: note.to_owned(),
        is_suggested: false,
    };
    let mut starts: Vec<Start> = ScopePlace::ALL
        .iter()
        .map(|place| {
            let value = if *place == own { CLEARED } else { NONE };
            suggested(names(*place).0, value)
        })
        .collect();
    if let Some(method) = Method::of(held.medium).first() {
        let note = label(lang, D::MediumDefault);
        starts.push(taken(METHOD, method.code().to_owned(), note));
    }
    if let Some(place) = office.last_deletion_place()? {
        starts.push(taken(PLACE, place, label(lang, D::AsBefore)));
    }
    let now = label(lang, D::NowNote);
    starts.push(taken(EXECUTED, moment_value(here.now), now));
    starts.push(taken(TOGETHER, ONE.to_owned(), ""));
    Ok(Prepared {
        title: format!(
            "{}  {no} {}",
            label(lang, D::CertificateTitle),
            lang.held_content(held.medium, held.quantity)
        ),
        foot: vec![Line::field(
            label(lang, D::Verified),
            lang.verify_by_other(&here.me.name),
        )],
        starts,
        lists: vec![(TOGETHER, together(lang, &case, &all))],
        facts: vec![
            (MEDIUM, held.medium.code().to_owned()),
            (DUE_ON, held.ends_on.map(roc_date::iso).unwrap_or_default()),
            (ONE, versions(std::slice::from_ref(&held))),
            (CASE, versions(&case)),
            (ALL, versions(&all)),
        ],
        ..Prepared::of(here)
    })
}

/// What may go into the same certificate.
fn together(lang: Lang, case: &[Held], all: &[Held]) -> Vec<Choice> {
    let mut choices = vec![Choice::new(ONE, label(lang, D::OneItem))];
    if case.len() > 1 {
        choices.push(Choice::new(CASE, lang.same_case_items(case.len())));
    }
    if all.len() > case.len() {
        choices.push(Choice::new(ALL, lang.same_medium_items(all.len())));
    }
    choices
}

fn handling(filled: &Filled, place: ScopePlace, how: &str) -> Option<Handling> {
    let (name, date) = names(place);
    match filled.get(name) {
        CLEARED => Some(Handling::Cleared(how.to_owned())),
        NONE => Some(Handling::None),
        DEFERRED => day_of(filled.get(date)).map(Handling::Deferred),
        _ => None,
    }
}

fn submit(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let lang = prepared.lang();
    let method: Option<Method> = filled.get(METHOD).parse().ok();
    let how = method.map_or("", |method| lang.method(method));
    let which = match filled.get(TOGETHER) {
        CASE => CASE,
        ALL => ALL,
        _ => ONE,
    };
    let executed_at = moment_of(filled.get(EXECUTED))
        .map_or(prepared.now(), |(day, time)| Moment::from_local(day, time));
    let lines = ScopePlace::ALL
        .iter()
        .filter_map(|place| Some((*place, handling(filled, *place, how)?)));
    let draft = CertificateDraft {
        method,
        place: free_text(filled.get(PLACE)),
        executed_at,
        witness: free_text(filled.get(WITNESS)),
        evidence: free_text(filled.get(EVIDENCE)),
        evidence_sha256: filled.get(SHA256).to_owned(),
        lines: lines.collect(),
    };
    Ok(give(RetentionCommand::Delete {
        items: items_of(prepared.fact(which)),
        draft: Box::new(draft),
    }))
}

/// 驗證無法復原, by another person.
pub(super) static VERIFY: FormSpec = FormSpec {
    title: Text::Due(D::ActVerify),
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(drawer(
            here,
            D::VerifyTitle,
            label(here.lang, D::VerifySays),
        ))
    },
    fields: &[Field::new(HOW, Text::Due(D::VerifyHow), Kind::Text)],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::Verify {
            no,
            version,
            how: free_text(filled.get(HOW)),
        }))
    },
    after: told,
    blames: blamed,
    write: Text::Due(D::ActVerify),
    ready: FormSpec::says_nothing,
};

/// 驗證不符.
pub(super) static REFUSE: FormSpec = FormSpec {
    title: Text::Due(D::ActRefuse),
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(drawer(
            here,
            D::RefuseTitle,
            label(here.lang, D::RefuseSays),
        ))
    },
    fields: &[Field::new(REASON, Text::Due(D::Reason), Kind::Text)],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::Refuse {
            no,
            version,
            reason: free_text(filled.get(REASON)),
        }))
    },
    after: told,
    blames: blamed,
    write: Text::Due(D::ActRefuse),
    ready: FormSpec::says_nothing,
};

fn prepare_clear(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let no: RecordNo = here
        .row
        .key
        .parse()
        .map_err(|_form| Refusal::NoSuchRecord)?;
    let (found, _versions) = office.certificate(no)?;
    let open: Vec<Choice> = found
        .open_lines()
        .iter()
        .map(|(until, line)| {
            Choice::new(line.place.code(), lang.scope_place(line.place)).note(lang.day(*until))
        })
        .collect();
    let mut starts = vec![Start {
        field: CLEARED_ON,
        value: roc_date::iso(here.now.day()),
        is_suggested: true,
        ..Start::default()
    }];
    if let [only] = open.as_slice() {
        starts.push(Start {
            field: LINE,
            value: only.key.clone(),
            ..Start::default()
        });
    }
    Ok(Prepared {
        starts,
        lists: vec![(LINE, open)],
        ..drawer(here, D::ClearTitle, label(lang, D::ClearSays))
    })
}

/// A deferred line was cleared.
pub(super) static CLEAR: FormSpec = FormSpec {
    title: Text::Due(D::ActClear),
    place: Place::Drawer,
    prepare: prepare_clear,
    fields: &[
        Field::new(LINE, Text::Due(D::Scope), Kind::Choice)
            .options(|_filled, prepared| prepared.list(LINE)),
        Field::new(CLEARED_ON, Text::Due(D::ClearedOn), Kind::Day),
        Field::new(HOW, Text::Due(D::ClearedHow), Kind::Text),
    ],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::Clear {
            no,
            version,
            place: filled.get(LINE).parse().unwrap_or(Backup),
            on: day_of(filled.get(CLEARED_ON)).unwrap_or_default(),
            how: free_text(filled.get(HOW)),
        }))
    },
    after: told,
    blames: blamed,
    write: Text::Due(D::ActClear),
    ready: FormSpec::says_nothing,
};

/// 例外 of lines that are deferred past the due day.
pub(super) static EXCEPT: FormSpec = FormSpec {
    title: Text::ActExcept,
    place: Place::Drawer,
    prepare: |office, here| {
        let no: RecordNo = here
            .row
            .key
            .parse()
            .map_err(|_form| Refusal::NoSuchRecord)?;
        let (found, _versions) = office.certificate(no)?;
        let lang = here.lang;
        let mut prepared = drawer(here, D::ExceptTitle, label(lang, D::ExceptSays));
        prepared.lines.pop();
        for (until, line) in found.open_lines() {
            let words = format!("{}  {}", lang.scope_place(line.place), lang.day(until));
            prepared
                .lines
                .push(Line::at(lang.value_column(), Cell::plain(words)));
        }
        prepared.lines.push(Line::blank());
        Ok(prepared)
    },
    fields: &[Field::new(REASON, Text::Due(D::Reason), Kind::Text)],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::Except {
            no,
            version,
            reason: free_text(filled.get(REASON)),
        }))
    },
    after: |_office, _done, here| After {
        message: here.lang.excepted_told(&here.row.key),
        then: Then::To(here.row.key.clone()),
        ..After::default()
    },
    blames: blamed,
    write: Text::ActExcept,
    ready: FormSpec::says_nothing,
};

/// What a form is about, for tests of its names.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_two_names_of_its_own() {
        let mut all: Vec<&str> = ScopePlace::ALL
            .iter()
            .flat_map(|place| [names(*place).0, names(*place).1])
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!((all.len(), count), (16, 16));
    }

    #[test]
    fn items_and_versions_are_read_as_they_were_written() {
        assert_eq!(
            items_of("K11510-031:2 K11510-033:1 "),
            [
                ("K11510-031".parse().unwrap(), 2),
                ("K11510-033".parse().unwrap(), 1)
            ]
        );
    }
}
