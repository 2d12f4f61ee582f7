//! 查核: the freeze and the draw of a month, and where it stands.

use std::collections::{BTreeMap, BTreeSet};

use zeroize::Zeroizing;

use super::walk::WalkCommand;
use super::{AppError, Done, Office, Setting};
use crate::domain::event::{
    CheckEvent, Drawn, Event, Frozen, MatchCounts, MatchEvent, RegisterEvent,
};
use crate::domain::identity::{Permit, Subject};
use crate::domain::ids::{Head, LogId, Login, Period};
use crate::domain::moment::Moment;
use crate::domain::monthly_check::{
    self, CheckRefusal, Cover, Deed, Drawing, Freezing, Group, Slip, Step, risk_beside,
};
use crate::domain::normal::norm_text;
use crate::domain::population::{FrozenMatch, MatchHasher, PopulationHasher, RowSealer};
use crate::domain::reconcile::{MatchState, Pass, RULE_VERSION};
use crate::domain::refusal::Refusal;
use crate::domain::sampling::{self, Order, Pledge, PublicSource, SeedText, sample_size};
use crate::domain::trouble::Trouble;
use crate::store::checks::{CheckMonth, MatchBlock, PublicDeclared, SecretRow};
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
    /// Ids of the base sample in the order of the draw, and of the rows that are walked beside it.
    pub base: Vec<String>,
    pub risk: Vec<String>,
    pub cover: Vec<String>,
    pub extension: Vec<String>,
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
        let reader = self.store.reader();
        let ids = |seqs: Vec<u32>| -> Vec<String> {
            let ids = seqs.into_iter();
            ids.map(|seq| text.row_id(seq)).collect()
        };
        let extra = |group: Group| store::flags::extra(reader, period, group);
        Ok(CheckState {
            base: ids(store::checks::sample(reader, period)?),
            risk: ids(extra(Group::Risk)?),
            cover: ids(extra(Group::Cover)?),
            extension: ids(extra(Group::Extension)?),
            ..state
        })
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
            risk: Vec::new(),
            cover: Vec::new(),
            extension: Vec::new(),
            next_commit: month.next_commit,
            done: store::walk::progress(reader, period)?.1,
            outcomes: store::flags::base_outcomes(reader, period)?
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
        frozen_entry(self.store.reader(), period)
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
            is_excepted: self.is_excepted(&checker)?,
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
            let fixed = fixed_matches(tx.reader(), period, block_size(rows))?;
            let match_digest = hex(&fixed.digest);
            let (days, accounts) = store::log::control_totals(tx.reader(), period)?;
            let counts = counts_at_freeze(tx.reader(), period)?;
            let kept = Event::Match(MatchEvent::Reconciled { period, counts });
            let flags = store::flags::run(tx.reader(), period)?;
            store::checks::put_commits(
                tx,
                period,
                commits
                    .iter()
                    .map(|(seq, row_c)| Ok::<_, AppError>((*seq, hex(row_c)))),
            )?;
            store::checks::put_match_blocks(tx, period, &fixed.blocks)?;
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
                match_rules: RULE_VERSION,
                flag_rules: flags.as_ref().map_or(0, |run| run.version),
                thresholds: flags
                    .as_ref()
                    .map_or_else(String::new, |run| run.thresholds.clone()),
                flags: flags.as_ref().map_or(0, |run| run.hits),
                flags_sha256: flags.map_or_else(|| "-".to_owned(), |run| run.sha256),
            }))))
        })
    }

    /// Who will draw, and the oldest commitment that no freeze has named: of the checker named, else of any in office.
    fn checker_for(&self, named: Option<&Login>) -> Result<(Login, Option<SecretRow>), AppError> {
        let reader = self.store.reader();
        let in_office: Vec<Login> = Self::checkers(reader, self.now().day())?
            .into_iter()
            .map(|clerk| clerk.login)
            .filter(|login| named.is_none_or(|named| named == login))
            .collect();
        let secret = store::checks::unused_secret(reader, &in_office)?;
        let committed = secret.as_ref().and_then(|secret| secret.login.parse().ok());
        let checker = committed.or_else(|| in_office.first().cloned());
        let checker = checker.ok_or(Refusal::Form { field: "checker" })?;
        Ok((checker, secret))
    }

    /// Whether a checker is one beside another role, by an exception.
    fn is_excepted(&self, checker: &Login) -> Result<bool, AppError> {
        let (reader, today) = (self.store.reader(), self.now().day());
        Ok(!super::exceptions::excused_roles(reader, checker, today)?.is_empty())
    }

    /// Declares a public draw for a month whose secret nobody can open (`webir-sample/1`, step 3). The seed then comes
    /// from it alone; the named checker draws, or where that one has left, another.
    pub fn declare_public(
        &mut self,
        period: Period,
        source: &PublicSource,
    ) -> Result<Done, AppError> {
        let role = self.allow("check.public")?;
        let (me, at) = (self.me.clone(), self.now());
        let in_office = Self::checkers(self.store.reader(), at.day())?;
        self.write(role, |tx| {
            let (step, month) = step(tx.reader(), period)?;
            monthly_check::check_move(Deed::DeclarePublic, &me, step).map_err(Refusal::Check)?;
            let month = month.ok_or(Refusal::Check(CheckRefusal::NotYet { step }))?;
            let named = month.checker.clone().unwrap_or_default();
            let is_there = |login: &str| in_office.iter().any(|it| it.login.as_str() == login);
            let other = in_office.first().map(|clerk| clerk.login.to_string());
            let checker = if is_there(&named) { Some(named) } else { other };
            let checker = checker.ok_or(Refusal::Form { field: "checker" })?;
            let before = store::checks::public_declared(tx.reader(), period)?;
            let unrevealed = month.commit.or(before.and_then(|before| before.commit));
            let digits = u32::from(source.digits);
            let declared = PublicDeclared {
                source: source.name.clone(),
                digits,
                commit: unrevealed.clone(),
                checker: checker.clone(),
                by: me.login.to_string(),
                at,
            };
            store::checks::put_public(tx, period, &declared)?;
            let next = CheckMonth {
                commit: None,
                checker: Some(checker.clone()),
                source: Some(source.name.clone()),
                digits: Some(digits),
                ..month
            };
            store::checks::put(tx, period, &next)?;
            Ok(Event::Check(CheckEvent::PublicDeclared {
                period,
                source: source.name.clone(),
                digits,
                unrevealed: unrevealed.unwrap_or_else(|| "-".to_owned()),
                checker,
            }))
        })
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
            is_excepted: self.is_excepted(&checker)?,
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
        let beside = self.beside_sample(reader, &text, &sample, period)?;
        let of = |group: Group| {
            let rows = beside.iter().filter(|(known, _)| *known == group).count();
            u32::try_from(rows).unwrap_or(u32::MAX)
        };
        let (secret, next_commit) = self.new_secret()?;
        let at = self.now();
        let drawn = Drawn {
            period,
            seed: text.seed(),
            sample: text.sample_size(),
            risk: of(Group::Risk),
            cover: of(Group::Cover),
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
            slip: typed
                .slip
                .as_deref()
                .and_then(|slip| slip.parse::<Slip>().ok())
                .map(|slip| slip.to_string()),
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
            let next_place = text.sample_size().saturating_add(1);
            store::flags::put_extra(tx, period, next_place, &beside)?;
            store::checks::put_secret(tx, None, &secret)?;
            store::checks::put(tx, period, &next)?;
            Ok(Event::Check(CheckEvent::Drawn(Box::new(drawn))))
        })
    }

    /// RISK and, where it is due, COVER, each in the order of the draw (monthly_check §4.6).
    fn beside_sample(
        &self,
        reader: Reader<'_>,
        text: &SeedText,
        sample: &[u32],
        period: Period,
    ) -> Result<Vec<(Group, u32)>, AppError> {
        let order = Order::of(text);
        let base: BTreeSet<u32> = sample.iter().copied().collect();
        let risk = risk_beside(&order, &base, store::flags::serious(reader, period)?);
        let mut beside: Vec<(Group, u32)> = risk.iter().map(|seq| (Group::Risk, *seq)).collect();
        let is_covered = match self.setting(Setting::Cover)?.as_str() {
            "monthly" => true,
            "quarterly" => period.month().is_multiple_of(3) && period.supplement() == 0,
            _ => false,
        };
        if is_covered {
            let walked: BTreeSet<u32> = base.into_iter().chain(risk).collect();
            let cover = uncovered(reader, period, &order, &walked)?;
            beside.extend(cover.into_iter().map(|seq| (Group::Cover, seq)));
        }
        Ok(beside)
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

/// The freeze's own entry, whatever version of it.
pub(super) fn frozen_entry(reader: Reader<'_>, period: Period) -> Result<Option<Head>, AppError> {
    for action in FROZEN {
        if let Some(head) = reader.entry_of(action, &period.to_string())? {
            return Ok(Some(head));
        }
    }
    Ok(None)
}

/// Entries of a freeze, the newest version first.
pub(super) const FROZEN: [&str; 2] = ["check.frozen/2", "check.frozen/1"];

/// The first row, in the order of the draw, of each account that no walked row is of.
fn uncovered(
    reader: Reader<'_>,
    period: Period,
    order: &Order,
    walked: &BTreeSet<u32>,
) -> Result<Vec<u32>, AppError> {
    let mut covered: BTreeSet<String> = BTreeSet::new();
    for seq in walked {
        let row = store::log::get(reader, period, 0, *seq)?;
        covered.extend(row.map(|row| norm_text(&row.account)));
    }
    let mut cover = Cover::beside(order, covered);
    store::flags::each_flaggable(reader, period, |row| {
        cover.see(row.seq, norm_text(row.account));
        Ok::<_, AppError>(())
    })?;
    Ok(cover.rows())
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
            Ok(Pass::P3 | Pass::P4 | Pass::Confirmed) | Err(_) => &mut counts.confirmed,
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

/// The matches that stand, as a freeze fixes them: proposals nobody decided are none.
pub(super) struct FixedMatches {
    pub(super) digest: [u8; 32],
    /// The same over a few rows each.
    pub(super) blocks: Vec<MatchBlock>,
}

/// So many blocks at most: enough that each is small, few enough to cost nothing.
const MATCH_BLOCKS: u32 = 2000;

/// How many rows of a population stand in one block.
fn block_size(rows: u32) -> u32 {
    rows.div_ceil(MATCH_BLOCKS).max(1)
}

pub(super) fn fixed_matches(
    reader: Reader<'_>,
    period: Period,
    size: u32,
) -> Result<FixedMatches, AppError> {
    let garbled = || Trouble::Garbled {
        table: "match_row".to_owned(),
        column: "pass".to_owned(),
    };
    let mut all = MatchHasher::default();
    let mut block: Option<(u32, MatchHasher)> = None;
    let mut blocks = Vec::new();
    store::matches::each_standing::<AppError>(reader, period, |row| {
        let pass: Pass = row.pass.parse().map_err(|_bad| garbled())?;
        let fixed = FrozenMatch {
            seq: row.seq,
            number: row.number,
            version: row.query_version,
            pass,
            registered_at: Moment::parse(row.registered_at),
        };
        all.add(&fixed);
        let first = row.seq.saturating_sub(1) / size * size + 1;
        if let Some((begun, hasher)) = block.take_if(|(begun, _)| *begun != first) {
            blocks.push(block_of(begun, size, hasher));
        }
        let (_first, hasher) = block.get_or_insert_with(|| (first, MatchHasher::default()));
        hasher.add(&fixed);
        Ok(())
    })?;
    blocks.extend(block.map(|(begun, hasher)| block_of(begun, size, hasher)));
    Ok(FixedMatches {
        digest: all.finish(),
        blocks,
    })
}

fn block_of(first: u32, size: u32, hasher: MatchHasher) -> MatchBlock {
    MatchBlock {
        first,
        last: first.saturating_add(size - 1),
        sha256: hex(&hasher.finish()),
    }
}

/// Blocks of rows whose matches are not what the freeze fixed.
pub(super) fn differing_blocks(
    reader: Reader<'_>,
    period: Period,
    rows: u32,
) -> Result<Vec<(u32, u32)>, AppError> {
    let fixed = store::checks::match_blocks(reader, period)?;
    if fixed.is_empty() {
        return Ok(Vec::new());
    }
    let now = fixed_matches(reader, period, block_size(rows))?.blocks;
    let by_place = |blocks: Vec<MatchBlock>| -> BTreeMap<(u32, u32), String> {
        let blocks = blocks.into_iter();
        blocks
            .map(|block| ((block.first, block.last), block.sha256))
            .collect()
    };
    let (fixed, now) = (by_place(fixed), by_place(now));
    let places: BTreeSet<_> = fixed.keys().chain(now.keys()).copied().collect();
    let differs = |place: &(u32, u32)| fixed.get(place) != now.get(place);
    Ok(places.into_iter().filter(differs).collect())
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
    /// A public draw in place of a secret that nobody can open.
    DeclarePublic {
        period: Period,
        source: PublicSource,
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
            CheckCommand::DeclarePublic { period, source } => self.declare_public(period, &source),
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
