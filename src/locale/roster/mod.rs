//! What the roster says: its codes, its refusals, its screens.

mod labels;

use chrono::NaiveDate;

use super::{Lang, group};
use crate::domain::file_fault::RowFault;
use crate::domain::roc_date;
use crate::domain::roster::{
    AccountKind, AccountStatus, Cause, Duty, Gap, Hint, IdleLimits, Post, Proofs, RosterEvent,
    RosterRefusal, Standing, SuspensionCause,
};
pub use labels::RosterText;

/// The word of a code in both languages.
fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::ZhTw => zh,
        Lang::En => en,
    }
}

impl Lang {
    /// 身分.
    pub fn account_kind(self, kind: AccountKind) -> &'static str {
        match kind {
            AccountKind::User => pick(self, "使用者", "user"),
            AccountKind::Manager => pick(self, "管理者", "manager"),
        }
    }

    /// 狀態.
    pub fn account_status(self, status: AccountStatus) -> &'static str {
        match status {
            AccountStatus::Active => pick(self, "啟用", "active"),
            AccountStatus::Stopped => pick(self, "停用", "stopped"),
            AccountStatus::Deleted => pick(self, "刪除", "deleted"),
        }
    }

    /// 在職狀態.
    pub fn post(self, post: Post) -> &'static str {
        match post {
            Post::Serving => pick(self, "在職", "serving"),
            Post::Moved => pick(self, "調職", "moved"),
            Post::Left => pick(self, "離職", "left"),
            Post::Retired => pick(self, "退休", "retired"),
        }
    }

    /// 異動原因.
    pub fn change_cause(self, cause: Cause) -> &'static str {
        match cause {
            Cause::Joined => pick(self, "新進", "joined"),
            Cause::Moved => pick(self, "調職", "moved"),
            Cause::Left => pick(self, "離職", "left"),
            Cause::Retired => pick(self, "退休", "retired"),
            Cause::Duties => pick(self, "職務調整", "change of duties"),
            Cause::Idle => pick(self, "閒置", "idle"),
            Cause::Duplicate => pick(self, "重複", "duplicate"),
            Cause::NoHolder => pick(self, "查無持有人", "no holder"),
        }
    }

    /// What an officer is for.
    pub fn duty(self, duty: Duty) -> &'static str {
        match duty {
            Duty::Checking => pick(self, "查核", "checks"),
            Duty::Auditing => pick(self, "稽核", "audits"),
            Duty::Security => pick(self, "資安維護", "security"),
        }
    }

    /// How the agency stands.
    pub fn agency_standing(self, standing: Standing) -> &'static str {
        match standing {
            Standing::Consented => pick(self, "已獲同意", "consented"),
            Standing::NotConsented => pick(self, "未獲同意", "not consented"),
            Standing::Suspended => pick(self, "暫停使用", "suspended"),
            Standing::Terminated => pick(self, "終止使用", "terminated"),
        }
    }

    /// Why the bureau suspended the agency (12(6)).
    pub fn suspension_cause(self, cause: SuspensionCause) -> &'static str {
        match cause {
            SuspensionCause::NotImproved => pick(self, "屆期未改善", "not improved in time"),
            SuspensionCause::Hindered => pick(self, "妨礙稽核", "an audit was hindered"),
            SuspensionCause::Evaded => pick(self, "規避稽核", "an audit was evaded"),
            SuspensionCause::Altered => pick(self, "變更管理功能或技術", "controls were altered"),
        }
    }

    /// What was done with the roster.
    pub(super) fn roster_told(self, event: &RosterEvent) -> String {
        match self {
            Lang::ZhTw => told_zh(event),
            Lang::En => told_en(event),
        }
    }

    /// What a line is noticed for, at most four cells wide in Chinese.
    pub fn hint_word(self, hint: Hint) -> &'static str {
        match hint {
            Hint::Unknown => pick(self, "不明", "unknown"),
            Hint::Gone(post) | Hint::Going(post) => self.post(post),
            Hint::DeletionProposed => pick(self, "擬刪", "delete"),
            Hint::Duplicate => pick(self, "重複", "second"),
            Hint::Unproven => pick(self, "要件", "proofs"),
            Hint::Idle => pick(self, "閒置", "idle"),
            Hint::Stopped => pick(self, "停用", "stopped"),
        }
    }

    /// `名冊  帳號 15（啟用 14、停用 1）`.
    pub fn roster_title(self, active: usize, stopped: usize) -> String {
        let all = active.saturating_add(stopped);
        match self {
            Lang::ZhTw => format!("名冊  帳號 {all}（啟用 {active}、停用 {stopped}）"),
            Lang::En => format!("Roster  {all} accounts ({active} active, {stopped} stopped)"),
        }
    }

    /// `94日`.
    pub fn idle_days(self, days: u32) -> String {
        match self {
            Lang::ZhTw => format!("{days}日"),
            Lang::En => format!("{days} d"),
        }
    }

    /// The three proofs and the certificate's end, each with its day.
    pub fn proofs_words(self, proofs: Proofs) -> String {
        let day = |on: Option<NaiveDate>| {
            on.map_or_else(
                || pick(self, "未確認", "not confirmed").to_owned(),
                // Without the weekday: four of them stand in one line.
                roc_date::roc,
            )
        };
        let Proofs {
            official_on,
            bound_on,
            certificate_until,
            pledged_on,
        } = proofs;
        let [official, bound, until, pledged] =
            [official_on, bound_on, certificate_until, pledged_on].map(day);
        match self {
            Lang::ZhTw => {
                format!("公務帳號 {official}、憑證 {bound}（至 {until}）、切結 {pledged}")
            }
            Lang::En => {
                format!(
                    "official {official}, certificate {bound} (until {until}), pledge {pledged}"
                )
            }
        }
    }

    /// 今日 and the list of officers: a duty that nobody holds.
    pub fn officer_gap(self, gap: Gap) -> String {
        let duty = self.duty(gap.duty);
        let since = self.day(gap.since);
        match (self, gap.until) {
            (Lang::ZhTw, None) => format!("{duty}專責人員自 {since} 起無人，請指派"),
            (Lang::ZhTw, Some(until)) => {
                format!(
                    "{duty}專責人員自 {since} 至 {} 無人，請指派",
                    self.day(until)
                )
            }
            (Lang::En, None) => format!("nobody is appointed for {duty} from {since} on"),
            (Lang::En, Some(until)) => {
                format!(
                    "nobody is appointed for {duty} from {since} to {}",
                    self.day(until)
                )
            }
        }
    }

    /// Where the roster was written.
    pub fn roster_written(self, shown: &str, rows: u64) -> String {
        match self {
            Lang::ZhTw => format!("已匯出 {shown}，{} 列。", group(rows)),
            Lang::En => format!("Written: {shown}, {} rows.", group(rows)),
        }
    }

    /// The peek line: what is noticed of a line, and on what it stands.
    pub fn roster_peek(self, said: &RosterSaid<'_>, limits: IdleLimits) -> String {
        let mut words: Vec<String> = said
            .hints
            .iter()
            .map(|hint| self.hint_sentence(*hint, said, limits))
            .collect();
        if !said.bases.is_empty() {
            let bases = said.bases.join(pick(self, "、", ", "));
            words.push(match self {
                Lang::ZhTw => format!("依據 {bases}"),
                Lang::En => format!("basis {bases}"),
            });
        }
        if let Some(on) = said.approved_on {
            words.push(match self {
                Lang::ZhTw => format!("{} 核准 {}", self.day(on), said.request),
                Lang::En => format!("approved {} {}", self.day(on), said.request),
            });
        }
        let joined = words.join(pick(self, "；", "; "));
        format!("{} {}", said.name, joined.trim_end())
            .trim()
            .to_owned()
    }

    fn hint_sentence(self, hint: Hint, said: &RosterSaid<'_>, limits: IdleLimits) -> String {
        let on = said.post_on.map_or_else(String::new, |day| self.day(day));
        match (self, hint) {
            (Lang::ZhTw, Hint::Unknown) => "日誌所見，名冊無此帳號，請查明後登載".to_owned(),
            (Lang::ZhTw, Hint::Gone(post)) => {
                format!("{on} 已{}，帳號應於當日刪除", self.post(post))
            }
            (Lang::ZhTw, Hint::Going(post)) => {
                format!("{on} {}，最遲當日刪除", self.post(post))
            }
            (Lang::ZhTw, Hint::DeletionProposed) => {
                format!("閒置逾 {} 日，擬請刪除", limits.delete)
            }
            (Lang::ZhTw, Hint::Idle) => format!("閒置逾 {} 日", limits.warn),
            (Lang::ZhTw, Hint::Duplicate) => "另有啟用中帳號".to_owned(),
            (Lang::ZhTw, Hint::Unproven) => "要件未齊或憑證已屆期".to_owned(),
            (Lang::ZhTw, Hint::Stopped) => "已停用，待刪除".to_owned(),
            (Lang::En, Hint::Unknown) => "a log names it, the roster does not".to_owned(),
            (Lang::En, Hint::Gone(post)) => {
                format!(
                    "{} since {on}: the account was to go that day",
                    self.post(post)
                )
            }
            (Lang::En, Hint::Going(post)) => {
                format!("{} on {on}: to be deleted by that day", self.post(post))
            }
            (Lang::En, Hint::DeletionProposed) => {
                format!("idle for {} days or more, deletion proposed", limits.delete)
            }
            (Lang::En, Hint::Idle) => format!("idle for {} days or more", limits.warn),
            (Lang::En, Hint::Duplicate) => "another active account".to_owned(),
            (Lang::En, Hint::Unproven) => "a proof is missing or has run out".to_owned(),
            (Lang::En, Hint::Stopped) => "stopped, to be deleted".to_owned(),
        }
    }

    /// [`Lang::hint_word`] in four cells.
    pub fn hint_short(self, hint: Hint) -> &'static str {
        let en = match hint {
            Hint::Unknown => "new?",
            Hint::Gone(Post::Moved) | Hint::Going(Post::Moved) => "away",
            Hint::Gone(_) | Hint::Going(_) => "left",
            Hint::DeletionProposed => "del",
            Hint::Duplicate => "two",
            Hint::Unproven => "docs",
            Hint::Idle => "idle",
            Hint::Stopped => "stop",
        };
        pick(self, self.hint_word(hint), en)
    }

    /// 身分 in six cells.
    pub fn account_kind_short(self, kind: AccountKind) -> &'static str {
        match (self, kind) {
            (Lang::En, AccountKind::Manager) => "mgr",
            _ => self.account_kind(kind),
        }
    }

    /// Why a line of a roster file is not taken.
    pub fn roster_fault(self, fault: &RosterFileFault<'_>) -> String {
        match (self, fault) {
            (_, RosterFileFault::Row(fault)) => self.row_reason(fault),
            (_, RosterFileFault::Rule(rule)) => bare(&self.roster_refusal(rule)),
            (Lang::ZhTw, RosterFileFault::Twice(line)) => {
                format!("與第 {} 行之帳號相同", group(*line))
            }
            (Lang::En, RosterFileFault::Twice(line)) => {
                format!("the account of line {} again", group(*line))
            }
            (Lang::ZhTw, RosterFileFault::OtherContent) => {
                "名冊已有此帳號，內容不同；異動請另提申請".to_owned()
            }
            (Lang::En, RosterFileFault::OtherContent) => {
                "the roster holds this account otherwise; changes are applied for".to_owned()
            }
            (Lang::ZhTw, RosterFileFault::Login) => {
                "登入名稱格式不符，或該帳號已由他人登入使用".to_owned()
            }
            (Lang::En, RosterFileFault::Login) => {
                "no login can be so, or the account is another login's".to_owned()
            }
        }
    }

    /// What an import of a roster came to.
    pub fn roster_counts(self, [read, accepted, duplicate, rejected]: [u64; 4]) -> String {
        let [read, accepted, duplicate, rejected] =
            [read, accepted, duplicate, rejected].map(group);
        match self {
            Lang::ZhTw => format!(
                "讀 {read} 列，收入 {accepted}，重複 {duplicate}，不符 {rejected}；有不符者全部未收入"
            ),
            Lang::En => format!(
                "{read} read, {accepted} taken, {duplicate} known, {rejected} refused; with any refused, nothing is taken"
            ),
        }
    }

    /// What the roster does not allow, and what would be needed.
    pub fn roster_refusal(self, refusal: &RosterRefusal) -> String {
        match self {
            Lang::ZhTw => refused_zh(refusal),
            Lang::En => refused_en(refusal),
        }
    }
}

/// What the peek line is made of.
#[derive(Debug, Clone, Copy)]
pub struct RosterSaid<'a> {
    pub name: &'a str,
    pub title: &'a str,
    pub post_on: Option<NaiveDate>,
    pub bases: &'a [String],
    pub approved_on: Option<NaiveDate>,
    pub request: &'a str,
    pub hints: &'a [Hint],
}

/// A refusal without its mark, for a list that has its own.
fn bare(sentence: &str) -> String {
    sentence.trim_start_matches("! ").to_owned()
}

/// Why a line of a roster file is not taken.
#[derive(Debug)]
pub enum RosterFileFault<'a> {
    Row(&'a RowFault),
    Twice(u64),
    OtherContent,
    Login,
    Rule(&'a RosterRefusal),
}

fn told_zh(event: &RosterEvent) -> String {
    match event {
        RosterEvent::PersonSaved { .. } => "已存人員。".to_owned(),
        RosterEvent::AccountEntered { items, .. } => format!("已登載帳號，項目 {items} 項。"),
        RosterEvent::ProofsConfirmed { .. } => "已存帳號要件。".to_owned(),
        RosterEvent::AgencyItemSaved { .. } => "已登載機關項目。".to_owned(),
        RosterEvent::AgencyItemEnded { item } => format!("已記錄機關項目 {item} 終止。"),
        RosterEvent::StandingSaved { standing } => {
            let word = standing
                .parse()
                .map_or("", |known| Lang::ZhTw.agency_standing(known));
            format!("已登載機關資格：{word}。")
        }
        RosterEvent::OfficerSaved { .. } => "已存專責人員。".to_owned(),
        RosterEvent::Trained { .. } => "已登載訓練時數。".to_owned(),
        RosterEvent::Imported { accepted, .. } => {
            format!("已匯入名冊，收入 {} 列。", group(u64::from(*accepted)))
        }
    }
}

fn told_en(event: &RosterEvent) -> String {
    match event {
        RosterEvent::PersonSaved { .. } => "The person is saved.".to_owned(),
        RosterEvent::AccountEntered { items, .. } => {
            format!("The account is entered with {items} items.")
        }
        RosterEvent::ProofsConfirmed { .. } => "The account's proofs are saved.".to_owned(),
        RosterEvent::AgencyItemSaved { .. } => "The agency's item is entered.".to_owned(),
        RosterEvent::AgencyItemEnded { item } => format!("The agency's item {item} has its end."),
        RosterEvent::StandingSaved { standing } => {
            let word = standing
                .parse()
                .map_or("", |known| Lang::En.agency_standing(known));
            format!("The agency's standing is entered: {word}.")
        }
        RosterEvent::OfficerSaved { .. } => "The officer is saved.".to_owned(),
        RosterEvent::Trained { .. } => "The training is entered.".to_owned(),
        RosterEvent::Imported { accepted, .. } => {
            format!(
                "The roster is imported: {} accounts.",
                group(u64::from(*accepted))
            )
        }
    }
}

fn refused_zh(refusal: &RosterRefusal) -> String {
    match refusal {
        RosterRefusal::AccountForm => {
            "! 帳號：須為英數字，不得空白。請改填，例如 kcgsoc0101。".to_owned()
        }
        RosterRefusal::AccountKnown { account } => {
            format!("! 帳號：名冊已有 {account}，已刪除者亦不得重用。請改填。")
        }
        RosterRefusal::SecondAccount { account } => {
            format!("! 帳號：此人已有啟用中之 {account}。確需第二帳號者，請填理由。")
        }
        RosterRefusal::NoSuchAccount => "! 帳號：名冊無此帳號。請先登載。".to_owned(),
        RosterRefusal::NoSuchPerson => "! 人員：名冊無此人。請先新增人員。".to_owned(),
        RosterRefusal::NotActive { account } => {
            format!("! 帳號：{account} 已停用或刪除。請改選啟用中之帳號。")
        }
        RosterRefusal::AlreadyDeleted { account } => {
            format!("! 帳號：{account} 已刪除，無須再辦。")
        }
        RosterRefusal::EndsBeforeItBegins { begins } => {
            let begins = Lang::ZhTw.day(*begins);
            format!("! 日期：不得早於起日 {begins}。請改填。")
        }
        RosterRefusal::NotTheAgencys { item } => {
            format!("! 項目：{item} 該日不在本機關核准範圍。請先申請機關項目。")
        }
        RosterRefusal::AlreadyHeld { item } => {
            format!("! 項目：{item} 已依同一法律依據持有。無須再辦。")
        }
        RosterRefusal::NotHeld { item } => {
            format!("! 項目：該日未持有 {item}。請核對項目及日期。")
        }
        RosterRefusal::ItemForm => "! 項目：作業代號及法律依據均須填寫。請補填。".to_owned(),
        RosterRefusal::LoginTaken => "! 登入帳號：名冊上已屬他人。請核對後改填。".to_owned(),
        RosterRefusal::PostNeedsDay => "! 異動日：已非在職者須填異動日。請補填。".to_owned(),
        RosterRefusal::InFuture => "! 日期：不得晚於今日。請改填。".to_owned(),
    }
}

fn refused_en(refusal: &RosterRefusal) -> String {
    match refusal {
        RosterRefusal::AccountForm => {
            "! Account: letters and digits without blanks, such as kcgsoc0101.".to_owned()
        }
        RosterRefusal::AccountKnown { account } => {
            format!("! Account: the roster has {account}; a deleted one is not used again.")
        }
        RosterRefusal::SecondAccount { account } => {
            format!(
                "! Account: this person has {account}, which is active. A second one needs a reason."
            )
        }
        RosterRefusal::NoSuchAccount => {
            "! Account: it is not on the roster. Enter it first.".to_owned()
        }
        RosterRefusal::NoSuchPerson => {
            "! Person: not on the roster. Enter the person first.".to_owned()
        }
        RosterRefusal::NotActive { account } => {
            format!("! Account: {account} is stopped or deleted. Choose an active one.")
        }
        RosterRefusal::AlreadyDeleted { account } => {
            format!("! Account: {account} is deleted already.")
        }
        RosterRefusal::EndsBeforeItBegins { begins } => {
            format!(
                "! Date: not before {}, when it begins.",
                Lang::En.day(*begins)
            )
        }
        RosterRefusal::NotTheAgencys { item } => {
            format!("! Item: {item} is not among the agency's own on that day. Apply for it first.")
        }
        RosterRefusal::AlreadyHeld { item } => {
            format!("! Item: {item} is held on this basis already.")
        }
        RosterRefusal::NotHeld { item } => format!("! Item: {item} is not held on that day."),
        RosterRefusal::ItemForm => "! Item: it needs a code and a legal basis.".to_owned(),
        RosterRefusal::LoginTaken => "! Login: another person of the roster has it.".to_owned(),
        RosterRefusal::PostNeedsDay => {
            "! Day of change: needed for a person who no longer serves.".to_owned()
        }
        RosterRefusal::InFuture => "! Date: not later than today.".to_owned(),
    }
}
