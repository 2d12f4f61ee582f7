//! For tests: what any XML must keep to, and LibreOffice's own reading of a document.

use std::process::Command;

/// Panics where a tag is left open, closed twice, or a bare sign stands in the text.
#[track_caller]
pub(super) fn assert_well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag that never ends");
        let name = tag
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap();
        assert!(!text.contains('>'), "a bare > after {name}");
        assert!(tag.matches('"').count() % 2 == 0, "an open quote in {name}");
        for reference in text.split('&').skip(1) {
            let known = ["lt;", "gt;", "amp;", "quot;", "apos;"]
                .iter()
                .any(|known| reference.starts_with(known));
            assert!(known, "a bare & after {name}");
        }
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed));
        } else if !tag.ends_with('/') && !tag.starts_with('?') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    assert!(!xml.chars().any(|found| found.is_control() && found != '\n'));
}

/// Whether LibreOffice is installed with what reads this kind of document; CI does not allow its absence.
fn is_installed(suffix: &str) -> bool {
    let part = if suffix == "ods" {
        "libsclo.so"
    } else {
        "libswlo.so"
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let program = std::env::split_paths(&path)
        .map(|folder| folder.join("soffice"))
        .find_map(|program| program.canonicalize().ok());
    let found = program.is_some_and(|program| program.with_file_name(part).exists());
    assert!(
        found || std::env::var_os("IRDESK_CI").is_none(),
        "CI needs libreoffice-writer-nogui and libreoffice-calc-nogui"
    );
    found
}

/// LibreOffice's reading of a document as `format`; it is printed as PDF too. None where it is not installed.
pub(super) fn read_by_libreoffice(suffix: &str, format: &str, bytes: &[u8]) -> Option<String> {
    if !is_installed(suffix) {
        return None;
    }
    let room = tempfile::tempdir().unwrap();
    let document = room.path().join(format!("record.{suffix}"));
    std::fs::write(&document, bytes).unwrap();
    for format in ["pdf", format] {
        let profile = format!(
            "-env:UserInstallation=file://{}/profile",
            room.path().display()
        );
        let output = Command::new("soffice")
            .args([&profile, "--headless", "--convert-to", format, "--outdir"])
            .args([room.path(), &document])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && !said.contains("rror"), "{said}");
    }
    let pdf = std::fs::read(room.path().join("record.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    if let Some(keep) = std::env::var_os("IRDESK_KEEP_PDF") {
        let name = format!("{suffix}-{}.pdf", bytes.len());
        std::fs::write(std::path::Path::new(&keep).join(name), &pdf).unwrap();
    }
    let kind = format.split(':').next().unwrap();
    Some(std::fs::read_to_string(room.path().join(format!("record.{kind}"))).unwrap())
}
