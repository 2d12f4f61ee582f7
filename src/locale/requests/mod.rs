//! What the pane of requests says.

mod labels;
mod refused;
#[cfg(test)]
mod tests;
mod told;
mod words;

pub use labels::RequestText;

use chrono::NaiveDate;

use crate::domain::request::{Change, Delegation, Family, Kind, Request, RequestNo};
use crate::locale::{Lang, Text, group};

impl Lang {
    /// A label of requests.
    pub fn request_text(self, text: RequestText) -> &'static str {
        self.text(Text::Request(text))
    }

    /// 類別 of one request: a change of items says whether it only adds or only gives up.
    pub fn request_kind_of(self, request: &Request) -> &'static str {
        let adds = request.lines_of(Change::Add).next().is_some();
        let deletes = request.lines_of(Change::Delete).next().is_some();
        match (self, request.kind, adds, deletes) {
            (Lang::ZhTw, Kind::UserItems, true, false) => "使用者項目新增",
            (Lang::ZhTw, Kind::UserItems, false, true) => "使用者項目刪除",
            (_, kind, _, _) => self.request_kind(kind),
        }
    }

    /// `申請  待我辦 3、本局辦理中 4`.
    pub fn requests_title(self, mine: usize, others: usize) -> String {
        let pane = self.request_text(RequestText::Requests);
        match self {
            Lang::ZhTw => format!("{pane}  待我辦 {mine}、辦理中 {others}"),
            Lang::En => format!("{pane}  {mine} for you, {others} under way"),
        }
    }

    /// `申請  已結 12`.
    pub fn requests_ended_title(self, count: usize) -> String {
        let pane = self.request_text(RequestText::Requests);
        let ended = self.request_text(RequestText::Ended);
        format!("{pane}  {ended} {count}")
    }

    /// `1日`, `今日`: four cells.
    pub fn waited(self, days: u32) -> String {
        match (self, days) {
            (Lang::ZhTw, 0) => "今日".to_owned(),
            (Lang::ZhTw, days) if days > 99 => "久".to_owned(),
            (Lang::ZhTw, days) => format!("{days}日"),
            (Lang::En, 0) => "new".to_owned(),
            (Lang::En, days) => format!("{days}d"),
        }
    }

    /// `【剩2日】最遲 115/11/25(三)`, after the word itself.
    pub fn latest_on(self, day: NaiveDate) -> String {
        let day = self.day(day);
        match self {
            Lang::ZhTw => format!("最遲 {day}"),
            Lang::En => format!("by {day}"),
        }
    }

    /// What the request asks for, in one sentence: `調整何郁建項目：刪 LP11、增 UB07。`
    pub fn request_gist(self, request: &Request) -> String {
        let name = &request.holder.name;
        let lines = self.request_lines(request);
        match self {
            Lang::ZhTw => match request.kind {
                Kind::UserAdd => format!("新增{name}使用者帳號：{lines}"),
                Kind::UserDelete => format!("刪除{name}使用者帳號 {}", request.account),
                Kind::UserItems => format!("調整{name}項目：{lines}"),
                Kind::ManagerAdd => format!("新增{name}管理者帳號"),
                Kind::ManagerDelete => format!("刪除{name}管理者帳號 {}", request.account),
                Kind::Swap => format!("{name}之管理業務由{}承接", request.successor.name),
                Kind::ItemsAdd | Kind::ItemsDelete => format!("本機關項目：{lines}"),
            },
            Lang::En => match request.kind {
                Kind::UserAdd => format!("an account for {name}: {lines}"),
                Kind::UserDelete => format!("{name}'s account {} goes", request.account),
                Kind::UserItems => format!("{name}'s items: {lines}"),
                Kind::ManagerAdd => format!("a manager's account for {name}"),
                Kind::ManagerDelete => format!("{name}'s manager account {} goes", request.account),
                Kind::Swap => format!("{} takes over from {name}", request.successor.name),
                Kind::ItemsAdd | Kind::ItemsDelete => format!("the agency's items: {lines}"),
            },
        }
    }

    /// `刪 LP11、增 UB07`.
    fn request_lines(self, request: &Request) -> String {
        let comma = self.text(Text::ListComma);
        let words: Vec<String> = request
            .lines
            .iter()
            .map(|line| format!("{} {}", self.change_word(line.change), line.item))
            .collect();
        words.join(comma)
    }

    pub fn change_word(self, change: Change) -> &'static str {
        match (self, change) {
            (Lang::ZhTw, Change::Add) => "增",
            (Lang::ZhTw, Change::Delete) => "刪",
            (Lang::En, Change::Add) => "add",
            (Lang::En, Change::Delete) => "drop",
        }
    }

    /// `異動日 115/11/25(三)`.
    pub fn changes_on(self, day: NaiveDate) -> String {
        let day = self.day(day);
        match self {
            Lang::ZhTw => format!("異動日 {day}"),
            Lang::En => format!("change on {day}"),
        }
    }

    /// What follows the present stage: `其後由陳怡君設定`.
    pub fn request_then(self, actor: Option<&str>, waits: &str, day: Option<NaiveDate>) -> String {
        let who = actor.map_or_else(
            || waits.to_owned(),
            |actor| match self {
                Lang::ZhTw => format!("{actor}（{waits}）"),
                Lang::En => format!("{actor} ({waits})"),
            },
        );
        match day {
            None => who,
            Some(day) => {
                let latest = self.latest_on(day);
                format!("{who}{}{latest}", self.text(Text::ClauseComma))
            }
        }
    }

    /// `林淑芬（權責主管核准），自 115/11/20(五) 15:10`.
    pub fn request_since(self, who: &str, since: &str) -> String {
        match self {
            Lang::ZhTw => format!("{who}，自 {since}"),
            Lang::En => format!("{who}, since {since}"),
        }
    }

    /// `近 12 個月查 214 筆`.
    pub fn used_in_a_year(self, used: u64) -> String {
        match (self, used) {
            (Lang::ZhTw, 0) => "近 12 個月未使用".to_owned(),
            (Lang::ZhTw, used) => format!("近 12 個月查 {} 筆", group(used)),
            (Lang::En, 0) => "unused for 12 months".to_owned(),
            (Lang::En, used) => format!("{} queries in 12 months", group(used)),
        }
    }

    /// `同科 6 人中 4 人持有`.
    pub fn peers_hold(self, (holding, of): (usize, usize)) -> String {
        match (self, of) {
            (Lang::ZhTw, 0) => "同單位無其他使用者".to_owned(),
            (Lang::ZhTw, _) => format!("同單位 {of} 人中 {holding} 人持有"),
            (Lang::En, 0) => "no other user in the unit".to_owned(),
            (Lang::En, _) => format!("{holding} of {of} in the unit hold it"),
        }
    }

    /// `依據 SOC-01`.
    pub fn on_basis(self, basis: &str) -> String {
        match self {
            Lang::ZhTw => format!("依據 {basis}"),
            Lang::En => format!("basis {basis}"),
        }
    }

    /// `每月約 30 筆`.
    pub fn a_month(self, monthly: u32) -> String {
        match self {
            Lang::ZhTw => format!("每月約 {monthly} 筆"),
            Lang::En => format!("about {monthly} a month"),
        }
    }

    /// 有 or 無 under 現有.
    pub fn held_word(self, is_held: bool) -> &'static str {
        match (self, is_held) {
            (Lang::ZhTw, true) => "有",
            (Lang::ZhTw, false) => "無",
            (Lang::En, true) => "yes",
            (Lang::En, false) => "no",
        }
    }

    /// 保留, 刪除, 新增 under 申請.
    pub fn asked_word(self, change: Option<Change>) -> &'static str {
        match (self, change) {
            (Lang::ZhTw, None) => "保留",
            (Lang::ZhTw, Some(Change::Add)) => "新增",
            (Lang::ZhTw, Some(Change::Delete)) => "刪除",
            (Lang::En, None) => "keep",
            (Lang::En, Some(Change::Add)) => "add",
            (Lang::En, Some(Change::Delete)) => "drop",
        }
    }

    /// 同意 or 不同意, the bureau's, per item.
    pub fn agreed_word(self, is_agreed: bool) -> &'static str {
        self.request_text(if is_agreed {
            RequestText::Agreed
        } else {
            RequestText::NotAgreed
        })
    }

    /// `代 林淑芬`: a deputy's mark behind his name.
    pub fn acting_for(self, deputy: &str, principal: &str) -> String {
        match self {
            Lang::ZhTw => format!("{deputy}（代 {principal}）"),
            Lang::En => format!("{deputy} (for {principal})"),
        }
    }

    /// Why it is late: 6(4) or 6(5) asked for the day before.
    pub fn late_application(self, due: NaiveDate) -> String {
        let due = self.day(due);
        match self {
            Lang::ZhTw => format!("【送審逾期】應於異動前一日 {due} 前送審"),
            Lang::En => format!("[LATE] due the day before the change, {due}"),
        }
    }

    pub fn late_change(self, due: NaiveDate) -> String {
        let due = self.day(due);
        match self {
            Lang::ZhTw => format!("【異動逾期】最遲應於 {due} 完成"),
            Lang::En => format!("[LATE] due on {due}"),
        }
    }

    /// No item of the agency is recorded, so that nothing could be compared.
    pub fn no_agency_items(self) -> &'static str {
        match self {
            Lang::ZhTw => "【未比對】名冊尚未登載本機關核准項目",
            Lang::En => "[NOT COMPARED] the agency's own items are not on the roster",
        }
    }

    /// `項目在本機關核准範圍內`.
    pub fn within_agency_items(self) -> &'static str {
        match self {
            Lang::ZhTw => "項目在本機關核准範圍內",
            Lang::En => "within what the agency holds",
        }
    }

    /// `至 116/03/01(一)`: how long a certificate is good.
    pub fn good_until(self, day: NaiveDate) -> String {
        let day = self.day(day);
        match self {
            Lang::ZhTw => format!("效期至 {day}"),
            Lang::En => format!("good until {day}"),
        }
    }

    /// `尚缺`: what 5(1) asks for and is not there.
    pub fn not_confirmed(self) -> &'static str {
        match self {
            Lang::ZhTw => "尚未確認",
            Lang::En => "not confirmed",
        }
    }

    /// `核准 A11511-014`, the title of a step's form.
    pub fn step_title(self, label: &str, no: RequestNo) -> String {
        format!("{label} {no}")
    }

    /// What follows a return, a rejection, a withdrawal.
    pub fn after_return(self, name: &str) -> String {
        match self {
            Lang::ZhTw => format!("{name} 補正後再送，沿用原編號及期限"),
            Lang::En => format!("{name} corrects it and hands it in again, same number and days"),
        }
    }

    pub fn ends_it(self) -> &'static str {
        match self {
            Lang::ZhTw => "即結束，須另行起案",
            Lang::En => "it ends here; another request is needed",
        }
    }

    /// The row of a delegation: who, for what, from when to when.
    pub fn delegation_scope(self, scope: Option<Family>) -> &'static str {
        scope.map_or_else(
            || self.request_text(RequestText::AllKinds),
            |family| self.request_family(family),
        )
    }

    pub fn delegation_state(self, delegation: &Delegation, today: NaiveDate) -> &'static str {
        let is_over = !delegation.is_to_come(today) && !delegation.is_open_on(today);
        match (self, delegation.is_open_on(today), is_over) {
            (Lang::ZhTw, true, _) => "代理中",
            (Lang::ZhTw, false, true) => "已終止",
            (Lang::ZhTw, false, false) => "未起",
            (Lang::En, true, _) => "in force",
            (Lang::En, false, true) => "over",
            (Lang::En, false, false) => "to come",
        }
    }

    /// What ending a delegation means.
    pub fn end_delegation_sentence(self) -> &'static str {
        match self {
            Lang::ZhTw => "自明日起不再代理；已核准者不受影響。",
            Lang::En => "From tomorrow on nobody acts by it; what was approved stands.",
        }
    }

    /// What waits, on Today, within thirty-five cells.
    pub fn request_waits_line(self, request: &Request) -> String {
        let about = if request.has_no_holder() {
            format!("{} ", request.account)
        } else if request.holder.name.is_empty() {
            String::new()
        } else {
            format!("{} ", request.holder.name)
        };
        let kind = self.request_kind_of(request);
        let waits = self.request_waits(request.stage);
        match self {
            Lang::ZhTw => format!("{about}{kind}，{waits}"),
            Lang::En => format!("{about}{kind}: {waits}"),
        }
    }

    /// `尚缺公務帳號及憑證之確認`: what the form of items says where the roster lacks it.
    pub fn account_of(self, account: &str, unit: &str, title: &str) -> String {
        [account, unit, title]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("  ")
    }

    /// What the certificate's number has to do with it: nothing.
    pub fn never_the_number(self) -> &'static str {
        match self {
            Lang::ZhTw => "僅記日期及效期，不填憑證號碼及 PIN。",
            Lang::En => "Days only; never the certificate's number or PIN.",
        }
    }

    /// Why a request of this kind cannot be begun: there is no account to choose.
    pub fn no_account_to_choose(self) -> &'static str {
        match self {
            Lang::ZhTw => "名冊無可選之帳號。請先於名冊登載。",
            Lang::En => "the roster has no account to choose. Enter it first.",
        }
    }

    /// `送審最遲 11/24，異動最遲 11/25`: what a change of post means, before the calendar is asked.
    pub fn two_deadlines(self, day: NaiveDate) -> String {
        let before = day
            .pred_opt()
            .map_or_else(String::new, |day| self.month_day(day));
        let day = self.month_day(day);
        match self {
            Lang::ZhTw => format!("送審最遲 {before}，異動最遲 {day}"),
            Lang::En => format!("hand in by {before}, change by {day}"),
        }
    }

    /// The first of a list of items that may end there.
    pub fn no_more_items(self) -> &'static str {
        match self {
            Lang::ZhTw => "（無其他項目）",
            Lang::En => "(no further item)",
        }
    }
}
