//! Tests of the check record: the package, the words, hostile text, and LibreOffice's own reading of it.

use std::io::{Cursor, Read};

use zip::{CompressionMethod, ZipArchive};

use super::*;
use crate::report::trial::{self, assert_well_formed};

const NO_TOTALS: ControlTotals = ControlTotals {
    webir_total: None,
    slip: None,
    days_without_rows: 9,
    accounts: 14,
};

fn record() -> CheckRecord {
    let seed_text = format!(
        "webir-sample/1\nagency=SOC\nperiod=2026-10\nround=1\nN=412\npolicy=300bp,min10\npopulation={}\nchain={}\ncommit={}\nreveal={}\nsource=-\npublic=-\n",
        "1a".repeat(32),
        "2b".repeat(32),
        "3c".repeat(32),
        "4d".repeat(32)
    );
    CheckRecord {
        agency_name: "高雄市政府社會局".into(),
        agency_code: "SOC".into(),
        is_demo: false,
        period_name: "115年10月".into(),
        number: "11510-v1".into(),
        checker_name: "張美玲".into(),
        signed_at: "115/11/23(一) 14:06".into(),
        compared: "登記及案卷".into(),
        method: "以凍結之全期日誌為母體，依承諾與揭露所生之種子隨機排序，取前 13 筆。".into(),
        population_count: 412,
        required_count: 13,
        drawn_count: 13,
        ratio: "3.16%".into(),
        lines: (1..=13).map(line).collect(),
        totals: CheckTotals {
            matched_count: 12,
            noted_count: 1,
            differing_count: 1,
            outcomes: vec![outcome("相符", 12), outcome("查而未登", 1)],
            unregistered_count: 18,
            explained_count: 18,
            not_performed_count: 14,
            unreadable_count: 0,
        },
        explanations: vec![ExplanationLine {
            row: "000031".into(),
            date: "115/10/06(二)".into(),
            account: "kcgsoc0113".into(),
            item: "UB07".into(),
            subject: "Z87180****".into(),
            cause: "漏登".into(),
            words: "承辦人已補登，見 Z871800234".into(),
            explained_by: "李承翰".into(),
        }],
        unlisted_count: 0,
        control: ControlTotals {
            webir_total: Some(415),
            ..NO_TOTALS
        },
        findings: vec![],
        remarks: vec!["本期曾使用復原碼。".into()],
        proof: vec![
            "自 412 筆隨機抽查 13 筆，1 筆不符：95% 信心水準下，不符者至多 128 筆（31.1%）。"
                .into(),
            "未抽之 399 筆未經核對案卷，不得據此推定均相符。".into(),
        ],
        decision: Decision {
            is_grave: false,
            reason: "僅一筆漏登，已補登。".into(),
        },
        draw: DrawProof {
            seed_text,
            seed: "5e".repeat(32),
            population: "1a".repeat(32),
            commit: Some("3c".repeat(32)),
            reveal: Some("4d".repeat(32)),
            commit_origin: "首印於 11509-v1".into(),
            public: None,
            freeze_head: format!("48102:{}", "2b".repeat(32)),
            head: format!("48231:{}", "6f".repeat(32)),
            next_commit: "7a".repeat(32),
        },
        signers: vec![
            signer("陳怡君", "管理者"),
            signer("張美玲", "查核人員"),
            signer("林淑芬", "權責主管"),
        ],
    }
}

fn line(order: u64) -> CheckLine {
    let is_matched = order != 7;
    CheckLine {
        group_title: String::new(),
        order,
        row: format!("{:06}", order * 31),
        date: "115/10/23(五)".into(),
        time: "09:15:00".into(),
        account: "kcgsoc0103".into(),
        item: "EI03".into(),
        subject: "H12941****".into(),
        case_no: "高市社救字第11533755350號".into(),
        reason: "低收入戶審查".into(),
        result: "查無資料".into(),
        registration: is_matched.then(|| RegistrationText {
            number: format!("SOC-11510-{:04}", order * 17),
            content: "115/10/23(五) 09:12 kcgsoc0103 何郁建\nEI03 就保資料 H12941****\n低收入戶審查 SOC-02 老人福利法\n查無資料".into(),
        }),
        absence: "查無登記（查而未登）".into(),
        evidence: "案卷 11533755350".into(),
        compared: "登記及案卷".into(),
        outcome: if is_matched { "相符" } else { "查而未登" }.into(),
        is_matched,
        note: if is_matched { "" } else { "承辦人已於 11/20 說明" }.into(),
    }
}

fn outcome(name: &str, count: u64) -> OutcomeCount {
    OutcomeCount {
        outcome: name.into(),
        count,
    }
}

fn signer(name: &str, role: &str) -> Signer {
    Signer {
        name: name.into(),
        role: role.into(),
        fingerprint: "6c1e 40b7 d2a9 5f03 1b2c 88e0 47aa 90d1".into(),
        since: "115/01/05(一)".into(),
        enrolled_by: "黃國維".into(),
    }
}

fn entry(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes))
        .unwrap()
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn content(record: &CheckRecord) -> String {
    entry(&render(record, None).unwrap(), "content.xml")
}

#[test]
fn mimetype_comes_first_and_stored() {
    let bytes = render(&record(), None).unwrap();
    assert_eq!(&bytes[30..38], b"mimetype");
    assert_eq!(&bytes[38..38 + TEXT.len()], TEXT.as_bytes());
    let mut package = ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(
        package.by_index(0).unwrap().compression(),
        CompressionMethod::Stored
    );
    for place in 0..package.len() {
        assert_eq!(
            package
                .by_index(place)
                .unwrap()
                .last_modified()
                .unwrap()
                .year(),
            1980
        );
    }
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    assert_eq!(
        render(&record(), None).unwrap(),
        render(&record(), None).unwrap()
    );
}

#[test]
fn every_part_is_well_formed() {
    let bytes = render(&record(), None).unwrap();
    for part in [
        "content.xml",
        "styles.xml",
        "meta.xml",
        "META-INF/manifest.xml",
    ] {
        assert_well_formed(&entry(&bytes, part));
    }
}

#[test]
fn the_record_says_what_the_directive_asks() {
    let text = content(&record());
    let wanted = [
        "412 筆",
        "應抽筆數",
        "3.16%",
        "SOC-11510-0017",
        "查而未登 18 筆，其中已說明 18 筆；登而未查 14 筆。",
        "無重大異常",
        "僅一筆漏登，已補登。",
        "irdesk recompute",
        "首印於 11509-v1",
        "48231:6f6f",
        "單位主管",
        "機關首長",
        "已遮罩",
        "本期曾使用復原碼。",
        "9 日無查詢紀錄",
        "承辦人已補登，見 Z87180****",
    ];
    for each in wanted {
        assert!(text.contains(each), "{each} is missing");
    }
    assert!(text.contains("policy=300bp,min10<text:line-break/>population=1a1a"));
}

#[test]
fn a_total_that_differs_is_a_finding_and_a_missing_one_is_said() {
    let mut record = record();
    assert!(content(&record).contains("WebIR 顯示 415 筆，匯入日誌 412 筆，兩者不同"));
    record.control = NO_TOTALS;
    assert_eq!(content(&record).matches("無法取得").count(), 2);
    record.control = ControlTotals {
        webir_total: Some(412),
        slip: Some("6c1e40b7d2a95f03".into()),
        ..NO_TOTALS
    };
    let agreed = content(&record);
    assert!(agreed.contains("與匯入日誌相同") && agreed.contains("6c1e40b7d2a95f03，與軌跡相同"));
    assert!(!agreed.contains("無法取得") && !agreed.contains("兩者不同"));
}

#[test]
fn a_public_draw_without_a_commit_and_an_empty_month_can_be_printed() {
    let mut record = record();
    record.lines.clear();
    record.remarks.clear();
    record.totals.outcomes.clear();
    record.explanations.clear();
    record.draw.commit = None;
    record.draw.reveal = None;
    record.draw.public = Some(PublicSource {
        name: "lottery-539".into(),
        digits: "0917233138".into(),
    });
    let text = content(&record);
    assert!(text.contains("零筆") && text.contains("lottery-539：0917233138"));
    assert_well_formed(&text);
}

#[test]
fn identifiers_in_free_text_are_masked_and_the_seed_text_is_not() {
    let mut record = record();
    record.lines[0].reason = "案主A123456789".into();
    record.lines[1].note = "見Ａ１２３４５６７８９".into();
    record.decision.reason = "F131104093 已補登".into();
    record.draw.seed_text.push_str("A123456789");
    let text = content(&record);
    assert!(
        text.contains("案主A12345****")
            && text.contains("F13110****")
            && !text.contains("５６７８９")
    );
    assert_eq!(text.matches("A123456789").count(), 1);
}

fn hostile() -> CheckRecord {
    let mut record = record();
    let text = format!(
        "</text:p>&<!-- {{{{ number }}}} \u{1b}[2J\u{9b}\u{202e}\u{2028}\0\u{ffff}  ]]>{}",
        "\u{301}".repeat(10_000)
    );
    record.agency_name.push_str(&text);
    record.number.push_str(&text);
    record.findings.push(text.clone());
    record.signers[0].name.clone_from(&text);
    for line in &mut record.lines {
        line.reason.clone_from(&text);
        line.note.clone_from(&text);
        line.registration = Some(RegistrationText {
            number: text.clone(),
            content: text.clone(),
        });
    }
    record
}

#[test]
fn hostile_text_stays_text() {
    let bytes = render(&hostile(), None).unwrap();
    for part in ["content.xml", "styles.xml", "meta.xml"] {
        assert_well_formed(&entry(&bytes, part));
    }
    assert!(entry(&bytes, "content.xml").contains("&lt;!-- {{ number }}"));
}

fn read_by_libreoffice(record: &CheckRecord) -> Option<String> {
    let bytes = render(record, None).unwrap();
    trial::read_by_libreoffice("odt", "txt:Text (encoded):UTF8", &bytes)
}

#[test]
fn libreoffice_opens_the_record_without_repair() {
    if let Some(text) = read_by_libreoffice(&record()) {
        assert!(
            text.contains("115年10月查核紀錄表")
                && text.contains("SOC-11510-0017")
                && text.contains("機關首長"),
            "{text}"
        );
    }
}

#[test]
fn libreoffice_opens_hostile_text_too() {
    if let Some(text) = read_by_libreoffice(&hostile()) {
        assert!(text.contains("</text:p>&<!-- {{ number }}"), "{text}");
    }
}

/// The built-in template as an office would have it after opening and saving it: one package with placeholders.
fn own_template(content: &str) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let manifest = entry(&render(&record(), None).unwrap(), "META-INF/manifest.xml");
    let parts = [
        ("mimetype", TEXT),
        ("content.xml", content),
        ("styles.xml", LAYOUT.styles.source),
        (
            "meta.xml",
            &entry(&render(&record(), None).unwrap(), "meta.xml"),
        ),
        ("META-INF/manifest.xml", &manifest),
    ];
    for (name, text) in parts {
        zip.start_file(name, options.compression_method(CompressionMethod::Stored))
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_offices_own_template_takes_the_place_of_ours_and_opens_in_libreoffice() {
    let split = LAYOUT.content.source.replace(
        "{{ period_name }}",
        "\u{5c40}\u{7248}{<text:span>{ period</text:span><text:span>_name }</text:span>}",
    );
    let own = render(&record(), Some(&own_template(&split))).unwrap();
    let content = entry(&own, "content.xml");
    assert!(
        content.contains("\u{5c40}\u{7248}115"),
        "the office's own words"
    );
    assert_well_formed(&content);
    if let Some(text) = trial::read_by_libreoffice("odt", "txt:Text (encoded):UTF8", &own) {
        assert!(text.contains("SOC-11510-0017"), "{text}");
    }
}

#[test]
fn an_offices_broken_template_is_refused_by_placeholder_and_row() {
    let broken = LAYOUT
        .content
        .source
        .replace("{{ signer.name }}", "{{ signer.nmae }}");
    let told = render(&record(), Some(&own_template(&broken)))
        .unwrap_err()
        .to_string();
    assert!(
        told.contains("check_record.odt") && told.contains("nmae"),
        "{told}"
    );
    assert!(!told.contains("6c1e 40b7"), "{told}");
}
