//! The words of the domain in English.

use crate::domain::file_fault::Column;
use crate::domain::identity::SubjectKind;
use crate::domain::monthly_check::{Cause, Compared, Outcome, Step};
use crate::domain::query::{Change, Field, Output, QueryFlag, QueryResult, QueryState, WhereTo};

pub(super) fn field(field: Field) -> &'static str {
    match field {
        Field::Account => "Account",
        Field::CaseNo => "Case",
        Field::Reason => "Reason",
        Field::Basis => "Legal basis",
        Field::BasisReason => "Basis reason",
        Field::Item => "Item",
        Field::Asked => "Date and time",
        Field::Subject => "Subject",
        Field::ChecksumConfirmed => "Number",
        Field::Relation => "Relation",
        Field::Assignment => "Assignment",
        Field::Unit => "Unit",
        Field::SubjectName => "Subject name",
        Field::SpanFrom => "Span from",
        Field::SpanTo => "Span to",
        Field::Relevance => "Relevance",
        Field::Requester => "Requested by",
        Field::ApprovedBy => "Approved by",
        Field::ApprovedOn => "Approved on",
        Field::Remark => "Remark",
        Field::Result => "Result",
        Field::Rows => "Rows",
        Field::Output => "Output",
        Field::Copies => "Copies",
        Field::WhereTo => "Went to",
        Field::FiledIn => "Merged into",
        Field::Sealed => "Sealed",
        Field::DeleteBy => "Delete by",
        Field::ChangeReason => "Reason given",
    }
}

pub(super) fn query_state(query_state: QueryState) -> &'static str {
    match query_state {
        QueryState::Pending => "result missing",
        QueryState::Complete => "complete",
        QueryState::Void => "void",
    }
}

pub(super) fn query_result(query_result: QueryResult) -> &'static str {
    match query_result {
        QueryResult::Found => "data found",
        QueryResult::NoData => "no data",
        QueryResult::SystemError => "system error",
        QueryResult::NotAsked => "not queried",
    }
}

pub(super) fn output(output: Output) -> &'static str {
    match output {
        Output::ViewedOnly => "viewed only",
        Output::Printed => "printed",
        Output::File => "file",
    }
}

pub(super) fn where_to(where_to: WhereTo) -> &'static str {
    match where_to {
        WhereTo::Filed => "filed with the case",
        WhereTo::Merged => "filed with another case",
        WhereTo::Destroyed => "destroyed",
        WhereTo::NotKept => "not kept",
    }
}

pub(super) fn change(change: Change) -> &'static str {
    match change {
        Change::Registered => "registered",
        Change::Result => "result completed",
        Change::Correction => "corrected",
        Change::Void => "voided",
        Change::Imported => "imported",
    }
}

pub(super) fn query_flag(query_flag: QueryFlag) -> &'static str {
    match query_flag {
        QueryFlag::UnknownItem => "item not in the list",
        QueryFlag::EmptyAccount => "no account",
        QueryFlag::EmptyItem => "no item",
        QueryFlag::EmptySubject => "no subject",
        QueryFlag::RareCharacter => "rare character",
        QueryFlag::ControlCharacter => "control character",
        QueryFlag::NotConsented => "agency without consent",
        QueryFlag::Suspended => "agency suspended or ended",
        QueryFlag::AccountNotOpen => "account not open that day",
        QueryFlag::ItemNotHeld => "item not held that day",
        QueryFlag::BasisNotHeld => "not held on this basis",
    }
}

pub(super) fn subject_kind(subject_kind: SubjectKind) -> &'static str {
    match subject_kind {
        SubjectKind::NationalId => "national ID",
        SubjectKind::ResidentNo => "resident number",
        SubjectKind::OldResidentNo => "old resident number",
        SubjectKind::BusinessNo => "business number",
        SubjectKind::InsuranceNo => "insurance number",
        SubjectKind::Unknown => "unknown form",
    }
}

pub(super) fn step(step: Step) -> &'static str {
    match step {
        Step::None => "not begun",
        Step::Imported => "imported",
        Step::Reconciled => "reconciled",
        Step::Frozen => "frozen",
        Step::Drawn => "drawn",
        Step::Walking => "being walked",
        Step::Signed => "to be countersigned",
        Step::Complete => "complete",
        Step::Submitted => "submitted",
        Step::Filed => "filed",
    }
}

pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Matched => "match",
        Outcome::Unregistered => "unregistered",
        Outcome::Condition => "wrong subject",
        Outcome::Case => "wrong case",
        Outcome::Time => "wrong time",
        Outcome::Register => "wrong register",
        Outcome::Beyond => "beyond grant",
        Outcome::Unassigned => "not assigned",
        Outcome::AfterChange => "after change",
        Outcome::NoEvidence => "no evidence",
        Outcome::NotProduced => "file missing",
        Outcome::Unreadable => "unreadable",
        Outcome::Other => "other",
    }
}

pub(super) fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Missed => "forgotten",
        Cause::Repeated => "repeated query",
        Cause::NotHolder => "not the holder",
        Cause::OffDuty => "not official use",
        Cause::Other => "other",
    }
}

pub(super) fn compared(compared: Compared) -> &'static str {
    match compared {
        Compared::Register => "register only",
        Compared::RegisterAndCase => "register and case file",
    }
}

pub(super) fn column(column: Column) -> &'static str {
    match column {
        Column::Number => "register number",
        Column::Account => "account",
        Column::Person => "person",
        Column::Day => "date",
        Column::Time => "time",
        Column::Item => "item",
        Column::Condition => "subject",
        Column::CaseAndReason => "case and reason",
        Column::Case => "case",
        Column::Reason => "reason",
        Column::Basis => "legal basis",
        Column::Result => "result",
        Column::Output => "output",
        Column::Whereabouts => "whereabouts",
        Column::Requester => "requester",
        Column::RegisteredOn => "registered on",
        Column::RegisteredAt => "registered at",
        Column::Unit => "Unit",
        Column::PersonTitle => "Title",
        Column::Login => "Login",
        Column::AccountKind => "Kind",
        Column::AccountStatus => "Status",
        Column::ApprovedOn => "Approved on",
        Column::Request => "Request",
        Column::OpenedOn => "Opened on",
        Column::ChangedOn => "Changed on",
        Column::ChangeCause => "Cause",
        Column::OfficialOn => "Official account on",
        Column::BoundOn => "Certificate bound on",
        Column::CertificateUntil => "Certificate until",
        Column::PledgedOn => "Pledged on",
        Column::Remark => "Remark",
    }
}

/// `None` for an action of a later program.
pub(super) fn action(action: &str) -> Option<&'static str> {
    Some(match action {
        "store.created/1" => "create store",
        "store.migrated/1" => "update store",
        "store.restored/1" => "restore backup",
        "tail.lost/1" => "accept loss",
        "person.added/1" => "add person",
        "person.roles/1" => "change roles",
        "person.removed/1" => "remove person",
        "code.made/1" => "make code",
        "key.enrolled/1" => "enrol key",
        "key.revoked/1" => "revoke key",
        "login.opened/1" => "log in",
        "login.failed/1" => "log-in failed",
        "role.refused/1" => "refuse role",
        "desk.seeded/1" => "lay catalogues",
        "held.listed/1" => "item listed",
        "held.moved/1" => "item moved",
        "held.law/1" => "law changed",
        "held.taken_over/1" => "items taken on",
        "deletion.signed/1" => "deletion",
        "deletion.moved/1" => "deletion moved",
        "kept.moved/1" => "kept record",
        "use_period.set/1" => "use period",
        "notice.recorded/1" => "contact change",
        "notice.sent/1" => "contact told",
        "calendar.imported/1" => "calendar in",
        "calendar.stopped/1" => "stop-work day",
        "calendar.withdrawn/1" => "stop taken off",
        "setting.changed/1" => "change setting",
        "item.saved/1" => "save item",
        "reason.saved/1" => "save reason",
        "backup.made/1" => "back up",
        "roster.person/1" => "person saved",
        "roster.account/1" => "account added",
        "roster.proofs/1" => "proofs saved",
        "roster.agency_item/1" => "agency item",
        "roster.agency_item_ended/1" => "item ended",
        "roster.officer/1" => "officer saved",
        "roster.training/1" => "training saved",
        "roster.imported/1" => "roster import",
        "agency.standing/1" => "standing saved",
        "review.opened/1" => "review opened",
        "review.decided/1" => "line decided",
        "review.drafted/1" => "review applied",
        "review.moved/1" => "review moved",
        "review.closed/1" => "review closed",
        "clock.jumped/1" => "clock jumped",
        "document.written/1" | "document.written/2" => "write document",
        "query.registered/1" => "register",
        "query.bulk/1" => "register many",
        "query.completed/1" => "add result",
        "query.corrected/1" => "correct",
        "query.voided/1" => "void",
        "query.approved/1" => "approve query",
        "query.refused/1" => "refuse query",
        "query.revealed/1" => "reveal",
        "log.imported/1" => "import log",
        "columns.mapped/1" => "map columns",
        "register.imported/1" => "import regist.",
        "match.reconciled/1" => "reconcile",
        "match.decided/1" => "decide match",
        "match.undone/1" => "undo",
        "match.gap_explained/1" => "log gap",
        "match.explained/1" => "explain row",
        "secret.committed/1" => "commit",
        "staff.entered/1" => "staff hashes",
        "staff.removed/1" => "staff removed",
        "check.frozen/1" | "check.frozen/2" => "freeze",
        "check.drawn/1" | "check.drawn/2" => "draw",
        "walk.started/1" => "begin walk",
        "walk.outcome/1" => "row outcome",
        "walk.evidence/1" => "note evidence",
        "check.judged/1" => "judge anomaly",
        "request.drafted/1" => "request draft",
        "request.moved/1" => "move request",
        "delegation.made/1" => "delegate",
        "delegation.ended/1" => "end delegation",
        "exception.granted/1" => "exception",
        "exception.ended/1" => "exception end",
        "walk.extended/1" => "extended",
        "check.public/1" => "public draw",
        "log.handed/1" => "hand over log",
        "check.countersigned/1" => "countersign",
        "check.reopened/1" => "reopen record",
        "check.joint/1" => "joint check",
        "quarter.dispatched/1" => "send quarter",
        "quarter.filed/1" => "file quarter",
        "quarter.returned/1" => "quarter back",
        "check.signed/1" => "sign record",
        _ => return None,
    })
}
