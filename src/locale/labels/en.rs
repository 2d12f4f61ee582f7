//! English: plain and short.

use super::Text;
use crate::domain::people::Role;
use crate::domain::roc_date::{DateFault, TimeFault};
use crate::locale::Lang;

/// A label.
#[expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "a list of words, one line each"
)]
pub(super) fn text(text: Text) -> &'static str {
    match text {
        Text::Program => "irdesk",
        Text::ProgramLine => "WebIR queries: register, accounts, deadlines, monthly check",
        Text::DemoMark => "DEMO",
        Text::ListComma => ", ",
        Text::ClauseComma => "; ",
        Text::Colon => ": ",
        Text::Today => "Today",
        Text::Register => "Register",
        Text::Checks => "Check",
        Text::Trail => "Trail",
        Text::Login => "Log in",
        Text::LoginName => "Login",
        Text::Passphrase => "Passphrase",
        Text::EnrolmentCode => "Enrolment code",
        Text::NewPassphrase => "New passphrase",
        Text::AgainPassphrase => "Once more",
        Text::CodeFits => "fits",
        Text::PassphraseRule1 => {
            "Use 12 characters or more with three of capitals, small letters, digits, signs,"
        }
        Text::PassphraseRule2 => "or 16 characters or more.",
        Text::PassphrasesDiffer => "The two differ. Type it once more.",
        Text::LoginNotice1 => {
            "Whoever uses insurance data against the Personal Data Protection Act is"
        }
        Text::LoginNotice2 => {
            "liable in civil, criminal, administrative law (13). All use is recorded."
        }
        Text::EnterLogsIn => "log in",
        Text::Leave => "leave",
        Text::Opening => "Opening.",
        Text::PickPerson => "Pick a person",
        Text::Locked => "Locked",
        Text::LockedByKey => "The screen is covered; work under way goes on.",
        Text::DemoUnlocks => "Demo: press Enter to unlock.",
        Text::Unlock => "unlock, back to where you were",
        Text::LogOut => "log out",
        Text::LoggedOutIdle => "Logged out after a long time unused. Please log in again.",
        Text::ActChoices => "All choices",
        Text::KeysNotAKeymap => {
            "no keymap. Please write tables such as [list] and lines such as up = [\"k\"]"
        }
        Text::SwitchToLetters => {
            "! Letters and digits belong here: press Shift to switch the input method."
        }
        Text::ClientCharset => {
            "This terminal does not speak UTF-8: choose UTF-8 under Window, Translation, Remote character set in PuTTY, then press any key."
        }
        Text::KeysUnread => "the file cannot be read",
        Text::KeysUnknownContext => "no such context. Please see irdesk keymap show",
        Text::KeysUnknownAction => "no such action. Please see irdesk keymap show",
        Text::KeysUnreadable => "is no key. Please write such as F3, Ctrl-F, Alt-2, PgDn, x",
        Text::KeysNeverBound => "belongs to the terminal, the host or the input method",
        Text::KeysBoundTwice => "is bound twice in one context",
        Text::KeysOutOfReach => "is reached by no F-key, arrow, Enter or Esc",
        Text::ActLock => "Lock the screen",
        Text::TooSmall => "irdesk needs a window of 80 columns and 24 lines. Nothing is lost.",
        Text::Overdue => "late",
        Text::DueToday => "today",
        Text::Clear => "[CLEAR]",
        Text::NotYetConfirmed => "not confirmed",
        Text::NotYetChosen => "not chosen",
        Text::CarriedOver => "carried over",
        Text::Now => "now",
        Text::Optional => "optional",
        Text::Needed => "required",
        Text::NoSuchValue => "not valid",
        Text::NoMatch => "Nothing fits",
        Text::TypeToNarrow => "Type to narrow the list",
        Text::FieldEmpty => "Nothing is filled in. Please fill it in.",
        Text::FieldNotChosen => "Nothing is chosen. Choose with the arrows, then Enter.",
        Text::NotInList => "This is not in the list. Choose from the list.",
        Text::NotANumber => "This is no number. Type digits, for example 12.",
        Text::TooLong => "This is too long. Shorten it.",
        Text::PasteRefused => "Pasted text belongs into a field; it was not used.",
        Text::BurstRefused => {
            "Too many characters at once; they were not used. Paste into a field."
        }
        Text::NotHere => "There is nothing for this key here. F1 shows what can be done.",
        Text::TimeMissing => "Only a date; the time is missing. For example 1123 857.",
        Text::ConfirmShortYear => "look at the year; Enter again takes it.",
        Text::ConfirmFarAhead => "this lies ahead; Enter again takes it.",
        Text::NotYetWritten => "Not yet written",
        Text::GoOnFilling => "Go on filling in",
        Text::LeaveKeep => "Leave, keep a draft",
        Text::LeaveKeepNote => "to go on with when it is opened next",
        Text::LeaveDiscardDraft => "Leave, discard the draft",
        Text::LeaveDiscard => "Leave, discard what was typed",
        Text::Signature => "Signature",
        Text::IntoTrail => "recorded in the trail",
        Text::FilterTitle => "Filter",
        Text::SearchTitle => "Find",
        Text::SearchFor => "Words",
        Text::SavedFilter => "Saved",
        Text::NotChosen => "none",
        Text::SavedFilterHelp => "Left and Right take a saved filter; Del forgets it",
        Text::FilterNameTitle => "Save this filter",
        Text::FilterName => "Name",
        Text::FilterNameHelp => {
            "Up to 20 characters; one of the same name is replaced; yours alone"
        }
        Text::HintSaveFilter => "save",
        Text::JumpTitle => "Go to number",
        Text::JumpHelp => "The last digits will do, as 42; for another month with it, as 11510-42",
        Text::HintJump => "go there",
        Text::NoLimit => "all",
        Text::Functions => "Functions  type to narrow, Enter runs",
        Text::ThisRecord => "This record",
        Text::ThisPane => "This pane",
        Text::Everywhere => "Everywhere",
        Text::KeysHere => "Keys here",
        Text::KeysEverywhere => "Everywhere",
        Text::KeysTitle => "Help",
        Text::KeysChinese1 => "All of these work within an",
        Text::KeysChinese2 => "input method as well.",
        Text::Nothing => "Nothing here.",
        Text::NothingFound => "Nothing fits.",
        Text::Writing => "Writing.",
        Text::Loading => "Loading.",
        Text::Breaking => "Breaking off.",
        Text::JobRuns => "Work is running. Wait for it, or break it off with Esc in its drawer.",
        Text::ReadSoFar => "Read",
        Text::Rate => "Rate",
        Text::HintNextMissing => "next missing",
        Text::HintTake => "take",
        Text::HintTakeNext => "take, next missing",
        Text::HintConfirmNext => "confirm, next missing",
        Text::HintConfirm => "confirm",
        Text::HintChoose => "choose",
        Text::HintUpDownChoose => "choose",
        Text::HintNextField => "next field",
        Text::HintUpDownFields => "fields",
        Text::HintValues => "values",
        Text::HintVersions => "versions",
        Text::HintApply => "apply",
        Text::HintRun => "run",
        Text::HintGoOn => "go on",
        Text::HintBreak => "break off",
        Text::HintBackToList => "to the list",
        Text::HintAllKeys => "all keys",
        Text::HintOneByOne => "field by field",
        Text::HintReadOn => "next page",
        Text::ActFunctions => "help",
        Text::ActBack => "back",
        Text::ActRedraw => "draw anew",
        Text::ActNew => "new",
        Text::ActOpen => "open",
        Text::ActNextStep => "next step",
        Text::ActStepBack => "step back",
        Text::ActWrite => "write",
        Text::ActSearch => "find",
        Text::ActFilter => "filter",
        Text::ActReveal => "reveal",
        Text::ActExport => "export",
        Text::ActAgain => "same case",
        Text::ActMark => "mark",
        Text::OwnOfEach => "of each its own",
        Text::MarkedRecords => "Marked",
        Text::BarredRecords => "Not possible",
        Text::AnotherStep => "its next step is another one",
        Text::ActClear => "clear",
        Text::ActDitto => "same as before",
        Text::ActLeave => "leave irdesk",
        Text::ActSwitch => "switch person",
        Text::ActUp => "row above",
        Text::ActDown => "row below",
        Text::ActPageUp => "page up",
        Text::ActPageDown => "page down",
        Text::ActFirst => "first",
        Text::ActLast => "last",
        Text::ActNextView => "next view",
        Text::ActPreviousView => "previous view",
        Text::ActNextMissing => "next missing field",
        Text::ActNextField => "next field",
        Text::ActPreviousField => "previous field",
        Text::ActFieldUp => "field above",
        Text::ActFieldDown => "field below",
        Text::ActChooseLeft => "choose left",
        Text::ActChooseRight => "choose right",
        Text::ActErase => "erase before",
        Text::ActEraseAhead => "erase ahead",
        Text::ActHome => "start of field",
        Text::ActEnd => "end of field",
        Text::ActTake => "take",
        Text::ActMatch => "matched",
        Text::ActNoteEvidence => "note evidence",
        Text::ActCorrect => "correct",
        Text::ActItems => "catalogue of items",
        Text::ActReasons => "catalogue of reasons",
        Text::ActImportLog => "import the log",
        Text::ActImportRegister => "import a register",
        Text::ActReconcile => "reconcile",
        Text::ActVerify => "verify",
        Text::ActEnrol => "enrol a person",
        Text::ActPeople => "people",
        Text::ActBackup => "back up",
        Text::ActSettings => "settings",
        Text::None => "",
        Text::HintScroll => "scroll",
        // kernel: model, update, login
        // widgets and drawing
        Text::HintPreviousRow => "previous",
        Text::HintNextRow => "next",
        Text::MaskedSoon => "masked again in 30 s",
        Text::KeysPanes => "panes",
        Text::KeysForm => "Keys in a form",
        Text::HintMask => "mask",
        Text::UpDownKeys => "Up Down",
        Text::LeftRightKeys => "Left Right",
        Text::Differs => "differs",
        // register
        Text::OfField(field) => Lang::En.field(field),
        Text::RegNumber => "Number",
        Text::RegDate => "Date",
        Text::RegTime => "Time",
        Text::RegSubject => "Subject",
        Text::RegPerson => "By",
        Text::RegItem => "Item",
        Text::RegVersion => "V",
        Text::RegWhen => "When",
        Text::RegBy => "By",
        Text::RegWhat => "What",
        Text::RegHelp => "One line for each query: register it, then complete its result",
        Text::RegDetailHelp => "This line as it stands, its versions, and others of the same case",
        Text::RegSearchHelp => {
            "Find: number, case, subject or its beginning, account, item, any words"
        }
        Text::RegPeriod => "Period",
        Text::RegRelation => "Relation",
        Text::RegHolder => "Person",
        Text::RegComplete => "result",
        Text::RegCompleteResult => "Complete the result",
        Text::RegVoid => "void",
        Text::RegNew => "New query",
        Text::RegWrite => "register",
        Text::RegConfirmWrite => "confirm and register",
        Text::RegPreset => "Usual results",
        Text::RegMore => "More fields",
        Text::RegGoBack => "go back",
        Text::RegAskedSo => "it was asked so",
        Text::RegAssigned => "by assignment (say which)",
        Text::RegAssignedRelation => "Relation",
        Text::RegSealedPaper => "kept as classified",
        Text::RegSealedFile => "encrypted",
        Text::RegNotSealed => "not yet",
        Text::RegItems => "Items",
        Text::RegItemsHelp => {
            "Items offered when a query is registered; others are taken and flagged"
        }
        Text::RegItemCode => "Code",
        Text::RegItemName => "Name",
        Text::RegValidFrom => "From day",
        Text::RegValidTo => "To day",
        Text::RegExample => "example",
        Text::RegReasons => "Reasons",
        Text::RegReasonsHelp => {
            "Reasons offered when a query is registered; a short name has six characters at most"
        }
        Text::RegReasonName => "Reason",
        Text::RegShortName => "Short name",
        Text::RegInUse => "Standing",
        Text::RegUsed => "in use",
        Text::RegUnused => "not in use",
        // month: import, reconcile, freeze, draw
        Text::Document(text) => text.en(),
        Text::Closing(text) => text.en(),
        Text::Review(text) => text.en(),
        Text::Month(month) => month.en(),
        Text::Column(column) => Lang::En.column(column),
        // walk: outcomes, signature, record
        // requests
        Text::RequestsPane => crate::locale::RequestText::Requests.en(),
        Text::DelegationsPane => crate::locale::RequestText::ActDelegations.en(),
        // roster
        Text::Roster(text) => text.en(),
        Text::RosterPane => crate::locale::RosterText::Roster.en(),
        Text::RosterProofs => crate::locale::RosterText::SaveProofs.en(),
        Text::RosterImport => crate::locale::RosterText::Import.en(),
        Text::RosterOfficers => crate::locale::RosterText::Officers.en(),
        Text::ActReviews => crate::locale::ReviewText::Reviews.en(),
        Text::RosterAgency => crate::locale::RosterText::Agency.en(),
        Text::RosterTrain => crate::locale::RosterText::Train.en(),
        Text::Request(text) => text.en(),
        Text::OfRequest(field) => Lang::En.request_field(field),
        Text::Walk(word) => word.en(),
        Text::Due(word) => word.en(),
        Text::ActUndo => "take a decision back",
        Text::ActRules => "rules and thresholds",
        Text::ActStaff => "staff hashes",
        Text::ActImportStaff => "import a list of staff",
        Text::ActExtend => "extend the sample",
        Text::ActExceptions => "role exceptions",
        Text::ActDeclarePublic => "declare a public draw",
        Text::Rules(word) => word.en(),
        // desk: today, trail, settings, people
        Text::TitleEnrol => "Enrol a person",
        Text::TitlePeople => "People",
        Text::TitleBackup => "Backup",
        Text::TitleSettings => "Settings",
        Text::TitleMakeCode => "Another code",
        Text::TitleRemovePerson => "Remove a person",
        Text::TitleReenrol => "Re-enrol",
        Text::TitleChangeRoles => "Change roles",
        Text::TitleAcceptLoss => "Accept the loss",
        Text::ActRegisterQuery => "register a query",
        Text::TrailHelp => {
            "Trail: who did what and when; each entry signed, each following the last"
        }
        Text::EntryHelp => "All that this entry holds",
        Text::TrailSearch => "A number, for example 11511-0042, 11510, wu.zj",
        Text::ActCompareHead => "Compare the end on paper",
        Text::ActCompare => "compare",
        Text::EntryHash => "Hash",
        Text::EntryBefore => "before",
        Text::EntrySigned => "signed",
        Text::EntryKey => "Key",
        Text::EntryBody => "Body",
        Text::EntryPeek => "Codes, numbers, counts and digests; no personal data",
        Text::RecoveryCode => "recovery",
        Text::AllPeople => "all people",
        Text::AllActions => "all actions",
        Text::Verifying => "Verifying",
        Text::BreakingReads => "Breaking it off changes nothing",
        Text::VerifiedWhole => "Verified, and whole.",
        Text::TrailEnd => "End",
        Text::Signers => "Signers",
        Text::Whole => "Whole",
        Text::NotWhole => "Not whole",
        Text::Database => "Database",
        Text::PagesFit => "rows, schema and pages all fit",
        Text::FrozenMonths => "Frozen months",
        Text::PaperHead => "End on paper",
        Text::PaperHeadForm => "number, colon, 16 digits or more: 412:6c1e40b7d2a95f03.",
        Text::PaperHeadFits => "It fits: the end on paper is in this chain.",
        Text::PaperHeadGone => {
            "! End on paper: not in this chain. The trail was cut or rolled back; call the keeper."
        }
        Text::TodayHelp => "Today: what waits, by the advised day",
        Text::DueTerm => "Due",
        Text::DueDay => "Day",
        Text::DueKind => "Kind",
        Text::DueWhat => "What waits",
        Text::KindRegister => "reg.",
        Text::KindCheck => "chk.",
        Text::KindBackup => "bak.",
        Text::KindPeople => "ppl.",
        Text::KindTrail => "trl.",
        Text::ActCompleteResult => "complete the result",
        Text::ActFreeze => "freeze",
        Text::ActDraw => "draw",
        Text::ActWalk => "walk",
        Text::ActMakeCode => "make another code",
        Text::ActRemovePerson => "remove",
        Text::ActReenrol => "re-enrol",
        Text::ActChangeRoles => "change roles",
        Text::ActGoRetention => "Retain",
        Text::ActStatute => "statutory period",
        Text::ActFileArchive => "file as archive",
        Text::ActHold => "hold",
        Text::ActRelease => "release",
        Text::ActAssign => "hand over",
        Text::ActExcept => "exception",
        Text::ActContacts => "contacts",
        Text::ActUsePeriods => "use periods",
        Text::ActDeclareUse => "declare use",
        Text::ActChangeLaw => "law changed",
        Text::OfScope(place) => Lang::En.scope_place(place),
        Text::ActCalendars => "office calendars",
        Text::ActStopDays => "stop-work days",
        Text::ActAcceptLoss => "accept the loss",
        Text::ActChange => "change",
        Text::RuleResult => "The result is completed by the next working day (a setting, assumed)",
        Text::RuleCheck => {
            "12(1): each month is checked, by the end of the next (a setting, assumed)"
        }
        Text::RuleSupplement => "Rows that came after the freeze count apart; the sample stands",
        Text::RuleBackup => "A backup every 7 days (advice, not of the directive), kept elsewhere",
        Text::RuleCode => "A code is good for 15 minutes; make another and hand it over in person",
        Text::RuleTail => {
            "The trail lost its end: nothing is written; verify and backup still work"
        }
        Text::RuleKeyRevoked => "Make sure that the person asked for it; the next record says so",
        Text::RuleRecovery => "The recovery code was used; the next monthly record says so",
        Text::NothingToDo => "only to be known",
        Text::OthersToDo => "for whoever is in charge",
        Text::NothingLost => "nothing is lost",
        Text::NothingDue => "Nothing is overdue, nothing is due today.",
        Text::PerWeek => "Per week",
        Text::DoneMeanwhile => "Done meanwhile",
        Text::EndsOn => "Ends",
        Text::RolledOn => "Rolled to",
        Text::AdvisedOn => "Advised",
        Text::Why => "Why",
        Text::BackupFile => "Backup file",
        Text::BackingUp => "Backing up",
        Text::BreakingBackup => "Broken off, no file is left and nothing is changed",
        Text::SettingsHelp => "Settings: what the directive leaves open; each change is an entry",
        Text::SettingName => "Setting",
        Text::SettingValue => "Value",
        Text::SettingNote => "Default",
        Text::SettingInDir => "Folder for files in",
        Text::SettingOutDir => "Folder for files out",
        Text::SettingResultDue => "Result due within",
        Text::SettingFolderForm => {
            "A folder beneath the store, or a full path, such as out or /srv/irdesk/out."
        }
        Text::SettingIdleWarn => "Idle, warned after",
        Text::SettingIdleDelete => "Idle, deletion after",
        Text::SettingIdleForm => "Days, 1 to 730, such as 90 or 180; the directive names none.",
        Text::RuleJoint => {
            "12(2): a major anomaly is audited jointly with the ethics office and IT"
        }
        Text::RuleQuarter => "12(1): every three months the records go to the authority for filing",
        Text::SettingQuarterDue => "Quarter's day",
        Text::SettingPreApproval => "Approval",
        Text::SettingPreApprovalForm => {
            "Whether the supervisor approves each query: none, before or after it."
        }
        Text::SettingCheckDue => "Check due",
        Text::SettingCheckDueForm => {
            "A day of the next month, 31 its last; a quarter's last month goes by the quarter."
        }
        Text::ActApprovals => "queries to approve",
        Text::ActApprove => "approve",
        Text::ActDisapprove => "refuse",
        Text::ApprovalWaiting => "to approve",
        Text::ApprovalDecided => "refused",
        Text::ApprovalHelp => "Approval of queries; nobody approves his own",
        Text::ApprovalPeek => "Who approved and when is kept; a later correction asks again",
        Text::ApprovalNone => "No query waits for approval",
        Text::ApprovalDue => "By",
        Text::ApprovalState => "Approval",
        Text::ApprovalMissing => {
            "Not approved. What was asked is recorded all the same; else: not asked."
        }
        Text::RuleApproval => "The office wants the supervisor's approval of each query",
        Text::SettingQuarterDueForm => {
            "Day of the month after the quarter, 1 to 31, for example 10."
        }
        Text::ActHandOver => "hand over the log",
        Text::ActReopen => "new version",
        Text::ActJointCheck => "joint check",
        Text::ActQuarter => "quarter's letters",
        Text::ActQuarterPapers => "export the quarter",
        Text::SettingPlainExport => "Plain documents",
        Text::SettingPlainExportForm => {
            "Whether lists may leave unsealed; the masked record may anyway."
        }
        Text::SettingDaysForm => "Working days, 1 to 30, for example 1.",
        Text::SettingLock => "Screen locks after",
        Text::SettingLockForm => "Minutes, 5 to 15, for example 10. In force from the next log-in.",
        Text::SettingLogOut => "Session ends after",
        Text::SettingLogOutForm => {
            "Minutes, 16 to 120, for example 30. In force from the next log-in."
        }
        Text::SettingIsDefault => "the default",
        Text::PeopleHelp => {
            "People: roles, accounts, keys; who has no keys yet can be given another code"
        }
        Text::CodeExpired => "code expired",
        Text::HasKeysAlready => "has keys already",
        Text::LoginForm => {
            "2 to 32 small letters, digits or . _ -, a letter first, for example wu.zj."
        }
        Text::EntryNumber => "No.",
        Text::EntryAt => "At",
        Text::EntryPerson => "Person",
        Text::EntryRole => "Role",
        Text::EntryAction => "Action",
        Text::EntryRecord => "Record",
        Text::PersonName => "Name",
        Text::PersonRoles => "Roles",
        Text::PersonAccount => "Account",
        Text::PersonItems => "Items",
        Text::PersonKeys => "Keys",
        Text::KeysHeld => "enrolled",
        Text::PersonRemoved => "removed",
        Text::KeysNone => "no code",
        // demo
        Text::DemoPeople => "Demo: people enrolled",
        Text::DemoRegistered => "Demo: queries registered",
        Text::DemoLogged => "Demo: log rows written",
        Text::DemoImported => "Demo: log rows imported",
        Text::DemoChecked => "Demo: checks signed",
    }
}

/// A role.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::User => "user",
        Role::Manager => "manager",
        Role::Checker => "checker",
        Role::Supervisor => "supervisor",
        Role::Keeper => "keeper",
    }
}

/// Monday to Sunday.
pub(super) const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub(super) fn date_fault(fault: DateFault) -> String {
    const EXAMPLE: &str = "For example 1123, 115/11/23 or -1 (yesterday).";
    match fault {
        DateFault::Empty => format!("Nothing is filled in. {EXAMPLE}"),
        DateFault::NotADate => format!("This is no date. {EXAMPLE}"),
        DateFault::BeforeTheRepublic => format!("This lies before ROC year 1. {EXAMPLE}"),
        DateFault::OnlyAMonth => format!("This is only a month. {EXAMPLE}"),
        DateFault::NoSuchMonth { year, month } => {
            format!("Year {year} has no month {month}. {EXAMPLE}")
        }
        DateFault::NoSuchDay {
            year,
            month,
            day,
            last,
        } => format!("{year}/{month:02} has {last} days, not {day}. {EXAMPLE}"),
    }
}

pub(super) fn time_fault(fault: TimeFault) -> String {
    const EXAMPLE: &str = "For example 857, 0857 or 08:57.";
    match fault {
        TimeFault::Empty => format!("The time is missing. {EXAMPLE}"),
        TimeFault::NotATime => format!("This is no time. {EXAMPLE}"),
        TimeFault::TooShort => format!("Too short: hours or minutes? {EXAMPLE}"),
        TimeFault::NoSuchTime {
            hour,
            minute,
            second,
        } => format!("There is no {hour:02}:{minute:02}:{second:02}. {EXAMPLE}"),
    }
}
