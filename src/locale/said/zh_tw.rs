//! What happened, in an office's written Chinese.

use crate::domain::assurance::Assurance;
use crate::domain::event::{
    CheckEvent, DeskEvent, Event, ExceptionEvent, ImportEvent, LogCounts, MatchCounts, MatchEvent,
    PeopleEvent, RegisterEvent, RulesEvent,
};
use crate::locale::{Lang, group};

const LANG: Lang = Lang::ZhTw;

fn count(number: u32) -> String {
    group(u64::from(number))
}

pub(super) fn told(event: &Event) -> String {
    match event {
        Event::People(event) => people(event),
        Event::Desk(event) => desk(event),
        Event::Closing(event) => Lang::ZhTw.closing_told(event),
        Event::Review(event) => Lang::ZhTw.review_told(event),
        Event::Register(event) => register(event),
        Event::Import(event) => import(event),
        Event::Match(event) => matched(event),
        Event::Check(event) => check(event),
        // requests
        Event::Request(event) => LANG.request_told(event),
        Event::Retention(event) => LANG.retention_told(event),
        Event::Calendar(event) => LANG.calendar_told(event),
        Event::Roster(event) => Lang::ZhTw.roster_told(event),
        Event::Exception(event) => exception(event),
        Event::Rules(event) => rules(event),
    }
}

fn people(event: &PeopleEvent) -> String {
    match event {
        PeopleEvent::Added { login, .. } => {
            format!("已登錄 {login}。註冊碼僅顯示一次，請當面交付。")
        }
        PeopleEvent::CodeMade { login, .. } => {
            format!("已另發註冊碼予 {login}，原碼作廢。註冊碼僅顯示一次，請當面交付。")
        }
        PeopleEvent::RolesChanged { login, roles } => {
            format!("已變更 {login} 之角色為{}。", Lang::ZhTw.roles(*roles))
        }
        PeopleEvent::Removed { login, .. } => {
            format!("已移除 {login}：角色及金鑰均已停用，原有紀錄及簽章不受影響。")
        }
        PeopleEvent::KeyRevoked { login, .. } => {
            format!("已註銷 {login} 之金鑰，並發給註冊碼。註冊碼僅顯示一次，請當面交付。")
        }
        PeopleEvent::LoggedIn => "已登入。".to_owned(),
        PeopleEvent::LoginsFailed { .. } => "登入失敗之紀錄已記入軌跡。".to_owned(),
        PeopleEvent::RoleRefused { .. } => "不可：角色不符，已記入軌跡。".to_owned(),
    }
}

fn desk(event: &DeskEvent) -> String {
    match event {
        DeskEvent::Seeded {
            bases,
            items,
            reasons,
        } => format!("已建立代碼表：法律依據 {bases} 項、作業 {items} 項、事由 {reasons} 項。"),
        DeskEvent::SettingChanged { name } => format!("已變更設定 {name}。"),
        DeskEvent::ItemSaved { code } => format!("已儲存作業 {code}。"),
        DeskEvent::ReasonSaved { .. } => "已儲存事由。".to_owned(),
        DeskEvent::BackupMade { bytes, .. } => {
            format!("已備份，{} 位元組。", group(bytes.unsigned_abs()))
        }
        DeskEvent::LossAccepted { missing: 0, .. } => {
            "已確認末端檔遺失，已記入軌跡，恢復寫入。".to_owned()
        }
        DeskEvent::LossAccepted { missing, .. } => {
            format!("已確認遺失 {} 筆，已記入軌跡，恢復寫入。", group(*missing))
        }
        DeskEvent::ClockJumped { seconds } => {
            let way = if *seconds < 0 { "倒退" } else { "超前" };
            let minutes = group(seconds.unsigned_abs() / 60);
            format!("時鐘{way} {minutes} 分，已記入軌跡。請資訊單位校正時鐘。")
        }
        DeskEvent::DocumentWritten { facts, rows, .. } => {
            format!(
                "已產製{} {}，{} 列。",
                super::document_kind(Lang::ZhTw, facts.kind),
                facts.record,
                group(*rows)
            )
        }
    }
}

fn rules(event: &RulesEvent) -> String {
    match event {
        RulesEvent::StaffEntered { entered, known: 0 } => {
            format!("已登錄職員 {} 人，識別碼僅存雜湊。", count(*entered))
        }
        RulesEvent::StaffEntered { entered, known } => format!(
            "已登錄職員 {} 人，{} 人原已登錄，識別碼僅存雜湊。",
            count(*entered),
            count(*known)
        ),
        RulesEvent::StaffRemoved { .. } => "已移除職員雜湊。".to_owned(),
    }
}

fn exception(event: &ExceptionEvent) -> String {
    match event {
        ExceptionEvent::Granted {
            login, beside, to, ..
        } => format!(
            "已核准 {login} 兼任{}，至 {} 止。其後請保管人登錄角色。",
            LANG.roles(*beside),
            LANG.day(*to)
        ),
        ExceptionEvent::Ended { login, .. } => {
            format!("已終止 {login} 之分權例外，即不得再任查核人員。")
        }
    }
}

fn register(event: &RegisterEvent) -> String {
    match event {
        RegisterEvent::Registered { no } => format!("已登記 {no}。"),
        RegisterEvent::RegisteredMany { count: number } => {
            format!("已登記 {} 筆。", count(*number))
        }
        RegisterEvent::ResultCompleted { no, .. } => format!("已補登結果 {}。", no.short()),
        RegisterEvent::Corrected { no, version, .. } => {
            format!("已更正 {}，存為第 {version} 版。", no.short())
        }
        RegisterEvent::Approved {
            no, is_approved, ..
        } => {
            let word = if *is_approved {
                "已核可"
            } else {
                "已不予核可"
            };
            format!("{word} {}。", no.short())
        }
        RegisterEvent::Voided { no, .. } => format!("已作廢 {}，原登記仍予保留。", no.short()),
        RegisterEvent::Revealed { .. } => "已顯示明碼，並記入軌跡。".to_owned(),
    }
}

fn import(event: &ImportEvent) -> String {
    match event {
        ImportEvent::Log {
            period,
            counts,
            footer_waived,
            ..
        } => {
            let rest = log_rest(*counts, *footer_waived);
            format!(
                "已匯入 {period}：收入 {} 筆、重複 {} 筆、無法判讀 {} 筆{rest}。",
                count(counts.accepted),
                count(counts.duplicate),
                count(counts.unreadable)
            )
        }
        ImportEvent::Register {
            accepted,
            duplicate,
            rejected,
            ..
        } => format!(
            "已匯入登記表：收入 {} 筆、重複 {} 筆、退回 {} 筆。",
            count(*accepted),
            count(*duplicate),
            count(*rejected)
        ),
        ImportEvent::ColumnsMapped { columns, .. } if columns.is_empty() => {
            "已改回依欄名自動對應。".to_owned()
        }
        ImportEvent::ColumnsMapped { columns, .. } => {
            format!("已儲存欄位對應 {} 欄，嗣後自動採用。", columns.len())
        }
    }
}

/// What is not of every import, and so is said only where it is.
fn log_rest(counts: LogCounts, is_footer_waived: bool) -> String {
    let outside = (counts.outside > 0).then(|| format!("、他月 {} 筆", count(counts.outside)));
    let waiting =
        (counts.waiting > 0).then(|| format!("、凍結後待查 {} 筆", count(counts.waiting)));
    let waived = is_footer_waived.then(|| "；檔尾合計不符，仍照收".to_owned());
    [outside, waiting, waived].into_iter().flatten().collect()
}

fn matched(event: &MatchEvent) -> String {
    match event {
        MatchEvent::Reconciled { period, counts } => reconciled(&period.to_string(), counts),
        MatchEvent::ProposalDecided {
            seq,
            number,
            accepted,
            after_freeze,
            ..
        } => match (accepted, after_freeze) {
            (true, false) => format!("已採認第 {seq} 列，對應 {}。", number.short()),
            (true, true) => format!("已於凍結後採認第 {seq} 列，筆數不變。"),
            (false, _) => format!("第 {seq} 列不採，改列查而未登。"),
        },
        MatchEvent::DecisionUndone { seq, .. } => format!("已撤回第 {seq} 列之採否，復為未決。"),
        MatchEvent::GapExplained { number, .. } => format!("已存 {} 之說明。", number.short()),
        MatchEvent::Explained { seq, cause, .. } => {
            format!("已存第 {seq} 列之說明：{}。", LANG.cause_of_code(cause))
        }
    }
}

fn reconciled(period: &str, counts: &MatchCounts) -> String {
    format!(
        "已勾稽 {period}：相符 {} 筆、提議 {} 筆、查而未登 {} 筆、登而未查 {} 件。",
        group(super::joined(counts)),
        count(counts.proposed),
        count(counts.unregistered),
        count(counts.not_performed)
    )
}

fn check(event: &CheckEvent) -> String {
    match event {
        CheckEvent::SecretCommitted { .. } => "已立承諾。".to_owned(),
        CheckEvent::Frozen(frozen) => format!(
            "已凍結 {}，共 {} 筆，其後不變。其後由 {} 抽樣。",
            frozen.period,
            count(frozen.rows),
            frozen.checker
        ),
        CheckEvent::PublicDeclared {
            source,
            digits,
            checker,
            ..
        } => format!("已指定公開亂數 {source}/{digits}。其後由 {checker} 抽樣。"),
        CheckEvent::Drawn(drawn) => {
            format!("已抽樣 {}，共 {} 筆。", drawn.period, count(drawn.sample))
        }
        CheckEvent::WalkStarted { period, compared } => {
            let compared = LANG.compared_of_code(compared);
            format!("已開始逐筆查核 {period}，核對{compared}。")
        }
        CheckEvent::OutcomeRecorded { place, outcome, .. } => {
            format!("已記第 {place} 筆：{}。", LANG.outcome_of_code(outcome))
        }
        CheckEvent::EvidenceNoted { seq, .. } => format!("已註記第 {seq} 列之佐證。"),
        CheckEvent::Extended { factor, rows, .. } => {
            format!("已擴大抽查至 {factor} 倍，增列 {} 筆。", count(*rows))
        }
        CheckEvent::Judged { major: false, .. } => "已判定無重大異常。".to_owned(),
        CheckEvent::Judged { major: true, .. } => "已判定有重大異常。".to_owned(),
        CheckEvent::Signed(signed) => format!("已簽章 {}-v{}。", signed.period, signed.version),
    }
}

pub(super) fn assurance(assurance: &Assurance) -> Vec<String> {
    const GROUND: &str = "前提：查詢日誌完整，且查核人員能察覺不符。";
    let sample = count(assurance.sample);
    if assurance.population == 0 {
        return vec!["本期查詢日誌零筆，無須抽查。以查詢日誌完整為前提。".to_owned()];
    }
    let found = match assurance.bad {
        0 => "均相符".to_owned(),
        bad => format!("，不符 {} 筆", count(bad)),
    };
    if assurance.is_full() {
        return vec![format!("全數查核 {sample} 筆{found}。"), GROUND.to_owned()];
    }
    let unseen = assurance.population.saturating_sub(assurance.sample);
    vec![
        format!(
            "自 {} 筆隨機抽查 {sample} 筆{found}：",
            count(assurance.population)
        ),
        format!(
            "95% 信心水準下，不符者至多 {} 筆（{}）。",
            count(assurance.at_most),
            assurance.share()
        ),
        GROUND.to_owned(),
        format!(
            "未抽之 {} 筆未經核對案卷，不得據此推定均相符。",
            count(unseen)
        ),
    ]
}
