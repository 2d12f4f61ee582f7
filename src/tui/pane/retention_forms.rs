//! 期限: the moves of an item as forms, and an item entered by hand.

use chrono::NaiveDate;

use super::retention::VERSION;
use crate::app::{Command, LawCounts, LawScope, RetentionCommand};
use crate::domain::ids::RegisterNo;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::retention::listing::HeldDraft;
use crate::domain::retention::{HoldCause, Medium, RecordNo, RetentionField, RetentionRefusal};
use crate::domain::roc_date;
use crate::domain::span::Span;
use crate::locale::DueText as D;
use crate::locale::{Lang, Text};
use crate::tui::desk_data::{Cell, Line, Tone};
use crate::tui::errand::{AppError, Done, Errand, Office};
use crate::tui::form::read::{day_of, free_text};
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Read, Start,
};
use crate::tui::pane::{After, Here, Then};

pub(super) const REASON: &str = "reason";
const COMPLETED: &str = "completed_on";
const NEED: &str = "need";
const UNNEEDED: &str = "unneeded_on";
const CITATION: &str = "citation";
const FROM: &str = "from";
const SPAN: &str = "span";
const REFERENCE: &str = "archive";
pub(super) const CAUSE: &str = "cause";
const TO: &str = "custodian";
const SCOPE: &str = "scope";
const BASIS: &str = "basis";
const ITEM: &str = "item";
const EVENT_ON: &str = "event_on";
const TITLE: &str = "title";
const MEDIUM: &str = "medium";
const QUANTITY: &str = "quantity";
pub(super) const PLACE: &str = "place";
const SOURCES: &str = "sources";
const OBTAINED: &str = "obtained_on";
const GROUND: &str = "ground";
const USE_UNTIL: &str = "use_until";
const USE_BASIS: &str = "use_basis";
const YES: &str = "yes";
const NO: &str = "no";
const USE: &str = "use";
const STATUTE_GROUND: &str = "statute";

pub(super) fn label(lang: Lang, word: D) -> &'static str {
    lang.text(Text::Due(word))
}

/// The record that a form is about, and the version that was read.
pub(super) fn meant(prepared: &Prepared) -> Result<(RecordNo, u32), FieldFault> {
    let no = prepared.here.row.key.parse().ok();
    let version = prepared.here.row.fact(VERSION).parse().ok();
    no.zip(version).ok_or_else(|| FieldFault {
        field: REASON,
        sentence: prepared.lang().text(Text::Nothing).to_owned(),
    })
}

pub(super) fn give(command: RetentionCommand) -> Errand {
    Errand::Command(Box::new(Command::Retention(command)))
}

/// The deed is told, and the cursor stays on the record where it still is.
pub(super) fn told(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        then: Then::To(here.row.key.clone()),
        ..After::default()
    }
}

/// The field that a refusal is about.
pub(super) fn blamed(error: &AppError) -> Option<&'static str> {
    let AppError::Refused(Refusal::Retention(whys)) = error else {
        return None;
    };
    let field = whys.iter().find_map(|why| match why {
        RetentionRefusal::Missing(field)
        | RetentionRefusal::Future(field)
        | RetentionRefusal::EndsBeforeStart(field) => Some(*field),
        RetentionRefusal::BadSpan
        | RetentionRefusal::StatuteOver
        | RetentionRefusal::StatuteShorter => Some(RetentionField::StatuteFrom),
        _ => None,
    })?;
    Some(match field {
        RetentionField::CompletedOn => COMPLETED,
        RetentionField::UnneededOn => UNNEEDED,
        RetentionField::Citation => CITATION,
        RetentionField::StatuteFrom => SPAN,
        RetentionField::EventOn => EVENT_ON,
        RetentionField::Archive => REFERENCE,
        RetentionField::Custodian => TO,
        RetentionField::Sources => SOURCES,
        RetentionField::Title => TITLE,
        RetentionField::Place => PLACE,
        RetentionField::Quantity => QUANTITY,
        RetentionField::ObtainedOn => OBTAINED,
        RetentionField::UseUntil => USE_UNTIL,
        RetentionField::UseBasis => USE_BASIS,
        RetentionField::Method => "method",
        RetentionField::DeletedAt => "executed",
        RetentionField::Witness => "witness",
        RetentionField::Evidence => "evidence",
        RetentionField::ClearedOn => "cleared_on",
        RetentionField::VerifyMethod => "how",
        RetentionField::Reason => REASON,
        RetentionField::ContactDuty => "duty",
        RetentionField::After => "after",
        RetentionField::SentOn => "sent_on",
        RetentionField::LetterNo => "letter_no",
    })
}

/// A drawer about one record: a sentence above the fields, whoever signs below.
pub(super) fn drawer(here: &Here, title: D, sentence: &str) -> Prepared {
    let lang = here.lang;
    let signed = lang.signed_by(&here.me, here.me.roles);
    Prepared {
        title: format!("{} {}", label(lang, title), here.row.key),
        lines: vec![
            Line::at(lang.value_column(), Cell::plain(sentence)),
            Line::blank(),
        ],
        foot: vec![
            Line::blank(),
            Line::field(lang.text(Text::Signature), signed),
        ],
        ..Prepared::of(here)
    }
}

fn suggested(field: &'static str, day: NaiveDate) -> Start {
    Start {
        field,
        value: roc_date::iso(day),
        is_suggested: true,
        ..Start::default()
    }
}

/// 使用完竣; whether it is still needed is asked in the same breath.
pub(super) static COMPLETE: FormSpec = FormSpec {
    title: Text::Due(D::ActComplete),
    place: Place::Drawer,
    prepare: |_office, here| {
        let today = here.now.day();
        Ok(Prepared {
            starts: vec![suggested(COMPLETED, today), suggested(UNNEEDED, today)],
            ..drawer(here, D::ActComplete, label(here.lang, D::CompleteSays))
        })
    },
    fields: &[
        Field::new(COMPLETED, Text::Due(D::CompletedOn), Kind::Day),
        Field::new(NEED, Text::Due(D::Need), Kind::Choice).options(|_filled, prepared| {
            let lang = prepared.lang();
            vec![
                Choice::new(NO, label(lang, D::NoNeed)),
                Choice::new(YES, label(lang, D::StillAsked)),
            ]
        }),
        Field::new(UNNEEDED, Text::Due(D::UnneededOn), Kind::Day)
            .shown_when(|filled, _prepared| filled.get(NEED) == NO),
    ],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        let is_unneeded = filled.get(NEED) == NO;
        Ok(give(RetentionCommand::Complete {
            no,
            version,
            completed_on: day_of(filled.get(COMPLETED)).unwrap_or_default(),
            unneeded_on: day_of(filled.get(UNNEEDED)).filter(|_day| is_unneeded),
        }))
    },
    after: told,
    blames: blamed,
    write: Text::Due(D::ActComplete),
    ready: |_filled, prepared| label(prepared.lang(), D::MonthFromLater).to_owned(),
};

/// 確認無保存必要.
pub(super) static CONFIRM: FormSpec = FormSpec {
    title: Text::Due(D::ActConfirm),
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(Prepared {
            starts: vec![suggested(UNNEEDED, here.now.day())],
            ..drawer(here, D::ActConfirm, label(here.lang, D::MonthFromLater))
        })
    },
    fields: &[Field::new(UNNEEDED, Text::Due(D::UnneededOn), Kind::Day)],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::Confirm {
            no,
            version,
            unneeded_on: day_of(filled.get(UNNEEDED)).unwrap_or_default(),
        }))
    },
    after: told,
    blames: blamed,
    write: Text::Due(D::ActConfirm),
    ready: FormSpec::says_nothing,
};

/// 申報使用期限.
pub(super) static DECLARE_USE: FormSpec = FormSpec {
    title: Text::ActDeclareUse,
    place: Place::Drawer,
    prepare: |office, here| {
        let held = match here.row.key.parse() {
            Ok(no) => office.held_sheet(no)?.held,
            Err(_form) => return Err(Refusal::NoSuchRecord.into()),
        };
        let mut starts: Vec<Start> = held
            .use_until
            .map(|day| suggested(USE_UNTIL, day))
            .into_iter()
            .collect();
        if !held.use_basis.is_empty() {
            starts.push(Start {
                field: USE_BASIS,
                value: held.use_basis,
                is_suggested: true,
                ..Start::default()
            });
        }
        Ok(Prepared {
            title: format!("{} {}", here.lang.text(Text::ActDeclareUse), here.row.key),
            starts,
            ..drawer(here, D::UsePeriods, label(here.lang, D::DeclareSays))
        })
    },
    fields: &[
        Field::new(USE_UNTIL, Text::Due(D::UseUntil), Kind::Day),
        Field::new(USE_BASIS, Text::Due(D::UseBasis), Kind::Text),
    ],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::Declare {
            no,
            version,
            until: day_of(filled.get(USE_UNTIL)).unwrap_or_default(),
            words: free_text(filled.get(USE_BASIS)),
        }))
    },
    after: told,
    blames: blamed,
    write: Text::ActDeclareUse,
    ready: FormSpec::says_nothing,
};

/// 法定保存期限屆滿.
pub(super) static LAPSE: FormSpec = FormSpec {
    title: Text::Due(D::ActLapse),
    place: Place::Drawer,
    prepare: |_office, here| Ok(drawer(here, D::ActLapse, label(here.lang, D::LapseSays))),
    fields: &[],
    submit: |_filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::Lapse { no, version }))
    },
    after: told,
    blames: blamed,
    write: Text::Due(D::ActLapse),
    ready: FormSpec::says_nothing,
};

/// A time such as 6個月 or 5年.
pub(super) fn read_span(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    let lang = prepared.lang();
    match Span::typed(typed) {
        Some(span) => Read::Taken {
            value: span.to_string(),
            shown: lang.span(span),
        },
        None => Read::Fault(label(lang, D::SpanForm).to_owned()),
    }
}

const CITATION_FIELD: Field = Field::new(CITATION, Text::Due(D::Citation), Kind::Text);
const FROM_FIELD: Field = Field::new(FROM, Text::Due(D::StatuteFrom), Kind::Day);
const SPAN_FIELD: Field = Field {
    read: read_span,
    ..Field::new(SPAN, Text::Due(D::StatuteSpan), Kind::Text)
};

/// 適用法定保存期限.
pub(super) static STATUTE: FormSpec = FormSpec {
    title: Text::ActStatute,
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(drawer(
            here,
            D::StatuteTitle,
            label(here.lang, D::StatuteSays),
        ))
    },
    fields: &[CITATION_FIELD, FROM_FIELD, SPAN_FIELD],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::Statute {
            no,
            version,
            citation: free_text(filled.get(CITATION)),
            from: day_of(filled.get(FROM)).unwrap_or_default(),
            span: filled.get(SPAN).parse().unwrap_or(Span::Days(0)),
        }))
    },
    after: told,
    blames: blamed,
    write: Text::ActStatute,
    ready: FormSpec::says_nothing,
};

/// 歸檔.
pub(super) static ARCHIVE: FormSpec = FormSpec {
    title: Text::ActFileArchive,
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(drawer(
            here,
            D::ArchiveTitle,
            label(here.lang, D::ArchiveSays),
        ))
    },
    fields: &[Field::new(REFERENCE, Text::Due(D::ArchiveNo), Kind::Text)],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::Archive {
            no,
            version,
            reference: free_text(filled.get(REFERENCE)),
        }))
    },
    after: told,
    blames: blamed,
    write: Text::ActFileArchive,
    ready: FormSpec::says_nothing,
};

pub(super) fn causes(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    HoldCause::ALL
        .iter()
        .map(|cause| Choice::new(cause.code(), lang.hold_cause(*cause)))
        .collect()
}

/// The drawer of a hold, with what follows.
pub(super) fn hold_drawer(here: &Here) -> Prepared {
    let lang = here.lang;
    let signed = lang.signed_by(&here.me, here.me.roles);
    Prepared {
        foot: vec![
            Line::field(label(lang, D::Then), lang.hold_then(&here.me.name)),
            Line::blank(),
            Line::field(lang.text(Text::Signature), signed),
        ],
        ..drawer(here, D::HoldTitle, label(lang, D::HoldSays))
    }
}

/// 暫停刪除.
pub(super) static HOLD: FormSpec = FormSpec {
    title: Text::ActHold,
    place: Place::Drawer,
    prepare: |_office, here| Ok(hold_drawer(here)),
    fields: &[
        Field::new(CAUSE, Text::Due(D::Cause), Kind::Choice).options(causes),
        Field::new(REASON, Text::Due(D::Reason), Kind::Text),
    ],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::Hold {
            no,
            version,
            cause: filled.get(CAUSE).parse().unwrap_or(HoldCause::Litigation),
            reason: free_text(filled.get(REASON)),
        }))
    },
    after: told,
    blames: blamed,
    write: Text::ActHold,
    ready: FormSpec::says_nothing,
};

/// 恢復.
pub(super) static RELEASE: FormSpec = FormSpec {
    title: Text::ActRelease,
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(drawer(
            here,
            D::ReleaseTitle,
            label(here.lang, D::ReleaseSays),
        ))
    },
    fields: &[Field::new(REASON, Text::Due(D::Reason), Kind::Text)],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        Ok(give(RetentionCommand::Release {
            no,
            version,
            reason: free_text(filled.get(REASON)),
        }))
    },
    after: told,
    blames: blamed,
    write: Text::ActRelease,
    ready: FormSpec::says_nothing,
};

/// 移交保管.
pub(super) static ASSIGN: FormSpec = FormSpec {
    title: Text::ActAssign,
    place: Place::Drawer,
    prepare: |office, here| {
        let people = office.people()?;
        let users = people
            .into_iter()
            .filter(|clerk| clerk.roles.has(Role::User));
        let list = users.map(|clerk| Choice::new(clerk.login.to_string(), clerk.name));
        Ok(Prepared {
            lists: vec![(TO, list.collect())],
            ..drawer(here, D::AssignTitle, label(here.lang, D::AssignSays))
        })
    },
    fields: &[Field::new(TO, Text::Due(D::Custodian), Kind::List)
        .options(|_filled, prepared| prepared.list(TO))],
    submit: |filled, prepared| {
        let (no, version) = meant(prepared)?;
        let to = filled.get(TO).parse().map_err(|_form| FieldFault {
            field: TO,
            sentence: prepared.lang().text(Text::NothingFound).to_owned(),
        })?;
        Ok(give(RetentionCommand::Assign { no, version, to }))
    },
    after: told,
    blames: blamed,
    write: Text::ActAssign,
    ready: FormSpec::says_nothing,
};

/// Counts as a choice carries them.
fn count_facts(counts: LawCounts) -> Vec<String> {
    [
        counts.in_use,
        counts.to_confirm,
        counts.to_delete,
        counts.statutory,
        counts.on_hold,
    ]
    .iter()
    .map(u32::to_string)
    .collect()
}

fn counts_of(facts: &[String]) -> LawCounts {
    let number = |place: usize| {
        let text = facts.get(place);
        text.and_then(|text| text.parse().ok()).unwrap_or(0)
    };
    LawCounts {
        in_use: number(0),
        to_confirm: number(1),
        to_delete: number(2),
        statutory: number(3),
        on_hold: number(4),
    }
}

fn law_choice(
    lang: Lang,
    (key, name): (&str, String),
    scopes: &[(LawScope, LawCounts)],
    of: fn(&LawScope) -> &str,
) -> Choice {
    let known = scopes.iter().find(|(scope, _)| of(scope) == key);
    let counts = known.map_or_else(LawCounts::default, |(_, counts)| *counts);
    Choice {
        facts: count_facts(counts),
        ..Choice::new(key, name).note(lang.law_counts(counts.moved(), counts.statutory))
    }
}

fn prepare_law(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let scopes = office.law_scopes()?;
    let mut bases = Vec::new();
    for basis in office.annex()?.bases {
        let name = format!("{} {}", basis.id, basis.statute);
        bases.push(law_choice(lang, (&basis.id, name), &scopes, |one| {
            &one.basis
        }));
    }
    let mut items = Vec::new();
    for item in office.catalogue_items()? {
        let name = format!("{} {}", item.code, item.name);
        items.push(law_choice(lang, (&item.code, name), &scopes, |one| {
            &one.item
        }));
    }
    let signed = lang.signed_by(&here.me, here.me.roles);
    Ok(Prepared {
        title: label(lang, D::LawTitle).to_owned(),
        lines: vec![Line::words(label(lang, D::LawSays)), Line::blank()],
        foot: vec![
            Line::blank(),
            Line::field(lang.text(Text::Signature), signed),
        ],
        lists: vec![(BASIS, bases), (ITEM, items)],
        starts: vec![suggested(EVENT_ON, here.now.day())],
        ..Prepared::of(here)
    })
}

fn is_by_basis(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(SCOPE) == BASIS
}

fn is_by_item(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(SCOPE) == ITEM
}

/// The scope that was chosen, with what it holds.
fn law_scope(filled: &Filled, prepared: &Prepared) -> Option<(LawScope, LawCounts)> {
    let by = filled.get(SCOPE);
    let list = if by == BASIS { BASIS } else { ITEM };
    let key = filled.get(list);
    let choice = prepared.list(list).into_iter().find(|one| one.key == key)?;
    let mut scope = LawScope::default();
    if by == BASIS {
        key.clone_into(&mut scope.basis);
    } else {
        key.clone_into(&mut scope.item);
    }
    Some((scope, counts_of(&choice.facts)))
}

/// 法令變更或已無需求, for all open items of a basis or query item at once (11(2)3).
pub(super) static LAW: FormSpec = FormSpec {
    title: Text::ActChangeLaw,
    place: Place::Body,
    prepare: prepare_law,
    fields: &[
        Field::new(SCOPE, Text::Due(D::LawScope), Kind::Choice).options(|_filled, prepared| {
            let lang = prepared.lang();
            vec![
                Choice::new(BASIS, label(lang, D::Legal)),
                Choice::new(ITEM, lang.text(Text::RegItem)),
            ]
        }),
        Field::new(BASIS, Text::Due(D::Legal), Kind::List)
            .options(|_filled, prepared| prepared.list(BASIS))
            .shown_when(is_by_basis),
        Field::new(ITEM, Text::RegItem, Kind::List)
            .options(|_filled, prepared| prepared.list(ITEM))
            .shown_when(is_by_item),
        Field::new(EVENT_ON, Text::Due(D::EventOn), Kind::Day),
        Field::new(REASON, Text::Due(D::Reason), Kind::Text),
    ],
    submit: |filled, prepared| {
        let (scope, counts) = law_scope(filled, prepared).ok_or_else(|| FieldFault {
            field: SCOPE,
            sentence: prepared.lang().text(Text::NothingFound).to_owned(),
        })?;
        Ok(give(RetentionCommand::ChangeLaw {
            scope,
            event_on: day_of(filled.get(EVENT_ON)).unwrap_or_default(),
            reason: free_text(filled.get(REASON)),
            counts,
        }))
    },
    after: |_office, done, here| After {
        message: here.lang.told(&done.event),
        ..After::default()
    },
    blames: blamed,
    write: Text::ActChangeLaw,
    ready: |filled, prepared| {
        let lang = prepared.lang();
        law_scope(filled, prepared).map_or_else(String::new, |(_scope, counts)| {
            lang.law_question(
                [counts.in_use, counts.to_confirm, counts.to_delete],
                counts.statutory,
                counts.on_hold,
            )
        })
    },
};

fn is_use(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(GROUND) == USE
}

fn is_statute(filled: &Filled, _prepared: &Prepared) -> bool {
    filled.get(GROUND) == STATUTE_GROUND
}

fn prepare_entry(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let lang = here.lang;
    let bases = office.annex()?.bases;
    let bases = bases
        .iter()
        .map(|basis| Choice::new(basis.id.clone(), format!("{} {}", basis.id, basis.statute)));
    Ok(Prepared {
        title: label(lang, D::EnterTitle).to_owned(),
        lists: vec![(BASIS, bases.collect())],
        starts: vec![
            Start {
                field: QUANTITY,
                value: "1".to_owned(),
                is_suggested: true,
                ..Start::default()
            },
            suggested(OBTAINED, here.now.day()),
        ],
        ..Prepared::of(here)
    })
}

/// Register numbers with blanks or commas between.
fn read_sources(typed: &str, _filled: &Filled, prepared: &Prepared) -> Read {
    let words: Vec<&str> = typed
        .split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | '\u{3001}' | '\u{ff0c}'))
        .filter(|word| !word.is_empty())
        .collect();
    for word in &words {
        if word.parse::<RegisterNo>().is_err() {
            return Read::Fault(label(prepared.lang(), D::SourcesForm).to_owned());
        }
    }
    Read::taken(words.join(" "))
}

/// An item entered by hand.
pub(super) static ENTER: FormSpec = FormSpec {
    title: Text::Due(D::EnterTitle),
    place: Place::Body,
    prepare: prepare_entry,
    fields: &[
        Field::new(TITLE, Text::Due(D::ItemTitle), Kind::Text),
        Field::new(MEDIUM, Text::Due(D::Medium), Kind::Choice).options(|_filled, prepared| {
            let lang = prepared.lang();
            let of = |medium: &Medium| Choice::new(medium.code(), lang.medium(*medium));
            Medium::ALL.iter().map(of).collect()
        }),
        Field::new(QUANTITY, Text::Due(D::Quantity), Kind::Number),
        Field::new(PLACE, Text::Due(D::KeptAt), Kind::Text),
        Field::new(BASIS, Text::Due(D::Legal), Kind::List)
            .options(|_filled, prepared| prepared.list(BASIS)),
        Field::new(OBTAINED, Text::Due(D::ObtainedOn), Kind::Day),
        Field::new(GROUND, Text::Due(D::Basis), Kind::Choice).options(|_filled, prepared| {
            let lang = prepared.lang();
            vec![
                Choice::new(USE, label(lang, D::GroundUse)),
                Choice::new(STATUTE_GROUND, label(lang, D::GroundStatute)),
            ]
        }),
        Field::new(USE_UNTIL, Text::Due(D::UseUntil), Kind::Day).shown_when(is_use),
        Field::new(USE_BASIS, Text::Due(D::UseBasis), Kind::Text).shown_when(is_use),
        CITATION_FIELD.shown_when(is_statute),
        FROM_FIELD.shown_when(is_statute),
        SPAN_FIELD.shown_when(is_statute),
        Field {
            read: read_sources,
            ..Field::new(SOURCES, Text::Due(D::Sources), Kind::Text).optional()
        },
    ],
    submit: |filled, _prepared| {
        let statute = (filled.get(GROUND) == STATUTE_GROUND).then(|| {
            (
                free_text(filled.get(CITATION)),
                day_of(filled.get(FROM)).unwrap_or_default(),
                filled.get(SPAN).parse().unwrap_or(Span::Days(0)),
            )
        });
        let sources = filled.get(SOURCES).split_whitespace();
        let draft = HeldDraft {
            title: free_text(filled.get(TITLE)),
            medium: filled.get(MEDIUM).parse().ok(),
            quantity: filled.get(QUANTITY).parse().unwrap_or(0),
            place: free_text(filled.get(PLACE)),
            basis: filled.get(BASIS).to_owned(),
            item: String::new(),
            case_no: String::new(),
            sources: sources.filter_map(|word| word.parse().ok()).collect(),
            obtained_on: day_of(filled.get(OBTAINED)),
            use_until: day_of(filled.get(USE_UNTIL)).filter(|_day| statute.is_none()),
            use_basis: free_text(filled.get(USE_BASIS)),
            statute,
        };
        Ok(give(RetentionCommand::Enter(Box::new(draft))))
    },
    after: |_office, done, here| After {
        message: here.lang.told(&done.event),
        then: Then::Home,
        ..After::default()
    },
    blames: blamed,
    write: Text::Due(D::ActEnter),
    ready: |_filled, prepared| label(prepared.lang(), D::EnterSays).to_owned(),
};

/// A remark right of a field.
pub(super) fn dim(text: impl Into<String>) -> (String, Tone) {
    (text.into(), Tone::Dim)
}
