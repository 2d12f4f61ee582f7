//! Refusals and faults in English: what is so, then what to do.

use crate::domain::file_fault::{CalendarFault, Column, Evidence, FileRefusal, RowFault};
use crate::domain::monthly_check::{CheckRefusal, Missing, Step};
use crate::domain::passphrase::PassphraseFault;
use crate::domain::query::{Field, QueryRefusal};
use crate::domain::roc_date::{DateFault, TimeFault};
use crate::domain::signers::SignerFault;
use crate::locale::{Lang, group};

const LANG: Lang = Lang::En;

pub(super) fn query_refusal(refusal: QueryRefusal) -> &'static str {
    match refusal {
        QueryRefusal::NotAUser => "Only a user registers. The account's holder must do it.",
        QueryRefusal::NoRegister => "This agency makes no queries and has no register.",
        QueryRefusal::NoAccount => "You hold no account. Ask the keeper, e.g. for kcgsoc0101.",
        QueryRefusal::NotOwnAccount => "This is not your account. Its holder must register.",
        QueryRefusal::NotOwnQuery => "Another person's line. Whoever registered it must do it.",
        QueryRefusal::AlreadyVoid => "The line is void. If the query was made, register it anew.",
        QueryRefusal::AlreadyComplete => "The result is there. Correct it, with a reason.",
        QueryRefusal::NotComplete => "There is no result yet. Complete it first.",
        QueryRefusal::NoApproval => "This registration needs no approval. Go on without.",
        QueryRefusal::OwnApproval => "The query is your own. Another supervisor has to approve it.",
        QueryRefusal::AlreadyDecided => "It was decided already. A correction asks again.",
        QueryRefusal::NothingChanged => "Nothing differs, no version was made. Change something.",
        QueryRefusal::FieldMissing(field) => field_missing(field),
        QueryRefusal::BasisNeedsReason => {
            "Not in the annex on that day. Choose another or say why."
        }
        QueryRefusal::RelationNotInSubjects => "None of the agency's subjects. Choose another.",
        QueryRefusal::ChecksumNeedsConfirming => {
            "Check digit or form is off. Compare it, or confirm it was asked so."
        }
        QueryRefusal::FutureTime => "This lies ahead. Type another, for example 1123 857.",
        QueryRefusal::SpanReversed => "It ends before it begins. For example 115/11/23.",
        QueryRefusal::ApprovedInFuture => "This lies ahead. For example 1123 or -1 (yesterday).",
        QueryRefusal::RowsDisagree => "Does not fit the result. Data found: 1 or more; else 0.",
        QueryRefusal::OutputWithoutQuery => "Nothing comes of no query. Clear it.",
        QueryRefusal::WhereToDisagrees => {
            "Does not fit the output. Viewed only: not kept; else where it is."
        }
        QueryRefusal::DeleteByTooEarly => "This lies before the query. For example 1223.",
    }
}

pub(super) fn field_missing(field: Field) -> &'static str {
    match field {
        Field::Account => "Empty. Type the account, for example kcgsoc0101.",
        Field::CaseNo => "Empty. Type the case number, for example 11531234600.",
        Field::Reason => "Empty. Type why, for example 低收入戶審查.",
        Field::Basis => "Not chosen. Choose one, for example SOC-01.",
        Field::BasisReason => "Empty. Say why a basis outside the annex.",
        Field::Item => "Not chosen. Choose one, for example LI01.",
        Field::Asked => "Empty. Type day and time, for example 1123 857.",
        Field::Subject => "Empty. Type the number, for example A123456789.",
        Field::ChecksumConfirmed => "Not confirmed. Compare the document, then confirm.",
        Field::Relation => "Not confirmed. Choose the relation and confirm the recusal.",
        Field::Assignment => "Empty. Type the assignment, for example 115-0231.",
        Field::Unit => "Empty. Type the unit.",
        Field::SubjectName => "Empty. Type the name, if it is needed.",
        Field::SpanFrom => "Empty. Type the first day, for example 1101.",
        Field::SpanTo => "Empty. Type the last day, for example 1130.",
        Field::Relevance => "Empty. Say what it has to do with the duty.",
        Field::Requester => "Empty. Type the name of whoever asked for it.",
        Field::ApprovedBy => "Empty. Type the supervisor's name.",
        Field::ApprovedOn => "Empty. Type the day, for example 1123.",
        Field::Remark => "Empty. Type a remark.",
        Field::Result => "Not chosen. Choose one, for example data found.",
        Field::Rows => "Empty. Type how many rows came, for example 1.",
        Field::Output => "Not chosen. Choose one, for example viewed only.",
        Field::Copies => "Empty. Type how many prints, for example 1.",
        Field::WhereTo => "Not chosen. Choose one, for example filed.",
        Field::FiledIn => "Empty. Type the other case, for example 11531234600.",
        Field::Sealed => "Not confirmed. Say whether it is marked or encrypted.",
        Field::DeleteBy => "Empty. Type the day, for example 1223.",
        Field::ChangeReason => "Empty. Say why, for example a wrong case number.",
    }
}

pub(super) fn check_place(refusal: &CheckRefusal) -> &'static str {
    match refusal {
        CheckRefusal::Role { .. }
        | CheckRefusal::NotImported
        | CheckRefusal::NotReconciled
        | CheckRefusal::AlreadyFrozen
        | CheckRefusal::AlreadyDrawn
        | CheckRefusal::AlreadySigned
        | CheckRefusal::NotYet { .. }
        | CheckRefusal::OtherChecker { .. } => "Check",
        CheckRefusal::PublicSourceNeeded
        | CheckRefusal::PublicResultNeeded { .. }
        | CheckRefusal::PublicNotDeclared
        | CheckRefusal::PublicLength { .. } => "Public draw",
        CheckRefusal::SlipDiffers => "Slip",
        CheckRefusal::OwnQuery { .. }
        | CheckRefusal::OtherCheckersRow { .. }
        | CheckRefusal::NotDrawn => "Walk",
        CheckRefusal::NothingToExtend => "Extension",
        CheckRefusal::OwnException => "Exception",
        CheckRefusal::OutcomeNotOffered { .. } => "Outcome",
        CheckRefusal::NoteNeeded => "Note",
        CheckRefusal::ReasonNeeded => "Anomaly",
        CheckRefusal::Incomplete { .. } => "Sign",
    }
}

/// So many of what is missing are named: more would not fit the line.
const NAMED: usize = 2;

pub(super) fn check_refusal(refusal: &CheckRefusal) -> String {
    let fixed = match refusal {
        CheckRefusal::Role { needed } => {
            return format!("This is for a {}. One must log in.", LANG.role(*needed));
        }
        CheckRefusal::NotYet { step } => return not_yet(*step),
        CheckRefusal::OtherChecker { checker } => {
            return format!("The month's checker is {checker}, who must do it.");
        }
        CheckRefusal::PublicResultNeeded { digits } => {
            return format!("A public draw was declared. Type its {digits} characters.");
        }
        CheckRefusal::PublicLength { declared, typed } => {
            return format!("Declared: {declared} characters, typed: {typed}. Look again.");
        }
        CheckRefusal::OwnQuery { place } => {
            return format!("Row {place} is your own query. Another checker must take it.");
        }
        CheckRefusal::NothingToExtend => "Extended so far already, or no rows are left.",
        CheckRefusal::OwnException => "Nobody approves his own. Another supervisor must do it.",
        CheckRefusal::OtherCheckersRow { place } => {
            return format!(
                "Row {place} is the checker's own query. Another checker must take it."
            );
        }
        CheckRefusal::NotDrawn => "The row was not drawn. Choose one of the sample.",
        CheckRefusal::OutcomeNotOffered { outcome } => {
            let outcome = LANG.outcome(*outcome);
            return format!("This row cannot be \"{outcome}\". Choose another.");
        }
        CheckRefusal::Incomplete { missing } => {
            let names: Vec<String> = missing.iter().map(|one| check_missing(*one)).collect();
            let first: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
            if names.len() > NAMED {
                return format!("{} and more.", LANG.missing(&first));
            }
            return format!("{}.", LANG.missing(&first));
        }
        CheckRefusal::NotImported => "No log yet. The manager must import it first.",
        CheckRefusal::NotReconciled => "Not reconciled since the last import. Do it first.",
        CheckRefusal::AlreadyFrozen => "The month is frozen for good. Go on with the draw.",
        CheckRefusal::AlreadyDrawn => "Drawn already, and only once. Go on with the walk.",
        CheckRefusal::AlreadySigned => "Signed for good. Correct it by a new version.",
        CheckRefusal::PublicSourceNeeded => {
            "One is obligatory this time. Declare it, for example DICE/6."
        }
        CheckRefusal::PublicNotDeclared => "None was declared at the freeze. Leave it out.",
        CheckRefusal::SlipDiffers => {
            "It is not the freeze's. Compare its 16 digits; else ask the keeper."
        }
        CheckRefusal::NoteNeeded => "Empty. Say what was found.",
        CheckRefusal::ReasonNeeded => "A major anomaly needs its reason. Say what and why.",
    };
    fixed.to_owned()
}

fn not_yet(step: Step) -> String {
    let next = match step {
        Step::None => "Import the log first",
        Step::Imported => "Reconcile first",
        Step::Reconciled => "Freeze first",
        Step::Frozen => "Draw first",
        Step::Drawn => "Begin the walk first",
        Step::Walking => "Finish the walk and sign first",
        Step::Signed => "Countersign first",
        Step::Complete => "Submit first",
        Step::Submitted | Step::Filed => "Take another month",
    };
    format!("Not yet: the month is {}. {next}.", LANG.step(step))
}

pub(super) fn check_missing(missing: Missing) -> String {
    let count = |number: u32| group(u64::from(number));
    match missing {
        Missing::Proposals(number) => format!("{} proposals", count(number)),
        Missing::Explanations(number) => format!("{} explanations", count(number)),
        Missing::Outcomes(number) => format!("{} outcomes", count(number)),
        Missing::Gaps(number) => format!("{} log gaps", count(number)),
        Missing::OwnRows(number) => format!("{} outcomes of another", count(number)),
        Missing::Judgement => "judgement".to_owned(),
    }
}

pub(super) fn passphrase_fault(fault: PassphraseFault) -> &'static str {
    match fault {
        PassphraseFault::TooWeak => "Too weak. Use 16 characters, or 12 of three classes.",
        PassphraseFault::Reused => "One of the last three. Choose another.",
    }
}

pub(super) fn signer_reason(fault: SignerFault) -> &'static str {
    match fault {
        SignerFault::Genesis => "no genesis entry, or a second one",
        SignerFault::UnknownKey => "no enrolled key, or another person's",
        SignerFault::Revoked => "the key is revoked",
        SignerFault::RoleNotHeld => "the signer does not hold the role",
        SignerFault::RoleNotAllowed => "the role may not do this",
        SignerFault::UnknownAction => "unknown action, or of a newer irdesk",
        SignerFault::Body => "the entry lacks what its action needs",
        SignerFault::Code => "code of another, used, or a key stands",
        SignerFault::UnknownPerson => "unknown person",
        SignerFault::OwnRoles => "gave himself a role",
        SignerFault::LastKeeper => "no keeper with a key would be left",
    }
}

pub(super) fn signer_fault(seq: u64, fault: SignerFault) -> String {
    let (seq, reason) = (group(seq), signer_reason(fault));
    format!("! Entry {seq}: {reason}. Ask the keeper.")
}

pub(super) fn file_refusal(refusal: &FileRefusal) -> String {
    match refusal {
        FileRefusal::Empty => "The file is empty. Download it again.".to_owned(),
        FileRefusal::Undecodable { bad, pairs } => format!(
            "{} of {} characters cannot be read. Download it again.",
            group(*bad),
            group(*pairs)
        ),
        FileRefusal::NoHeader { nearest: None } => {
            "No header found. Check that it is CSV with column names.".to_owned()
        }
        FileRefusal::NoHeader {
            nearest: Some(near),
        } => format!(
            "No header found; line {} lacks {}. Its columns: {}. Say which is which.",
            group(near.line),
            columns(&near.missing),
            near.names.join(", ")
        ),
        FileRefusal::NoSuchName { name, names } => format!(
            "The header has no column \"{name}\". Its columns: {}. Name one of these.",
            names.join(", ")
        ),
        FileRefusal::IsRegister => {
            "This file is a register, no log. Import it as a register.".to_owned()
        }
        FileRefusal::OpenQuote { line } => format!(
            "The quote in line {} never ends. Download the whole file again.",
            group(*line)
        ),
        FileRefusal::RecordTooLong { line } => format!(
            "The record in line {} is too long. Check that it is CSV.",
            group(*line)
        ),
        FileRefusal::Unreadable => "The file cannot be read. Check that it is whole.".to_owned(),
        FileRefusal::Calendar { line, why } => format!(
            "calendar, line {}: {}; nothing was taken. Download it again.",
            group(*line),
            calendar_fault(*why)
        ),
    }
}

/// Why a line is none of a year's calendar.
fn calendar_fault(why: CalendarFault) -> String {
    match why {
        CalendarFault::NoCsv => "it is no CSV".to_owned(),
        CalendarFault::NoHeader => "the columns of day and state are not named".to_owned(),
        CalendarFault::NoRows => "no day stands below the header".to_owned(),
        CalendarFault::TooFewFields => "fields are missing".to_owned(),
        CalendarFault::Date(why) => format!("the date {}", date_reason(why)),
        CalendarFault::State => "the state is neither 0 nor 2".to_owned(),
        CalendarFault::Weekday { day } => format!("the weekday is not that of {}", LANG.day(day)),
        CalendarFault::Doubled { day } => format!("{} stands twice", LANG.day(day)),
        CalendarFault::Gap { wanted, found } => {
            format!("{} is missing before {}", LANG.day(wanted), LANG.day(found))
        }
        CalendarFault::Beyond { day } => format!("the year was over before {}", LANG.day(day)),
        CalendarFault::Count { rows, wanted } => format!("{wanted} rows wanted, {rows} found"),
        CalendarFault::TooLong => "the file is too large for a year".to_owned(),
    }
}

fn columns(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| LANG.column(*column)).collect();
    names.join(", ")
}

pub(super) fn row_reason(fault: &RowFault) -> String {
    match fault {
        RowFault::TooFewFields { missing, .. } if !missing.is_empty() => {
            format!("{} (no {})", field_counts(fault), columns(missing))
        }
        RowFault::TooFewFields { .. } | RowFault::TooManyFields { .. } => field_counts(fault),
        RowFault::BadDate { column, text, why } => cell(*column, text, &date_reason(*why)),
        RowFault::BadTime { column, text, why } => cell(*column, text, &time_reason(*why)),
        RowFault::BadNumber { text } => cell(Column::Number, text, "is not like SOC-11510-0226"),
        RowFault::UnknownWord { column } => {
            format!("{}: not a word known there", LANG.column(*column))
        }
        RowFault::EmptyCell { column } => format!("{}: empty", LANG.column(*column)),
        RowFault::DatesReversed { earlier, later } => {
            format!("{}: before {}", LANG.column(*later), LANG.column(*earlier))
        }
    }
}

/// What the line of a row says: the counts alone, or the cell's reason.
fn field_counts(fault: &RowFault) -> String {
    match fault {
        RowFault::TooFewFields {
            expected, found, ..
        }
        | RowFault::TooManyFields { expected, found } => format!("{found} fields, not {expected}"),
        RowFault::BadDate { .. }
        | RowFault::BadTime { .. }
        | RowFault::BadNumber { .. }
        | RowFault::UnknownWord { .. }
        | RowFault::EmptyCell { .. }
        | RowFault::DatesReversed { .. } => row_reason(fault),
    }
}

/// `date 1151032 cannot be: 115/10 has 31 days`; without the cell where it may not be shown.
fn cell(column: Column, text: &Evidence, reason: &str) -> String {
    let column = LANG.column(column);
    match text.as_str() {
        "" => format!("{column} {reason}"),
        text => format!("{column} {text} {reason}"),
    }
}

fn date_reason(why: DateFault) -> String {
    match why {
        DateFault::Empty => "is empty".to_owned(),
        DateFault::NotADate => "is no date".to_owned(),
        DateFault::BeforeTheRepublic => "lies before ROC year 1".to_owned(),
        DateFault::OnlyAMonth => "is only a month".to_owned(),
        DateFault::NoSuchMonth { month, .. } => format!("cannot be: no month {month}"),
        DateFault::NoSuchDay {
            year, month, last, ..
        } => format!("cannot be: {year}/{month:02} has {last} days"),
    }
}

fn time_reason(why: TimeFault) -> String {
    match why {
        TimeFault::Empty => "is empty".to_owned(),
        TimeFault::NotATime => "is no time".to_owned(),
        TimeFault::TooShort => "is too short: hours or minutes?".to_owned(),
        TimeFault::NoSuchTime {
            hour,
            minute,
            second,
        } => format!("cannot be: {hour:02}:{minute:02}:{second:02}"),
    }
}

pub(super) fn unreadable_row(line: u64, fault: &RowFault) -> String {
    let (line, reason) = (group(line), field_counts(fault));
    format!("! Line {line}: {reason}; unreadable, but counted.")
}

pub(super) fn rejected_row(line: u64, fault: &RowFault) -> String {
    let (line, reason) = (group(line), field_counts(fault));
    format!("! Line {line}: {reason}; rejected. Correct it and import again.")
}
