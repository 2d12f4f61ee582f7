//! What is wrong with a command line. In English the reader of arguments says so itself.

/// What is wrong with a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UsageFault {
    /// No such option, or one word too many; with what is most like it.
    Unknown { word: String, like: Option<String> },
    /// No such command, with what is most like it.
    NoCommand { word: String, like: Option<String> },
    /// A command that needs another word behind it.
    CommandMissing,
    /// What must be given and is not.
    Missing { arguments: Vec<String> },
    /// An option without its value.
    NoValue { argument: String },
    /// A value that cannot be, with an example where there is one.
    BadValue {
        argument: String,
        value: String,
        example: Option<&'static str>,
    },
    /// Twice the same, or two that do not go together.
    Conflict { argument: String },
    /// Anything else.
    Other,
}

/// `! 指令：不認得 --perod，最近者為 --period。請依用法改填，或執行 irdesk --help。` and the usage below it.
pub fn usage_in_chinese(fault: &UsageFault, usage: &str) -> String {
    let like = |like: &Option<String>| {
        like.as_ref()
            .map_or_else(String::new, |like| format!("，最近者為 {like}"))
    };
    let said = match fault {
        UsageFault::Unknown { word, like: near } => format!("不認得 {word}{}", like(near)),
        UsageFault::NoCommand { word, like: near } => format!("無 {word} 此指令{}", like(near)),
        UsageFault::CommandMissing => "尚缺指令".to_owned(),
        UsageFault::Missing { arguments } => {
            format!("尚缺 {} 項：{}", arguments.len(), arguments.join("、"))
        }
        UsageFault::NoValue { argument } => format!("{argument} 未填值"),
        UsageFault::BadValue {
            argument,
            value,
            example,
        } => {
            let example = example.map_or_else(String::new, |text| format!("，例如 {text}"));
            format!("{argument} 不得為「{value}」{example}")
        }
        UsageFault::Conflict { argument } => format!("{argument} 重複或與他項不得並用"),
        UsageFault::Other => "無法解讀".to_owned(),
    };
    let first = format!("! 指令：{said}。請依用法改填，或執行 irdesk --help。");
    match usage.trim().trim_start_matches("Usage:").trim() {
        "" => first,
        usage => format!("{first}\n用法：{usage}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(fault: UsageFault, usage: &str, expected: &str) {
        assert_eq!(usage_in_chinese(&fault, usage), expected);
    }

    #[test]
    fn each_mistake_of_a_command_line_is_one_sentence_with_what_to_do() {
        let what = "請依用法改填，或執行 irdesk --help。";
        says(
            UsageFault::Unknown {
                word: "--perod".into(),
                like: Some("--period".into()),
            },
            "Usage: irdesk reconcile <PERIOD>",
            &format!(
                "! 指令：不認得 --perod，最近者為 --period。{what}\n用法：irdesk reconcile <PERIOD>"
            ),
        );
        says(
            UsageFault::Missing {
                arguments: vec!["--name <NAME>".into(), "<LOGIN>".into()],
            },
            "",
            &format!("! 指令：尚缺 2 項：--name <NAME>、<LOGIN>。{what}"),
        );
        says(
            UsageFault::BadValue {
                argument: "<PERIOD>".into(),
                value: "2026-10".into(),
                example: Some("11510"),
            },
            "",
            &format!("! 指令：<PERIOD> 不得為「2026-10」，例如 11510。{what}"),
        );
    }
}
