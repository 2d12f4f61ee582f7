//! What was done with a review, and why it was not.

use super::Lang;
use crate::domain::review::{ReviewEvent, ReviewRefusal};

impl Lang {
    /// What was done.
    pub(in crate::locale) fn review_told(self, event: &ReviewEvent) -> String {
        match self {
            Lang::ZhTw => told_zh(event),
            Lang::En => told_en(event),
        }
    }

    /// The first reason why not, marked.
    pub fn review_refusal(self, whys: &[ReviewRefusal]) -> String {
        let said = whys.first().map(|why| self.review_why(why));
        match self {
            Lang::ZhTw => format!("! 清查：{}", said.unwrap_or_default()),
            Lang::En => format!("! Review: {}", said.unwrap_or_default()),
        }
    }

    /// One reason, as a list of functions says it.
    pub fn review_why(self, why: &ReviewRefusal) -> String {
        match self {
            Lang::ZhTw => why_zh(why),
            Lang::En => why_en(why),
        }
    }
}

fn told_zh(event: &ReviewEvent) -> String {
    let lang = Lang::ZhTw;
    match event {
        ReviewEvent::Opened { no, lines, urgent } => {
            format!("已開立 {no}，凍結帳號 {lines} 列，應即時處置 {urgent} 列。")
        }
        ReviewEvent::Decided {
            no,
            place,
            verdict,
            request,
            is_new,
        } => {
            let verdict = lang.verdict(*verdict);
            let then = match request {
                None => String::new(),
                Some(request) if *is_new => format!("，產生申請 {request}"),
                Some(request) => format!("，申請 {request} 辦理中"),
            };
            format!("已判定 {no} 第 {place} 列{verdict}{then}。")
        }
        ReviewEvent::Drafted {
            no,
            place,
            request,
            is_new: true,
        } => format!("已產生申請 {request}（{no} 第 {place} 列）。"),
        ReviewEvent::Drafted {
            no, place, request, ..
        } => format!("{no} 第 {place} 列已併入申請 {request}。"),
        ReviewEvent::Moved { no, step, .. } => format!("已{} {no}。", lang.review_step(*step)),
        ReviewEvent::Closed {
            no,
            kept,
            changed,
            deleted,
            ..
        } => format!("已簽章結案 {no}：保留 {kept}、調整 {changed}、刪除 {deleted}。"),
    }
}

fn told_en(event: &ReviewEvent) -> String {
    let lang = Lang::En;
    match event {
        ReviewEvent::Opened { no, lines, urgent } => {
            format!("{no} is opened: {lines} accounts frozen, {urgent} to be dealt with at once.")
        }
        ReviewEvent::Decided {
            no,
            place,
            verdict,
            request,
            is_new,
        } => {
            let verdict = lang.verdict(*verdict);
            let then = match request {
                None => String::new(),
                Some(request) if *is_new => format!("; application {request} is made"),
                Some(request) => format!("; application {request} is under way"),
            };
            format!("{no}, line {place}: {verdict}{then}.")
        }
        ReviewEvent::Drafted {
            no,
            place,
            request,
            is_new: true,
        } => format!("Application {request} is made ({no}, line {place})."),
        ReviewEvent::Drafted {
            no, place, request, ..
        } => format!("{no}, line {place} goes with application {request}."),
        ReviewEvent::Moved { no, step, .. } => format!("{no}: {}, done.", lang.review_step(*step)),
        ReviewEvent::Closed {
            no,
            kept,
            changed,
            deleted,
            ..
        } => {
            format!("{no} is signed and closed: {kept} kept, {changed} changed, {deleted} deleted.")
        }
    }
}

fn why_zh(why: &ReviewRefusal) -> String {
    let lang = Lang::ZhTw;
    match why {
        ReviewRefusal::NoMove { state } => {
            format!("清查{}，不得辦理此步驟。", lang.review_state(*state))
        }
        ReviewRefusal::NoLineMove { .. } => "本列尚未判定調整或刪除，無申請可產生。".to_owned(),
        ReviewRefusal::NotManager => "須由管理者辦理。".to_owned(),
        ReviewRefusal::NotSupervisor => "須由權責主管辦理。".to_owned(),
        ReviewRefusal::NotReviewer => "須由管理者判定；管理者本人之列始由權責主管判定。".to_owned(),
        ReviewRefusal::OwnLine => "不得判定本人帳號。請由其他管理者或權責主管判定。".to_owned(),
        ReviewRefusal::OwnReport => "報請人為本人，不得自行核章。請由其他主管辦理。".to_owned(),
        ReviewRefusal::Undecided { lines } => format!("尚有 {lines} 列未判定。請先逐列判定。"),
        ReviewRefusal::NotCarriedOut { lines } => {
            format!("尚有 {lines} 列之申請未結案。請先辦結申請。")
        }
        ReviewRefusal::ReasonMissing => "理由未填。請敘明理由。".to_owned(),
        ReviewRefusal::ItemsMissing => "刪除項目未填。請填擬刪除之作業代號。".to_owned(),
        ReviewRefusal::NotHeld { item } => {
            format!("凍結時未持有 {item}。請改填本列所列項目。")
        }
        ReviewRefusal::NoHolder => {
            "名冊無此帳號之持有人，不得保留或調整。請刪除，或查明後登載名冊。".to_owned()
        }
        ReviewRefusal::HasRequest { request } => {
            format!("申請 {request} 已提出。請先撤回該申請。")
        }
        ReviewRefusal::OneAtATime { no } => format!("{no} 尚未結案。請先結案。"),
        ReviewRefusal::NothingToReview => "名冊及日誌均無帳號，無可清查。".to_owned(),
        ReviewRefusal::Overtaken { by, verdict } => match verdict {
            Some(verdict) => {
                format!("{by}已先判定{}。請核對後再辦。", lang.verdict(*verdict))
            }
            None => format!("{by}已先變更。請核對後再辦。"),
        },
    }
}

fn why_en(why: &ReviewRefusal) -> String {
    let lang = Lang::En;
    match why {
        ReviewRefusal::NoMove { state } => {
            format!(
                "it stands at \"{}\": not this step.",
                lang.review_state(*state)
            )
        }
        ReviewRefusal::NoLineMove { .. } => {
            "the line is neither to change nor to go: nothing to apply for.".to_owned()
        }
        ReviewRefusal::NotManager => "this is the manager's.".to_owned(),
        ReviewRefusal::NotSupervisor => "this is the supervisor's.".to_owned(),
        ReviewRefusal::NotReviewer => {
            "the manager decides; a supervisor only on managers' own lines.".to_owned()
        }
        ReviewRefusal::OwnLine => {
            "nobody decides on his own account. Another manager or the supervisor does.".to_owned()
        }
        ReviewRefusal::OwnReport => "you reported it: another supervisor approves.".to_owned(),
        ReviewRefusal::Undecided { lines } => {
            format!("{lines} lines have no verdict yet. Decide them first.")
        }
        ReviewRefusal::NotCarriedOut { lines } => {
            format!("the applications of {lines} lines are not closed yet.")
        }
        ReviewRefusal::ReasonMissing => "a reason is needed.".to_owned(),
        ReviewRefusal::ItemsMissing => "name the items that are to go.".to_owned(),
        ReviewRefusal::NotHeld { item } => format!("{item} was not held at the freeze."),
        ReviewRefusal::NoHolder => {
            "nobody on the roster holds it: delete it, or enter its holder first.".to_owned()
        }
        ReviewRefusal::HasRequest { request } => {
            format!("application {request} is made. Withdraw it first.")
        }
        ReviewRefusal::OneAtATime { no } => format!("{no} is not closed yet."),
        ReviewRefusal::NothingToReview => "neither roster nor logs name an account.".to_owned(),
        ReviewRefusal::Overtaken { by, verdict } => match verdict {
            Some(verdict) => format!("{by} was faster: {}. Look again.", lang.verdict(*verdict)),
            None => format!("{by} has changed it meanwhile. Look again."),
        },
    }
}
