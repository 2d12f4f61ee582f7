//! 季報 (T3c): the summary of three months' checks, and the letter that goes with it. Masked by nature: it holds counts.

use serde::Serialize;

use crate::report::odf::{Document, Layout, Part, ReportError, TEXT};
use crate::report::{PAPER_STYLES, template};

const SUMMARY: Layout = Layout {
    mimetype: TEXT,
    content: Part {
        name: "quarter_summary.content.xml",
        source: include_str!("templates/quarter_summary.content.xml"),
    },
    styles: PAPER_STYLES,
};
const LETTER: Layout = Layout {
    mimetype: TEXT,
    content: Part {
        name: "quarter_letter.content.xml",
        source: include_str!("templates/quarter_letter.content.xml"),
    },
    styles: PAPER_STYLES,
};

/// Which of a quarter's documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuarterPaper {
    /// 季報彙總表.
    Summary,
    /// 函稿.
    Letter,
}

impl QuarterPaper {
    /// What an office's own template of it is called.
    pub fn template(self) -> &'static str {
        match self {
            QuarterPaper::Summary => "quarter_summary.odt",
            QuarterPaper::Letter => "quarter_letter.odt",
        }
    }

    /// Its code in entries.
    pub fn code(self) -> &'static str {
        match self {
            QuarterPaper::Summary => "quarter",
            QuarterPaper::Letter => "letter",
        }
    }
}

/// A quarter, ready for paper; words are Chinese.
#[derive(Debug, Clone, Serialize)]
pub struct QuarterReport {
    pub agency_name: String,
    /// 「局」 or what the agency calls itself in 「本局」.
    pub agency_kind: String,
    /// 權責管理機關.
    pub authority_name: String,
    pub is_demo: bool,
    /// Marked as 密件.
    pub is_secret: bool,
    /// What the footer calls it.
    pub document_name: String,
    /// 「115年第4季」.
    pub quarter_name: String,
    pub months: Vec<QuarterLine>,
    pub population_count: u64,
    pub drawn_count: u64,
    pub differing_count: u64,
    /// Whether there was a major anomaly, as a clause.
    pub major: String,
    pub attachments_count: u64,
    /// 發文 and 備查: day and number, or that they are still to come.
    pub sent: String,
    pub filed: String,
    pub letter_day: String,
    pub letter_no: String,
    pub due: String,
    pub head: String,
    pub printed_by: String,
    pub printed_at: String,
}

/// A month of it.
#[derive(Debug, Clone, Serialize)]
pub struct QuarterLine {
    pub period_name: String,
    pub population_count: u64,
    pub required_count: u64,
    pub drawn_count: u64,
    pub ratio: String,
    pub differing_count: u64,
    pub major: String,
    pub joint: String,
    pub record: String,
}

/// The .odt, by the office's own template where it has one.
pub fn render(
    paper: QuarterPaper,
    report: &QuarterReport,
    own: Option<&[u8]>,
) -> Result<Vec<u8>, ReportError> {
    if let Some(own) = own {
        return template::fill(paper.template(), own, report);
    }
    let layout = match paper {
        QuarterPaper::Summary => &SUMMARY,
        QuarterPaper::Letter => &LETTER,
    };
    let title = format!("{} {}", report.agency_name, report.quarter_name);
    Document::fill(layout, &title, report)?.bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::trial::read_by_libreoffice;

    fn report() -> QuarterReport {
        let line = |period_name: &str| QuarterLine {
            period_name: period_name.to_owned(),
            population_count: 412,
            required_count: 13,
            drawn_count: 13,
            ratio: "3.16%".to_owned(),
            differing_count: 0,
            major: "無".to_owned(),
            joint: "-".to_owned(),
            record: "11510-v1".to_owned(),
        };
        let text = str::to_owned;
        QuarterReport {
            agency_name: text("高雄市政府社會局"),
            agency_kind: text("局"),
            authority_name: text("高雄市政府勞工局"),
            is_demo: false,
            is_secret: true,
            document_name: text("115年第4季"),
            quarter_name: text("115年第4季"),
            months: ["115年10月", "115年11月", "115年12月"].map(line).to_vec(),
            population_count: 1236,
            drawn_count: 39,
            differing_count: 0,
            major: text("均無重大異常"),
            attachments_count: 3,
            sent: text("尚未發文"),
            filed: text("尚未備查"),
            letter_day: text("中華民國116年1月8日"),
            letter_no: text("（發文後填）"),
            due: text("116/01/10(日)"),
            head: text("48231:6c1e40b7"),
            printed_by: text("陳怡君"),
            printed_at: text("116/01/08(五) 09:00"),
        }
    }

    #[test]
    fn both_papers_open_in_libreoffice_and_say_what_they_must() {
        let wanted: [(QuarterPaper, &[&str]); 2] = [
            (
                QuarterPaper::Summary,
                &["115年第4季查核季報彙總表", "115年12月", "3.16%", "機關首長"],
            ),
            (
                QuarterPaper::Letter,
                &[
                    "受文者：高雄市政府勞工局",
                    "主旨：檢送本局115年第4季",
                    "1236 筆",
                    "副局長",
                ],
            ),
        ];
        for (paper, parts) in wanted {
            let bytes = render(paper, &report(), None).unwrap();
            assert_eq!(bytes, render(paper, &report(), None).unwrap());
            let Some(text) = read_by_libreoffice("odt", "txt:Text (encoded):UTF8", &bytes) else {
                continue;
            };
            for part in parts {
                assert!(text.contains(part), "{part}: {text}");
            }
        }
    }
}
