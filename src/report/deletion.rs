//! 銷毀（刪除）紀錄 (T5): the certificate of a deletion on paper, with its scope list and its 核章欄. Masked.

use serde::Serialize;

use crate::report::odf::{Document, Layout, Part, ReportError, TEXT};
use crate::report::{PAPER_STYLES, template};

const LAYOUT: Layout = Layout {
    mimetype: TEXT,
    content: Part {
        name: "deletion.content.xml",
        source: include_str!("templates/deletion.content.xml"),
    },
    styles: PAPER_STYLES,
};

/// What an office's own template is called.
pub const TEMPLATE: &str = "deletion.odt";

/// A certificate, ready for paper; words are Chinese.
#[derive(Debug, Clone, Serialize)]
pub struct DeletionReport {
    pub agency_name: String,
    pub is_demo: bool,
    pub is_secret: bool,
    pub document_name: String,
    pub number: String,
    pub state: String,
    pub content: String,
    pub due: String,
    pub method: String,
    pub executed: String,
    pub place: String,
    pub witness: String,
    pub evidence: String,
    pub evidence_sha256: String,
    pub verified: String,
    pub closed: String,
    pub evidence_until: String,
    pub items: Vec<DeletedItem>,
    pub lines: Vec<ScopeRow>,
    pub head: String,
    pub printed_by: String,
    pub printed_at: String,
}

/// What was deleted.
#[derive(Debug, Clone, Serialize)]
pub struct DeletedItem {
    pub number: String,
    pub sources: String,
    pub title: String,
    pub quantity: String,
    pub completed: String,
    pub unneeded: String,
    pub ground: String,
}

/// A line of the scope list.
#[derive(Debug, Clone, Serialize)]
pub struct ScopeRow {
    pub place: String,
    pub handling: String,
    pub remark: String,
}

/// The .odt, by the office's own template where it has one.
pub fn render(report: &DeletionReport, own: Option<&[u8]>) -> Result<Vec<u8>, ReportError> {
    if let Some(own) = own {
        return template::fill(TEMPLATE, own, report);
    }
    let title = format!("{} {}", report.agency_name, report.document_name);
    Document::fill(&LAYOUT, &title, report)?.bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::trial::read_by_libreoffice;

    fn report() -> DeletionReport {
        let text = str::to_owned;
        DeletionReport {
            agency_name: text("高雄市政府社會局"),
            is_demo: false,
            is_secret: true,
            document_name: text("銷毀紀錄 D11511-003"),
            number: text("D11511-003"),
            state: text("延後未清"),
            content: text("電子檔 1 件"),
            due: text("115/11/22(日)"),
            method: text("安全覆寫後刪除"),
            executed: text("陳怡君 115/11/23(一) 10:20"),
            place: text("社會救助科辦公室"),
            witness: text("不適用"),
            evidence: text("截圖 7 & 8 <清冊>"),
            evidence_sha256: "ab".repeat(32),
            verified: text("林淑芬 115/11/23(一) 11:00"),
            closed: text("尚未完成"),
            evidence_until: text("尚未起算"),
            items: vec![DeletedItem {
                number: text("K11510-033"),
                sources: text("SOC-11510-0400"),
                title: text("投保清單"),
                quantity: text("1"),
                completed: text("115/10/22(四)"),
                unneeded: text("115/10/22(四)"),
                ground: text("要點 11(2)2"),
            }],
            lines: vec![ScopeRow {
                place: text("備份檔"),
                handling: text("延後"),
                remark: text("至 116/01/10(日) 備份輪替"),
            }],
            head: text("48231:6c1e40b7"),
            printed_by: text("陳怡君"),
            printed_at: text("115/11/23(一) 11:05"),
        }
    }

    #[test]
    fn the_certificate_opens_in_libreoffice_and_says_what_it_must() {
        let bytes = render(&report(), None).unwrap();
        assert_eq!(bytes, render(&report(), None).unwrap());
        let Some(text) = read_by_libreoffice("odt", "txt:Text (encoded):UTF8", &bytes) else {
            return;
        };
        for part in [
            "高雄市政府社會局勞保WebIR留存資料銷毀（刪除）紀錄",
            "D11511-003",
            "SOC-11510-0400",
            "截圖 7 & 8 <清冊>",
            "備份輪替",
            "驗證人",
            "機關首長",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
