//! The words of 期限: states, media, classes, methods, lines of the scope list.

use chrono::NaiveDate;

use crate::domain::retention::certificate::{CertState, Method, ScopePlace};
use crate::domain::retention::kept::{KeptClass, KeptPhase, KeptState};
use crate::domain::retention::notice::{ContactDuty, NoticeState};
use crate::domain::retention::{Ground, Held, HeldChange, HeldState, HoldCause, Medium, Origin};
use crate::domain::span::Span;
use crate::locale::{Lang, group};

impl Lang {
    /// 狀態 of an item, in eight cells (English ten).
    pub fn held_state(self, state: HeldState) -> &'static str {
        match (self, state) {
            (Lang::ZhTw, HeldState::InUse) => "使用中",
            (Lang::ZhTw, HeldState::ToConfirm) => "待確認",
            (Lang::ZhTw, HeldState::Statutory) => "法定保存",
            (Lang::ZhTw, HeldState::ToDelete) => "待刪除",
            (Lang::ZhTw, HeldState::Deleted) => "已刪除",
            (Lang::ZhTw, HeldState::Closed) => "已驗證",
            (Lang::ZhTw, HeldState::Archived) => "已歸檔",
            (Lang::ZhTw, HeldState::Withdrawn) => "已撤銷",
            (Lang::En, HeldState::InUse) => "in use",
            (Lang::En, HeldState::ToConfirm) => "confirm",
            (Lang::En, HeldState::Statutory) => "statute",
            (Lang::En, HeldState::ToDelete) => "delete",
            (Lang::En, HeldState::Deleted) => "deleted",
            (Lang::En, HeldState::Closed) => "verified",
            (Lang::En, HeldState::Archived) => "archived",
            (Lang::En, HeldState::Withdrawn) => "void",
        }
    }

    /// 暫停刪除.
    pub fn on_hold(self) -> &'static str {
        match self {
            Lang::ZhTw => "暫停刪除",
            Lang::En => "on hold",
        }
    }

    /// 【暫停】, in the place of the days left.
    pub fn hold_mark(self) -> &'static str {
        match self {
            Lang::ZhTw => "【暫停】",
            Lang::En => "[hold]",
        }
    }

    pub fn medium(self, medium: Medium) -> &'static str {
        match (self, medium) {
            (Lang::ZhTw, Medium::Paper) => "紙本",
            (Lang::ZhTw, Medium::File) => "電子檔",
            (Lang::ZhTw, Medium::Removable) => "可攜",
            (Lang::En, Medium::Paper) => "paper",
            (Lang::En, Medium::File) => "file",
            (Lang::En, Medium::Removable) => "portable",
        }
    }

    /// What an item waits for, in 今日.
    pub fn held_duty(self, state: HeldState) -> &'static str {
        match (self, state) {
            (Lang::ZhTw, HeldState::InUse) => "使用期間將屆",
            (Lang::ZhTw, HeldState::ToConfirm) => "待確認有無保存必要",
            (Lang::ZhTw, HeldState::Statutory) => "法定保存將屆",
            (Lang::ZhTw, HeldState::ToDelete) => "無保存必要，未刪除",
            (
                Lang::ZhTw,
                HeldState::Deleted | HeldState::Closed | HeldState::Archived | HeldState::Withdrawn,
            ) => "已辦畢",
            (Lang::En, HeldState::InUse) => "use ends",
            (Lang::En, HeldState::ToConfirm) => "used: still needed?",
            (Lang::En, HeldState::Statutory) => "statutory period ends",
            (Lang::En, HeldState::ToDelete) => "not deleted yet",
            (
                Lang::En,
                HeldState::Deleted | HeldState::Closed | HeldState::Archived | HeldState::Withdrawn,
            ) => "done",
        }
    }

    /// What a certificate waits for, in 今日.
    pub fn certificate_duty(self, state: CertState, lacks_exception: bool) -> &'static str {
        match (self, state, lacks_exception) {
            (Lang::ZhTw, CertState::Signed, _) => "已刪除，待他人驗證",
            (Lang::ZhTw, CertState::Deferred, true) => "延後逾期限，待例外",
            (Lang::ZhTw, CertState::Deferred, false) => "延後列屆期，請確認",
            (Lang::ZhTw, CertState::Closed | CertState::Refused, _) => "已辦畢",
            (Lang::En, CertState::Signed, _) => "deleted, to be verified",
            (Lang::En, CertState::Deferred, true) => "deferred past its day",
            (Lang::En, CertState::Deferred, false) => "deferred line due",
            (Lang::En, CertState::Closed | CertState::Refused, _) => "done",
        }
    }

    /// `許婷辰 列印 1 份 無保存必要，未刪除`.
    pub fn waits_of(self, who: &str, what: &str, waits: &str) -> String {
        let who = if who.is_empty() {
            String::new()
        } else {
            format!("{who} ")
        };
        match self {
            Lang::ZhTw => format!("{who}{what} {waits}"),
            Lang::En => format!("{who}{what}, {waits}"),
        }
    }

    /// `列印 2 份`, `電子檔 1 件`
    pub fn held_content(self, medium: Medium, quantity: u32) -> String {
        let count = group(u64::from(quantity));
        match (self, medium) {
            (Lang::ZhTw, Medium::Paper) => format!("列印 {count} 份"),
            (Lang::ZhTw, Medium::File) => format!("電子檔 {count} 件"),
            (Lang::ZhTw, Medium::Removable) => format!("可攜 {count} 件"),
            (Lang::En, Medium::Paper) => format!("{count} print"),
            (Lang::En, Medium::File) => format!("{count} file"),
            (Lang::En, Medium::Removable) => format!("{count} portable"),
        }
    }

    pub fn cert_state(self, state: CertState) -> &'static str {
        match (self, state) {
            (Lang::ZhTw, CertState::Signed) => "待驗證",
            (Lang::ZhTw, CertState::Deferred) => "延後未清",
            (Lang::ZhTw, CertState::Closed) => "已結案",
            (Lang::ZhTw, CertState::Refused) => "驗證不符",
            (Lang::En, CertState::Signed) => "verify",
            (Lang::En, CertState::Deferred) => "deferred",
            (Lang::En, CertState::Closed) => "complete",
            (Lang::En, CertState::Refused) => "refused",
        }
    }

    pub fn method(self, method: Method) -> &'static str {
        match (self, method) {
            (Lang::ZhTw, Method::Overwrite) => "安全覆寫後刪除",
            (Lang::ZhTw, Method::CryptoErase) => "加密抹除",
            (Lang::ZhTw, Method::Degauss) => "消磁",
            (Lang::ZhTw, Method::Shred) => "碎紙",
            (Lang::ZhTw, Method::Incinerate) => "焚化",
            (Lang::ZhTw, Method::Contractor) => "委外銷毀",
            (Lang::En, Method::Overwrite) => "overwritten",
            (Lang::En, Method::CryptoErase) => "crypto-erased",
            (Lang::En, Method::Degauss) => "degaussed",
            (Lang::En, Method::Shred) => "shredded",
            (Lang::En, Method::Incinerate) => "burnt",
            (Lang::En, Method::Contractor) => "by contractor",
        }
    }

    pub fn scope_place(self, place: ScopePlace) -> &'static str {
        match (self, place) {
            (Lang::ZhTw, ScopePlace::Original) => "原始檔",
            (Lang::ZhTw, ScopePlace::Temporary) => "暫存檔",
            (Lang::ZhTw, ScopePlace::Download) => "下載檔",
            (Lang::ZhTw, ScopePlace::PrintQueue) => "列印佇列",
            (Lang::ZhTw, ScopePlace::Mail) => "信件附件",
            (Lang::ZhTw, ScopePlace::Backup) => "備份檔",
            (Lang::ZhTw, ScopePlace::Derived) => "衍生檔",
            (Lang::ZhTw, ScopePlace::Paper) => "紙本",
            (Lang::En, ScopePlace::Original) => "Original",
            (Lang::En, ScopePlace::Temporary) => "Temporary",
            (Lang::En, ScopePlace::Download) => "Downloads",
            (Lang::En, ScopePlace::PrintQueue) => "Print queue",
            (Lang::En, ScopePlace::Mail) => "Mail",
            (Lang::En, ScopePlace::Backup) => "Backup",
            (Lang::En, ScopePlace::Derived) => "Derived",
            (Lang::En, ScopePlace::Paper) => "Paper",
        }
    }

    pub fn hold_cause(self, cause: HoldCause) -> &'static str {
        match (self, cause) {
            (Lang::ZhTw, HoldCause::Litigation) => "爭訟",
            (Lang::ZhTw, HoldCause::Audit) => "稽核",
            (Lang::ZhTw, HoldCause::Incident) => "事故",
            (Lang::En, HoldCause::Litigation) => "litigation",
            (Lang::En, HoldCause::Audit) => "audit",
            (Lang::En, HoldCause::Incident) => "incident",
        }
    }

    pub fn origin(self, origin: Origin) -> &'static str {
        match (self, origin) {
            (Lang::ZhTw, Origin::Register) => "登記結果",
            (Lang::ZhTw, Origin::TakenOver) => "原有登記接管",
            (Lang::ZhTw, Origin::Manual) => "自行列管",
            (Lang::En, Origin::Register) => "from a registration",
            (Lang::En, Origin::TakenOver) => "taken over",
            (Lang::En, Origin::Manual) => "by hand",
        }
    }

    /// `要點 11(2)2 使用完竣且無保存必要，1 個月內刪除`
    pub fn ground(self, ground: Ground) -> &'static str {
        match (self, ground) {
            (Lang::ZhTw, Ground::Use) => "要點 11(2)2 使用完竣且無保存必要，1 個月內刪除",
            (Lang::ZhTw, Ground::Statute) => "要點 11(2)1 法定保存期限優先，屆滿後 1 個月內刪除",
            (Lang::ZhTw, Ground::Law) => "要點 11(2)3 法令變更或已無需求，1 個月內刪除",
            (Lang::En, Ground::Use) => "point 11(2)2: used up, not needed; within a month",
            (Lang::En, Ground::Statute) => "point 11(2)1: statutory period, then within a month",
            (Lang::En, Ground::Law) => "point 11(2)3: law changed or no need; within a month",
        }
    }

    pub fn held_change(self, change: HeldChange) -> &'static str {
        match (self, change) {
            (Lang::ZhTw, HeldChange::Listed) => "列管",
            (Lang::ZhTw, HeldChange::Declared) => "申報期限",
            (Lang::ZhTw, HeldChange::Completed) => "使用完竣",
            (Lang::ZhTw, HeldChange::Unneeded) => "無保存必要",
            (Lang::ZhTw, HeldChange::Statute) => "法定保存",
            (Lang::ZhTw, HeldChange::Lapsed) => "法定屆滿",
            (Lang::ZhTw, HeldChange::LawChanged) => "法令變更",
            (Lang::ZhTw, HeldChange::Archived) => "歸檔",
            (Lang::ZhTw, HeldChange::Held) => "暫停刪除",
            (Lang::ZhTw, HeldChange::Released) => "恢復",
            (Lang::ZhTw, HeldChange::Assigned) => "移交保管",
            (Lang::ZhTw, HeldChange::Deleted) => "刪除",
            (Lang::ZhTw, HeldChange::Reopened) => "驗證不符",
            (Lang::ZhTw, HeldChange::Closed) => "結案",
            (Lang::ZhTw, HeldChange::Withdrawn) => "登記更正",
            (Lang::En, HeldChange::Listed) => "listed",
            (Lang::En, HeldChange::Declared) => "use period",
            (Lang::En, HeldChange::Completed) => "used up",
            (Lang::En, HeldChange::Unneeded) => "not needed",
            (Lang::En, HeldChange::Statute) => "statute",
            (Lang::En, HeldChange::Lapsed) => "statute over",
            (Lang::En, HeldChange::LawChanged) => "law changed",
            (Lang::En, HeldChange::Archived) => "archived",
            (Lang::En, HeldChange::Held) => "on hold",
            (Lang::En, HeldChange::Released) => "released",
            (Lang::En, HeldChange::Assigned) => "handed over",
            (Lang::En, HeldChange::Deleted) => "deleted",
            (Lang::En, HeldChange::Reopened) => "refused",
            (Lang::En, HeldChange::Closed) => "complete",
            (Lang::En, HeldChange::Withdrawn) => "corrected",
        }
    }

    pub fn kept_class(self, class: KeptClass) -> &'static str {
        match (self, class) {
            (Lang::ZhTw, KeptClass::Request) => "申請及簽核紀錄",
            (Lang::ZhTw, KeptClass::Review) => "清查紀錄",
            (Lang::ZhTw, KeptClass::Log) => "查詢日誌",
            (Lang::ZhTw, KeptClass::Evidence) => "刪除佐證",
            (Lang::ZhTw, KeptClass::CheckRecord) => "查核紀錄",
            (Lang::ZhTw, KeptClass::AuditReport) => "稽核報告",
            (Lang::ZhTw, KeptClass::AuditRecord) => "稽核紀錄",
            (Lang::ZhTw, KeptClass::Register) => "查詢登記表",
            (Lang::ZhTw, KeptClass::Notice) => "異動通知",
            (Lang::En, KeptClass::Request) => "Request",
            (Lang::En, KeptClass::Review) => "Review",
            (Lang::En, KeptClass::Log) => "Query log",
            (Lang::En, KeptClass::Evidence) => "Evidence",
            (Lang::En, KeptClass::CheckRecord) => "Check record",
            (Lang::En, KeptClass::AuditReport) => "Audit report",
            (Lang::En, KeptClass::AuditRecord) => "Audit record",
            (Lang::En, KeptClass::Register) => "Register",
            (Lang::En, KeptClass::Notice) => "Notice",
        }
    }

    /// `明定 11(3)3`, `推定`: whether the directive says how long, or a setting does.
    pub fn kept_rule(self, class: KeptClass) -> String {
        match (self, class.clause()) {
            (Lang::ZhTw, Some(clause)) => format!("明定 {clause}"),
            (Lang::ZhTw, None) => "推定".to_owned(),
            (Lang::En, Some(clause)) => format!("rule {clause}"),
            (Lang::En, None) => "assumed".to_owned(),
        }
    }

    /// 狀態 of a record that is kept.
    pub fn kept_state(self, state: KeptState, phase: KeptPhase) -> &'static str {
        match (self, state, phase) {
            (Lang::ZhTw, KeptState::Kept, KeptPhase::Kept) => "保存中",
            (Lang::ZhTw, KeptState::Kept, KeptPhase::Ending) => "將屆期",
            (Lang::ZhTw, KeptState::Kept, KeptPhase::Disposable) => "可處置",
            (Lang::ZhTw, KeptState::Proposed, _) => "待核准",
            (Lang::ZhTw, KeptState::Disposed, _) => "已銷毀",
            (Lang::En, KeptState::Kept, KeptPhase::Kept) => "kept",
            (Lang::En, KeptState::Kept, KeptPhase::Ending) => "ending",
            (Lang::En, KeptState::Kept, KeptPhase::Disposable) => "free",
            (Lang::En, KeptState::Proposed, _) => "proposed",
            (Lang::En, KeptState::Disposed, _) => "disposed",
        }
    }

    /// 職別 of point 7.
    pub fn contact_duty(self, duty: ContactDuty) -> &'static str {
        match (self, duty) {
            (Lang::ZhTw, ContactDuty::Contact) => "聯繫窗口",
            (Lang::ZhTw, ContactDuty::Officer) => "專責人員",
            (Lang::ZhTw, ContactDuty::Head) => "單位主管",
            (Lang::En, ContactDuty::Contact) => "contact",
            (Lang::En, ContactDuty::Officer) => "officer",
            (Lang::En, ContactDuty::Head) => "unit head",
        }
    }

    pub fn notice_state(self, state: NoticeState) -> &'static str {
        match (self, state) {
            (Lang::ZhTw, NoticeState::Open) => "待通知",
            (Lang::ZhTw, NoticeState::Sent) => "已通知",
            (Lang::ZhTw, NoticeState::Noted) => "已登載",
            (Lang::En, NoticeState::Open) => "to tell",
            (Lang::En, NoticeState::Sent) => "told",
            (Lang::En, NoticeState::Noted) => "recorded",
        }
    }

    /// `單位主管已異動為李主任，待函知勞保局`
    pub fn notice_waits(self, duty: ContactDuty, after: &str) -> String {
        let duty = self.contact_duty(duty);
        match self {
            Lang::ZhTw => format!("{duty}異動為{after}，待函知勞保局"),
            Lang::En => format!("new {duty} {after}: tell the bureau"),
        }
    }

    /// `陳怡君擬銷毀查詢日誌，待核准`
    pub fn disposal_waits(self, class: KeptClass, by: &str) -> String {
        let class = self.kept_class(class);
        match self {
            Lang::ZhTw => format!("{by} 擬銷毀{class}，待核准"),
            Lang::En => format!("{class}: {by} proposes disposal"),
        }
    }

    /// `6 個月`, `5 年`
    pub fn span(self, span: Span) -> String {
        let (count, _unit) = span.parts();
        match (self, span) {
            (Lang::ZhTw, Span::Days(_)) => format!("{count} 日"),
            (Lang::ZhTw, Span::Weeks(_)) => format!("{count} 週"),
            (Lang::ZhTw, Span::Months(_)) => format!("{count} 個月"),
            (Lang::ZhTw, Span::Years(_)) => format!("{count} 年"),
            (Lang::En, Span::Days(_)) => format!("{count} days"),
            (Lang::En, Span::Weeks(_)) => format!("{count} weeks"),
            (Lang::En, Span::Months(_)) => format!("{count} months"),
            (Lang::En, Span::Years(_)) => format!("{count} years"),
        }
    }

    /// The declared reason of a use period; an assumption says that it is one.
    pub fn use_basis(self, words: &str) -> String {
        match (self, words) {
            (Lang::ZhTw, "") => "推定：未敘明，暫以六個月計，請申報".to_owned(),
            (Lang::En, "") => "assumed: none declared, six months".to_owned(),
            (_, words) => words.to_owned(),
        }
    }

    /// `來源 11510-0075、0152`
    pub fn held_sources(self, held: &Held) -> String {
        let mut month = None;
        let parts: Vec<String> = held
            .sources
            .iter()
            .map(|no| {
                let is_same = month == Some(no.period);
                month = Some(no.period);
                if is_same {
                    format!("{:04}", no.serial)
                } else {
                    no.short()
                }
            })
            .collect();
        match self {
            Lang::ZhTw => format!("來源 {}", parts.join("、")),
            Lang::En => format!("from {}", parts.join(", ")),
        }
    }

    /// `屆滿 11/20(五)  順延 無  建議完成 11/20(五)。列印 2 份，來源 11510-0075、0152`
    pub fn dates_peek(
        self,
        (ends_on, rolled_on, advised_on): (NaiveDate, NaiveDate, NaiveDate),
        today: NaiveDate,
    ) -> String {
        let day = |day: NaiveDate| self.list_day(day, today);
        let rolled = if rolled_on == ends_on {
            match self {
                Lang::ZhTw => "無".to_owned(),
                Lang::En => "none".to_owned(),
            }
        } else {
            day(rolled_on)
        };
        let (ends, advised) = (day(ends_on), day(advised_on));
        let (ends, rolled, advised) = (ends.trim(), rolled.trim(), advised.trim());
        match self {
            Lang::ZhTw => format!("屆滿 {ends}  順延 {rolled}  建議完成 {advised}"),
            Lang::En => format!("ends {ends}, rolled {rolled}, advised {advised}"),
        }
    }
}
