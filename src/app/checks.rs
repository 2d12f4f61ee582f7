//! 查核: the freeze and the draw of a month, and where it stands.

use zeroize::Zeroizing;

use super::walk::WalkCommand;
use super::{AppError, Done, Office};
use crate::domain::event::{
    CheckEvent, Drawn, Event, Frozen, MatchCounts, MatchEvent, RegisterEvent,
};
use crate::domain::identity::{Permit, Subject};
use crate::domain::ids::{Head, LogId, Login, Period};
use crate::domain::moment::Moment;
use crate::domain::monthly_check::{self, CheckRefusal, Drawing, Freezing, Step};
use crate::domain::people::Role;
use crate::domain::population::{FrozenMatch, MatchHasher, PopulationHasher, RowSealer};
use crate::domain::reconcile::{MatchState, Pass};
use crate::domain::refusal::Refusal;
use crate::domain::sampling::{self, Pledge, PublicSource, SeedText, sample_size};
use crate::domain::trouble::Trouble;
use crate::store::checks::{CheckMonth, SecretRow};
use crate::store::{self, Reader};

/// Where a month's check stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckState {
    pub step: Step,
    /// The month's rows so far, unreadable ones included; frozen, the population.
    pub population: u32,
    pub population_sha256: Option<String>,
    pub sample_size: u32,
    pub commit: Option<String>,
    pub checker: Option<String>,
    pub source: Option<String>,
    /// The freeze's own entry.
    pub head: Option<Head>,
    pub seed_text: Option<String>,
    pub seed: Option<String>,
    /// Ids of the base sample in the order of the draw.
    pub base: Vec<String>,
    pub next_commit: Option<String>,
    /// Drawn rows with an outcome, and how often each was given, by its code.
    pub done: u32,
    pub outcomes: Vec<(String, u32)>,
    /// The decision on 重大異常.
    pub major: Option<bool>,
    /// The signed record's number: `11510-v1`.
    pub record: Option<String>,
    pub signed_by: Option<String>,
}

/// What the checker types at the draw.
#[derive(Debug, Clone, Default)]
pub struct AtTheDraw {
    pub public: Option<String>,
    pub total: Option<u64>,
    pub slip: Option<String>,
}

/// 32 random bytes from the system.
pub(super) fn random_bytes() -> Result<Zeroizing<[u8; 32]>, AppError> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(&mut bytes[..]).map_err(|_none| Trouble::Other {
        doing: "random".to_owned(),
    })?;
    Ok(bytes)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn unhex(text: &str) -> Result<[u8; 32], AppError> {
    let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok();
    let garbled = || Trouble::Garbled {
        table: "check_month".to_owned(),
        column: "population".to_owned(),
    };
    Ok(bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(garbled)?)
}

pub(super) fn step(
    reader: Reader<'_>,
    period: Period,
) -> Result<(Step, Option<CheckMonth>), AppError> {
    if let Some(month) = store::checks::get(reader, period)? {
        let known = Step::ALL.into_iter().find(|step| step.code() == month.step);
        let garbled = || Trouble::Garbled {
            table: "check_month".to_owned(),
            column: "step".to_owned(),
        };
        return Ok((known.ok_or_else(garbled)?, Some(month)));
    }
    if !store::log::has_period(reader, period)? {
        return Ok((Step::None, None));
    }
    let seen = store::matches::run(reader, period)?.map(|(_, run)| run.last_row);
    let is_matched = seen == Some(store::log::last_seq(reader, period, 0)?);
    Ok((
        if is_matched {
            Step::Reconciled
        } else {
            Step::Imported
        },
        None,
    ))
}

impl Office {
    /// Where the month stands and what is known of it.
    pub fn check_state(&mut self, period: Period) -> Result<CheckState, AppError> {
        self.allow("check.show")?;
        self.state_of(period)
    }

    /// The same for whoever was just allowed a step of it.
    pub fn state_of(&self, period: Period) -> Result<CheckState, AppError> {
        let state = self.standing_of(period)?;
        let text = state.seed_text.as_deref();
        let Some(text) = text.and_then(|text| SeedText::parse(text.as_bytes()).ok()) else {
            return Ok(state);
        };
        let sample = store::checks::sample(self.store.reader(), period)?;
        let base = sample.into_iter().map(|seq| text.row_id(seq)).collect();
        Ok(CheckState { base, ..state })
    }

    /// The same without the sample's ids, of which a large month has many.
    pub fn standing_of(&self, period: Period) -> Result<CheckState, AppError> {
        let reader = self.store.reader();
        let (step, month) = step(reader, period)?;
        let rows = store::log::last_seq(reader, period, 0)?;
        let month = month.unwrap_or_default();
        let population = month.row_count.unwrap_or(rows);
        Ok(CheckState {
            step,
            population,
            population_sha256: month.population,
            sample_size: u32::try_from(sample_size(u64::from(population))).unwrap_or(u32::MAX),
            commit: month.commit,
            checker: month.checker,
            source: month
                .source
                .map(|name| format!("{name}/{}", month.digits.unwrap_or_default())),
            head: if month.row_count.is_some() {
                self.freeze_head(period)?
            } else {
                None
            },
            seed_text: month.seed_text,
            seed: month.seed,
            base: Vec::new(),
            next_commit: month.next_commit,
            done: store::walk::progress(reader, period)?.1,
            outcomes: store::walk::tally(reader, period)?
                .into_iter()
                .map(|(outcome, count, _)| (outcome, count))
                .collect(),
            major: month.major,
            record: month
                .record_version
                .map(|version| format!("{period}-v{version}")),
            signed_by: month.signed_by,
        })
    }

    pub(super) fn freeze_head(&self, period: Period) -> Result<Option<Head>, AppError> {
        Ok(self
            .store
            .reader()
            .entry_of("check.frozen/1", &period.to_string())?)
    }

    /// Fixes a month's population, once (`webir-sample/1`, step 2).
    pub fn freeze(
        &mut self,
        period: Period,
        source: Option<&PublicSource>,
        checker: Option<&Login>,
    ) -> Result<Done, AppError> {
        let role = self.allow("check.freeze")?;
        let reader = self.store.reader();
        let (step, _month) = step(reader, period)?;
        let (checker, secret) = self.checker_for(checker)?;
        let freezing = Freezing {
            step,
            checker: &checker,
            is_committed: secret.is_some(),
            source,
        };
        monthly_check::check_freeze(&self.me, freezing).map_err(Refusal::Check)?;
        let salt = random_bytes()?;
        let (by, at) = (self.me.login.to_string(), self.now());
        // Rows are only ever added: sealed without the lock, they are the same as long as there are as many.
        let commits = seal_rows(reader, period, &salt)?;
        self.write(role, |tx| {
            let last = store::log::last_seq(tx.reader(), period, 0)?;
            let is_whole = usize::try_from(last).is_ok_and(|last| last == commits.len());
            if !is_whole || self_step_changed(tx.reader(), period)? {
                return Err(Refusal::Stale.into());
            }
            if let Some(secret) = &secret {
                check_unused(tx.reader(), secret)?;
            }
            let mut population = PopulationHasher::default();
            for (seq, row_c) in &commits {
                population.add(*seq, row_c);
            }
            let rows = population.rows();
            let population = hex(&population.finish());
            let match_digest = hex(&match_digest(tx.reader(), period)?);
            let (days, accounts) = store::log::control_totals(tx.reader(), period)?;
            let counts = counts_at_freeze(tx.reader(), period)?;
            let kept = Event::Match(MatchEvent::Reconciled { period, counts });
            store::checks::put_commits(
                tx,
                period,
                commits
                    .iter()
                    .map(|(seq, row_c)| Ok::<_, AppError>((*seq, hex(row_c)))),
            )?;
            if let Some(secret) = &secret {
                let used = SecretRow {
                    used_by: Some(period.iso()),
                    ..secret.clone()
                };
                store::checks::put_secret(tx, Some(secret.id), &used)?;
            }
            let commit = secret.as_ref().map(|secret| secret.commit.clone());
            let month = CheckMonth {
                step: Step::Frozen.code().to_owned(),
                row_count: Some(rows),
                population: Some(population.clone()),
                salt: Some(salt.to_vec()),
                match_digest: Some(match_digest.clone()),
                commit: commit.clone(),
                checker: Some(checker.to_string()),
                source: source.map(|source| source.name.clone()),
                digits: source.map(|source| u32::from(source.digits)),
                frozen_by: Some(by),
                frozen_at: Some(at),
                counts: kept.written().body.write(),
                ..CheckMonth::default()
            };
            store::checks::put(tx, period, &month)?;
            let days_in_month = period
                .last_day()
                .signed_duration_since(period.first_day())
                .num_days()
                + 1;
            Ok(Event::Check(CheckEvent::Frozen(Box::new(Frozen {
                period,
                rows,
                population,
                salt_sha256: hex(&sha256(&salt[..])),
                match_digest,
                commit: commit.unwrap_or_else(|| "-".to_owned()),
                checker: checker.to_string(),
                source: month.source.unwrap_or_else(|| "-".to_owned()),
                digits: month.digits.unwrap_or_default(),
                days_without_rows: u32::try_from(days_in_month)
                    .unwrap_or_default()
                    .saturating_sub(days),
                accounts,
                counts,
            }))))
        })
    }

    /// Who will draw, and the oldest commitment that no freeze has named: of the checker named, else of any in office.
    fn checker_for(&self, named: Option<&Login>) -> Result<(Login, Option<SecretRow>), AppError> {
        let reader = self.store.reader();
        let in_office: Vec<Login> = store::clerks::all(reader)?
            .into_iter()
            .filter(|clerk| clerk.roles.has(Role::Checker))
            .map(|clerk| clerk.login)
            .filter(|login| named.is_none_or(|named| named == login))
            .collect();
        let secret = store::checks::unused_secret(reader, &in_office)?;
        let committed = secret.as_ref().and_then(|secret| secret.login.parse().ok());
        let checker = committed.or_else(|| in_office.first().cloned());
        let checker = checker.ok_or(Refusal::Form { field: "checker" })?;
        Ok((checker, secret))
    }

    /// Draws the sample, once, by the checker whose commitment the freeze named (`webir-sample/1`, step 3).
    pub fn draw(&mut self, period: Period, typed: &AtTheDraw) -> Result<Done, AppError> {
        let role = self.allow("check.draw")?;
        let reader = self.store.reader();
        let (step, month) = step(reader, period)?;
        let not_yet = || Refusal::Check(CheckRefusal::NotYet { step });
        let month = month.ok_or_else(not_yet)?;
        let checker: Login = month
            .checker
            .as_deref()
            .and_then(|login| login.parse().ok())
            .ok_or_else(not_yet)?;
        let freeze = self.freeze_head(period)?.ok_or_else(not_yet)?;
        let source = public_source(&month)?;
        let drawing = Drawing {
            step,
            checker: &checker,
            freeze: &freeze,
            slip: typed.slip.as_deref(),
            source: source.as_ref(),
            public: typed.public.as_deref(),
        };
        let public_draw = monthly_check::check_draw(&self.me, drawing).map_err(Refusal::Check)?;
        super::frozen::recheck(&self.store, period, &month)?;
        let pledge = self.open_pledge(&month)?;
        let text = SeedText {
            agency: self.agency.to_string(),
            period: period.iso(),
            rows: month.row_count.unwrap_or_default(),
            population: unhex(month.population.as_deref().unwrap_or_default())?,
            chain: freeze.hash,
            pledge,
            public_draw,
        };
        let sample = sampling::draw(&text);
        let (secret, next_commit) = self.new_secret()?;
        let at = self.now();
        let drawn = Drawn {
            period,
            seed: text.seed(),
            sample: text.sample_size(),
            reveal: text
                .pledge
                .as_ref()
                .map_or_else(|| "-".to_owned(), |pledge| hex(&pledge.reveal)),
            public: text
                .public_draw
                .as_ref()
                .map_or_else(|| "-".to_owned(), |draw| draw.result.clone()),
            total: typed
                .total
                .map_or(-1, |total| i64::try_from(total).unwrap_or(i64::MAX)),
            slip_compared: typed.slip.is_some(),
            next_commit: next_commit.clone(),
        };
        let next = CheckMonth {
            step: Step::Drawn.code().to_owned(),
            total: typed.total.and_then(|total| i64::try_from(total).ok()),
            total_known: typed.total.is_some(),
            slip: typed.slip.clone(),
            seed_text: Some(text.write()),
            seed: Some(text.seed()),
            next_commit: Some(next_commit),
            drawn_at: Some(at),
            ..month
        };
        self.write(role, |tx| {
            let stands = store::checks::get(tx.reader(), period)?;
            if stands.is_none_or(|month| month.step != Step::Frozen.code()) {
                return Err(Refusal::Check(CheckRefusal::AlreadyDrawn).into());
            }
            store::checks::put_sample(tx, period, &sample)?;
            store::checks::put_secret(tx, None, &secret)?;
            store::checks::put(tx, period, &next)?;
            Ok(Event::Check(CheckEvent::Drawn(Box::new(drawn))))
        })
    }

    /// Opens the secret that the freeze named; only its own checker's key can.
    fn open_pledge(&self, month: &CheckMonth) -> Result<Option<Pledge>, AppError> {
        let Some(commit) = &month.commit else {
            return Ok(None);
        };
        let secrets = store::checks::secrets(self.store.reader())?;
        let sealed = secrets.into_iter().find(|secret| secret.commit == *commit);
        let missing = || Trouble::Damaged {
            what: "draw_secret".to_owned(),
        };
        let opened = self
            .signer
            .open_sealed(commit.as_bytes(), &sealed.ok_or_else(missing)?.sealed)?;
        let reveal: [u8; 32] = opened.as_slice().try_into().map_err(|_bad| missing())?;
        let pledge = Pledge {
            commit: unhex(commit)?,
            reveal,
        };
        if pledge.is_opened() {
            Ok(Some(pledge))
        } else {
            Err(missing().into())
        }
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).into()
}

/// The counts of the matches as they stand, row by row.
fn counts_at_freeze(reader: Reader<'_>, period: Period) -> Result<MatchCounts, AppError> {
    let mut counts = super::reconcile::counts_now(reader, period)?;
    (counts.p1, counts.p2, counts.retry) = (0, 0, 0);
    (counts.confirmed, counts.proposed) = (0, 0);
    for (pass, state, rows) in store::matches::tally(reader, period)? {
        let place = match pass.parse::<Pass>() {
            _ if state == MatchState::Proposed.code() => &mut counts.proposed,
            Ok(Pass::P1) => &mut counts.p1,
            Ok(Pass::P2) => &mut counts.p2,
            Ok(Pass::Retry) => &mut counts.retry,
            Ok(Pass::P3 | Pass::Confirmed) | Err(_) => &mut counts.confirmed,
        };
        *place = place.saturating_add(rows);
    }
    counts.unregistered = store::matches::unexplained(reader, period)?.0;
    Ok(counts)
}

/// Two freezes at once must not name the same commitment.
fn check_unused(reader: Reader<'_>, secret: &SecretRow) -> Result<(), AppError> {
    let secrets = store::checks::secrets(reader)?;
    let own = secrets.iter().find(|known| known.id == secret.id);
    if own.is_some_and(|known| known.used_by.is_none()) {
        Ok(())
    } else {
        Err(Refusal::Stale.into())
    }
}

fn public_source(month: &CheckMonth) -> Result<Option<PublicSource>, AppError> {
    let (Some(name), Some(digits)) = (&month.source, month.digits) else {
        return Ok(None);
    };
    let garbled = || Trouble::Garbled {
        table: "check_month".to_owned(),
        column: "source".to_owned(),
    };
    Ok(Some(
        format!("{name}/{digits}")
            .parse()
            .map_err(|_bad| garbled())?,
    ))
}

/// Whether the month is no longer one that can be frozen: somebody froze it, or rows came in.
fn self_step_changed(reader: Reader<'_>, period: Period) -> Result<bool, AppError> {
    Ok(step(reader, period)?.0 != Step::Reconciled)
}

/// Every row of the month, sealed under the period's salt.
fn seal_rows(
    reader: Reader<'_>,
    period: Period,
    salt: &[u8; 32],
) -> Result<Vec<(u32, [u8; 32])>, AppError> {
    let sealer = RowSealer::new(salt);
    let mut rows = Vec::new();
    store::log::each_canonical::<AppError>(reader, period, |seq, fields| {
        rows.push((seq, sealer.seal(fields)));
        Ok(())
    })?;
    Ok(rows)
}

/// Digest of the matches that stand: proposals nobody decided are none.
pub(super) fn match_digest(reader: Reader<'_>, period: Period) -> Result<[u8; 32], AppError> {
    let garbled = || Trouble::Garbled {
        table: "match_row".to_owned(),
        column: "pass".to_owned(),
    };
    let mut hasher = MatchHasher::default();
    store::matches::each_standing::<AppError>(reader, period, |row| {
        let pass: Pass = row.pass.parse().map_err(|_bad| garbled())?;
        hasher.add(&FrozenMatch {
            seq: row.seq,
            number: row.number,
            version: row.query_version,
            pass,
            registered_at: Moment::parse(row.registered_at),
        });
        Ok(())
    })?;
    Ok(hasher.finish())
}

/// What can be done in the month's check.
#[derive(Debug, Clone)]
pub enum CheckCommand {
    // month: freeze and draw
    Freeze {
        period: Period,
        source: Option<PublicSource>,
        checker: Option<Login>,
    },
    Draw {
        period: Period,
        typed: AtTheDraw,
    },
    /// Shows a log row's subject in clear.
    RevealRow {
        period: Period,
        seq: u32,
    },
    // walk: rows, judgement, signature
    Walk(WalkCommand),
}

impl Office {
    pub(super) fn execute_check(&mut self, command: CheckCommand) -> Result<Done, AppError> {
        match command {
            // month: freeze and draw
            CheckCommand::Freeze {
                period,
                source,
                checker,
            } => self.freeze(period, source.as_ref(), checker.as_ref()),
            CheckCommand::Draw { period, typed } => self.draw(period, &typed),
            CheckCommand::RevealRow { period, seq } => self.reveal_row(LogId { period, seq }),
            // walk: rows, judgement, signature
            CheckCommand::Walk(command) => self.execute_walk(command),
        }
    }

    fn reveal_row(&mut self, id: LogId) -> Result<Done, AppError> {
        let role = self.allow("log.reveal")?;
        let record = id.to_string();
        self.write(role, |tx| {
            if store::log::get(tx.reader(), id.period, 0, id.seq)?.is_none() {
                return Err(Refusal::Stale.into());
            }
            Ok(Event::Register(RegisterEvent::Revealed { record }))
        })
    }

    /// The subject of the row that was just revealed.
    pub fn revealed_subject(&self, done: &Done, id: LogId) -> Result<Option<String>, AppError> {
        let is_revealed = done.event
            == Event::Register(RegisterEvent::Revealed {
                record: id.to_string(),
            });
        if !is_revealed {
            return Ok(None);
        }
        let row = store::log::get(self.store.reader(), id.period, 0, id.seq)?;
        let permit = Permit::granted();
        Ok(row.map(|row| Subject::read(&row.subject).reveal(&permit).to_owned()))
    }
}
