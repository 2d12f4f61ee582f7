//! 查核紀錄表 (T3): the record of a monthly check, as the checker signed it. Masked; its template words the labels, the
//! record brings facts and the sentences that `locale` worded in Chinese.

use serde::Serialize;

use crate::report::odf::{Document, Layout, Part, ReportError, TEXT};
use crate::report::template;
use crate::report::text::masked;

/// The document of one signed month.
const LAYOUT: Layout = Layout {
    mimetype: TEXT,
    content: Part {
        name: "check_record.content.xml",
        source: include_str!("templates/check_record.content.xml"),
    },
    styles: Part {
        name: "check_record.styles.xml",
        source: include_str!("templates/check_record.styles.xml"),
    },
};

/// A signed check, ready for paper. Dates are ROC dates as shown, identifiers are masked by the caller (those in free
/// text also here), digests are lower-case hexadecimal.
#[derive(Debug, Clone, Serialize)]
pub struct CheckRecord {
    /// 機關, with 臺: 「社會局」.
    pub agency_name: String,
    /// The capital letters in registration numbers: `SOC`.
    pub agency_code: String,
    /// Made-up data; the document says so in its title.
    pub is_demo: bool,
    /// 「115年10月」.
    pub period_name: String,
    /// The record's own number: `11510-v1`.
    pub number: String,
    /// 查核人員.
    pub checker_name: String,
    /// When the checker signed: 「115/11/23(一) 14:06」.
    pub signed_at: String,
    /// What was compared: 「登記及案卷」 or 「僅登記」.
    pub compared: String,
    /// 抽樣方式, one sentence.
    pub method: String,
    /// N, n and what was really drawn.
    pub population_count: u64,
    pub required_count: u64,
    pub drawn_count: u64,
    /// 抽查比率: 「3.16%」.
    pub ratio: String,
    /// BASE in ticket order, then the other groups.
    pub lines: Vec<CheckLine>,
    pub totals: CheckTotals,
    /// 查而未登 with what was said of them, and how many more there are than are listed.
    pub explanations: Vec<ExplanationLine>,
    pub unlisted_count: u64,
    pub control: ControlTotals,
    /// Findings besides a differing total, which the document states by itself.
    pub findings: Vec<String>,
    /// Whatever else must be said: a recovery code used, one person in two roles, somebody else's rows.
    pub remarks: Vec<String>,
    /// What the sample proves, sentence by sentence, with its limits.
    pub proof: Vec<String>,
    pub decision: Decision,
    pub draw: DrawProof,
    pub signers: Vec<Signer>,
}

/// One drawn row: the log on the left, the registration on the right.
#[derive(Debug, Clone, Serialize)]
pub struct CheckLine {
    /// Before the first line of a group beside BASE: what it is and what came of it.
    pub group_title: String,
    /// 序, from 1.
    pub order: u64,
    /// The row's sequence number in its month: 「000313」.
    pub row: String,
    pub date: String,
    pub time: String,
    pub account: String,
    pub item: String,
    /// 查詢條件, masked.
    pub subject: String,
    pub case_no: String,
    pub reason: String,
    pub result: String,
    pub registration: Option<RegistrationText>,
    /// What stands in its place where there is none.
    pub absence: String,
    /// 佐證: the file that was looked at; empty when none was.
    pub evidence: String,
    /// What was compared for this row.
    pub compared: String,
    /// 相符 or what else was found.
    pub outcome: String,
    /// False is printed bold.
    pub is_matched: bool,
    pub note: String,
}

/// The registration beside a log row.
#[derive(Debug, Clone, Serialize)]
pub struct RegistrationText {
    /// `SOC-11510-0397`.
    pub number: String,
    /// Date, time, account, item, subject (masked), case, reason, basis, result; newlines are kept.
    pub content: String,
}

/// 彙總.
#[derive(Debug, Clone, Serialize)]
pub struct CheckTotals {
    pub matched_count: u64,
    /// Of the matched, those with a note.
    pub noted_count: u64,
    pub differing_count: u64,
    /// Each outcome that occurred, 相符 included, with its count.
    pub outcomes: Vec<OutcomeCount>,
    /// 查而未登 in the whole month, and how many of them are explained.
    pub unregistered_count: u64,
    pub explained_count: u64,
    /// 登而未查.
    pub not_performed_count: u64,
    /// 無法判讀 rows in the population.
    pub unreadable_count: u64,
}

#[derive(Debug, Clone, Serialize)]
pub struct OutcomeCount {
    pub outcome: String,
    pub count: u64,
}

/// A query without a registration, and why, as its account's holder says.
#[derive(Debug, Clone, Serialize)]
pub struct ExplanationLine {
    pub row: String,
    pub date: String,
    pub account: String,
    pub item: String,
    pub subject: String,
    pub cause: String,
    pub words: String,
    pub explained_by: String,
}

/// What was asked for at the draw. None is printed as 無法取得.
#[derive(Debug, Clone, Serialize)]
pub struct ControlTotals {
    /// The total that WebIR itself shows.
    pub webir_total: Option<u64>,
    /// The digits of the freeze slip that the checker typed and that agreed.
    pub slip: Option<String>,
    /// Days of the month without a row, and accounts that stand in it.
    pub days_without_rows: u64,
    pub accounts: u64,
}

/// 重大異常: a person decides.
#[derive(Debug, Clone, Serialize)]
pub struct Decision {
    pub is_grave: bool,
    /// Empty is printed as 無.
    pub reason: String,
}

/// Everything that lets anybody draw the sample again.
#[derive(Debug, Clone, Serialize)]
pub struct DrawProof {
    /// `webir-sample/1`, verbatim, with its line ends.
    pub seed_text: String,
    pub seed: String,
    pub population: String,
    pub commit: Option<String>,
    pub reveal: Option<String>,
    /// Where `commit` was first printed: the record or slip to compare it with.
    pub commit_origin: String,
    pub public: Option<PublicSource>,
    /// SEQ:HEX of the freeze's entry; its HEX is `chain`.
    pub freeze_head: String,
    /// SEQ:HEX of the signature's own entry.
    pub head: String,
    /// The commit for this checker's next draw.
    pub next_commit: String,
}

/// 公開亂源.
#[derive(Debug, Clone, Serialize)]
pub struct PublicSource {
    /// As declared at the freeze.
    pub name: String,
    /// As typed at the draw, normalised.
    pub digits: String,
}

/// Somebody whose key may sign in this store.
#[derive(Debug, Clone, Serialize)]
pub struct Signer {
    pub name: String,
    pub role: String,
    pub fingerprint: String,
    pub since: String,
    pub enrolled_by: String,
}

/// What an office's own template of the record is called.
pub const TEMPLATE: &str = "check_record.odt";

/// The .odt of a record, by the office's own template where it has one. The same record gives the same bytes.
pub fn render(record: &CheckRecord, own: Option<&[u8]>) -> Result<Vec<u8>, ReportError> {
    let masked = without_identifiers(record.clone());
    if let Some(own) = own {
        return template::fill(TEMPLATE, own, &masked);
    }
    let title = format!("{} {}", masked.agency_name, masked.number);
    Document::fill(&LAYOUT, &title, &masked)?.bytes()
}

/// Masks what people wrote in free text. Digests, numbers and the seed text stay verbatim.
fn without_identifiers(mut record: CheckRecord) -> CheckRecord {
    for line in &mut record.lines {
        let registered = line
            .registration
            .iter_mut()
            .map(|registration| &mut registration.content);
        let written = [
            &mut line.subject,
            &mut line.account,
            &mut line.case_no,
            &mut line.reason,
            &mut line.result,
            &mut line.evidence,
            &mut line.note,
        ];
        written.into_iter().chain(registered).for_each(mask);
    }
    for line in &mut record.explanations {
        mask(&mut line.words);
    }
    record
        .findings
        .iter_mut()
        .chain(&mut record.remarks)
        .for_each(mask);
    mask(&mut record.decision.reason);
    record
}

fn mask(text: &mut String) {
    *text = masked(text);
}

#[cfg(test)]
#[path = "check_record_tests.rs"]
mod tests;
