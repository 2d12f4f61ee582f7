//! What commands answer, in English.

use super::Found;
use crate::domain::ids::Head;
use crate::domain::problem::ProblemKind;
use crate::locale::group;

pub(super) fn verified(head: Option<Head>, months: u64) -> Vec<String> {
    let Some(head) = head else {
        return vec!["The trail is empty.".to_owned()];
    };
    let mut lines = vec![format!(
        "Whole: entries 1 to {}; chain, signatures, rows and pages all fit.",
        group(head.seq)
    )];
    if months > 0 {
        lines.push(format!("Frozen months computed again: {months}; all fit."));
    }
    lines.push(format!("End: {head}"));
    lines.push(
        "Compare it with the end on paper: irdesk verify --expect NUMBER:16-HEX-DIGITS.".to_owned(),
    );
    lines
}

pub(super) fn not_verified(problems: usize, first_bad: Option<u64>) -> String {
    let problems = group(u64::try_from(problems).unwrap_or(u64::MAX));
    match first_bad {
        Some(seq) => format!(
            "! Trail: {problems} findings; not to be trusted from entry {} on. Leave all as it is and call the keeper.",
            group(seq)
        ),
        None => {
            format!("! Trail: {problems} findings. Leave all as it is and call the keeper.")
        }
    }
}

pub(super) fn problem(found: Found<'_>) -> String {
    let what = problem_kind(found.kind);
    let place = match (found.table, found.id) {
        (Some(table), Some(id)) => format!(" ({table} {id})"),
        (Some(table), None) => format!(" ({table})"),
        (None, Some(id)) => format!(" (page {id})"),
        (None, None) => String::new(),
    };
    match found.seq {
        Some(seq) => format!("Entry {}: {what}{place}", group(seq)),
        None => format!("{what}{place}"),
    }
}

pub(super) fn problem_kind(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Chain => "does not follow the one before",
        ProblemKind::Form => "not of the form it must have",
        ProblemKind::Signature => "the signature does not fit",
        ProblemKind::Signer => "the signer or the role is not in the trail",
        ProblemKind::Missing => "a row is gone",
        ProblemKind::Changed => "a row is not what the trail says",
        ProblemKind::Additional => "a row that no entry made",
        ProblemKind::Batch => "rows written together are not what the trail says",
        ProblemKind::Schema => "the schema is not this program's",
        ProblemKind::Pages => "a page is damaged, or their number is wrong",
        ProblemKind::Head => "the head file's entry is not in the trail",
        ProblemKind::Seal => "the seal of keys.toml does not fit",
        ProblemKind::Slot => "a key that the trail does not know",
        ProblemKind::Expect => "the end on paper is not in this chain",
        ProblemKind::Population => "the log rows of a frozen month are not those frozen",
        ProblemKind::Matches => "the matches of a frozen month are not those frozen",
    }
}

pub(super) fn backed_up(file: &str, bytes: u64, head: Head) -> Vec<String> {
    vec![
        format!("Backed up to {file}, {} bytes.", group(bytes)),
        format!("End: {head}"),
        "Keep it elsewhere. To restore it, any person in it gives login and passphrase.".to_owned(),
    ]
}

pub(super) fn restored(dir: &str, head: Head) -> Vec<String> {
    vec![
        format!("Restored to {dir}; verified, and whole."),
        format!("End: {head}"),
    ]
}

pub(super) fn founded(dir: &str, recovery_code: &str, head: Head) -> Vec<String> {
    vec![
        format!("Made the store {dir}."),
        format!("End: {head}"),
        String::new(),
        format!("Recovery code: {recovery_code}"),
        "It is shown this once. Write it down, seal it, and keep it elsewhere.".to_owned(),
        "It serves only to enrol a keeper again when none can log in, and leaves an entry."
            .to_owned(),
        String::new(),
        "Next: enrol people with irdesk person add.".to_owned(),
    ]
}

pub(super) fn enrolled(login: &str, code: &str) -> Vec<String> {
    vec![
        format!("Enrolment code: {code}"),
        "Good for 15 minutes and one use, shown this once. Hand it over in person.".to_owned(),
        format!(
            "Next: that person logs in, or sets a passphrase with irdesk passphrase --as {login}."
        ),
    ]
}

pub(super) fn passphrase_set(login: &str, fingerprint: &str) -> Vec<String> {
    vec![
        format!("The passphrase of {login} is set."),
        format!("Key fingerprint: {fingerprint}"),
        "Write the fingerprint down; signatures in the trail can be compared with it.".to_owned(),
    ]
}
