//! What happened, in English.

use crate::domain::assurance::Assurance;
use crate::domain::event::{
    CheckEvent, DeskEvent, Event, ExceptionEvent, ImportEvent, LogCounts, MatchCounts, MatchEvent,
    PeopleEvent, RegisterEvent, RulesEvent,
};
use crate::locale::{Lang, group};

const LANG: Lang = Lang::En;

fn count(number: u32) -> String {
    group(u64::from(number))
}

pub(super) fn told(event: &Event) -> String {
    match event {
        Event::People(event) => people(event),
        Event::Desk(event) => desk(event),
        Event::Closing(event) => Lang::En.closing_told(event),
        Event::Review(event) => Lang::En.review_told(event),
        Event::Register(event) => register(event),
        Event::Import(event) => import(event),
        Event::Match(event) => matched(event),
        Event::Check(event) => check(event),
        // requests
        Event::Request(event) => LANG.request_told(event),
        Event::Retention(event) => LANG.retention_told(event),
        Event::Calendar(event) => LANG.calendar_told(event),
        Event::Roster(event) => Lang::En.roster_told(event),
        Event::Exception(event) => exception(event),
        Event::Rules(event) => rules(event),
    }
}

fn people(event: &PeopleEvent) -> String {
    match event {
        PeopleEvent::Added { login, .. } => {
            format!("Enrolled {login}. The code is shown once; hand it over in person.")
        }
        PeopleEvent::CodeMade { login, .. } => {
            format!("New code for {login}; the old one is void. It is shown once.")
        }
        PeopleEvent::RolesChanged { login, roles } => {
            format!("Roles of {login}: {}.", Lang::En.roles(*roles))
        }
        PeopleEvent::Removed { login, .. } => {
            format!("Removed {login}: roles and key end; earlier signatures stand.")
        }
        PeopleEvent::KeyRevoked { login, .. } => {
            format!("Revoked the key of {login}. The code is shown once; hand it over in person.")
        }
        PeopleEvent::LoggedIn => "Logged in.".to_owned(),
        PeopleEvent::LoginsFailed { .. } => "Failed log-ins are entered into the trail.".to_owned(),
        PeopleEvent::RoleRefused { .. } => {
            "Not possible: not this role's to do; noted in the trail.".to_owned()
        }
    }
}

fn desk(event: &DeskEvent) -> String {
    match event {
        DeskEvent::Seeded {
            bases,
            items,
            reasons,
        } => {
            format!("Catalogues laid down: {bases} legal bases, {items} items, {reasons} reasons.")
        }
        DeskEvent::SettingChanged { name } => format!("Setting {name} changed."),
        DeskEvent::ItemSaved { code } => format!("Item {code} saved."),
        DeskEvent::ReasonSaved { .. } => "Reason saved.".to_owned(),
        DeskEvent::BackupMade { bytes, .. } => {
            format!("Backed up, {} bytes.", group(bytes.unsigned_abs()))
        }
        DeskEvent::LossAccepted { missing: 0, .. } => {
            "Loss of the head file accepted; noted in the trail. Writing goes on.".to_owned()
        }
        DeskEvent::LossAccepted { missing, .. } => format!(
            "Loss of {} entries accepted; noted in the trail. Writing goes on.",
            group(*missing)
        ),
        DeskEvent::ClockJumped { seconds } => {
            let way = if *seconds < 0 { "went back" } else { "jumped" };
            let minutes = group(seconds.unsigned_abs() / 60);
            format!("The clock {way} {minutes} min; noted in the trail. Have it set right.")
        }
        DeskEvent::DocumentWritten { facts, rows, .. } => {
            format!(
                "Wrote {} {}, {} rows.",
                super::document_kind(Lang::En, facts.kind),
                facts.record,
                group(*rows)
            )
        }
    }
}

fn rules(event: &RulesEvent) -> String {
    match event {
        RulesEvent::StaffEntered { entered, known } => format!(
            "{} entered, {} were known; only hashes are kept.",
            count(*entered),
            count(*known)
        ),
        RulesEvent::StaffRemoved { .. } => "Removed.".to_owned(),
    }
}

fn exception(event: &ExceptionEvent) -> String {
    match event {
        ExceptionEvent::Granted {
            login, beside, to, ..
        } => format!(
            "{login} may also be {} until {}. Next: the keeper enters the roles.",
            LANG.roles(*beside),
            LANG.day(*to)
        ),
        ExceptionEvent::Ended { login, .. } => {
            format!("The exception of {login} is ended; no checker any more.")
        }
    }
}

fn register(event: &RegisterEvent) -> String {
    match event {
        RegisterEvent::Registered { no } => format!("Registered {no}."),
        RegisterEvent::RegisteredMany { count: number } => {
            format!("Registered {} queries.", count(*number))
        }
        RegisterEvent::ResultCompleted { no, .. } => format!("Result of {} completed.", no.short()),
        RegisterEvent::Corrected { no, version, .. } => {
            format!("Corrected {}, now version {version}.", no.short())
        }
        RegisterEvent::Approved {
            no, is_approved, ..
        } => {
            let word = if *is_approved {
                "Approved"
            } else {
                "Refused to approve"
            };
            format!("{word} {}.", no.short())
        }
        RegisterEvent::Voided { no, .. } => {
            format!("Voided {}; the registration is kept.", no.short())
        }
        RegisterEvent::Revealed { .. } => "Shown in full, and noted in the trail.".to_owned(),
    }
}

fn import(event: &ImportEvent) -> String {
    match event {
        ImportEvent::Log {
            period,
            counts,
            footer_waived,
            ..
        } => {
            let rest = log_rest(*counts, *footer_waived);
            format!(
                "Imported {period}: {} accepted, {} duplicate, {} unreadable{rest}.",
                count(counts.accepted),
                count(counts.duplicate),
                count(counts.unreadable)
            )
        }
        ImportEvent::Register {
            accepted,
            duplicate,
            rejected,
            ..
        } => format!(
            "Imported the register: {} accepted, {} duplicate, {} rejected.",
            count(*accepted),
            count(*duplicate),
            count(*rejected)
        ),
        ImportEvent::ColumnsMapped { columns, .. } if columns.is_empty() => {
            "Columns go by their known names again.".to_owned()
        }
        ImportEvent::ColumnsMapped { columns, .. } => {
            format!(
                "Kept {} mapped columns, used by itself from now on.",
                columns.len()
            )
        }
    }
}

/// What is not of every import, and so is said only where it is.
fn log_rest(counts: LogCounts, is_footer_waived: bool) -> String {
    let outside =
        (counts.outside > 0).then(|| format!(", {} of other months", count(counts.outside)));
    let waiting =
        (counts.waiting > 0).then(|| format!(", {} after the freeze", count(counts.waiting)));
    let waived = is_footer_waived.then(|| "; the footer's total differs".to_owned());
    [outside, waiting, waived].into_iter().flatten().collect()
}

fn matched(event: &MatchEvent) -> String {
    match event {
        MatchEvent::Reconciled { period, counts } => reconciled(&period.to_string(), counts),
        MatchEvent::ProposalDecided {
            seq,
            number,
            accepted,
            after_freeze,
            ..
        } => match (accepted, after_freeze) {
            (true, false) => format!("Row {seq} confirmed as {}.", number.short()),
            (true, true) => format!("Row {seq} confirmed after the freeze; no count changes."),
            (false, _) => format!("Row {seq} refused; it stays unregistered."),
        },
        MatchEvent::DecisionUndone { seq, .. } => format!("Row {seq}: the decision is taken back."),
        MatchEvent::GapExplained { number, .. } => format!("{} is explained.", number.short()),
        MatchEvent::Explained { seq, cause, .. } => {
            format!("Row {seq} explained: {}.", LANG.cause_of_code(cause))
        }
    }
}

fn reconciled(period: &str, counts: &MatchCounts) -> String {
    format!(
        "Reconciled {period}: {} matched, {} proposed, {} unregistered, {} not performed.",
        group(super::joined(counts)),
        count(counts.proposed),
        count(counts.unregistered),
        count(counts.not_performed)
    )
}

fn check(event: &CheckEvent) -> String {
    match event {
        CheckEvent::SecretCommitted { .. } => "Commitment made.".to_owned(),
        CheckEvent::Frozen(frozen) => format!(
            "Froze {}: {} rows, which stay as they are. Next: {} draws.",
            frozen.period,
            count(frozen.rows),
            frozen.checker
        ),
        CheckEvent::PublicDeclared {
            source,
            digits,
            checker,
            ..
        } => format!("Public draw {source}/{digits} declared. Next: {checker} draws."),
        CheckEvent::Drawn(drawn) => {
            format!("Drew {} rows of {}.", count(drawn.sample), drawn.period)
        }
        CheckEvent::WalkStarted { period, compared } => {
            let compared = LANG.compared_of_code(compared);
            format!("Began the walk of {period}: {compared}.")
        }
        CheckEvent::OutcomeRecorded { place, outcome, .. } => {
            format!("Row {place}: {}.", LANG.outcome_of_code(outcome))
        }
        CheckEvent::EvidenceNoted { seq, .. } => format!("Evidence of log row {seq} noted."),
        CheckEvent::Extended { factor, rows, .. } => {
            format!("Extended to {factor} times n: {} more rows.", count(*rows))
        }
        CheckEvent::Judged { major: false, .. } => "Decided: no major anomaly.".to_owned(),
        CheckEvent::Judged { major: true, .. } => "Decided: a major anomaly.".to_owned(),
        CheckEvent::Signed(signed) => format!("Signed {}-v{}.", signed.period, signed.version),
    }
}

pub(super) fn assurance(assurance: &Assurance) -> Vec<String> {
    const GROUND: &str = "It holds only if the log is complete and the checker sees what is wrong.";
    let sample = count(assurance.sample);
    if assurance.population == 0 {
        return vec![
            "The month's log has no rows, so none is checked. It holds only if the log is complete."
                .to_owned(),
        ];
    }
    let found = match assurance.bad {
        0 => "all match".to_owned(),
        bad => format!("{} found bad", count(bad)),
    };
    if assurance.is_full() {
        return vec![
            format!("All rows checked, {sample}: {found}."),
            GROUND.to_owned(),
        ];
    }
    let unseen = assurance.population.saturating_sub(assurance.sample);
    vec![
        format!(
            "{sample} of {} rows drawn at random, {found}: at 95% confidence at most {} bad ({}).",
            count(assurance.population),
            count(assurance.at_most),
            assurance.share()
        ),
        GROUND.to_owned(),
        format!(
            "The other {} rows were not checked and are not proved to match.",
            count(unseen)
        ),
    ]
}
