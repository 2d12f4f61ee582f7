//! The demo's held items in several states, and the use periods that the office declared.

use chrono::Days;

use super::demo_story::Story;
use super::demo_words::{
    HELD_CITATION, HELD_EVIDENCE, HELD_HOW, HELD_PLACE, HELD_WITNESS, HOLD_REASON, USE_WORDS,
};
use super::retention::{DueAsked, DueLine, DuePlace, RetentionCommand};
use super::{AppError, Clock, Command, Office};
use crate::domain::basis::Agency;
use crate::domain::moment::Moment;
use crate::domain::retention::certificate::{
    CertificateDraft, Handling, Method, ScopePlace, carrier,
};
use crate::domain::retention::listing::UsePeriod;
use crate::domain::retention::{Held, HoldCause, Medium};
use crate::domain::span::Span;

/// Half a year for every legal basis of the agency.
pub(super) fn declare_use_periods(keeper: &mut Office, agency: &Agency) -> Result<(), AppError> {
    for basis in &agency.bases {
        let period = UsePeriod {
            span: Span::Months(6),
            words: USE_WORDS.to_owned(),
        };
        let basis = basis.id.clone();
        let command = RetentionCommand::SetUsePeriod { basis, period };
        keeper.execute(Command::Retention(command))?;
    }
    Ok(())
}

impl Story<'_> {
    /// A few held items in several states: one overdue, one due about now, one soon, one to be confirmed, one under a
    /// statute, one deleted and waiting for another person, one on hold.
    pub(super) fn held_items(&mut self) -> Result<(), AppError> {
        self.pass(self.now);
        let clock = Clock::Fixed(self.at);
        self.manager.clock = clock;
        let Some(user) = self.users.first_mut() else {
            return Ok(());
        };
        user.clock = clock;
        let held = oldest_items(user)?;
        for (held, deed) in held.iter().zip(HELD_DEEDS) {
            demo_deed(user, &mut self.manager, held, *deed)?;
        }
        Ok(())
    }
}

/// What was done with a held item; the days before now on which it was used up.
#[derive(Debug, Clone, Copy)]
enum HeldDeed {
    UsedUp(u64),
    UsedUpOnly(u64),
    Statute,
    Deleted(u64),
    OnHold,
}

const HELD_DEEDS: &[HeldDeed] = &[
    HeldDeed::UsedUp(34),
    HeldDeed::UsedUp(30),
    HeldDeed::UsedUp(20),
    HeldDeed::UsedUpOnly(12),
    HeldDeed::Statute,
    HeldDeed::Deleted(15),
    HeldDeed::OnHold,
];

/// The person's items, those that were obtained first.
fn oldest_items(user: &mut Office) -> Result<Vec<Held>, AppError> {
    let page = user.due_page(&DueAsked::default(), &DuePlace::Top, HELD_DEEDS.len())?;
    let items = page.lines.into_iter().filter_map(|line| match line {
        DueLine::Item(held, _) => Some(*held),
        DueLine::Certificate(..) => None,
    });
    Ok(items.collect())
}

fn demo_deed(
    user: &mut Office,
    manager: &mut Office,
    held: &Held,
    deed: HeldDeed,
) -> Result<(), AppError> {
    let today = user.now().day();
    let ago = |days: u64| {
        let day = today.checked_sub_days(Days::new(days)).unwrap_or(today);
        day.max(held.obtained_on)
    };
    let (no, version) = (held.no, held.version);
    let used_up = |days: u64, is_needed: bool| RetentionCommand::Complete {
        no,
        version,
        completed_on: ago(days),
        unneeded_on: (!is_needed).then(|| ago(days)),
    };
    let give = |office: &mut Office, command: RetentionCommand| {
        office.execute(Command::Retention(command)).map(drop)
    };
    match deed {
        HeldDeed::UsedUp(days) => give(user, used_up(days, false)),
        HeldDeed::UsedUpOnly(days) => give(user, used_up(days, true)),
        HeldDeed::Statute => give(
            user,
            RetentionCommand::Statute {
                no,
                version,
                citation: HELD_CITATION.to_owned(),
                from: held.obtained_on,
                span: Span::Years(2),
            },
        ),
        HeldDeed::Deleted(days) => {
            give(user, used_up(days, false))?;
            let draft = demo_certificate(user.now(), held.medium);
            let items = vec![(no, version.saturating_add(1))];
            let draft = Box::new(draft);
            give(user, RetentionCommand::Delete { items, draft })
        }
        HeldDeed::OnHold => give(
            manager,
            RetentionCommand::Hold {
                no,
                version,
                cause: HoldCause::Audit,
                reason: HOLD_REASON.to_owned(),
            },
        ),
    }
}

/// Everything cleared or absent but the backup, which expires later.
fn demo_certificate(now: Moment, medium: Medium) -> CertificateDraft {
    let until = now.day().checked_add_days(Days::new(48));
    let own = carrier(medium);
    let line = |place: &ScopePlace| {
        let handling = match (*place == own, until) {
            (true, _) => Handling::Cleared(HELD_HOW.to_owned()),
            (false, Some(until)) if *place == ScopePlace::Backup => Handling::Deferred(until),
            (false, _) => Handling::None,
        };
        (*place, handling)
    };
    CertificateDraft {
        method: Method::of(medium).first().copied(),
        place: HELD_PLACE.to_owned(),
        executed_at: now,
        witness: HELD_WITNESS.to_owned(),
        evidence: HELD_EVIDENCE.to_owned(),
        evidence_sha256: String::new(),
        lines: ScopePlace::ALL.iter().map(line).collect(),
    }
}
