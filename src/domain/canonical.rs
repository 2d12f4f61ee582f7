//! Canonical JSON: the one spelling that is hashed and signed (STORE: the trail).
//!
//! UTF-8, ASCII keys in byte order, no blanks, no key twice; values are objects, arrays, strings and integers only.

use std::collections::BTreeMap;

/// A value that has exactly one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    Text(String),
    Int(i64),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

impl Json {
    /// An object from its members; a repeated key keeps the last value.
    pub fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
        Json::Object(
            members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }

    /// The canonical bytes.
    pub fn write(&self) -> String {
        let mut out = String::new();
        self.write_into(&mut out);
        out
    }

    fn write_into(&self, out: &mut String) {
        match self {
            Json::Text(text) => quote_into(text, out),
            Json::Int(number) => out.push_str(&number.to_string()),
            Json::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_into(out);
                }
                out.push(']');
            }
            Json::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    quote_into(key, out);
                    out.push(':');
                    value.write_into(out);
                }
                out.push('}');
            }
        }
    }

    /// Reads canonical bytes; `None` when they are anything but the one spelling of a value.
    pub fn parse(text: &str) -> Option<Json> {
        let value: serde_json::Value = serde_json::from_str(text).ok()?;
        let json = Json::from_serde(value)?;
        (json.write() == text).then_some(json)
    }

    fn from_serde(value: serde_json::Value) -> Option<Json> {
        match value {
            serde_json::Value::String(text) => Some(Json::Text(text)),
            serde_json::Value::Number(number) => number.as_i64().map(Json::Int),
            serde_json::Value::Array(items) => items
                .into_iter()
                .map(Json::from_serde)
                .collect::<Option<Vec<_>>>()
                .map(Json::List),
            serde_json::Value::Object(members) => members
                .into_iter()
                .map(|(key, value)| Json::from_serde(value).map(|value| (key, value)))
                .collect::<Option<BTreeMap<_, _>>>()
                .map(Json::Object),
            serde_json::Value::Null | serde_json::Value::Bool(_) => None,
        }
    }

    /// The member of an object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => members.get(key),
            Json::Text(_) | Json::Int(_) | Json::List(_) => None,
        }
    }

    /// The text of a string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            Json::Int(_) | Json::List(_) | Json::Object(_) => None,
        }
    }

    /// The value of an integer.
    pub fn int(&self) -> Option<i64> {
        match self {
            Json::Int(number) => Some(*number),
            Json::Text(_) | Json::List(_) | Json::Object(_) => None,
        }
    }

    /// The items of an array.
    pub fn list(&self) -> Option<&[Json]> {
        match self {
            Json::List(items) => Some(items),
            Json::Text(_) | Json::Int(_) | Json::Object(_) => None,
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::Text(text)
    }
}

impl From<u32> for Json {
    fn from(number: u32) -> Json {
        Json::Int(i64::from(number))
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Json {
        Json::Int(number)
    }
}

/// Appends a JSON string: only what JSON must escape is escaped, as `serde_json` and Python's `ensure_ascii=False` spell it.
pub fn quote_into(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if control < ' ' => {
                out.push_str("\\u00");
                out.push(char::from_digit(u32::from(control).wrapping_shr(4), 16).unwrap_or('0'));
                out.push(char::from_digit(u32::from(control) & 15, 16).unwrap_or('0'));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_byte_order_and_nothing_is_blank() {
        let value = Json::object([
            ("b", Json::Int(1)),
            ("a", Json::List(vec![Json::from("x\n\u{1}")])),
        ]);
        assert_eq!(value.write(), "{\"a\":[\"x\\n\\u0001\"],\"b\":1}");
        assert_eq!(Json::parse(&value.write()), Some(value));
    }

    #[test]
    fn another_spelling_of_the_same_value_is_refused() {
        for text in [
            "{\"b\":1,\"a\":2}",
            "{ \"a\":1}",
            "{\"a\":1,\"a\":1}",
            "{\"a\":1.0}",
            "{\"a\":null}",
            "\"\\u0041\"",
        ] {
            assert_eq!(Json::parse(text), None, "{text}");
        }
    }
}
