//! What matching needs of a month and of the register, read in one sweep each and held in few bytes a row.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::{NonZeroU16, NonZeroU64};

use chrono::{Days, NaiveDate, Timelike};

use crate::app::{AppError, Work};
use crate::domain::ids::{AgencyCode, LogId, Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::reconcile::{LogLine, RegLine, Standing};
use crate::store::log::Matchable;
use crate::store::{self, Reader};

/// No run of days without a working day is near this long: beyond it nothing is proposed.
const REACH: Days = Days::new(31);

pub(super) type Key = [u8; 16];

/// A register number in eight bytes, whether there is one or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct No {
    /// Its place among the agencies, from 1.
    agency: NonZeroU16,
    month: u16,
    serial: u32,
}

/// A case as matching compares it: equal or not.
type Case = Option<NonZeroU64>;

pub(super) struct LogSlim {
    pub key: Key,
    pub seq: u32,
    day: NaiveDate,
    secs: u32,
    case: Case,
    number: Option<No>,
    /// The row is of the month before (-1) or after (1).
    month: i8,
}

pub(super) struct RegSlim {
    pub key: Key,
    pub id: u32,
    pub no: No,
    pub day: NaiveDate,
    secs: u32,
    case: Case,
    pub version: u32,
    /// Milliseconds; [`NEVER`] in imported lines.
    registered_at: i64,
}

const NEVER: i64 = i64::MIN;

impl RegSlim {
    pub(super) fn registered_at(&self) -> Option<Moment> {
        Some(Moment(self.registered_at)).filter(|at| at.0 != NEVER)
    }
}

/// A registration that is held by a row of another month: its row id, and the row.
pub(super) type Held = (u32, LogId);

/// A month's readable rows and every registration that may belong to one, each in order of its group.
pub(super) struct Gathered {
    pub period: Period,
    pub log: Vec<LogSlim>,
    pub register: Vec<RegSlim>,
    /// Registrations dated in the month that share no group with any row of it.
    pub alone: Vec<(u32, No)>,
    /// What other months hold of these registrations, in order of their ids.
    pub elsewhere: Vec<Held>,
    /// Readable rows that can match nothing, since a value is empty.
    pub keyless: Vec<u32>,
    agencies: Vec<AgencyCode>,
}

impl Gathered {
    pub(super) fn of(
        reader: Reader<'_>,
        period: Period,
        work: Work<'_>,
    ) -> Result<Gathered, AppError> {
        let mut gathered = Gathered {
            period,
            log: Vec::new(),
            register: Vec::new(),
            alone: Vec::new(),
            elsewhere: Vec::new(),
            keyless: Vec::new(),
            agencies: Vec::new(),
        };
        gathered.read_month(reader, work)?;
        let own = gathered.log.len();
        for (month, neighbour) in [(-1, period.previous()), (1, period.next())] {
            gathered.read_neighbour(reader, (neighbour, month), own)?;
        }
        gathered.read_register(reader, work)?;
        gathered.read_elsewhere(reader)?;
        gathered
            .log
            .sort_unstable_by_key(|line| (line.key, line.month, line.seq));
        gathered
            .register
            .sort_unstable_by_key(|line| (line.key, line.id));
        Ok(gathered)
    }

    fn read_month(&mut self, reader: Reader<'_>, work: Work<'_>) -> Result<(), AppError> {
        let mut done = 0;
        store::log::each_matchable(reader, self.period, |row| {
            done += 1;
            work.at(done, None)?;
            match row.group_key {
                Some(key) => {
                    let line = self.log_slim(key, row, 0);
                    self.log.push(line);
                }
                None => self.keyless.push(row.seq),
            }
            Ok::<_, AppError>(())
        })?;
        self.log.sort_unstable_by_key(|line| line.key);
        Ok(())
    }

    /// Rows of a neighbouring month take registrations like any other while it is not frozen.
    fn read_neighbour(
        &mut self,
        reader: Reader<'_>,
        (neighbour, month): (Period, i8),
        own: usize,
    ) -> Result<(), AppError> {
        if store::checks::get(reader, neighbour)?.is_some() {
            return Ok(());
        }
        let mut found = Vec::new();
        store::log::each_matchable(reader, neighbour, |row| {
            if let Some(key) = row.group_key.filter(|key| self.has_group(own, key)) {
                found.push(self.log_slim(key, row, month));
            }
            Ok::<_, AppError>(())
        })?;
        self.log.append(&mut found);
        Ok(())
    }

    /// Whether a row of the month is of the group; only the first rows, in order, are the month's.
    fn has_group(&self, own: usize, key: &Key) -> bool {
        let own = self.log.get(..own).unwrap_or_default();
        own.binary_search_by(|line| line.key.cmp(key)).is_ok()
    }

    /// Registrations near the month, and those further off whose number stands in one of its rows.
    fn read_register(&mut self, reader: Reader<'_>, work: Work<'_>) -> Result<(), AppError> {
        let (first, last) = (self.period.first_day(), self.period.last_day());
        let from = first.checked_sub_days(REACH).unwrap_or(first);
        let to = last.checked_add_days(REACH).unwrap_or(last);
        let rows = u64::try_from(self.log.len()).unwrap_or_default();
        let mut done = rows;
        // Neighbours have none but the month's own groups.
        let own = self.log.len();
        self.log.sort_unstable_by_key(|line| line.key);
        store::register::each_matchable(reader, (from, to), |line| {
            done += 1;
            work.at(done, None)?;
            let is_of_month = self.period.contains(line.asked_on);
            match line.group_key.filter(|key| self.has_group(own, key)) {
                Some(key) => {
                    let line = self.reg_slim(key, &line);
                    self.register.push(line);
                }
                None if is_of_month => {
                    let no = self.pack(&line.no);
                    self.alone.push((small(line.id), no));
                }
                None => {}
            }
            Ok::<_, AppError>(())
        })?;
        self.read_numbered(reader, (from, to))
    }

    fn read_numbered(
        &mut self,
        reader: Reader<'_>,
        near: (NaiveDate, NaiveDate),
    ) -> Result<(), AppError> {
        let mut known: Vec<No> = self.register.iter().map(|line| line.no).collect();
        known.sort_unstable();
        let named = self.log.iter().filter_map(|line| line.number);
        let mut far: Vec<No> = named
            .filter(|no| known.binary_search(no).is_err())
            .collect();
        drop(known);
        far.sort_unstable();
        far.dedup();
        for no in far {
            let number = self.unpack(no);
            let Some(line) = store::register::matchable_of(reader, &number)? else {
                continue;
            };
            let is_near = (near.0..=near.1).contains(&line.asked_on);
            let own = self.log.len();
            if let Some(key) = line.group_key
                && !is_near
                && self.has_group(own, &key)
            {
                let line = self.reg_slim(key, &line);
                self.register.push(line);
            }
        }
        Ok(())
    }

    /// What other months hold, in one sweep in order of the registrations.
    fn read_elsewhere(&mut self, reader: Reader<'_>) -> Result<(), AppError> {
        self.register.sort_unstable_by_key(|line| line.id);
        self.alone.sort_unstable();
        let known = [
            self.register.first().map(|line| line.id),
            self.register.last().map(|line| line.id),
            self.alone.first().map(|(id, _)| *id),
            self.alone.last().map(|(id, _)| *id),
        ];
        let known = known.into_iter().flatten();
        let Some((first, last)) = known.clone().min().zip(known.max()) else {
            return Ok(());
        };
        let (register, alone) = (&self.register, &self.alone);
        let mut found = Vec::new();
        let range = (i64::from(first), i64::from(last));
        store::matches::each_elsewhere(reader, self.period, range, |query, period, seq| {
            let id = small(query);
            let is_known = register.binary_search_by_key(&id, |line| line.id).is_ok()
                || alone.binary_search_by_key(&id, |(id, _)| *id).is_ok();
            if is_known {
                found.push((id, LogId { period, seq }));
            }
            Ok::<_, AppError>(())
        })?;
        self.elsewhere = found;
        Ok(())
    }

    /// The rows of other months that hold a registration.
    pub(super) fn held(&self, id: u32) -> &[Held] {
        let from = self.elsewhere.partition_point(|(held, _)| *held < id);
        let to = self.elsewhere.partition_point(|(held, _)| *held <= id);
        self.elsewhere.get(from..to).unwrap_or_default()
    }

    /// A registration of another group, after all that was read; says its place.
    pub(super) fn add(&mut self, line: &store::register::Matchable) -> usize {
        let slim = self.reg_slim(line.group_key.unwrap_or_default(), line);
        self.register.push(slim);
        self.register.len().saturating_sub(1)
    }

    fn log_slim(&mut self, key: Key, row: Matchable<'_>, month: i8) -> LogSlim {
        let number = row.number.and_then(|number| number.parse().ok());
        LogSlim {
            key,
            seq: row.seq,
            day: row.day,
            secs: row.secs,
            case: row.case_key.map(hashed),
            number: number.map(|number| self.pack(&number)),
            month,
        }
    }

    fn reg_slim(&mut self, key: Key, line: &store::register::Matchable) -> RegSlim {
        RegSlim {
            key,
            id: small(line.id),
            no: self.pack(&line.no),
            day: line.asked_on,
            secs: line.asked_at.num_seconds_from_midnight(),
            case: line.case_key.as_deref().map(hashed),
            version: line.version,
            registered_at: line.registered_at.map_or(NEVER, |at| at.0),
        }
    }

    fn pack(&mut self, no: &RegisterNo) -> No {
        let known = self.agencies.iter().position(|known| *known == no.agency);
        let agency = known.unwrap_or_else(|| {
            self.agencies.push(no.agency.clone());
            self.agencies.len().saturating_sub(1)
        });
        let month = no.period.year().saturating_sub(1911).saturating_mul(12);
        let month = u32::try_from(month).unwrap_or_default() + no.period.month() - 1;
        No {
            agency: u16::try_from(agency)
                .ok()
                .and_then(|place| NonZeroU16::MIN.checked_add(place))
                .unwrap_or(NonZeroU16::MAX),
            month: u16::try_from(month).unwrap_or(u16::MAX),
            serial: no.serial,
        }
    }

    fn agency(&self, no: No) -> &str {
        let place = usize::from(no.agency.get()).saturating_sub(1);
        self.agencies.get(place).map_or("", AgencyCode::as_str)
    }

    /// The order in which numbers are listed.
    pub(super) fn by_number(&self, one: No, other: No) -> Ordering {
        let place = |no: No| (no.month, no.serial, self.agency(no));
        place(one).cmp(&place(other))
    }

    /// The number as it is written.
    pub(super) fn unpack(&self, no: No) -> String {
        let agency = self.agency(no);
        let (year, month) = (no.month / 12, no.month % 12 + 1);
        format!("{agency}-{year:03}{month:02}-{:04}", no.serial)
    }

    /// A row as matching takes it. Texts settle ties alone and are read only where there is one.
    pub(super) fn log_line(
        &self,
        reader: Reader<'_>,
        line: &LogSlim,
        is_tied: bool,
    ) -> Result<LogLine, AppError> {
        let (period, standing) = match line.month {
            0 => (self.period, Standing::OfMonth),
            -1 => (self.period.previous(), Standing::Neighbour),
            _ => (self.period.next(), Standing::Neighbour),
        };
        let texts = if is_tied {
            let row = store::log::get(reader, period, 0, line.seq)?;
            row.map(|row| [row.case_text, row.reason_text, row.result])
        } else {
            None
        };
        Ok(LogLine {
            id: LogId {
                period,
                seq: line.seq,
            },
            standing,
            day: line.day,
            secs: line.secs,
            case_key: line.case.map(|case| case.to_string()),
            number: line.number.map(|no| self.unpack(no)),
            texts: texts.unwrap_or_default(),
        })
    }

    pub(super) fn reg_line(&self, line: &RegSlim) -> RegLine {
        RegLine {
            number: self.unpack(line.no),
            version: line.version,
            day: line.day,
            secs: Some(line.secs),
            case_key: line.case.map(|case| case.to_string()),
            registered_at: line.registered_at(),
        }
    }
}

/// Whether two rows of a group fall into the same second, so that their texts decide.
pub(super) fn has_tie(rows: &[LogSlim]) -> bool {
    let mut times: Vec<(NaiveDate, u32)> = rows.iter().map(|line| (line.day, line.secs)).collect();
    times.sort_unstable();
    times.windows(2).any(|two| two.first() == two.last())
}

/// The runs of one group in both lists, in order, and the place of the second's first line; every group that has a row
/// of the log.
pub(super) fn groups<'a>(
    log: &'a [LogSlim],
    register: &'a [RegSlim],
) -> impl Iterator<Item = (&'a [LogSlim], &'a [RegSlim], usize)> {
    let mut rest = register;
    log.chunk_by(|one, next| one.key == next.key)
        .map(move |rows| {
            let key = rows.first().map_or([0; 16], |line| line.key);
            // Few lines lie before a group, and few are its own.
            let before = rest.iter().take_while(|line| line.key < key).count();
            rest = rest.get(before..).unwrap_or_default();
            let first = register.len().saturating_sub(rest.len());
            let own = rest.iter().take_while(|line| line.key == key).count();
            let (lines, behind) = rest.split_at_checked(own).unwrap_or((&[], rest));
            rest = behind;
            (rows, lines, first)
        })
}

fn hashed(case: &str) -> NonZeroU64 {
    let mut hasher = DefaultHasher::new();
    case.hash(&mut hasher);
    NonZeroU64::MIN | hasher.finish()
}

pub(super) fn small(id: i64) -> u32 {
    u32::try_from(id).unwrap_or(u32::MAX)
}
