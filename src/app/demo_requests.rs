//! The demo's requests in several stages: some wait for each person, one is late, one was returned, one is
//! closed, two are with other agencies.

use chrono::{Days, NaiveDate};

use super::demo::broken;
use super::demo_rows::moment;
use super::demo_story::Story;
use super::demo_words::{ITEMS, NEEDS, UNITS};
use super::roster::RosterCommand;
use super::{AppError, Clock, Command, Item, Office, RegisterCommand, RequestCommand};
use crate::domain::event::{Event, RequestEvent};
use crate::domain::ids::Period;
use crate::domain::people::Clerk;
use crate::domain::request::{Change, Draft, Given, Kind, Line, Party, RequestNo, Step};
use crate::domain::roster::{AgencyItem, Cause, Proofs};

const MINUTE: i64 = 60_000;
/// The item that the agency asks for; every other it holds.
const ASKED_FOR: &str = "LI02";
/// Asked for with it, and not yet in use anywhere: the bureau may agree to one and refuse the other.
const ASKED_TOO: &str = "LI05";

/// Whose hands a step of the demo needs.
#[derive(Clone, Copy)]
enum Hand {
    Manager,
    Supervisor,
}

fn proofs(since: NaiveDate) -> Proofs {
    Proofs {
        official_on: Some(since),
        bound_on: Some(since),
        certificate_until: since.checked_add_days(Days::new(5 * 365)),
        pledged_on: Some(since),
    }
}

fn line(change: Change, item: &str) -> Line {
    Line {
        change,
        item: item.to_owned(),
        basis: match change {
            Change::Add => "SOC-01".to_owned(),
            Change::Delete => String::new(),
        },
        monthly: (change == Change::Add).then_some(20),
        is_agreed: None,
    }
}

impl Story<'_> {
    /// What the bureau granted to the agency before the first month.
    pub(super) fn agency_items(&mut self, first: Period) -> Result<(), AppError> {
        let since = first.first_day();
        for item in ITEMS.into_iter().filter(|item| *item != ASKED_FOR) {
            let own = AgencyItem {
                id: 0,
                version: 0,
                item: item.to_owned(),
                basis: "SOC-01".to_owned(),
                valid_from: since,
                valid_to: None,
                document: NEEDS.grant_letter.to_owned(),
                request: String::new(),
                ended_by: String::new(),
            };
            self.deed(RosterCommand::SaveAgencyItem(Box::new(own)))?;
        }
        Ok(())
    }

    fn deed(&mut self, command: RosterCommand) -> Result<(), AppError> {
        self.manager.clock = Clock::Fixed(self.at);
        self.manager.execute(Command::Roster(command))?;
        Ok(())
    }

    /// What was asked for at the beginning of this month: with the bureau, with 勞工局, waiting for the manager, closed.
    pub(super) fn early_requests(&mut self, last: Period) -> Result<(), AppError> {
        let day = self.calendar.next_working(last.last_day());
        self.pass(moment(day, 13 * 3600 + 30 * 60));
        let too = Item {
            code: ASKED_TOO.to_owned(),
            name: NEEDS.item_too.to_owned(),
            valid_from: None,
            valid_to: None,
            example: true,
        };
        self.manager.clock = Clock::Fixed(self.at);
        self.manager
            .execute(Command::Register(RegisterCommand::SaveItem(too)))?;
        let items = Draft {
            lines: vec![line(Change::Add, ASKED_FOR), line(Change::Add, ASKED_TOO)],
            need: NEEDS.agency_item.to_owned(),
            ..Draft::of(Kind::ItemsAdd)
        };
        let no = self.managers_request(items)?;
        let to_the_bureau = [
            (Hand::Supervisor, Step::Approve),
            (Hand::Manager, Step::Agree),
            (Hand::Manager, Step::SendOn),
            (Hand::Manager, Step::Compile),
            (Hand::Manager, Step::Apply),
        ];
        self.take_all(no, &to_the_bureau)?;
        let second = Draft {
            need: NEEDS.second_manager.to_owned(),
            second_reason: NEEDS.second_reason.to_owned(),
            proofs: proofs(last.first_day()),
            ..self.own(0, Kind::ManagerAdd)?
        };
        let no = self.users_request(0, second)?;
        self.take_all(
            no,
            &[
                (Hand::Supervisor, Step::Approve),
                (Hand::Manager, Step::Dispatch),
            ],
        )?;
        let leaves = Draft {
            cause: Some(Cause::Moved),
            changes_on: day.checked_add_days(Days::new(4)),
            ..self.own(6, Kind::UserDelete)?
        };
        let no = self.managers_request(leaves)?;
        self.take_all(no, &[(Hand::Supervisor, Step::Approve)])?;
        let more = Draft {
            lines: vec![line(Change::Add, "UB07")],
            cause: Some(Cause::Duties),
            changes_on: day.succ_opt(),
            need: NEEDS.items.to_owned(),
            ..self.own(3, Kind::UserItems)?
        };
        let no = self.users_request(3, more)?;
        self.take_all(
            no,
            &[
                (Hand::Supervisor, Step::Approve),
                (Hand::Manager, Step::SetUp),
                (Hand::Manager, Step::Close),
            ],
        )
    }

    /// What was asked for today: two wait for the supervisor, one was returned to its applicant.
    pub(super) fn late_requests(&mut self) -> Result<(), AppError> {
        let today = self.now.day();
        let ahead = |days: u64| today.checked_add_days(Days::new(days));
        let newcomer = self.newcomer.me.clone();
        let joins = Draft {
            holder: party(&newcomer, UNITS.first().copied().unwrap_or_default()),
            cause: Some(Cause::Joined),
            changes_on: ahead(4),
            lines: vec![line(Change::Add, "LI01"), line(Change::Add, "LP11")],
            need: NEEDS.newcomer.to_owned(),
            proofs: proofs(today),
            ..Draft::of(Kind::UserAdd)
        };
        self.newcomer.clock = Clock::Fixed(self.now);
        hand_in(&mut self.newcomer, joins)?;
        let changes = Draft {
            lines: vec![line(Change::Delete, "LP11"), line(Change::Add, "UB07")],
            cause: Some(Cause::Duties),
            changes_on: ahead(2),
            need: NEEDS.items.to_owned(),
            ..self.own(2, Kind::UserItems)?
        };
        self.users_request(2, changes)?;
        let fewer = Draft {
            lines: vec![line(Change::Delete, "UB07")],
            need: NEEDS.vague.to_owned(),
            ..self.own(1, Kind::UserItems)?
        };
        let no = self.users_request(1, fewer)?;
        self.take_all(no, &[(Hand::Supervisor, Step::Return)])
    }

    /// A request about a user's own account.
    fn own(&self, user: usize, kind: Kind) -> Result<Draft, AppError> {
        let me = &self.users.get(user).ok_or_else(broken)?.me;
        let unit = UNITS.get(user % UNITS.len()).copied().unwrap_or_default();
        Ok(Draft {
            holder: party(me, unit),
            account: me.account.clone().unwrap_or_default(),
            ..Draft::of(kind)
        })
    }

    fn tick(&mut self) -> Clock {
        let later = crate::domain::moment::Moment(self.at.0.saturating_add(4 * MINUTE));
        Clock::Fixed(self.pass(later))
    }

    fn users_request(&mut self, user: usize, draft: Draft) -> Result<RequestNo, AppError> {
        let clock = self.tick();
        let office = self.users.get_mut(user).ok_or_else(broken)?;
        office.clock = clock;
        hand_in(office, draft)
    }

    fn managers_request(&mut self, draft: Draft) -> Result<RequestNo, AppError> {
        self.manager.clock = self.tick();
        hand_in(&mut self.manager, draft)
    }

    fn take_all(&mut self, no: RequestNo, steps: &[(Hand, Step)]) -> Result<(), AppError> {
        for (hand, step) in steps {
            let clock = self.tick();
            let office = match hand {
                Hand::Manager => &mut self.manager,
                Hand::Supervisor => &mut self.supervisor,
            };
            office.clock = clock;
            let request = office.request(no)?;
            let given = Given {
                reason: if step.is_backward() {
                    NEEDS.returned.to_owned()
                } else {
                    String::new()
                },
                document: NEEDS.letter.to_owned(),
                day: Some(office.now().day()),
                batch: NEEDS.batch.to_owned(),
                ..Given::default()
            };
            let command = RequestCommand::Take {
                no,
                version: request.version,
                step: *step,
                given: Box::new(given),
            };
            office.execute(Command::Request(command))?;
        }
        Ok(())
    }
}

fn party(clerk: &Clerk, unit: &str) -> Party {
    Party {
        login: Some(clerk.login.clone()),
        name: clerk.name.clone(),
        unit: unit.to_owned(),
        title: NEEDS.title.to_owned(),
    }
}

fn hand_in(office: &mut Office, draft: Draft) -> Result<RequestNo, AppError> {
    let command = RequestCommand::Draft {
        draft: Box::new(draft),
        hands_in: true,
    };
    match office.execute(Command::Request(command))?.event {
        Event::Request(RequestEvent::Drafted { no, .. }) => Ok(no),
        _ => Err(broken().into()),
    }
}
