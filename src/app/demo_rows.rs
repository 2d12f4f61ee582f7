//! A made-up month: what the clerks registered, and what WebIR logged of it. The same for every run; only keys differ.

use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono::{NaiveDate, NaiveTime};

use super::demo_words::{
    LOG_AGENCY, LOG_FOUND, LOG_HEADER, LOG_NO_DATA, LOG_SPAN, LOG_SYSTEM_ERROR, LOG_TITLE,
    LOG_TOTAL, REASONS,
};
use crate::domain::basis::Agency;
use crate::domain::calendar::Calendar;
use crate::domain::identity::Subject;
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::people::Clerk;
use crate::domain::query::{
    Change, Desk, Draft, Output, Query, QueryRefusal, QueryResult, Recusal, ResultDraft, WhereTo,
    complete, register,
};
use crate::domain::roc_date::roc_digits;

/// The office's day: from 08:32, so many seconds long.
const OPENS_AT: u32 = 8 * 3600 + 32 * 60;
const OPEN_SECONDS: u32 = 8 * 3600 + 15 * 60;
/// Fewer rows than this are all plain.
const ODD_FROM: u32 = 60;
const MOST_PROPOSALS: u32 = 40;
/// Rows in a run of the same clerk's, of one case.
const ROWS_A_CASE: u32 = 3;
const LETTERS: &[u8; 26] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";

/// What is out of the ordinary with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Odd {
    /// Registered, and the query never made.
    NotAsked,
    /// Registered, voided later, and never made.
    Voided,
    /// Made on the next working day.
    NextDay,
    /// Made a second time some minutes later.
    Again,
}

/// A month of rows.
pub(super) struct MadeUp<'a> {
    pub(super) period: Period,
    pub(super) agency: &'a Agency,
    pub(super) users: &'a [Clerk],
    /// The days that are worked.
    days: Vec<NaiveDate>,
    count: u32,
    /// Nothing happens after this.
    now: Moment,
    odd: BTreeMap<u32, Odd>,
    /// Queries that nobody registered.
    unregistered: u32,
}

/// One query that somebody means to make.
struct Line<'a> {
    clerk: &'a Clerk,
    day: NaiveDate,
    /// When it is registered, and some seconds later, within the same minute, asked.
    registered: u32,
    asked: u32,
    item: &'a str,
    subject: String,
    case: String,
    reason: &'static str,
    basis: &'static str,
    relation: &'a str,
    result: QueryResult,
    is_printed: bool,
    /// Whether the clerk put the register number into WebIR's reason.
    says_number: bool,
}

/// A row of the log: when, of which line, registered or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Logged {
    day: NaiveDate,
    secs: u32,
    row: u32,
    is_registered: bool,
}

impl<'a> MadeUp<'a> {
    /// A month's `count` registrations, and as many rows of the log.
    pub(super) fn new(
        period: Period,
        count: u32,
        agency: &'a Agency,
        users: &'a [Clerk],
        calendar: &Calendar,
    ) -> MadeUp<'a> {
        let days = period.first_day().iter_days();
        let days = days.take_while(|day| *day <= period.last_day());
        let days = days.filter(|day| calendar.is_working(*day)).collect();
        let mut made = MadeUp {
            period,
            agency,
            users,
            days,
            count,
            now: Moment(i64::MAX),
            odd: BTreeMap::new(),
            unregistered: 0,
        };
        if count >= ODD_FROM {
            made.make_odd();
        }
        made
    }

    /// The same without anything odd: an exemplary month.
    pub(super) fn plain(self) -> MadeUp<'a> {
        MadeUp {
            odd: BTreeMap::new(),
            unregistered: 0,
            ..self
        }
    }

    /// Only what has happened by now, the rows spread over the days so far.
    pub(super) fn until(self, now: Moment) -> MadeUp<'a> {
        let days = self.days.into_iter();
        MadeUp {
            days: days.filter(|day| *day <= now.day()).collect(),
            now,
            ..self
        }
    }

    pub(super) fn count(&self) -> u32 {
        if self.days.is_empty() { 0 } else { self.count }
    }

    /// Two queries never made, a registration voided, a retry, some made a day late, two that nobody registered: as
    /// many rows in the log as in the register.
    fn make_odd(&mut self) {
        let part = |tenths: u64| portion(self.count, tenths, 10);
        let proposals = (self.count / 100).clamp(2, MOST_PROPOSALS);
        let mut odd = vec![
            (part(3), Odd::NotAsked),
            (part(7), Odd::NotAsked),
            (part(4), Odd::Voided),
            (part(6), Odd::Again),
        ];
        let late = (1..=proposals).map(|nth| {
            let place = portion(self.count, u64::from(nth), u64::from(proposals) + 2);
            (place, Odd::NextDay)
        });
        odd.extend(late);
        for (row, kind) in odd {
            let free = (row..self.count).find(|row| !self.odd.contains_key(row));
            self.odd.extend(free.map(|row| (row, kind)));
        }
        self.unregistered = 2;
    }

    fn line(&self, row: u32) -> Option<Line<'_>> {
        let days = u32::try_from(self.days.len()).ok()?;
        let open = u64::from(days) * u64::from(OPEN_SECONDS);
        let between = (open / u64::from(self.count.max(1))).max(1);
        let mut dice = Dice::of(self.period, 1, row);
        let passed = u64::from(row) * open / u64::from(self.count.max(1)) + dice.roll(between);
        let day = pick(&self.days, passed / u64::from(OPEN_SECONDS))
            .or(self.days.last())
            .copied()?;
        let secs = OPENS_AT + u32::try_from(passed % u64::from(OPEN_SECONDS)).ok()?;
        // Within its minute the registration comes first, the query after it.
        let registered = secs - secs % 60 + secs % 60 / 3;
        let asked = registered + 8 + u32::try_from(dice.roll(30)).ok()?;
        let clerk = pick(self.users, dice.roll(u64::MAX))?;
        let item = pick(&clerk.items, dice.roll(u64::MAX))?;
        let subject = identifier(&mut dice)?;
        let mut of_case = Dice::of(self.period, 2, row / (ROWS_A_CASE * 8));
        of_case.mix(clerk.login.as_str());
        let (reason, basis) = pick(REASONS, of_case.roll(u64::MAX))?;
        let year = roc_digits(day);
        let case = format!(
            "{}3{:07}",
            year.get(..3).unwrap_or("115"),
            of_case.roll(10_000_000)
        );
        let is_party = dice.roll(5) > 0;
        let relation = pick(&self.agency.subjects, u64::from(!is_party))?;
        let result = match dice.roll(100) {
            0..=69 => QueryResult::Found,
            70..=97 => QueryResult::NoData,
            _ => QueryResult::SystemError,
        };
        Some(Line {
            clerk,
            day,
            registered,
            asked,
            item,
            subject,
            case,
            reason,
            basis,
            relation,
            result,
            is_printed: result == QueryResult::Found && dice.roll(6) == 0,
            says_number: dice.roll(2) == 0 && !self.odd.contains_key(&row),
        })
    }

    fn is_past(&self, line: &Line<'_>) -> bool {
        moment(line.day, line.asked) <= self.now
    }

    /// Who registers the row, and when; nobody when that is still to come.
    pub(super) fn registered(&self, row: u32) -> Option<(&Clerk, Moment)> {
        let line = self.line(row).filter(|line| self.is_past(line))?;
        Some((line.clerk, moment(line.day, line.registered)))
    }

    /// What the clerk types to register the row.
    pub(super) fn draft(&self, row: u32) -> Option<Draft> {
        let line = self.line(row)?;
        Some(Draft {
            account: None,
            case_no: line.case,
            reason: line.reason.to_owned(),
            basis: line.basis.to_owned(),
            basis_reason: None,
            item: line.item.to_owned(),
            // The form knows minutes.
            asked: Some((line.day, time(line.asked - line.asked % 60))),
            subject: Subject::read(&line.subject),
            is_checksum_confirmed: false,
            relation: line.relation.to_owned(),
            recusal: Some(Recusal::Confirmed),
            details: crate::domain::query::Details::default(),
        })
    }

    /// What the clerk records when the answer is there, and when.
    pub(super) fn result(&self, row: u32) -> Option<(ResultDraft, Moment)> {
        let line = self.line(row)?;
        let result = match self.odd.get(&row) {
            Some(Odd::NotAsked | Odd::Voided) => QueryResult::NotAsked,
            Some(Odd::NextDay | Odd::Again) | None => line.result,
        };
        let was_asked = result != QueryResult::NotAsked;
        let output = if line.is_printed {
            Output::Printed
        } else {
            Output::ViewedOnly
        };
        let draft = ResultDraft {
            result: Some(result),
            rows: (result == QueryResult::Found).then_some(1),
            output: was_asked.then_some(output),
            copies: (was_asked && line.is_printed).then_some(1),
            whereto: (was_asked && line.is_printed).then_some(WhereTo::Filed),
            is_sealed: (was_asked && line.is_printed).then_some(true),
            ..ResultDraft::EMPTY
        };
        Some((draft, moment(line.day, line.asked + 95)))
    }

    /// The line as the bulk event enters it: registered and answered, one version.
    pub(super) fn query(&self, row: u32, items: &[String]) -> Option<Result<Query, QueryRefusal>> {
        let (clerk, at) = self.registered(row)?;
        let desk = Desk {
            agency: self.agency,
            items,
            standing: &[],
            holdings: None,
            now: at,
        };
        let first = |refusals: Vec<QueryRefusal>| {
            let none = QueryRefusal::NothingChanged;
            refusals.into_iter().next().unwrap_or(none)
        };
        let (answer, answered_at) = self.result(row)?;
        let line = register(&self.draft(row)?, clerk, desk).map_err(first);
        Some(line.and_then(|line| {
            let line = line.numbered(row.saturating_add(1));
            let done = complete(&line, &answer, clerk, answered_at).map_err(first)?;
            Ok(Query {
                version: 1,
                change: Change::Registered,
                changed_at: at,
                ..done
            })
        }))
    }

    /// The number of the registration that is voided later.
    pub(super) fn voided(&self) -> Option<u32> {
        let mut odd = self.odd.iter();
        odd.find(|(_row, odd)| **odd == Odd::Voided)
            .map(|(row, _odd)| *row)
    }

    /// The log in its own order.
    fn logged(&self) -> Vec<Logged> {
        let mut logged: Vec<Logged> = Vec::new();
        for row in 0..self.count() {
            let Some(line) = self.line(row).filter(|line| self.is_past(line)) else {
                continue;
            };
            let once = Logged {
                day: line.day,
                secs: line.asked,
                row,
                is_registered: true,
            };
            match self.odd.get(&row) {
                None => logged.push(once),
                Some(Odd::NotAsked | Odd::Voided) => {}
                Some(Odd::NextDay) => {
                    let next = self.days.iter().find(|day| **day > line.day);
                    let day = next.copied().unwrap_or(line.day);
                    logged.push(Logged { day, ..once });
                }
                Some(Odd::Again) => {
                    let secs = line.asked + 300;
                    logged.extend([once, Logged { secs, ..once }]);
                }
            }
        }
        for nth in 1..=self.unregistered {
            let place = portion(self.count, u64::from(nth), u64::from(self.unregistered) + 1);
            let Some(line) = self.line(place) else {
                continue;
            };
            logged.push(Logged {
                day: line.day,
                secs: line.asked + 120,
                // Beyond the registered ones: another person, another case.
                row: self.count + nth,
                is_registered: false,
            });
        }
        logged.sort_unstable();
        logged
    }

    /// Writes the month's log as WebIR's download: title, header, rows, total. Calls `tell` with the rows written.
    pub(super) fn write_log(
        &self,
        out: &mut dyn Write,
        tell: &mut dyn FnMut(u64),
    ) -> io::Result<u64> {
        let month = format!(
            "{:03}/{:02}",
            self.period.year() - 1911,
            self.period.month()
        );
        let name = &self.agency.name_zh;
        write!(
            out,
            "\u{feff}{LOG_TITLE}\r\n{LOG_AGENCY}{name}{LOG_SPAN}{month},,,,,,\r\n{LOG_HEADER}\r\n"
        )?;
        let mut written = 0_u64;
        for logged in self.logged() {
            if let Some(line) = self.line(logged.row) {
                self.write_row(out, logged, &line)?;
                written += 1;
            }
            if written.is_multiple_of(100_000) {
                tell(written);
            }
        }
        write!(out, "{}{written}{}\r\n", LOG_TOTAL.0, LOG_TOTAL.1)?;
        Ok(written)
    }

    fn write_row(&self, out: &mut dyn Write, logged: Logged, line: &Line<'_>) -> io::Result<()> {
        let result = match line.result {
            QueryResult::Found => LOG_FOUND,
            QueryResult::SystemError => LOG_SYSTEM_ERROR,
            QueryResult::NoData | QueryResult::NotAsked => LOG_NO_DATA,
        };
        let number = if line.says_number && logged.is_registered {
            let no = RegisterNo {
                agency: self.agency.code.clone(),
                period: self.period,
                serial: logged.row.saturating_add(1),
            };
            format!(" {no}")
        } else {
            String::new()
        };
        let account = line.clerk.account.as_deref().unwrap_or_default();
        let account = account.to_ascii_lowercase();
        let (day, at) = (roc_digits(logged.day), time(logged.secs).format("%H%M%S"));
        let (item, subject, case, reason) = (line.item, &line.subject, &line.case, line.reason);
        write!(
            out,
            "{account},{day},{at},{item},{subject},{case} {reason}{number},{result}\r\n"
        )
    }
}

fn time(secs: u32) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(secs, 0).unwrap_or_default()
}

/// A day's second as an instant.
pub(super) fn moment(day: NaiveDate, secs: u32) -> Moment {
    Moment::from_local(day, time(secs))
}

/// `part` of `of` parts of a count.
fn portion(count: u32, part: u64, of: u64) -> u32 {
    u32::try_from(u64::from(count) * part / of.max(1)).unwrap_or(count)
}

fn pick<T>(all: &[T], roll: u64) -> Option<&T> {
    let count = u64::try_from(all.len()).ok()?;
    let place = roll.checked_rem(count)?;
    all.get(usize::try_from(place).ok()?)
}

/// A person's or, now and then, a business's number that belongs to nobody we know; its checksum holds.
fn identifier(dice: &mut Dice) -> Option<String> {
    match dice.roll(16) {
        0 => business_number(dice),
        1 => person_number(dice, 8),
        _ => person_number(dice, 1),
    }
}

/// Source: domain.md §5.1; `first` is the digit of the first of two sexes.
fn person_number(dice: &mut Dice, first: u64) -> Option<String> {
    let value = dice.roll(26);
    let letter = char::from(*LETTERS.get(usize::try_from(value).ok()?)?);
    let number = (first + dice.roll(2)) * 10_000_000 + dice.roll(10_000_000);
    let digits = format!("{number:08}");
    let value = value + 10;
    let mut sum = value / 10 + value % 10 * 9;
    for (digit, weight) in digits.chars().zip((1..=8).rev()) {
        sum += u64::from(digit.to_digit(10)?) * weight;
    }
    Some(format!("{letter}{digits}{}", (10 - sum % 10) % 10))
}

/// Source: domain.md §5.2; the last digit is found by trying.
fn business_number(dice: &mut Dice) -> Option<String> {
    let digits = format!("{:07}", 1_000_000 + dice.roll(9_000_000));
    (0..10)
        .map(|last| format!("{digits}{last}"))
        .find(|number| Subject::read(number).is_valid())
}

/// Numbers that look random and are the same for every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn of(period: Period, purpose: u64, row: u32) -> Dice {
        let month = u64::from(period.month()) + u64::from(period.year().unsigned_abs()) * 12;
        let mut dice = Dice(month << 40 | purpose << 36 | u64::from(row));
        dice.next();
        dice
    }

    fn mix(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 ^= u64::from(byte);
            self.next();
        }
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// 0 to below `sides`.
    fn roll(&mut self, sides: u64) -> u64 {
        self.next().checked_rem(sides).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::basis::Annex;
    use crate::domain::people::Roles;

    fn users() -> Vec<Clerk> {
        crate::app::demo_words::PEOPLE
            .iter()
            .filter(|person| person.account.is_some())
            .map(|person| Clerk {
                login: person.login.parse().unwrap(),
                name: person.name.to_owned(),
                roles: Roles::of(&[person.role]),
                account: person.account.map(str::to_owned),
                items: person.items.iter().map(|item| (*item).to_owned()).collect(),
            })
            .collect()
    }

    fn check(count: u32, then: impl FnOnce(&MadeUp<'_>)) {
        let annex = Annex::embedded();
        let agency = annex.agency(&"SOC".parse().unwrap()).unwrap();
        let users = users();
        let period = "11510".parse().unwrap();
        let calendar = Calendar::embedded();
        then(&MadeUp::new(period, count, agency, &users, &calendar));
    }

    #[test]
    fn every_made_up_line_keeps_the_rules_of_the_register_and_stands_before_its_query() {
        check(412, |made| {
            let items: Vec<String> = crate::app::demo_words::ITEMS
                .iter()
                .map(|item| (*item).to_owned())
                .collect();
            let mut before = Moment(0);
            for row in 0..made.count() {
                let query = made.query(row, &items).unwrap().unwrap();
                assert!(query.subject.is_valid(), "{row}");
                assert!(query.flags.is_empty(), "{row}");
                let at = query.registered_at.unwrap();
                assert!(at >= before, "{row}");
                before = at;
                let line = made.line(row).unwrap();
                assert!(moment(line.day, line.asked) > at, "{row}");
                assert_eq!(line.asked / 60, line.registered / 60, "{row}");
            }
        });
    }

    #[test]
    fn the_log_has_as_many_rows_as_the_register_and_is_in_order_of_time() {
        for count in [0, 1, 13, 59, 60, 100, 412, 3000] {
            check(count, |made| {
                let logged = made.logged();
                assert_eq!(u32::try_from(logged.len()).unwrap(), count);
                assert!(logged.is_sorted());
                let rows: BTreeSet<u32> = logged.iter().map(|logged| logged.row).collect();
                assert!(rows.len() + 1 >= logged.len(), "one retry at most");
            });
        }
    }
}
