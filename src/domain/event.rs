//! What happened, in the past tense: the facts that become trail entries.
//!
//! Entries are JSON for ever: an action keeps its name, a changed body gets the next version number. A body holds record
//! numbers, codes, counts and digests, never an identifier, a name, a case or free text (STORE §3).

use chrono::NaiveDate;

use crate::domain::attempts::Failures;

use crate::domain::canonical::Json;
use crate::domain::closing::ClosingEvent;
use crate::domain::ids::{Login, Period, RegisterNo};
use crate::domain::people::{Role, Roles};
use crate::domain::request::{Family, Kind, RequestNo, Stage, Step};
use crate::domain::retention::event::RetentionEvent;
use crate::domain::review::ReviewEvent;
use crate::domain::roster::RosterEvent;

/// One thing that happened; one command makes exactly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    People(PeopleEvent),
    Desk(DeskEvent),
    Register(RegisterEvent),
    Import(ImportEvent),
    Match(MatchEvent),
    Check(CheckEvent),
    // requests
    Request(RequestEvent),
    Calendar(CalendarEvent),
    Retention(RetentionEvent),
    Roster(RosterEvent),
    Exception(ExceptionEvent),
    Rules(RulesEvent),
    Closing(ClosingEvent),
    Review(ReviewEvent),
}

/// People and their sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleEvent {
    /// A keeper enrolled a person; the key follows as `key.enrolled/1`, signed by the person.
    Added {
        login: Login,
        roles: Roles,
        code: String,
    },
    /// A keeper made another code for a person whose first one expired.
    CodeMade {
        login: Login,
        code: String,
    },
    /// A keeper gave a person other roles.
    RolesChanged {
        login: Login,
        roles: Roles,
    },
    /// A keeper took a person's roles and key; the row stays, for what he did.
    Removed {
        login: Login,
        /// The fingerprint of the key that counts no more, if there was one.
        key: Option<String>,
    },
    /// A keeper revoked a person's key and made the code for the next.
    KeyRevoked {
        login: Login,
        key: String,
        code: String,
    },
    LoggedIn,
    /// What the file of failed logins said; nothing in it is proven.
    LoginsFailed {
        failed: Vec<(Login, Failures)>,
    },
    /// A command was refused because no role of the person may give it.
    RoleRefused {
        command: &'static str,
    },
}

/// The desk itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskEvent {
    /// The legal bases of the annex and the catalogues were laid down (once, after the genesis).
    Seeded {
        bases: u32,
        items: u32,
        reasons: u32,
    },
    SettingChanged {
        name: &'static str,
    },
    ItemSaved {
        code: String,
    },
    ReasonSaved {
        id: i64,
    },
    BackupMade {
        sha256: String,
        bytes: i64,
    },
    /// The keeper accepts that so many entries at the end are lost (0: the head file was gone); `head` is the lost one.
    LossAccepted {
        missing: u64,
        head: String,
    },
    /// The clock stands more than five minutes off; seconds, negative when it went back.
    ClockJumped {
        seconds: i64,
    },
    /// A document left the store.
    DocumentWritten {
        facts: DocumentFacts,
        rows: u64,
        sha256: String,
    },
}

/// What a document is, whatever stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFacts {
    /// `check`, `register`, `log`, `trail` and so on.
    pub kind: &'static str,
    /// The record or the month that it is about; empty for the whole list.
    pub record: String,
    /// Identifiers stand whole in it.
    pub is_full: bool,
    /// It lies in a package that only its passphrase opens.
    pub is_sealed: bool,
}

/// 查詢資料登記表.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegisterEvent {
    Registered {
        no: RegisterNo,
    },
    /// Demo only: many lines at once.
    RegisteredMany {
        count: u32,
    },
    ResultCompleted {
        no: RegisterNo,
        version: u32,
    },
    /// `fields` are the English codes of the fields that differ.
    Corrected {
        no: RegisterNo,
        version: u32,
        fields: Vec<String>,
    },
    Voided {
        no: RegisterNo,
        version: u32,
    },
    /// 主管核可 of this version, or not; the reason stands in the row.
    Approved {
        no: RegisterNo,
        version: u32,
        is_approved: bool,
    },
    /// An identifier was shown in full; `record` is a register number or a log row's id.
    Revealed {
        record: String,
    },
}

/// 申請. Reasons, names and accounts stand in rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestEvent {
    /// 起案; `to` says whether it was handed in at once.
    Drafted {
        no: RequestNo,
        kind: Kind,
        to: Stage,
    },
    /// A step; `acting_for` names the principal of a deputy (代).
    Moved {
        no: RequestNo,
        step: Step,
        from: Stage,
        to: Stage,
        acting_for: Option<Login>,
    },
    /// 代理.
    Delegated {
        id: i64,
        deputy: Login,
        scope: Option<Family>,
        from: NaiveDate,
        to: NaiveDate,
    },
    DelegationEnded {
        id: i64,
    },
}

/// Files that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportEvent {
    Log {
        period: Period,
        file: i64,
        sha256: String,
        encoding: &'static str,
        counts: LogCounts,
        footer_waived: bool,
    },
    Register {
        file: i64,
        sha256: String,
        encoding: &'static str,
        read: u32,
        accepted: u32,
        duplicate: u32,
        rejected: u32,
    },
    /// A person said which of a file's columns is which; `columns` are the codes of ours, `kind` is that of the file.
    ColumnsMapped {
        kind: &'static str,
        version: u32,
        columns: Vec<&'static str>,
    },
}

/// How the rows of one log file were taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogCounts {
    pub read: u32,
    pub accepted: u32,
    pub duplicate: u32,
    pub unreadable: u32,
    pub outside: u32,
    pub waiting: u32,
}

/// 勾稽.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatchEvent {
    Reconciled {
        period: Period,
        counts: MatchCounts,
    },
    ProposalDecided {
        period: Period,
        seq: u32,
        number: RegisterNo,
        accepted: bool,
        after_freeze: bool,
    },
    /// What a person said to a proposal was taken back.
    DecisionUndone {
        period: Period,
        seq: u32,
        number: RegisterNo,
        accepted: bool,
        after_freeze: bool,
    },
    /// 疑日誌缺漏: what became of it.
    GapExplained {
        period: Period,
        number: RegisterNo,
    },
    Explained {
        period: Period,
        seq: u32,
        cause: &'static str,
    },
}

/// What a reconciliation found, in log rows (`not_performed` in registrations).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MatchCounts {
    pub log_rows: u32,
    pub p1: u32,
    pub p2: u32,
    pub retry: u32,
    pub confirmed: u32,
    pub proposed: u32,
    pub unregistered: u32,
    pub unreadable: u32,
    pub not_performed: u32,
}

/// 查核.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckEvent {
    /// A checker's program drew a secret and committed to it.
    SecretCommitted {
        commit: String,
    },
    Frozen(Box<Frozen>),
    /// So many more rows of the same order are walked, to so many times n.
    Extended {
        period: Period,
        factor: u32,
        rows: u32,
    },
    /// The secret that the freeze named cannot be opened, or nothing was declared that had to be: a public draw takes
    /// its place. `unrevealed` is the commitment that nothing opens, or `-`.
    PublicDeclared {
        period: Period,
        source: String,
        digits: u32,
        unrevealed: String,
        checker: String,
    },
    Drawn(Box<Drawn>),
    WalkStarted {
        period: Period,
        compared: &'static str,
    },
    OutcomeRecorded {
        period: Period,
        seq: u32,
        place: u32,
        outcome: &'static str,
        compared: &'static str,
    },
    EvidenceNoted {
        period: Period,
        seq: u32,
    },
    /// The person's decision on 重大異常.
    Judged {
        period: Period,
        major: bool,
    },
    Signed(Box<Signed>),
}

/// Office calendars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarEvent {
    /// A year's official file took the place of what was known; so many deadlines have other days.
    Imported {
        year: i32,
        version: u32,
        sha256: String,
        moved: u64,
    },
    /// 停止上班.
    Stopped {
        day: NaiveDate,
        moved: u64,
    },
    StopWithdrawn {
        day: NaiveDate,
        moved: u64,
    },
}

/// The freeze of a month's population (`webir-sample/1`, step 2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    pub period: Period,
    pub rows: u32,
    pub population: String,
    pub salt_sha256: String,
    pub match_digest: String,
    /// The commit named, or `-`.
    pub commit: String,
    /// The checker whose commit it is, or the one who will draw.
    pub checker: String,
    /// The declared public source, or `-`, and how many characters of it.
    pub source: String,
    pub digits: u32,
    pub days_without_rows: u32,
    pub accounts: u32,
    pub counts: MatchCounts,
    /// Versions of the rules of matching and of those that flag rows.
    pub match_rules: u32,
    pub flag_rules: u32,
    /// The thresholds, and what was flagged: how many hits, and a digest over them.
    pub thresholds: String,
    pub flags: u32,
    pub flags_sha256: String,
}

/// The draw (`webir-sample/1`, step 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub period: Period,
    pub seed: String,
    pub sample: u32,
    /// Rows that are walked beside the sample.
    pub risk: u32,
    pub cover: u32,
    pub reveal: String,
    pub public: String,
    /// WebIR's own total as typed, or −1 when it was not available.
    pub total: i64,
    pub slip_compared: bool,
    pub next_commit: String,
}

/// What the rules compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RulesEvent {
    /// Staff entered as keyed hashes, and how many were known.
    StaffEntered {
        entered: u32,
        known: u32,
    },
    StaffRemoved {
        id: i64,
    },
}

/// 分權例外.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExceptionEvent {
    /// The supervisor lets a checker hold these other roles too, for a time.
    Granted {
        id: i64,
        login: Login,
        beside: Roles,
        from: NaiveDate,
        to: NaiveDate,
    },
    Ended {
        id: i64,
        login: Login,
    },
}

/// The checker's signature under the month's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub period: Period,
    pub version: u32,
    pub population: String,
    pub seed: String,
    pub sample: u32,
    pub bad: u32,
    pub major: bool,
    pub next_commit: String,
}

/// An event as the trail stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub action: &'static str,
    pub record: String,
    pub body: Json,
}

pub(in crate::domain) fn written<const N: usize>(
    action: &'static str,
    record: impl Into<String>,
    body: [(&str, Json); N],
) -> Written {
    Written {
        action,
        record: record.into(),
        body: Json::object(body),
    }
}

/// Every action that a later program must be able to read, and who may sign it. Empty roles: everybody enrolled.
/// The kernel's own actions (genesis, keys, migrations, restore) stand in `domain::trail`.
pub const ACTIONS: &[(&str, &[Role])] = &[
    ("person.added/1", &[Role::Keeper]),
    ("login.opened/1", &[]),
    ("login.failed/1", &[]),
    ("role.refused/1", &[]),
    ("desk.seeded/1", &[Role::Keeper]),
    ("setting.changed/1", &[Role::Keeper]),
    ("item.saved/1", &[Role::Manager]),
    ("reason.saved/1", &[Role::Manager]),
    ("backup.made/1", &[Role::Keeper]),
    ("clock.jumped/1", &[]),
    (
        "document.written/1",
        &[Role::Manager, Role::Checker, Role::Supervisor, Role::Keeper],
    ),
    (
        "document.written/2",
        &[Role::Manager, Role::Checker, Role::Supervisor, Role::Keeper],
    ),
    ("query.registered/1", &[Role::User]),
    ("query.bulk/1", &[Role::Manager]),
    ("query.completed/1", &[Role::User]),
    ("query.corrected/1", &[Role::User, Role::Manager]),
    ("query.voided/1", &[Role::User, Role::Manager]),
    ("query.approved/1", &[Role::Supervisor]),
    ("query.refused/1", &[Role::Supervisor]),
    (
        "query.revealed/1",
        &[Role::User, Role::Manager, Role::Checker, Role::Supervisor],
    ),
    ("log.imported/1", &[Role::Manager]),
    ("register.imported/1", &[Role::Manager]),
    ("columns.mapped/1", &[Role::Manager]),
    ("match.reconciled/1", &[Role::Manager]),
    ("match.decided/1", &[Role::Manager]),
    ("match.undone/1", &[Role::Manager]),
    ("match.gap_explained/1", &[Role::Manager]),
    ("match.explained/1", &[Role::Manager]),
    ("secret.committed/1", &[Role::Checker]),
    ("check.frozen/1", &[Role::Manager]),
    ("check.drawn/1", &[Role::Checker]),
    ("walk.started/1", &[Role::Checker]),
    // The supervisor judges a checker's own query where there is no other checker.
    ("walk.outcome/1", &[Role::Checker, Role::Supervisor]),
    ("walk.evidence/1", &[Role::Checker, Role::Supervisor]),
    ("check.judged/1", &[Role::Checker]),
    ("check.signed/1", &[Role::Checker]),
    // requests
    ("request.drafted/1", &[Role::User, Role::Manager]),
    (
        "request.moved/1",
        &[Role::User, Role::Manager, Role::Supervisor],
    ),
    ("delegation.made/1", &[Role::Supervisor]),
    ("delegation.ended/1", &[Role::Supervisor]),
    ("held.listed/1", &[Role::User, Role::Manager]),
    (
        "held.moved/1",
        &[Role::User, Role::Manager, Role::Supervisor],
    ),
    ("held.law/1", &[Role::Manager]),
    ("held.taken_over/1", &[]),
    ("deletion.signed/1", &[Role::User]),
    (
        "deletion.moved/1",
        &[Role::User, Role::Manager, Role::Supervisor],
    ),
    ("kept.moved/1", &[Role::Manager, Role::Supervisor]),
    ("use_period.set/1", &[Role::Keeper]),
    ("notice.recorded/1", &[Role::Manager]),
    ("notice.sent/1", &[Role::Manager]),
    ("calendar.imported/1", &[Role::Keeper]),
    ("calendar.stopped/1", &[Role::Keeper]),
    ("calendar.withdrawn/1", &[Role::Keeper]),
    // 名冊
    ("roster.person/1", &[Role::Manager]),
    ("roster.account/1", &[Role::Manager]),
    ("roster.proofs/1", &[Role::Manager]),
    ("roster.agency_item/1", &[Role::Manager]),
    ("roster.agency_item_ended/1", &[Role::Manager]),
    ("roster.officer/1", &[Role::Manager]),
    ("roster.training/1", &[Role::Manager]),
    ("roster.imported/1", &[Role::Manager]),
    ("agency.standing/1", &[Role::Manager, Role::Keeper]),
    // 清查
    ("review.opened/1", &[Role::Manager]),
    ("review.decided/1", &[Role::Manager, Role::Supervisor]),
    ("review.drafted/1", &[Role::Manager]),
    ("review.moved/1", &[Role::Manager, Role::Supervisor]),
    ("review.closed/1", &[Role::Manager]),
    ("check.public/1", &[Role::Supervisor]),
    ("walk.extended/1", &[Role::Checker]),
    ("check.frozen/2", &[Role::Manager]),
    ("check.drawn/2", &[Role::Checker]),
    ("staff.entered/1", &[Role::Manager]),
    ("staff.removed/1", &[Role::Manager]),
    ("exception.granted/1", &[Role::Supervisor]),
    ("exception.ended/1", &[Role::Supervisor]),
    ("log.handed/1", &[Role::Manager]),
    ("check.countersigned/1", &[Role::Manager, Role::Supervisor]),
    ("check.reopened/1", &[Role::Checker]),
    ("check.joint/1", &[Role::Checker]),
    ("quarter.dispatched/1", &[Role::Manager]),
    ("quarter.filed/1", &[Role::Manager]),
    ("quarter.returned/1", &[Role::Manager]),
];

/// Who may sign an action; `None` for one that this program does not know.
pub fn signs(action: &str) -> Option<&'static [Role]> {
    let (_, roles) = ACTIONS.iter().find(|(known, _)| *known == action)?;
    Some(if roles.is_empty() { &Role::ALL } else { roles })
}

impl Event {
    /// The event's action, record and body as they are signed.
    pub fn written(&self) -> Written {
        match self {
            Event::People(event) => event.written(),
            Event::Desk(event) => event.written(),
            Event::Register(event) => event.written(),
            Event::Import(event) => event.written(),
            Event::Match(event) => event.written(),
            Event::Check(event) => event.written(),
            Event::Request(event) => event.written(),
            Event::Calendar(event) => event.written(),
            Event::Retention(event) => event.written(),
            Event::Roster(event) => event.written(),
            Event::Exception(event) => event.written(),
            Event::Rules(event) => event.written(),
            Event::Closing(event) => event.written(),
            Event::Review(event) => event.written(),
        }
    }
}

impl PeopleEvent {
    /// Whom it is about; nobody where it is about the session itself.
    pub fn login(&self) -> &str {
        match self {
            PeopleEvent::Added { login, .. }
            | PeopleEvent::CodeMade { login, .. }
            | PeopleEvent::RolesChanged { login, .. }
            | PeopleEvent::Removed { login, .. }
            | PeopleEvent::KeyRevoked { login, .. } => login.as_str(),
            PeopleEvent::LoggedIn
            | PeopleEvent::LoginsFailed { .. }
            | PeopleEvent::RoleRefused { .. } => "",
        }
    }

    fn written(&self) -> Written {
        match self {
            PeopleEvent::Added { login, roles, code } => written(
                "person.added/1",
                login.as_str(),
                [
                    ("code", code.as_str().into()),
                    ("login", login.as_str().into()),
                    (
                        "roles",
                        Json::List(roles.iter().map(|role| role.code().into()).collect()),
                    ),
                ],
            ),
            PeopleEvent::CodeMade { login, code } => written(
                "code.made/1",
                login.as_str(),
                [
                    ("code", code.as_str().into()),
                    ("login", login.as_str().into()),
                ],
            ),
            PeopleEvent::RolesChanged { login, roles } => written(
                "person.roles/1",
                login.as_str(),
                [
                    ("login", login.as_str().into()),
                    (
                        "roles",
                        Json::List(roles.iter().map(|role| role.code().into()).collect()),
                    ),
                ],
            ),
            PeopleEvent::Removed { login, key } => written(
                "person.removed/1",
                login.as_str(),
                [
                    ("key", key.as_deref().unwrap_or_default().into()),
                    ("login", login.as_str().into()),
                ],
            ),
            PeopleEvent::KeyRevoked { login, key, code } => written(
                "key.revoked/1",
                login.as_str(),
                [
                    ("code", code.as_str().into()),
                    ("key", key.as_str().into()),
                    ("login", login.as_str().into()),
                ],
            ),
            PeopleEvent::LoggedIn => written("login.opened/1", "", []),
            PeopleEvent::LoginsFailed { failed } => written(
                "login.failed/1",
                "",
                [
                    ("failed", Json::List(failed.iter().map(failure).collect())),
                    ("proven", 0_u32.into()),
                ],
            ),
            PeopleEvent::RoleRefused { command } => {
                written("role.refused/1", "", [("command", (*command).into())])
            }
        }
    }
}

fn failure((login, failures): &(Login, Failures)) -> Json {
    Json::object([
        ("count", failures.unentered.into()),
        ("first", failures.first.iso().into()),
        ("last", failures.last.iso().into()),
        ("login", login.as_str().into()),
    ])
}

impl DeskEvent {
    fn written(&self) -> Written {
        match self {
            DeskEvent::Seeded {
                bases,
                items,
                reasons,
            } => written(
                "desk.seeded/1",
                "",
                [
                    ("bases", (*bases).into()),
                    ("items", (*items).into()),
                    ("reasons", (*reasons).into()),
                ],
            ),
            DeskEvent::SettingChanged { name } => {
                written("setting.changed/1", *name, [("name", (*name).into())])
            }
            DeskEvent::ItemSaved { code } => written("item.saved/1", code.as_str(), []),
            DeskEvent::ReasonSaved { id } => written("reason.saved/1", id.to_string(), []),
            DeskEvent::BackupMade { sha256, bytes } => written(
                "backup.made/1",
                "",
                [
                    ("bytes", (*bytes).into()),
                    ("sha256", sha256.as_str().into()),
                ],
            ),
            DeskEvent::LossAccepted { missing, head } => written(
                "tail.lost/1",
                "",
                [
                    ("head", head.as_str().into()),
                    (
                        "missing",
                        Json::Int(i64::try_from(*missing).unwrap_or(i64::MAX)),
                    ),
                ],
            ),
            DeskEvent::ClockJumped { seconds } => {
                written("clock.jumped/1", "", [("seconds", (*seconds).into())])
            }
            DeskEvent::DocumentWritten {
                facts,
                rows,
                sha256,
            } => written(
                "document.written/2",
                facts.record.as_str(),
                [
                    ("full", u32::from(facts.is_full).into()),
                    ("kind", facts.kind.into()),
                    ("count", Json::Int(i64::try_from(*rows).unwrap_or(i64::MAX))),
                    ("sealed", u32::from(facts.is_sealed).into()),
                    ("sha256", sha256.as_str().into()),
                ],
            ),
        }
    }
}

impl RegisterEvent {
    fn written(&self) -> Written {
        match self {
            RegisterEvent::Registered { no } => written("query.registered/1", no.to_string(), []),
            RegisterEvent::RegisteredMany { count } => {
                written("query.bulk/1", "", [("count", (*count).into())])
            }
            RegisterEvent::ResultCompleted { no, version } => written(
                "query.completed/1",
                no.to_string(),
                [("version", (*version).into())],
            ),
            RegisterEvent::Corrected {
                no,
                version,
                fields,
            } => written(
                "query.corrected/1",
                no.to_string(),
                [
                    (
                        "fields",
                        Json::List(fields.iter().map(|field| field.as_str().into()).collect()),
                    ),
                    ("version", (*version).into()),
                ],
            ),
            RegisterEvent::Voided { no, version } => written(
                "query.voided/1",
                no.to_string(),
                [("version", (*version).into())],
            ),
            RegisterEvent::Approved {
                no,
                version,
                is_approved,
            } => written(
                if *is_approved {
                    "query.approved/1"
                } else {
                    "query.refused/1"
                },
                no.to_string(),
                [("version", (*version).into())],
            ),
            RegisterEvent::Revealed { record } => written("query.revealed/1", record.as_str(), []),
        }
    }
}

impl RequestEvent {
    fn written(&self) -> Written {
        match self {
            RequestEvent::Drafted { no, kind, to } => written(
                "request.drafted/1",
                no.to_string(),
                [("kind", kind.code().into()), ("to", to.code().into())],
            ),
            RequestEvent::Moved {
                no,
                step,
                from,
                to,
                acting_for,
            } => written(
                "request.moved/1",
                no.to_string(),
                [
                    (
                        "acting_for",
                        acting_for.as_ref().map_or("", Login::as_str).into(),
                    ),
                    ("from", from.code().into()),
                    ("step", step.code().into()),
                    ("to", to.code().into()),
                ],
            ),
            RequestEvent::Delegated {
                id,
                deputy,
                scope,
                from,
                to,
            } => written(
                "delegation.made/1",
                id.to_string(),
                [
                    ("deputy", deputy.as_str().into()),
                    ("from", from.to_string().into()),
                    ("scope", scope.map_or("all", Family::code).into()),
                    ("to", to.to_string().into()),
                ],
            ),
            RequestEvent::DelegationEnded { id } => {
                written("delegation.ended/1", id.to_string(), [])
            }
        }
    }
}

impl ImportEvent {
    fn written(&self) -> Written {
        match self {
            ImportEvent::Log {
                period,
                file,
                sha256,
                encoding,
                counts,
                footer_waived,
            } => written(
                "log.imported/1",
                period.to_string(),
                [
                    ("accepted", counts.accepted.into()),
                    ("duplicate", counts.duplicate.into()),
                    ("encoding", (*encoding).into()),
                    ("file", (*file).into()),
                    ("footer_waived", u32::from(*footer_waived).into()),
                    ("outside", counts.outside.into()),
                    ("period", period.to_string().into()),
                    ("read", counts.read.into()),
                    ("sha256", sha256.as_str().into()),
                    ("unreadable", counts.unreadable.into()),
                    ("waiting", counts.waiting.into()),
                ],
            ),
            ImportEvent::Register {
                file,
                sha256,
                encoding,
                read,
                accepted,
                duplicate,
                rejected,
            } => written(
                "register.imported/1",
                "",
                [
                    ("accepted", (*accepted).into()),
                    ("duplicate", (*duplicate).into()),
                    ("encoding", (*encoding).into()),
                    ("file", (*file).into()),
                    ("read", (*read).into()),
                    ("rejected", (*rejected).into()),
                    ("sha256", sha256.as_str().into()),
                ],
            ),
            ImportEvent::ColumnsMapped {
                kind,
                version,
                columns,
            } => written(
                "columns.mapped/1",
                *kind,
                [
                    (
                        "columns",
                        Json::List(columns.iter().map(|code| (*code).into()).collect()),
                    ),
                    ("version", (*version).into()),
                ],
            ),
        }
    }
}

fn match_counts(counts: &MatchCounts) -> Json {
    Json::object([
        ("confirmed", counts.confirmed.into()),
        ("log_rows", counts.log_rows.into()),
        ("not_performed", counts.not_performed.into()),
        ("p1", counts.p1.into()),
        ("p2", counts.p2.into()),
        ("proposed", counts.proposed.into()),
        ("retry", counts.retry.into()),
        ("unreadable", counts.unreadable.into()),
        ("unregistered", counts.unregistered.into()),
    ])
}

impl MatchEvent {
    fn written(&self) -> Written {
        match self {
            MatchEvent::Reconciled { period, counts } => written(
                "match.reconciled/1",
                period.to_string(),
                [("counts", match_counts(counts))],
            ),
            MatchEvent::ProposalDecided {
                period,
                seq,
                number,
                accepted,
                after_freeze,
            } => written(
                "match.decided/1",
                period.to_string(),
                [
                    ("accepted", u32::from(*accepted).into()),
                    ("after_freeze", u32::from(*after_freeze).into()),
                    ("number", number.to_string().into()),
                    ("seq", (*seq).into()),
                ],
            ),
            MatchEvent::DecisionUndone {
                period,
                seq,
                number,
                accepted,
                after_freeze,
            } => written(
                "match.undone/1",
                period.to_string(),
                [
                    ("accepted", u32::from(*accepted).into()),
                    ("after_freeze", u32::from(*after_freeze).into()),
                    ("number", number.to_string().into()),
                    ("seq", (*seq).into()),
                ],
            ),
            MatchEvent::GapExplained { period, number } => written(
                "match.gap_explained/1",
                period.to_string(),
                [("number", number.to_string().into())],
            ),
            MatchEvent::Explained { period, seq, cause } => written(
                "match.explained/1",
                period.to_string(),
                [("cause", (*cause).into()), ("seq", (*seq).into())],
            ),
        }
    }
}

impl CheckEvent {
    fn written(&self) -> Written {
        match self {
            CheckEvent::SecretCommitted { commit } => written(
                "secret.committed/1",
                "",
                [("commit", commit.as_str().into())],
            ),
            CheckEvent::Frozen(frozen) => frozen.written(),
            CheckEvent::Drawn(drawn) => drawn.written(),
            CheckEvent::PublicDeclared {
                period,
                source,
                digits,
                unrevealed,
                checker,
            } => written(
                "check.public/1",
                period.to_string(),
                [
                    ("checker", checker.as_str().into()),
                    ("digits", (*digits).into()),
                    ("source", source.as_str().into()),
                    ("unrevealed", unrevealed.as_str().into()),
                ],
            ),
            CheckEvent::WalkStarted { period, compared } => written(
                "walk.started/1",
                period.to_string(),
                [("compared", (*compared).into())],
            ),
            CheckEvent::OutcomeRecorded {
                period,
                seq,
                place,
                outcome,
                compared,
            } => written(
                "walk.outcome/1",
                period.to_string(),
                [
                    ("compared", (*compared).into()),
                    ("outcome", (*outcome).into()),
                    ("place", (*place).into()),
                    ("seq", (*seq).into()),
                ],
            ),
            CheckEvent::EvidenceNoted { period, seq } => written(
                "walk.evidence/1",
                period.to_string(),
                [("seq", (*seq).into())],
            ),
            CheckEvent::Extended {
                period,
                factor,
                rows,
            } => written(
                "walk.extended/1",
                period.to_string(),
                [("factor", (*factor).into()), ("more", (*rows).into())],
            ),
            CheckEvent::Judged { period, major } => written(
                "check.judged/1",
                period.to_string(),
                [("major", u32::from(*major).into())],
            ),
            CheckEvent::Signed(signed) => signed.written(),
        }
    }
}

impl CalendarEvent {
    fn written(&self) -> Written {
        let count = |moved: &u64| Json::Int(i64::try_from(*moved).unwrap_or(i64::MAX));
        match self {
            CalendarEvent::Imported {
                year,
                version,
                sha256,
                moved,
            } => written(
                "calendar.imported/1",
                year.to_string(),
                [
                    ("moved", count(moved)),
                    ("sha256", sha256.as_str().into()),
                    ("version", (*version).into()),
                    ("year", i64::from(*year).into()),
                ],
            ),
            CalendarEvent::Stopped { day, moved } => written(
                "calendar.stopped/1",
                day.to_string(),
                [("moved", count(moved))],
            ),
            CalendarEvent::StopWithdrawn { day, moved } => written(
                "calendar.withdrawn/1",
                day.to_string(),
                [("moved", count(moved))],
            ),
        }
    }
}

impl RulesEvent {
    fn written(&self) -> Written {
        match self {
            RulesEvent::StaffEntered { entered, known } => written(
                "staff.entered/1",
                "",
                [("entered", (*entered).into()), ("known", (*known).into())],
            ),
            RulesEvent::StaffRemoved { id } => written("staff.removed/1", id.to_string(), []),
        }
    }
}

impl ExceptionEvent {
    fn written(&self) -> Written {
        match self {
            ExceptionEvent::Granted {
                id,
                login,
                beside,
                from,
                to,
            } => written(
                "exception.granted/1",
                login.as_str(),
                [
                    (
                        "beside",
                        Json::List(beside.iter().map(|role| role.code().into()).collect()),
                    ),
                    ("from", from.to_string().into()),
                    ("id", (*id).into()),
                    ("to", to.to_string().into()),
                ],
            ),
            ExceptionEvent::Ended { id, login } => {
                written("exception.ended/1", login.as_str(), [("id", (*id).into())])
            }
        }
    }
}

impl Frozen {
    fn written(&self) -> Written {
        written(
            "check.frozen/2",
            self.period.to_string(),
            [
                ("accounts", self.accounts.into()),
                ("checker", self.checker.as_str().into()),
                ("commit", self.commit.as_str().into()),
                ("counts", match_counts(&self.counts)),
                ("days_without_rows", self.days_without_rows.into()),
                ("digits", self.digits.into()),
                ("flags", self.flags.into()),
                ("flags_sha256", self.flags_sha256.as_str().into()),
                ("flag_rules", self.flag_rules.into()),
                ("match_digest", self.match_digest.as_str().into()),
                ("n", self.rows.into()),
                ("policy", "300bp,min10".into()),
                ("match_rules", self.match_rules.into()),
                ("population", self.population.as_str().into()),
                ("rules", "webir-sample/1".into()),
                ("salt_sha256", self.salt_sha256.as_str().into()),
                ("source", self.source.as_str().into()),
                ("thresholds", self.thresholds.as_str().into()),
            ],
        )
    }
}

impl Drawn {
    fn written(&self) -> Written {
        written(
            "check.drawn/2",
            self.period.to_string(),
            [
                ("cover", self.cover.into()),
                ("next_commit", self.next_commit.as_str().into()),
                ("public", self.public.as_str().into()),
                ("reveal", self.reveal.as_str().into()),
                ("risk", self.risk.into()),
                ("sample", self.sample.into()),
                ("seed", self.seed.as_str().into()),
                ("slip_compared", u32::from(self.slip_compared).into()),
                ("total", self.total.into()),
            ],
        )
    }
}

impl Signed {
    fn written(&self) -> Written {
        written(
            "check.signed/1",
            format!("{}-v{}", self.period, self.version),
            [
                ("bad", self.bad.into()),
                ("major", u32::from(self.major).into()),
                ("next_commit", self.next_commit.as_str().into()),
                ("population", self.population.as_str().into()),
                ("sample", self.sample.into()),
                ("seed", self.seed.as_str().into()),
                ("version", self.version.into()),
            ],
        )
    }
}
