//! How a request goes on: whose step it is, what must hold, and what it leaves behind. The tables are the kinds' own.

use chrono::NaiveDate;

use crate::domain::basis::Agency;
use crate::domain::ids::Login;
use crate::domain::moment::Moment;
use crate::domain::normal::norm_text;
use crate::domain::people::{Clerk, Role};
use crate::domain::procedure::{self, Move, NotTaken, leaving, sources};
use crate::domain::request::dates::is_change_of_post;
use crate::domain::request::drafting::free_text;
use crate::domain::request::refusal::{Field, RequestRefusal};
use crate::domain::request::{
    Change, Delegation, Family, Guard, Hand, Kind, Line, Request, Stage, Step, StepTaken,
};
use crate::domain::roster::Proofs;

/// The account that a request is about, as the roster has it today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldAccount {
    /// Not deleted.
    pub is_there: bool,
    pub proofs: Proofs,
    /// Item and basis of what it holds today.
    pub items: Vec<(String, String)>,
}

/// What the rules need to know of the office on the day.
#[derive(Debug, Clone, Copy)]
pub struct Grounds<'a> {
    pub clerk: &'a Clerk,
    pub now: Moment,
    pub agency: &'a Agency,
    /// The agency's own items today; `None` while none are recorded at all.
    pub agency_items: Option<&'a [String]>,
    /// The account that is to be changed or ended.
    pub account: Option<&'a HeldAccount>,
    /// Active accounts of whoever is to get one.
    pub others: &'a [String],
    /// Delegations to this person whose principal is a supervisor.
    pub delegations: &'a [Delegation],
}

/// What is typed for a step; of it the step takes what its guards ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// 意見 or 理由.
    pub reason: String,
    /// 文號.
    pub document: String,
    /// The day of the letter or the deed.
    pub day: Option<NaiveDate>,
    pub account: String,
    pub batch: String,
    /// One a line: agreed or not.
    pub results: Vec<bool>,
}

/// A step that was taken: the request as it stands then, and the line of its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub request: Request,
    pub step: StepTaken,
}

/// The way on from where a request stands: what F8 is.
pub fn forward(kind: Kind, stage: Stage) -> Option<&'static Move<Stage, Step, Hand, Guard>> {
    leaving(kind.moves(), stage).next()
}

/// Which of the bureau's three steps a result per item is.
pub fn bureau_step(results: &[bool]) -> Step {
    let agreed = results.iter().filter(|is_agreed| **is_agreed).count();
    if agreed == results.len() {
        Step::BureauAgree
    } else if agreed == 0 {
        Step::BureauRefuse
    } else {
        Step::BureauPartly
    }
}

/// Whether this step is this person's at all, before anything is typed: the move is there and the hands are right.
pub fn why_not(request: &Request, step: Step, grounds: Grounds<'_>) -> Option<RequestRefusal> {
    let moves = request.kind.moves();
    let taken = procedure::take(
        moves,
        (request.stage, step),
        |hand| check_hand(request, hand, grounds).map(|_acting| ()),
        |_guard| Ok(()),
    );
    taken.err().and_then(|not_taken| first(request, not_taken))
}

/// What the step ahead asks of the office and does not hold today, whoever is to take it: a certificate that ran out since,
/// an item that the agency holds no more.
pub fn unmet(request: &Request, grounds: Grounds<'_>) -> Vec<RequestRefusal> {
    const STANDING: [Guard; 5] = [
        Guard::Proofs,
        Guard::Basis,
        Guard::Granted,
        Guard::Held,
        Guard::OneAccount,
    ];
    let Some(ahead) = forward(request.kind, request.stage) else {
        return Vec::new();
    };
    let asked = ahead.guard.iter().filter(|guard| STANDING.contains(guard));
    asked
        .filter_map(|guard| check(request, ahead.step, &Given::default(), grounds, *guard).err())
        .collect()
}

fn first(
    request: &Request,
    not_taken: NotTaken<Stage, Step, RequestRefusal>,
) -> Option<RequestRefusal> {
    all(request, not_taken).into_iter().next()
}

fn all(request: &Request, not_taken: NotTaken<Stage, Step, RequestRefusal>) -> Vec<RequestRefusal> {
    match not_taken {
        NotTaken::Refused(refusals) => refusals,
        NotTaken::NoMove { from, step } => vec![RequestRefusal::NoMove {
            from,
            step,
            possible: sources(request.kind.moves(), step).collect(),
        }],
    }
}

/// Takes a step, or says everything that is missing.
pub fn take(
    request: &Request,
    step: Step,
    given: &Given,
    grounds: Grounds<'_>,
) -> Result<Taken, Vec<RequestRefusal>> {
    let given = tidied(given);
    let mut acting_for = None;
    let to = procedure::take(
        request.kind.moves(),
        (request.stage, step),
        |hand| {
            acting_for = check_hand(request, hand, grounds)?;
            Ok(())
        },
        |guard| check(request, step, &given, grounds, guard),
    )
    .map_err(|not_taken| all(request, not_taken))?;
    Ok(taken(request, (step, to), given, acting_for, grounds))
}

fn tidied(given: &Given) -> Given {
    Given {
        reason: free_text(&given.reason),
        document: free_text(&given.document),
        day: given.day,
        account: norm_text(&given.account),
        batch: norm_text(&given.batch),
        results: given.results.clone(),
    }
}

/// Whose step it is; for whom, when it is a deputy's.
fn check_hand(
    request: &Request,
    hand: Hand,
    grounds: Grounds<'_>,
) -> Result<Option<Login>, RequestRefusal> {
    let me = grounds.clerk;
    let has_approved = request.approved_by.as_ref() == Some(&me.login);
    match hand {
        Hand::Applicant if request.applicant == me.login => Ok(None),
        Hand::Applicant => Err(RequestRefusal::NotApplicant {
            applicant: request.applicant.clone(),
        }),
        Hand::Supervisor => check_supervisor(request, grounds),
        Hand::Manager if !me.roles.has(Role::Manager) => Err(RequestRefusal::NotManager),
        Hand::Successor if request.successor.login.as_ref() != Some(&me.login) => {
            Err(RequestRefusal::NotSuccessor {
                successor: request.successor.name.clone(),
            })
        }
        Hand::Manager | Hand::Successor if has_approved => Err(RequestRefusal::ApprovedIt),
        Hand::Manager | Hand::Successor => Ok(None),
    }
}

fn check_supervisor(
    request: &Request,
    grounds: Grounds<'_>,
) -> Result<Option<Login>, RequestRefusal> {
    let me = grounds.clerk;
    let family: Family = request.kind.family();
    let today = grounds.now.day();
    let delegated = grounds
        .delegations
        .iter()
        .find(|delegation| delegation.deputy == me.login && delegation.is_in_force(today, family));
    let acting_for = if me.roles.has(Role::Supervisor) {
        None
    } else if let Some(delegation) = delegated {
        Some(delegation.principal.clone())
    } else {
        return Err(RequestRefusal::NotSupervisor);
    };
    if request.applicant == me.login {
        Err(RequestRefusal::OwnRequest)
    } else {
        Ok(acting_for)
    }
}

/// Whether one guard holds.
fn check(
    request: &Request,
    step: Step,
    given: &Given,
    grounds: Grounds<'_>,
    guard: Guard,
) -> Result<(), RequestRefusal> {
    let missing = |is_missing: bool, field: Field| {
        if is_missing {
            Err(RequestRefusal::FieldMissing(field))
        } else {
            Ok(())
        }
    };
    match guard {
        Guard::Complete => check_complete(request),
        Guard::ChangeDay => missing(
            is_change_of_post(request.kind, request.cause) && request.changes_on.is_none(),
            Field::ChangesOn,
        ),
        Guard::Proofs => check_proofs(request, grounds),
        Guard::Basis => check_basis(request, grounds),
        Guard::Granted => check_granted(request, grounds),
        Guard::Held => check_held(request, grounds),
        Guard::OneAccount => check_one_account(request, grounds),
        Guard::Reason => missing(given.reason.is_empty(), Field::Reason),
        Guard::Letter => missing(given.document.is_empty(), Field::Document),
        Guard::Day => check_day(request, step, given, grounds),
        Guard::Account => missing(
            request.kind.opens_account() && given.account.is_empty(),
            Field::Account,
        ),
        Guard::Batch => missing(given.batch.is_empty(), Field::Batch),
        Guard::Results => {
            let is_whole = given.results.len() == request.lines.len();
            if !is_whole || bureau_step(&given.results) != step {
                return Err(RequestRefusal::ResultsDiffer);
            }
            let needs_reason = step == Step::BureauRefuse || step == Step::BureauPartly;
            missing(needs_reason && given.reason.is_empty(), Field::Reason)
        }
    }
}

/// What each kind asks for (domain.md T2, T2b).
fn check_complete(request: &Request) -> Result<(), RequestRefusal> {
    let kind = request.kind;
    let is_blank = |text: &str| text.is_empty();
    let first_without_basis = request
        .lines_of(Change::Add)
        .any(|line| is_blank(&line.basis));
    let asked = [
        (
            kind.ends_account() && kind != Kind::Swap && request.cause.is_none(),
            Field::Cause,
        ),
        (
            kind.family() != Family::Items
                && is_blank(&request.holder.name)
                && !request.has_no_holder(),
            Field::Holder,
        ),
        (
            kind.is_of_an_account() && is_blank(&request.account),
            Field::Holder,
        ),
        (
            kind == Kind::Swap && request.successor.login.is_none(),
            Field::Successor,
        ),
        (
            kind.opens_account() && is_blank(&request.newcomer().unit),
            Field::Unit,
        ),
        (kind.has_lines() && request.lines.is_empty(), Field::Lines),
        (first_without_basis, Field::Basis),
        (!kind.ends_account() && is_blank(&request.need), Field::Need),
    ];
    let missing = asked.into_iter().find(|(is_missing, _)| *is_missing);
    if let Some((_, field)) = missing {
        return Err(RequestRefusal::FieldMissing(field));
    }
    if kind == Kind::Swap && request.successor.login == request.holder.login {
        return Err(RequestRefusal::OwnSuccessor);
    }
    Ok(())
}

/// 5(1), of whoever gets an account or more items; a standing state, so asked anew each time.
fn check_proofs(request: &Request, grounds: Grounds<'_>) -> Result<(), RequestRefusal> {
    let proofs = match request.kind {
        Kind::UserAdd | Kind::ManagerAdd | Kind::Swap => request.proofs,
        Kind::UserItems if request.lines_of(Change::Add).next().is_some() => grounds
            .account
            .map_or(Proofs::default(), |held| held.proofs),
        Kind::UserItems
        | Kind::UserDelete
        | Kind::ManagerDelete
        | Kind::ItemsAdd
        | Kind::ItemsDelete => return Ok(()),
    };
    let today = grounds.now.day();
    let dated = [
        (proofs.official_on, Field::OfficialOn),
        (proofs.bound_on, Field::BoundOn),
        (proofs.pledged_on, Field::PledgedOn),
    ];
    for (day, field) in dated {
        match day {
            None => return Err(RequestRefusal::FieldMissing(field)),
            Some(day) if day > today => return Err(RequestRefusal::ProofAhead(field)),
            Some(_) => {}
        }
    }
    match proofs.certificate_until {
        None => Err(RequestRefusal::FieldMissing(Field::CertificateUntil)),
        Some(until) if until < today => Err(RequestRefusal::CertificateOver { until }),
        Some(_) => Ok(()),
    }
}

fn check_basis(request: &Request, grounds: Grounds<'_>) -> Result<(), RequestRefusal> {
    let today = grounds.now.day();
    let unknown = |line: &&Line| grounds.agency.basis_on(&line.basis, today).is_none();
    match request.lines_of(Change::Add).find(unknown) {
        None => Ok(()),
        Some(line) => Err(RequestRefusal::BasisUnknown {
            item: line.item.clone(),
            basis: line.basis.clone(),
        }),
    }
}

fn check_granted(request: &Request, grounds: Grounds<'_>) -> Result<(), RequestRefusal> {
    let Some(own) = grounds.agency_items else {
        return Ok(());
    };
    let foreign = |line: &&Line| !own.contains(&line.item);
    match request.lines_of(Change::Add).find(foreign) {
        None => Ok(()),
        Some(line) => Err(RequestRefusal::NotGranted {
            item: line.item.clone(),
        }),
    }
}

fn check_held(request: &Request, grounds: Grounds<'_>) -> Result<(), RequestRefusal> {
    // A new account holds nothing yet.
    let account = grounds
        .account
        .filter(|held| held.is_there && request.kind.is_of_an_account());
    if request.kind.is_of_an_account() && account.is_none() {
        // What only WebIR knows is deleted there.
        return if request.has_no_holder() && grounds.account.is_none() {
            Ok(())
        } else {
            Err(RequestRefusal::NoAccount)
        };
    }
    let holds = |item: &String| match request.kind.family() {
        Family::Items => grounds.agency_items.is_some_and(|own| own.contains(item)),
        Family::User | Family::Manager | Family::Swap => {
            account.is_some_and(|held| held.items.iter().any(|(known, _)| known == item))
        }
    };
    for line in &request.lines {
        let item = line.item.clone();
        match (line.change, holds(&line.item)) {
            (Change::Add, true) => return Err(RequestRefusal::AlreadyHeld { item }),
            (Change::Delete, false) => return Err(RequestRefusal::NotHeld { item }),
            (Change::Add, false) | (Change::Delete, true) => {}
        }
    }
    Ok(())
}

fn check_one_account(request: &Request, grounds: Grounds<'_>) -> Result<(), RequestRefusal> {
    let is_first = !request.kind.opens_account() || !request.second_reason.is_empty();
    match grounds.others.first() {
        Some(account) if !is_first => Err(RequestRefusal::SecondAccount {
            account: account.clone(),
        }),
        _ => Ok(()),
    }
}

fn check_day(
    request: &Request,
    step: Step,
    given: &Given,
    grounds: Grounds<'_>,
) -> Result<(), RequestRefusal> {
    let Some(day) = given.day else {
        return Err(RequestRefusal::FieldMissing(Field::Day));
    };
    // The successor may have taken over before 勞工局's letter came; the other three facts follow each other.
    let floor = request.last_on.filter(|_last| step != Step::TakeOver);
    match floor {
        _ if day > grounds.now.day() => Err(RequestRefusal::DayAhead),
        Some(after) if day < after => Err(RequestRefusal::DayEarly { after }),
        _ => Ok(()),
    }
}

/// What a step leaves behind.
fn taken(
    request: &Request,
    (step, to): (Step, Stage),
    given: Given,
    acting_for: Option<Login>,
    grounds: Grounds<'_>,
) -> Taken {
    let (me, today) = (grounds.clerk.login.clone(), grounds.now.day());
    let mut next = Request {
        stage: to,
        since: grounds.now,
        version: request.version.saturating_add(1),
        change: Some(step),
        changed_by: me.clone(),
        changed_at: grounds.now,
        ..request.clone()
    };
    match step {
        Step::Submit => next.submitted_on = request.submitted_on.or(Some(today)),
        Step::Approve => {
            next.approved_by = Some(me.clone());
            next.approved_for.clone_from(&acting_for);
            next.approved_on = Some(today);
            next.last_on = Some(today);
        }
        // Approved anew when it comes again.
        Step::Return | Step::Correct => {
            next.approved_by = None;
            next.approved_for = None;
            next.approved_on = None;
            next.last_on = None;
        }
        Step::Compile => next.batch.clone_from(&given.batch),
        Step::BureauAgree | Step::BureauPartly | Step::BureauRefuse => {
            for (line, is_agreed) in next.lines.iter_mut().zip(&given.results) {
                line.is_agreed = Some(*is_agreed);
            }
        }
        Step::Close => next.closed_on = Some(today),
        Step::Revise
        | Step::Withdraw
        | Step::Reject
        | Step::SetUp
        | Step::Dispatch
        | Step::Agree
        | Step::Refuse
        | Step::CentralSetUp
        | Step::TakeOver
        | Step::NewAccount
        | Step::StopOld
        | Step::DeleteOld
        | Step::SendOn
        | Step::Apply
        | Step::ChangeRights
        | Step::Notify => {}
    }
    if to != Stage::Draft {
        next.last_on = next.last_on.max(given.day);
    }
    if step.carries_out() {
        next.executed_by = Some(me.clone());
        // 6(4) counts to the old account's stop; its deletion is 資訊處's and comes after.
        if step != Step::DeleteOld {
            next.executed_on = given.day;
        }
        if !given.account.is_empty() && request.kind.opens_account() {
            next.new_account.clone_from(&given.account);
        }
    }
    Taken {
        step: StepTaken {
            no: request.no,
            step: Some(step),
            from: request.stage,
            to,
            by: me,
            acting_for,
            reason: given.reason,
            document: given.document,
            day: given.day,
            at: grounds.now,
        },
        request: next,
    }
}
