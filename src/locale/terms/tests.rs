//! Every word of the domain in both languages, as wide as its place and of characters that every terminal draws alike.

use super::*;
use crate::domain::event::ACTIONS;
use crate::domain::shown::{is_doubtful, width};
use crate::domain::signers::kernel_roles;

const LANGS: [Lang; 2] = [Lang::ZhTw, Lang::En];

const KERNEL: [&str; 10] = [
    "store.created/1",
    "store.migrated/1",
    "store.restored/1",
    "tail.lost/1",
    "person.added/1",
    "person.roles/1",
    "person.removed/1",
    "code.made/1",
    "key.enrolled/1",
    "key.revoked/1",
];

#[track_caller]
fn sound(text: &str) {
    let doubtful = text.chars().find(|letter| is_doubtful(&letter.to_string()));
    assert_eq!(doubtful, None, "{text}");
    assert!(!text.trim().is_empty());
}

#[track_caller]
fn distinct(words: &[&str]) {
    for (place, word) in words.iter().enumerate() {
        sound(word);
        assert!(!words[..place].contains(word), "{word} twice");
    }
}

#[test]
fn every_word_is_said_once_and_drawn_alike_everywhere() {
    for lang in LANGS {
        distinct(&Field::ALL.map(|field| lang.field(field)));
        distinct(&QueryState::ALL.map(|state| lang.query_state(state)));
        distinct(&QueryResult::ALL.map(|result| lang.query_result(result)));
        distinct(&Output::ALL.map(|output| lang.output(output)));
        distinct(&WhereTo::ALL.map(|place| lang.where_to(place)));
        distinct(&Change::ALL.map(|change| lang.change(change)));
        distinct(&QueryFlag::ALL.map(|flag| lang.query_flag(flag)));
        distinct(&SubjectKind::ALL.map(|kind| lang.subject_kind(kind)));
        distinct(&Step::ALL.map(|step| lang.step(step)));
        distinct(&Outcome::ALL.map(|outcome| lang.outcome(outcome)));
        distinct(&Cause::ALL.map(|cause| lang.cause(cause)));
        distinct(&Compared::ALL.map(|compared| lang.compared(compared)));
        distinct(&Column::ALL.map(|column| lang.column(column)));
    }
}

#[test]
fn labels_leave_room_for_their_values() {
    for field in Field::ALL {
        assert!(width(Lang::ZhTw.field(field)) <= 11, "{field:?}");
        assert!(width(Lang::En.field(field)) <= 15, "{field:?}");
    }
}

#[test]
fn an_outcome_takes_seven_characters_at_most() {
    for lang in LANGS {
        for outcome in Outcome::ALL {
            assert!(width(lang.outcome(outcome)) <= 14, "{outcome:?}");
        }
    }
    assert_eq!(Lang::ZhTw.outcome(Outcome::Case), "案號或事由不符");
    assert_eq!(Lang::ZhTw.outcome(Outcome::AfterChange), "異動後仍查詢");
}

#[test]
fn every_action_of_the_trail_has_a_name_of_seven_characters_at_most() {
    let own = ACTIONS.iter().map(|(action, _roles)| *action);
    for action in own.chain(KERNEL) {
        for lang in LANGS {
            let name = lang.action(action);
            assert_ne!(name, action);
            assert!(width(name) <= 14, "{name}");
            sound(name);
        }
    }
    for action in KERNEL {
        assert!(kernel_roles(action).is_some(), "{action}");
    }
    assert_eq!(Lang::ZhTw.action("check.signed/1"), "簽章查核紀錄");
    assert_eq!(Lang::ZhTw.action("later.thing/1"), "later.thing/1");
}

#[test]
fn an_entry_says_what_its_action_alone_does_not() {
    let clock = Json::object([("seconds", Json::from(-361_i64))]);
    assert_eq!(Lang::ZhTw.deed("clock.jumped/1", &clock), "時鐘倒退 6 分");
    let judged = Json::object([("major", Json::from(0_u32))]);
    assert_eq!(Lang::ZhTw.deed("check.judged/1", &judged), "判定重大異常無");
    assert_eq!(Lang::ZhTw.deed("check.drawn/1", &judged), "抽樣");
    assert_eq!(Lang::En.deed("clock.jumped/1", &clock), "clock -6 min");
}
