//! What commands answer, in an office's written Chinese.

use super::Found;
use crate::domain::ids::Head;
use crate::domain::problem::ProblemKind;
use crate::locale::group;

pub(super) fn verified(head: Option<Head>, months: u64) -> Vec<String> {
    let Some(head) = head else {
        return vec!["軌跡無任何紀錄。".to_owned()];
    };
    let mut lines = vec![format!(
        "完整：第 1 至 {} 筆，雜湊鏈、簽章、各列及資料頁均相符。",
        group(head.seq)
    )];
    if months > 0 {
        lines.push(format!("凍結月份：{months} 期已重算，均相符。"));
    }
    lines.push(format!("末端：{head}"));
    lines.push("請與紙本所印末端核對：irdesk verify --expect 序號:雜湊前 16 碼。".to_owned());
    lines
}

pub(super) fn not_verified(problems: usize, first_bad: Option<u64>) -> String {
    let problems = group(u64::try_from(problems).unwrap_or(u64::MAX));
    match first_bad {
        Some(seq) => format!(
            "! 軌跡：{problems} 處不符，自第 {} 筆起不可採信。請保留現狀，由保管人查明。",
            group(seq)
        ),
        None => format!("! 軌跡：{problems} 處不符。請保留現狀，由保管人查明。"),
    }
}

pub(super) fn problem(found: Found<'_>) -> String {
    let what = problem_kind(found.kind);
    let place = match (found.table, found.id) {
        (Some(table), Some(id)) => format!("（{table} {id}）"),
        (Some(table), None) => format!("（{table}）"),
        (None, Some(id)) => format!("（第 {id} 頁）"),
        (None, None) => String::new(),
    };
    match found.seq {
        Some(seq) => format!("第 {} 筆：{what}{place}", group(seq)),
        None => format!("{what}{place}"),
    }
}

pub(super) fn problem_kind(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Chain => "未接續前一筆",
        ProblemKind::Form => "內容格式不符",
        ProblemKind::Signature => "簽章不符",
        ProblemKind::Signer => "簽章人或角色不在軌跡",
        ProblemKind::Missing => "列已不見",
        ProblemKind::Changed => "列之內容與軌跡不符",
        ProblemKind::Additional => "列無軌跡可據",
        ProblemKind::Batch => "整批之內容與軌跡不符",
        ProblemKind::Schema => "資料表定義不符",
        ProblemKind::Pages => "資料頁損壞或頁數不符",
        ProblemKind::Head => "末端檔所記不在軌跡",
        ProblemKind::Seal => "金鑰檔封籤不符",
        ProblemKind::Slot => "金鑰不在軌跡",
        ProblemKind::Expect => "紙本末端不在本庫之軌跡",
        ProblemKind::Population => "凍結月份之日誌列不符",
        ProblemKind::Matches => "凍結月份之勾稽不符",
    }
}

pub(super) fn backed_up(file: &str, bytes: u64, head: Head) -> Vec<String> {
    vec![
        format!("已備份至 {file}，{} 位元組。", group(bytes)),
        format!("備份末端：{head}"),
        "請將備份移至他處保存；還原須以其中任一人之帳號及密碼開啟。".to_owned(),
    ]
}

pub(super) fn restored(dir: &str, head: Head) -> Vec<String> {
    vec![
        format!("已還原至 {dir}，驗證完整。"),
        format!("末端：{head}"),
    ]
}

pub(super) fn founded(dir: &str, recovery_code: &str, head: Head) -> Vec<String> {
    vec![
        format!("已建立資料庫 {dir}。"),
        format!("末端：{head}"),
        String::new(),
        format!("復原碼：{recovery_code}"),
        "復原碼僅顯示一次，請抄錄或列印，密封後另處保存。".to_owned(),
        "僅於保管人均無法登入時，用以重新註冊保管人；使用即留軌跡。".to_owned(),
        String::new(),
        "其後：以 irdesk person add 登錄人員。".to_owned(),
    ]
}

pub(super) fn enrolled(login: &str, code: &str) -> Vec<String> {
    vec![
        format!("註冊碼：{code}"),
        "15 分鐘內有效，僅能使用一次，亦僅顯示一次，請當面交付本人。".to_owned(),
        format!("其後：本人登入，或執行 irdesk passphrase --as {login} 訂定密碼。"),
    ]
}

pub(super) fn passphrase_set(login: &str, fingerprint: &str) -> Vec<String> {
    vec![
        format!("已訂定 {login} 之密碼。"),
        format!("金鑰指紋：{fingerprint}"),
        "請抄錄指紋，日後可據以核對軌跡之簽章。".to_owned(),
    ]
}
