//! What a review says: its codes, its refusals, its screens.

mod labels;
mod told;

use super::{Lang, group};
use crate::domain::review::{
    Compared, Finding, Ledger, Progress, ReviewNo, ReviewState, ReviewStep, Verdict,
};
use crate::domain::roster::Post;
pub use labels::ReviewText;

/// The word of a code in both languages.
fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::ZhTw => zh,
        Lang::En => en,
    }
}

impl Lang {
    /// 狀態 of a review.
    pub fn review_state(self, state: ReviewState) -> &'static str {
        match state {
            ReviewState::Open => pick(self, "判定中", "verdicts"),
            ReviewState::Reported => pick(self, "待核章", "reported"),
            ReviewState::Executing => pick(self, "執行中", "execution"),
            ReviewState::Closed => pick(self, "已結案", "closed"),
        }
    }

    /// What is done with a review.
    pub fn review_step(self, step: ReviewStep) -> &'static str {
        match step {
            ReviewStep::Report => pick(self, "報請核章", "report"),
            ReviewStep::Approve => pick(self, "核章", "approve"),
            ReviewStep::Return => pick(self, "退回判定", "return"),
            ReviewStep::Resume => pick(self, "重行判定", "decide again"),
            ReviewStep::Close => pick(self, "簽章結案", "sign and close"),
        }
    }

    /// 判定.
    pub fn verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Keep => pick(self, "保留", "keep"),
            Verdict::Change => pick(self, "調整", "change"),
            Verdict::Delete => pick(self, "刪除", "delete"),
        }
    }

    /// [`Lang::verdict`] in four cells; nothing yet: 未定.
    pub fn verdict_short(self, verdict: Option<Verdict>) -> &'static str {
        match verdict {
            None => pick(self, "未定", "-"),
            Some(Verdict::Keep) => pick(self, "保留", "keep"),
            Some(Verdict::Change) => pick(self, "調整", "chg"),
            Some(Verdict::Delete) => pick(self, "刪除", "del"),
        }
    }

    /// What a line is found for.
    pub fn finding(self, finding: Finding) -> &'static str {
        match finding {
            Finding::Orphan => pick(self, "查無持有人", "no holder"),
            Finding::UsedAfterEnd => pick(self, "刪除後仍有查詢", "used after its deletion"),
            Finding::Left => pick(self, "已離職", "has left"),
            Finding::Retired => pick(self, "已退休", "has retired"),
            Finding::Moved => pick(self, "已調職", "has moved"),
            Finding::Duplicate => pick(self, "重複帳號", "second account"),
            Finding::LongIdle => pick(self, "長期閒置", "idle for long"),
            Finding::Unproven => pick(self, "要件未齊", "proofs missing"),
            Finding::Stopped => pick(self, "停用未刪", "stopped, not deleted"),
            Finding::Going => pick(self, "即將異動", "is about to go"),
            Finding::Idle => pick(self, "閒置", "idle"),
            Finding::Unused => pick(self, "項目未用", "items unused"),
            Finding::New => pick(self, "較上年新增", "new since last year"),
            Finding::MoreItems => pick(self, "項目較上年增加", "more items than last year"),
        }
    }

    /// Findings in one line.
    pub fn findings(self, findings: &[Finding]) -> String {
        let words: Vec<&str> = findings.iter().map(|found| self.finding(*found)).collect();
        words.join(pick(self, "、", ", "))
    }

    /// 在職狀態 of a line; an orphan: 無此人.
    pub fn line_post(self, post: Option<Post>, is_gone: bool) -> &'static str {
        match (post, is_gone) {
            (None, _) => pick(self, "無此人", "nobody"),
            (Some(Post::Serving), _) => pick(self, "在職", "serves"),
            (Some(Post::Moved), true) => pick(self, "已調職", "moved"),
            (Some(Post::Left), true) => pick(self, "已離職", "left"),
            (Some(Post::Retired), true) => pick(self, "已退休", "retrd"),
            (Some(Post::Moved), false) => pick(self, "將調職", "moves"),
            (Some(Post::Left), false) => pick(self, "將離職", "leaves"),
            (Some(Post::Retired), false) => pick(self, "將退休", "retires"),
        }
    }

    /// How far a line has come, in a few cells.
    pub fn progress(self, progress: Progress) -> String {
        match progress {
            Progress::Undecided => pick(self, "未定", "open").to_owned(),
            Progress::Kept => pick(self, "保留", "kept").to_owned(),
            Progress::ToDraft => pick(self, "待產生申請", "to apply").to_owned(),
            Progress::UnderWay => pick(self, "辦理中", "pending").to_owned(),
            Progress::Failed => pick(self, "申請未成", "failed").to_owned(),
            Progress::CarriedOut(_) => pick(self, "已完成", "done").to_owned(),
        }
    }

    /// `清查  115-清查  已判定 6／14`.
    pub fn review_title(self, no: ReviewNo, ledger: &Ledger) -> String {
        let (done, all) = (ledger.decided(), ledger.lines);
        match self {
            Lang::ZhTw => format!("清查 {}  已判定 {done}／{all}", year_words(no)),
            Lang::En => format!("Review {no}  decided {done}/{all}"),
        }
    }

    /// What became of the decided lines.
    pub fn review_ledger(self, ledger: &Ledger) -> String {
        let Ledger {
            kept,
            changed,
            deleted,
            waiting,
            ..
        } = ledger;
        match self {
            Lang::ZhTw => {
                format!("保留 {kept}、調整 {changed}、刪除 {deleted}，未完成 {waiting} 筆。")
            }
            Lang::En => {
                format!("{kept} kept, {changed} changed, {deleted} deleted; {waiting} waiting.")
            }
        }
    }

    /// 與上年比較.
    pub fn review_compared(self, compared: Option<Compared>) -> String {
        let Some(Compared {
            added,
            removed,
            items_added,
            items_removed,
        }) = compared
        else {
            return pick(
                self,
                "首次清查，無上年可比較。",
                "The first review: nothing to compare with.",
            )
            .to_owned();
        };
        match self {
            Lang::ZhTw => format!(
                "與上年比較：新增 {added}、刪除 {removed}、項目增加 {items_added}、減少 {items_removed}。"
            ),
            Lang::En => format!(
                "Since last year: {added} new, {removed} gone, {items_added} items more, {items_removed} fewer."
            ),
        }
    }

    /// Whose hands one's own line is in.
    pub fn own_lines(self, accounts: &[&str]) -> String {
        let accounts = accounts.join(pick(self, "、", ", "));
        match self {
            Lang::ZhTw => format!("本人帳號 {accounts} 由他人判定。"),
            Lang::En => format!(" Not yours to decide: {accounts}."),
        }
    }

    /// 即時 n 日.
    pub fn urgent_days(self, days: u32) -> String {
        match self {
            Lang::ZhTw if days == 0 => "即時".to_owned(),
            Lang::ZhTw => format!("即時{days}日"),
            Lang::En if days == 0 => "at once".to_owned(),
            Lang::En => format!("at once, {days} d"),
        }
    }

    /// The peek line of a line: what it is found for, and since when.
    pub fn review_peek(self, name: &str, findings: &[Finding], days: Option<u32>) -> String {
        let found = if findings.is_empty() {
            pick(self, "無異常", "nothing found").to_owned()
        } else {
            self.findings(findings)
        };
        let age = match (self, days) {
            (_, None) => String::new(),
            (Lang::ZhTw, Some(0)) => "；應即時處置，今日發現".to_owned(),
            (Lang::ZhTw, Some(days)) => format!("；應即時處置，發現迄今 {days} 日"),
            (Lang::En, Some(0)) => "; at once: found today".to_owned(),
            (Lang::En, Some(days)) => format!("; at once: found {days} days ago"),
        };
        format!("{name} {found}{age}").trim().to_owned()
    }

    /// The reason of a kept line, or what goes and by which application.
    pub fn line_handling(self, reason: &str, items: &[String], request: &str) -> String {
        let gone = if items.is_empty() {
            String::new()
        } else {
            match self {
                Lang::ZhTw => format!("刪 {}", items.join(" ")),
                Lang::En => format!("less {}", items.join(" ")),
            }
        };
        let parts = [request, &gone, reason];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }

    /// 今日: a review that is due and not opened.
    pub fn review_due(self, year: u32) -> String {
        match self {
            Lang::ZhTw => format!("{year} 年帳號清查到期"),
            Lang::En => format!("the review of accounts for {year} is due"),
        }
    }

    /// 今日: a review that goes its way.
    pub fn review_waits(self, state: ReviewState, ledger: &Ledger) -> String {
        let (undecided, waiting) = (ledger.undecided, ledger.waiting);
        match (self, state) {
            (Lang::ZhTw, ReviewState::Open) if undecided > 0 => {
                format!("帳號清查尚有 {undecided} 列未判定")
            }
            (Lang::ZhTw, ReviewState::Open) => "帳號清查已全部判定，待報請核章".to_owned(),
            (Lang::ZhTw, ReviewState::Reported) => "帳號清查待權責主管核章".to_owned(),
            (Lang::ZhTw, ReviewState::Executing) if waiting > 0 => {
                format!("帳號清查尚有 {waiting} 件申請未結案")
            }
            (Lang::ZhTw, ReviewState::Executing) => "帳號清查已執行完畢，待結案".to_owned(),
            (Lang::ZhTw, ReviewState::Closed) => "帳號清查已結案".to_owned(),
            (Lang::En, ReviewState::Open) if undecided > 0 => {
                format!("review: undecided lines: {undecided}")
            }
            (Lang::En, ReviewState::Open) => "review: decided, to be reported".to_owned(),
            (Lang::En, ReviewState::Reported) => "review: waits for the supervisor".to_owned(),
            (Lang::En, ReviewState::Executing) if waiting > 0 => {
                format!("review: applications not closed: {waiting}")
            }
            (Lang::En, ReviewState::Executing) => "review: carried out, to be closed".to_owned(),
            (Lang::En, ReviewState::Closed) => "review: closed".to_owned(),
        }
    }

    /// 今日: lines that are to be reported and changed at once.
    pub fn review_urgent(self, lines: u32) -> String {
        match self {
            Lang::ZhTw => format!("清查發現 {lines} 列應即時處置，尚未完成"),
            Lang::En => format!("review: to be dealt with at once: {lines}"),
        }
    }

    /// The roster's own line: when the next review is due.
    pub fn next_review(self, day: &str, left: &str) -> String {
        match self {
            Lang::ZhTw => format!("清查 {day} {}", left.trim()),
            Lang::En => format!("Review {day} {}", left.trim()),
        }
    }

    /// The same where room is short.
    pub fn next_review_short(self, left: &str) -> String {
        match self {
            Lang::ZhTw => format!("清查{}", left.trim()),
            Lang::En => format!("Review: {}", left.trim()),
        }
    }

    /// A count of lines beside a title.
    pub fn urgent_count(self, lines: u32) -> String {
        match self {
            Lang::ZhTw => format!("即時 {}", group(u64::from(lines))),
            Lang::En => format!("{} at once", group(u64::from(lines))),
        }
    }

    /// Where the record was written.
    pub fn review_written(self, no: ReviewNo, shown: &str) -> String {
        match self {
            Lang::ZhTw => format!("已印 {no} 清查紀錄：{shown}。"),
            Lang::En => format!("The record of {no} is written: {shown}."),
        }
    }
}

/// The year, and which of it where there is more than one.
fn year_words(no: ReviewNo) -> String {
    if no.serial > 1 {
        format!("{} 年第 {} 次", no.year, no.serial)
    } else {
        format!("{} 年", no.year)
    }
}
