//! 逐筆查核: the drawn rows one by one, the judgement and the checker's signature (monthly_check §5, §6).

use unicode_normalization::UnicodeNormalization;

use super::checks::CheckCommand;
use super::drawn::name_of;
use super::frozen::recheck;
use super::retention::keep;
use super::{AppError, Command, Done, DrawnRow, Office};
use crate::domain::assurance::Assurance;
use crate::domain::event::{CheckEvent, Event, Signed};
use crate::domain::ids::{LogId, Login, Period};
use crate::domain::monthly_check::{
    self, CheckRefusal, Compared, Deed, Group, Judgement, Missing, Outcome, Sheet, Step,
};
use crate::domain::normal::norm_text;
use crate::domain::people::{Clerk, Role};
use crate::domain::refusal::Refusal;
use crate::domain::retention::kept::KeptClass;
use crate::domain::retention::moves::By;
use crate::domain::sampling::{self, SeedText, sample_size};
use crate::domain::trouble::Trouble;
use crate::store::checks::{CheckMonth, OutcomeRow};
use crate::store::flags::{Extension, GroupCount};
use crate::store::walk::WalkOrder;
use crate::store::{self, Reader, WriteTx};

/// What the checker does with the drawn rows.
#[derive(Debug, Clone)]
pub enum WalkCommand {
    /// What is compared is chosen once.
    Start { period: Period, compared: Compared },
    /// A row's outcome; until the signature it may be given again.
    Record {
        period: Period,
        /// The row's sequence number in its month.
        seq: u32,
        outcome: Outcome,
        /// For this row alone when it is not what the walk began with.
        compared: Option<Compared>,
        note: String,
    },
    /// The file that was looked at.
    NoteEvidence {
        period: Period,
        seq: u32,
        evidence: String,
    },
    /// The next rows of the same order, to 2 or 4 times n, with a reason.
    Extend {
        period: Period,
        factor: u32,
        reason: String,
    },
    /// 重大異常: a person decides.
    Judge {
        period: Period,
        judgement: Judgement,
    },
    /// The checker's signature.
    Sign { period: Period },
}

impl From<WalkCommand> for Command {
    fn from(command: WalkCommand) -> Command {
        Command::Check(CheckCommand::Walk(command))
    }
}

/// A page of the drawn rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DrawnPage {
    pub rows: Vec<DrawnRow>,
    /// Places of the whole draw, and how many of them have an outcome.
    pub drawn: u32,
    pub done: u32,
    /// What is compared unless a row says otherwise; `None` before the walk.
    pub compared: Option<Compared>,
    /// The first row without an outcome that this person may give one.
    pub resume: Option<Place>,
    /// Seconds from one outcome to the next, on average so far.
    pub pace: Option<u32>,
}

/// Which drawn rows are listed, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WalkAsked<'a> {
    pub order: WalkOrder,
    /// The code of an outcome, empty for rows without one; `None` for all.
    pub outcome: Option<&'a str>,
}

/// A drawn row's place and sequence number.
pub type Place = (u32, u32);

/// What stands on the sheet that is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkSheet {
    pub step: Step,
    pub checker: String,
    pub checker_name: String,
    /// N, what had to be drawn, what was drawn.
    pub population: u32,
    pub required: u32,
    pub drawn: u32,
    /// Rows with an outcome, 相符 among them, of those with a note, and any other outcome.
    pub done: u32,
    pub matched: u32,
    pub noted: u32,
    pub bad: u32,
    /// Each group, BASE first.
    pub groups: Vec<GroupCount>,
    /// 查而未登 in the month, how many nobody explained, 登而未查, proposals nobody decided.
    pub unregistered: u32,
    pub unexplained: u32,
    pub not_performed: u32,
    pub open_proposals: u32,
    /// 疑日誌缺漏, and how many of them nobody explained.
    pub gaps: (u32, u32),
    pub judgement: Option<Judgement>,
    pub missing: Vec<Missing>,
    /// Places without an outcome that are the checker's own queries: another judges them.
    pub own: Vec<u32>,
}

impl WalkSheet {
    /// Rows of any group without an outcome.
    fn open_rows(&self) -> u32 {
        let open = self.groups.iter();
        let open = open.map(|count| count.rows.saturating_sub(count.done));
        open.fold(0, u32::saturating_add)
    }

    pub fn assurance(&self) -> Assurance {
        Assurance::of(self.population, self.drawn, self.bad)
    }
}

fn login(text: Option<&String>) -> Result<Login, AppError> {
    let garbled = || Trouble::Garbled {
        table: "check_month".to_owned(),
        column: "checker".to_owned(),
    };
    Ok(text
        .and_then(|text| text.parse().ok())
        .ok_or_else(garbled)?)
}

/// Free text as it is kept: NFC, without control characters, trimmed.
pub(super) fn words(text: &str) -> String {
    let kept: String = text.nfc().filter(|letter| !letter.is_control()).collect();
    kept.trim().to_owned()
}

fn judgement(month: &CheckMonth) -> Option<Judgement> {
    Some(Judgement {
        is_major: month.major?,
        reason: month.major_reason.clone().unwrap_or_default(),
    })
}

impl Office {
    pub(super) fn execute_walk(&mut self, command: WalkCommand) -> Result<Done, AppError> {
        match command {
            WalkCommand::Start { period, compared } => self.start_walk(period, compared),
            WalkCommand::Record {
                period,
                seq,
                outcome,
                compared,
                note,
            } => self.record_outcome(
                period,
                seq,
                &Said {
                    outcome,
                    compared,
                    note: words(&note),
                },
            ),
            WalkCommand::NoteEvidence {
                period,
                seq,
                evidence,
            } => self.note_evidence(period, seq, &words(&evidence)),
            WalkCommand::Extend {
                period,
                factor,
                reason,
            } => self.extend_sample(period, factor, &words(&reason)),
            WalkCommand::Judge { period, judgement } => self.judge(period, judgement),
            WalkCommand::Sign { period } => self.sign(period),
        }
    }

    /// The month as it stands, when this person may do this deed in it now.
    fn walked(
        &self,
        reader: Reader<'_>,
        period: Period,
        deed: Deed,
    ) -> Result<CheckMonth, AppError> {
        let month = self.month_at(reader, period, deed)?;
        let checker = login(month.checker.as_ref())?;
        monthly_check::check_checker(&checker, &self.me).map_err(Refusal::Check)?;
        Ok(month)
    }

    /// The month as it stands, when a person of this role may do this deed in it now.
    fn month_at(
        &self,
        reader: Reader<'_>,
        period: Period,
        deed: Deed,
    ) -> Result<CheckMonth, AppError> {
        let (step, month) = super::checks::step(reader, period)?;
        monthly_check::check_move(deed, &self.me, step).map_err(Refusal::Check)?;
        Ok(month.ok_or(Refusal::Check(CheckRefusal::NotYet { step }))?)
    }

    /// A drawn row that this person judges.
    fn judged_row(
        &self,
        reader: Reader<'_>,
        (period, seq): (Period, u32),
        deed: Deed,
    ) -> Result<(CheckMonth, DrawnRow), AppError> {
        let month = self.month_at(reader, period, deed)?;
        let row = self.read_drawn(reader, period, seq, &month)?;
        if row.may_judge {
            return Ok((month, row));
        }
        let place = row.place;
        let refusal = if row.is_own {
            CheckRefusal::OwnQuery { place }
        } else if row.is_checkers {
            CheckRefusal::OtherCheckersRow { place }
        } else {
            let checker = login(month.checker.as_ref())?;
            CheckRefusal::OtherChecker { checker }
        };
        Err(Refusal::Check(refusal).into())
    }

    fn start_walk(&mut self, period: Period, compared: Compared) -> Result<Done, AppError> {
        let role = self.allow("check.walk")?;
        self.walked(self.store.reader(), period, Deed::StartWalk)?;
        self.write_walk(role, period, Deed::StartWalk, |tx, month| {
            let next = CheckMonth {
                step: Step::Walking.code().to_owned(),
                compared: Some(compared.code().to_owned()),
                place: Some(1),
                ..month
            };
            store::checks::put(tx, period, &next)?;
            Ok(Event::Check(CheckEvent::WalkStarted {
                period,
                compared: compared.code(),
            }))
        })
    }

    /// One write of the walk; the month is read again under the lock, so that nobody signed meanwhile.
    fn write_walk(
        &mut self,
        role: Role,
        period: Period,
        deed: Deed,
        rows: impl FnOnce(&mut WriteTx<'_>, CheckMonth) -> Result<Event, AppError>,
    ) -> Result<Done, AppError> {
        let me = self.me.clone();
        self.write(role, |tx| {
            let (step, month) = super::checks::step(tx.reader(), period)?;
            monthly_check::check_move(deed, &me, step).map_err(Refusal::Check)?;
            let month = month.ok_or(Refusal::Check(CheckRefusal::NotYet { step }))?;
            rows(tx, month)
        })
    }

    fn record_outcome(&mut self, period: Period, seq: u32, said: &Said) -> Result<Done, AppError> {
        let role = self.allow("check.judge_row")?;
        let reader = self.store.reader();
        let (month, row) = self.judged_row(reader, (period, seq), Deed::RecordOutcome)?;
        monthly_check::check_outcome(row.row, said.outcome, &said.note).map_err(Refusal::Check)?;
        let begun: Option<Compared> = month.compared.as_deref().and_then(|code| code.parse().ok());
        let compared = said.compared.or(row.found.compared).or(begun);
        let compared = compared.unwrap_or(Compared::Register);
        let (by, at) = (self.me.login.to_string(), self.now());
        self.write_walk(role, period, Deed::RecordOutcome, |tx, _month| {
            let kept = store::walk::outcome(tx.reader(), period, seq)?;
            let outcome = OutcomeRow {
                seq,
                place: row.place,
                outcome: said.outcome.code().to_owned(),
                compared: compared.code().to_owned(),
                note: said.note.clone(),
                evidence: kept.map(|kept| kept.evidence).unwrap_or_default(),
                by,
                at,
            };
            store::checks::put_outcome(tx, period, &outcome)?;
            Ok(Event::Check(CheckEvent::OutcomeRecorded {
                period,
                seq,
                place: row.place,
                outcome: said.outcome.code(),
                compared: compared.code(),
            }))
        })
    }

    fn note_evidence(&mut self, period: Period, seq: u32, text: &str) -> Result<Done, AppError> {
        let role = self.allow("check.judge_row")?;
        let reader = self.store.reader();
        let (_month, row) = self.judged_row(reader, (period, seq), Deed::NoteEvidence)?;
        let (by, at) = (self.me.login.to_string(), self.now());
        self.write_walk(role, period, Deed::NoteEvidence, |tx, _month| {
            let kept = store::walk::outcome(tx.reader(), period, seq)?;
            let blank = OutcomeRow {
                seq,
                place: row.place,
                outcome: String::new(),
                compared: String::new(),
                note: String::new(),
                evidence: String::new(),
                by: by.clone(),
                at,
            };
            let outcome = OutcomeRow {
                evidence: text.to_owned(),
                by,
                at,
                ..kept.unwrap_or(blank)
            };
            store::checks::put_outcome(tx, period, &outcome)?;
            Ok(Event::Check(CheckEvent::EvidenceNoted { period, seq }))
        })
    }

    /// The next rows of the order that are not walked yet; what they show is told apart from the sample.
    fn extend_sample(
        &mut self,
        period: Period,
        factor: u32,
        reason: &str,
    ) -> Result<Done, AppError> {
        let role = self.allow("check.walk")?;
        let month = self.walked(self.store.reader(), period, Deed::Extend)?;
        if !matches!(factor, 2 | 4) {
            return Err(Refusal::Form { field: "factor" }.into());
        }
        if reason.is_empty() {
            return Err(Refusal::Form { field: "reason" }.into());
        }
        let text = month.seed_text.as_deref().unwrap_or_default();
        let text = SeedText::parse(text.as_bytes()).map_err(|_bad| Trouble::Garbled {
            table: "check_month".to_owned(),
            column: "seed_text".to_owned(),
        })?;
        let wanted = sampling::first_of_order(&text, text.sample_size().saturating_mul(factor));
        let (by, at) = (self.me.login.to_string(), self.now());
        self.write_walk(role, period, Deed::Extend, |tx, _month| {
            let walked = store::walk::places(tx.reader(), period, 1, u32::MAX)?;
            let mut known: Vec<u32> = walked.iter().map(|(_place, seq)| *seq).collect();
            known.sort_unstable();
            let next_place = walked.last().map_or(0, |(place, _seq)| *place) + 1;
            let next: Vec<(Group, u32)> = wanted
                .into_iter()
                .filter(|seq| known.binary_search(seq).is_err())
                .map(|seq| (Group::Extension, seq))
                .collect();
            if next.is_empty() {
                return Err(Refusal::Check(CheckRefusal::NothingToExtend).into());
            }
            store::flags::put_extra(tx, period, next_place, &next)?;
            let rows = u32::try_from(next.len()).unwrap_or(u32::MAX);
            let extension = Extension {
                factor,
                rows,
                reason: reason.to_owned(),
                by,
                at,
            };
            store::flags::put_extension(tx, period, &extension)?;
            Ok(Event::Check(CheckEvent::Extended {
                period,
                factor,
                rows,
            }))
        })
    }

    fn judge(&mut self, period: Period, judgement: Judgement) -> Result<Done, AppError> {
        let role = self.allow("check.sign")?;
        self.walked(self.store.reader(), period, Deed::Judge)?;
        let judgement = Judgement {
            reason: words(&judgement.reason),
            ..judgement
        };
        monthly_check::check_judgement(&judgement).map_err(Refusal::Check)?;
        let at = self.now();
        self.write_walk(role, period, Deed::Judge, |tx, month| {
            let major = judgement.is_major;
            let next = CheckMonth {
                major: Some(major),
                major_reason: Some(judgement.reason),
                judged_at: Some(at),
                ..month
            };
            store::checks::put(tx, period, &next)?;
            Ok(Event::Check(CheckEvent::Judged { period, major }))
        })
    }

    /// The checker's signature: everything is there, population, matches and sample are what was frozen and drawn.
    fn sign(&mut self, period: Period) -> Result<Done, AppError> {
        let role = self.allow("check.sign")?;
        let me = self.me.clone();
        {
            let instant = self.store.snapshot()?;
            let reader = instant.reader();
            let month = self.walked(reader, period, Deed::Sign)?;
            let sheet = Self::sheet_of(reader, period, &month)?;
            check_signature(&me, &sheet)?;
            recheck(&self.store, period, &month)?;
            recheck_sample(reader, period, &month)?;
        }
        let at = self.now();
        let mut tx = self.store.write()?;
        let reader = tx.reader();
        let month = self.walked(reader, period, Deed::Sign)?;
        let sheet = Self::sheet_of(reader, period, &month)?;
        check_signature(&me, &sheet)?;
        let version = month.record_version.unwrap_or(0).saturating_add(1);
        let event = Event::Check(CheckEvent::Signed(Box::new(Signed {
            period,
            version,
            population: month.population.clone().unwrap_or_default(),
            seed: month.seed.clone().unwrap_or_default(),
            sample: sheet.drawn,
            bad: sheet.bad,
            major: sheet.judgement.as_ref().is_some_and(|it| it.is_major),
            next_commit: month.next_commit.clone().unwrap_or_default(),
        })));
        let next = CheckMonth {
            step: Step::Signed.code().to_owned(),
            record_version: Some(version),
            signed_by: Some(me.login.to_string()),
            signed_at: Some(at),
            ..month
        };
        store::checks::put(&mut tx, period, &next)?;
        let by = By {
            clerk: &me,
            role,
            now: at,
        };
        let record = format!("{period}-v{version}");
        keep(&mut tx, (KeptClass::CheckRecord, &record), at.day(), "", by)?;
        self.enter(tx, role, at, event)
    }

    /// Everything that the signature sheet shows.
    pub fn walk_sheet(&mut self, period: Period) -> Result<WalkSheet, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let (step, month) = super::checks::step(reader, period)?;
        let month = month.ok_or(Refusal::Check(CheckRefusal::NotYet { step }))?;
        Self::sheet_of(reader, period, &month)
    }

    pub(super) fn sheet_of(
        reader: Reader<'_>,
        period: Period,
        month: &CheckMonth,
    ) -> Result<WalkSheet, AppError> {
        let known = Step::ALL.into_iter().find(|step| step.code() == month.step);
        let checker = login(month.checker.as_ref())?;
        let groups = store::flags::group_counts(reader, period)?;
        let base = groups.iter().find(|count| count.group == Group::Base);
        let base = base.copied().unwrap_or(GroupCount {
            group: Group::Base,
            rows: 0,
            done: 0,
            matched: 0,
            noted: 0,
        });
        let population = month.row_count.unwrap_or_default();
        let (unregistered, unexplained) = store::matches::unexplained(reader, period)?;
        let mut sheet = WalkSheet {
            step: known.unwrap_or(Step::None),
            checker_name: name_of(reader, checker.as_str())?,
            checker: checker.to_string(),
            population,
            required: u32::try_from(sample_size(u64::from(population))).unwrap_or(u32::MAX),
            drawn: base.rows,
            done: base.done,
            matched: base.matched,
            noted: base.noted,
            bad: base.done.saturating_sub(base.matched),
            groups,
            unregistered,
            unexplained,
            not_performed: not_performed(month),
            open_proposals: store::matches::count_proposals(reader, period)?.1,
            gaps: store::gaps::count(reader, period)?,
            judgement: judgement(month),
            missing: Vec::new(),
            own: own_places(reader, period, month)?,
        };
        sheet.missing = monthly_check::missing_before_signature(domain_sheet(&sheet, &checker));
        Ok(sheet)
    }

    /// Whether this person is the one who draws, walks and signs the month.
    pub fn is_walker(&self, period: Period) -> Result<bool, AppError> {
        let month = store::checks::get(self.store.reader(), period)?.unwrap_or_default();
        Ok(month.checker.as_deref() == Some(self.me.login.as_str()))
    }

    /// Drawn rows from a place on, and where the walk goes on.
    pub fn drawn_page(
        &mut self,
        period: Period,
        from: u32,
        limit: u32,
    ) -> Result<DrawnPage, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let month = store::checks::get(reader, period)?.unwrap_or_default();
        let (drawn, done) = store::walk::progress(reader, period)?;
        let rows = store::walk::places(reader, period, from, limit)?
            .into_iter()
            .map(|(_place, seq)| self.read_drawn(reader, period, seq, &month))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(DrawnPage {
            rows,
            drawn,
            done,
            compared: month.compared.as_deref().and_then(|code| code.parse().ok()),
            resume: self.resume(reader, period, &month, 1)?,
            pace: pace(reader, period, done)?,
        })
    }

    /// Drawn rows in an order, those between two indices of it read; and how many there are.
    pub fn drawn_in_order(
        &mut self,
        period: Period,
        asked: WalkAsked<'_>,
        (from, limit): (usize, usize),
    ) -> Result<(Vec<DrawnRow>, usize), AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let month = store::checks::get(reader, period)?.unwrap_or_default();
        let places = store::walk::in_order(reader, period, asked.order, asked.outcome)?;
        let rows = places
            .iter()
            .skip(from)
            .take(limit)
            .map(|(_place, seq)| self.read_drawn(reader, period, *seq, &month))
            .collect::<Result<Vec<_>, _>>()?;
        Ok((rows, places.len()))
    }

    /// The index of a place in an order; `None`: it is not among the rows asked for.
    pub fn index_of(
        &mut self,
        period: Period,
        asked: WalkAsked<'_>,
        place: u32,
    ) -> Result<Option<usize>, AppError> {
        self.allow("check.show")?;
        let places =
            store::walk::in_order(self.store.reader(), period, asked.order, asked.outcome)?;
        Ok(places.iter().position(|(known, _seq)| *known == place))
    }

    /// The first row behind a place, in order of the files, then from the top, that this person may judge.
    pub fn next_open_file(
        &mut self,
        period: Period,
        behind: u32,
    ) -> Result<Option<Place>, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let month = store::checks::get(reader, period)?.unwrap_or_default();
        let all = store::walk::in_order(reader, period, WalkOrder::File, None)?;
        let open = store::walk::in_order(reader, period, WalkOrder::File, Some(""))?;
        let at = all.iter().position(|(place, _seq)| *place == behind);
        let (before, after): (Vec<Place>, Vec<Place>) = open.into_iter().partition(|open| {
            let own = all.iter().position(|known| known == open);
            own <= at
        });
        for (place, seq) in after.into_iter().chain(before) {
            if self.read_drawn(reader, period, seq, &month)?.may_judge {
                return Ok(Some((place, seq)));
            }
        }
        Ok(None)
    }

    /// The first row from a place on, then from the top, without an outcome that is this person's to judge.
    pub fn next_open(&mut self, period: Period, from: u32) -> Result<Option<Place>, AppError> {
        self.allow("check.show")?;
        let reader = self.store.reader();
        let month = store::checks::get(reader, period)?.unwrap_or_default();
        match self.resume(reader, period, &month, from)? {
            None => self.resume(reader, period, &month, 1),
            found => Ok(found),
        }
    }

    fn resume(
        &self,
        reader: Reader<'_>,
        period: Period,
        month: &CheckMonth,
        from: u32,
    ) -> Result<Option<Place>, AppError> {
        let mut from = from;
        while let Some((place, seq)) = store::walk::without_outcome(reader, period, from, 1)?
            .into_iter()
            .next()
        {
            if self.read_drawn(reader, period, seq, month)?.may_judge {
                return Ok(Some((place, seq)));
            }
            from = place.saturating_add(1);
        }
        Ok(None)
    }
}

/// Rows without an outcome that are the checker's own queries; they are never before him.
pub(super) fn own_places(
    reader: Reader<'_>,
    period: Period,
    month: &CheckMonth,
) -> Result<Vec<u32>, AppError> {
    let checker = login(month.checker.as_ref())?;
    let Some(checker) = store::clerks::get(reader, &checker)? else {
        return Ok(Vec::new());
    };
    let own = checker.account.as_deref().map(norm_text);
    let open = store::walk::open_askers(reader, period)?;
    let own = open.into_iter().filter(|asker| {
        let account = norm_text(&asker.account);
        let is_holder = !account.is_empty() && own.as_ref() == Some(&account);
        let is_registrant = asker.login.as_deref() == Some(checker.login.as_str());
        let registered_for = asker.registered_account.as_deref().map(norm_text);
        is_holder || is_registrant || registered_for.is_some() && registered_for == own
    });
    Ok(own.map(|asker| asker.place).collect())
}

/// Seconds from one outcome to the next; more than one is needed to say.
fn pace(reader: Reader<'_>, period: Period, done: u32) -> Result<Option<u32>, AppError> {
    if done < 2 {
        return Ok(None);
    }
    let span = store::walk::first_and_last(reader, period)?;
    Ok(span.and_then(|(first, last)| {
        let seconds = last.0.saturating_sub(first.0).max(0) / 1000 / i64::from(done - 1);
        u32::try_from(seconds).ok()
    }))
}

/// What was said of a row.
struct Said {
    outcome: Outcome,
    compared: Option<Compared>,
    note: String,
}

fn domain_sheet<'a>(sheet: &'a WalkSheet, checker: &'a Login) -> Sheet<'a> {
    let own = u32::try_from(sheet.own.len()).unwrap_or(u32::MAX);
    Sheet {
        step: sheet.step,
        checker,
        open_proposals: sheet.open_proposals,
        unexplained: sheet.unexplained,
        gaps: sheet.gaps.1,
        rows_without_outcome: sheet.open_rows().saturating_sub(own),
        own_without_outcome: own,
        judgement: sheet.judgement.as_ref(),
    }
}

fn check_signature(me: &Clerk, sheet: &WalkSheet) -> Result<(), AppError> {
    let checker = login(Some(&sheet.checker))?;
    let taken = monthly_check::take_signature(me, domain_sheet(sheet, &checker));
    Ok(taken.map_err(Refusal::Check)?)
}

/// Draws again from the published seed text: the stored sample is that draw and no other.
pub(super) fn recheck_sample(
    reader: Reader<'_>,
    period: Period,
    month: &CheckMonth,
) -> Result<(), AppError> {
    let garbled = || Trouble::Garbled {
        table: "check_month".to_owned(),
        column: "seed_text".to_owned(),
    };
    let text = month.seed_text.as_deref().unwrap_or_default();
    let text = SeedText::parse(text.as_bytes()).map_err(|_bad| garbled())?;
    if month.seed.as_deref() != Some(text.seed().as_str()) {
        return Err(garbled().into());
    }
    let drawn = sampling::draw(&text);
    let stored = store::checks::sample(reader, period)?;
    if drawn == stored {
        return Ok(());
    }
    let differs = stored
        .iter()
        .zip(&drawn)
        .find(|(stored, drawn)| stored != drawn)
        .map_or(0, |(stored, _)| *stored);
    Err(Trouble::Damaged {
        what: format!(
            "sample_row {}",
            LogId {
                period,
                seq: differs
            }
        ),
    }
    .into())
}

/// 登而未查 as it was counted at the freeze.
fn not_performed(month: &CheckMonth) -> u32 {
    super::reconcile::kept_counts(&month.counts).not_performed
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
