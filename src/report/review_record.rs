//! 清查紀錄 (domain.md T6): a review line by line, its totals and signatures. It holds no identifier; what people wrote
//! is masked all the same.

use serde::Serialize;

use crate::report::masked;
use crate::report::odf::{Document, Layout, Part, ReportError, TEXT};
use crate::report::template;

const LAYOUT: Layout = Layout {
    mimetype: TEXT,
    content: Part {
        name: "review_record.content.xml",
        source: include_str!("templates/review_record.content.xml"),
    },
    styles: Part {
        name: "review_record.styles.xml",
        source: include_str!("templates/review_record.styles.xml"),
    },
};

/// What an office's own template of it is called.
pub const TEMPLATE: &str = "review_record.odt";

/// A review, ready for paper; words are Chinese.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewRecord {
    pub agency_name: String,
    pub is_demo: bool,
    pub number: String,
    /// ROC.
    pub year: u32,
    pub opened_on: String,
    /// 清查人.
    pub reviewer: String,
    pub state: String,
    /// 與上年比較.
    pub compared: String,
    pub lines_count: u32,
    pub lines: Vec<RecordLine>,
    pub kept_count: u32,
    pub changed_count: u32,
    pub deleted_count: u32,
    pub urgent_count: u32,
    pub waiting_count: u32,
    pub idle_warn: u32,
    pub idle_delete: u32,
    /// Signatures, or that they are still to come.
    pub reported: String,
    pub approved: String,
    pub closed: String,
    pub kept_until: String,
    pub signers: Vec<RecordSigner>,
    pub sha256: String,
    pub head: String,
    pub printed_by: String,
    pub printed_at: String,
}

/// A line of it.
#[derive(Debug, Clone, Serialize)]
pub struct RecordLine {
    pub order: u32,
    pub account: String,
    pub name: String,
    pub unit: String,
    pub post: String,
    pub items: String,
    /// 職務是否相符.
    pub fits: String,
    /// 權限是否最小化.
    pub least: String,
    pub twice: String,
    pub idle: u32,
    pub verdict: String,
    pub reason: String,
    pub request: String,
    pub done: String,
    pub decided_by: String,
}

/// Somebody whose key signed it.
#[derive(Debug, Clone, Serialize)]
pub struct RecordSigner {
    pub name: String,
    pub role: String,
    pub fingerprint: String,
}

/// The .odt, by the office's own template where it has one.
pub fn render(record: &ReviewRecord, own: Option<&[u8]>) -> Result<Vec<u8>, ReportError> {
    let mut record = record.clone();
    for line in &mut record.lines {
        for text in [&mut line.account, &mut line.reason] {
            *text = masked(text);
        }
    }
    if let Some(own) = own {
        return template::fill(TEMPLATE, own, &record);
    }
    let title = format!("{} {}", record.agency_name, record.number);
    Document::fill(&LAYOUT, &title, &record)?.bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::trial::read_by_libreoffice;

    fn record() -> ReviewRecord {
        let text = str::to_owned;
        ReviewRecord {
            agency_name: text("高雄市政府社會局"),
            is_demo: false,
            number: text("115-清查"),
            year: 115,
            opened_on: text("115/11/18(三)"),
            reviewer: text("陳怡君"),
            state: text("已結案"),
            compared: text("與上年比較：新增 2、刪除 1、項目增加 3、減少 0。"),
            lines_count: 2,
            lines: vec![RecordLine {
                order: 1,
                account: text("KCGSOC0109"),
                name: text("劉明辰"),
                unit: text("身障福利科"),
                post: text("在職"),
                items: text("LI02 LP11"),
                fits: text("否"),
                least: text("是"),
                twice: text("否"),
                idle: 185,
                verdict: text("刪除"),
                reason: text("閒置，代 A123456789 查詢後未再使用"),
                request: text("A11511-019"),
                done: text("115/11/25(三)"),
                decided_by: text("陳怡君"),
            }],
            kept_count: 1,
            changed_count: 0,
            deleted_count: 1,
            urgent_count: 0,
            waiting_count: 0,
            idle_warn: 90,
            idle_delete: 180,
            reported: text("陳怡君 115/11/23(一) 10:00"),
            approved: text("林淑芬 115/11/23(一) 11:00"),
            closed: text("陳怡君 115/11/25(三) 09:00"),
            kept_until: text("120/11/25(二)"),
            signers: vec![RecordSigner {
                name: text("陳怡君"),
                role: text("管理者"),
                fingerprint: text("3f2a9c1e"),
            }],
            sha256: "0".repeat(64),
            head: text("48231:6c1e40b7"),
            printed_by: text("陳怡君"),
            printed_at: text("115/11/25(三) 09:01"),
        }
    }

    #[test]
    fn the_record_opens_in_libreoffice_and_says_what_it_must() {
        let bytes = render(&record(), None).unwrap();
        assert_eq!(bytes, render(&record(), None).unwrap(), "the same bytes");
        let Some(text) = read_by_libreoffice("odt", "txt:Text (encoded):UTF8", &bytes) else {
            return;
        };
        for part in [
            "使用者帳號清查紀錄（115年度）",
            "清查人（管理者）：陳怡君",
            "KCGSOC0109",
            "A11511-019",
            "保留 1、調整 0、刪除 1",
            "保存至：120/11/25",
            "機關首長",
            "A12345****",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("A123456789"), "masked: {text}");
    }
}
