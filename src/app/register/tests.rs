//! The register through its commands, on a real store.

use super::*;
use crate::app::fixture::{clerk, now, office, user};
use crate::app::{Command, Done};
use crate::domain::identity::Subject;
use crate::domain::ids::Period;
use crate::domain::people::Clerk;
use crate::domain::query::{
    COMMON_RESULTS, Output, QueryRefusal, QueryResult, QueryState, Recusal,
};

fn lin() -> Clerk {
    clerk("lin", "user", Some("KCGSOC0110"))
}

fn chen() -> Clerk {
    clerk("chen", "manager", None)
}

pub(super) fn draft(subject: &str) -> Draft {
    Draft {
        case_no: "高市社救字第11531234600號".to_owned(),
        reason: "低收入戶審查".to_owned(),
        basis: "SOC-01".to_owned(),
        item: "LI01".to_owned(),
        asked: Some((now().day(), now().time())),
        subject: Subject::read(subject),
        relation: "當事人".to_owned(),
        recusal: Some(Recusal::Confirmed),
        ..Draft::default()
    }
}

pub(super) fn give(office: &mut Office, command: RegisterCommand) -> Result<Done, AppError> {
    office.execute(Command::Register(command))
}

pub(super) fn register(office: &mut Office, draft: Draft) -> RegisterNo {
    let done = give(office, RegisterCommand::Register(Box::new(draft))).unwrap();
    let Event::Register(RegisterEvent::Registered { no }) = done.event else {
        panic!("not registered: {:?}", done.event)
    };
    no
}

#[track_caller]
pub(super) fn refused(result: Result<Done, AppError>, expected: &Refusal) {
    match result {
        Err(AppError::Refused(refusal)) => assert_eq!(refusal, *expected),
        other => panic!("{other:?}"),
    }
}

fn shown(page: &LinesPage) -> Vec<String> {
    page.rows.iter().map(|query| query.no.short()).collect()
}

fn search(office: &mut Office, text: &str) -> Vec<String> {
    let asked = LinesAsked {
        search: text.to_owned(),
        ..LinesAsked::default()
    };
    shown(&office.lines(&asked, &LinePlace::Top, 20).unwrap())
}

#[test]
fn a_serial_is_one_above_the_highest_of_the_month_of_the_query() {
    let (_dir, mut office) = office(&[user()]);
    assert_eq!(
        register(&mut office, draft("A123456789")).short(),
        "11511-0001"
    );
    assert_eq!(
        register(&mut office, draft("F131104093")).short(),
        "11511-0002"
    );
    let october = Draft {
        asked: Some(("2026-10-30".parse().unwrap(), now().time())),
        ..draft("A123456789")
    };
    assert_eq!(register(&mut office, october).short(), "11510-0001");
}

#[test]
fn nobody_registers_under_anothers_account_or_without_one() {
    let (_dir, mut office) = office(&[user(), chen()]);
    let foreign = Draft {
        account: Some("KCGSOC0110".to_owned()),
        ..draft("A123456789")
    };
    let result = give(&mut office, RegisterCommand::Register(Box::new(foreign)));
    refused(result, &Refusal::Query(vec![QueryRefusal::NotOwnAccount]));
    let mut manager = office.as_person(&chen());
    let result = give(
        &mut manager,
        RegisterCommand::Register(Box::new(draft("A123456789"))),
    );
    refused(
        result,
        &Refusal::Role {
            command: "query.register",
        },
    );
}

#[test]
fn the_store_itself_refuses_a_line_that_is_not_its_own_persons() {
    let (_dir, mut office) = office(&[user(), lin()]);
    let no = register(&mut office, draft("A123456789"));
    let mut query = office.query(&no).unwrap();
    query.no.serial = 7;
    query.account = "KCGSOC0110".to_owned();
    let written = office.write(crate::domain::people::Role::User, |tx| {
        store::register::put(tx, &query)?;
        Ok(Event::Register(RegisterEvent::Registered {
            no: query.no.clone(),
        }))
    });
    assert!(matches!(written, Err(AppError::Failed(_))), "{written:?}");
    assert!(office.query(&query.no).is_err());
}

#[test]
fn all_that_is_missing_is_said_at_once_in_typing_order() {
    let (_dir, mut office) = office(&[user()]);
    let bare = Draft {
        case_no: String::new(),
        relation: String::new(),
        basis: "XYZ-09".to_owned(),
        ..draft("A123456788")
    };
    let result = give(&mut office, RegisterCommand::Register(Box::new(bare)));
    let expected = [
        QueryRefusal::FieldMissing(query::Field::CaseNo),
        QueryRefusal::BasisNeedsReason,
        QueryRefusal::ChecksumNeedsConfirming,
        QueryRefusal::FieldMissing(query::Field::Relation),
    ];
    refused(result, &Refusal::Query(expected.to_vec()));
}

#[test]
fn a_line_goes_from_pending_through_its_result_to_a_correction_and_is_voided_once() {
    let (_dir, mut office) = office(&[user()]);
    let no = register(&mut office, draft("A123456789"));
    assert_eq!(office.own_pending(5).unwrap().len(), 1);
    let complete = RegisterCommand::Complete {
        no: no.clone(),
        version: 1,
        result: COMMON_RESULTS[0].clone(),
    };
    give(&mut office, complete.clone()).unwrap();
    refused(give(&mut office, complete), &Refusal::Stale);
    let correct = RegisterCommand::Correct {
        no: no.clone(),
        version: 2,
        correction: Correction {
            edits: vec![Edit::CaseNo("高市社救字第11531177200號".to_owned())],
            reason: "誤植前一案案號".to_owned(),
        },
    };
    give(&mut office, correct).unwrap();
    let void = |version| RegisterCommand::Void {
        no: no.clone(),
        version,
        reason: "重複登記".to_owned(),
    };
    give(&mut office, void(3)).unwrap();
    refused(
        give(&mut office, void(4)),
        &Refusal::Query(vec![QueryRefusal::AlreadyVoid]),
    );
    let versions = office.query_versions(&no).unwrap();
    let states: Vec<QueryState> = versions.iter().map(|query| query.state).collect();
    assert_eq!(
        states,
        [
            QueryState::Void,
            QueryState::Complete,
            QueryState::Complete,
            QueryState::Pending
        ]
    );
    assert!(office.own_pending(5).unwrap().is_empty());
}

#[test]
fn only_its_own_person_amends_a_line_and_only_he_and_the_offices_overseers_see_it() {
    let (_dir, mut office) = office(&[user(), lin(), chen()]);
    let no = register(&mut office, draft("A123456789"));
    let mut other = office.as_person(&lin());
    assert!(matches!(
        other.query(&no),
        Err(AppError::Refused(Refusal::NoSuchRecord))
    ));
    assert!(search(&mut other, "低收入戶").is_empty());
    assert!(search(&mut other, &no.to_string()).is_empty());
    let mut manager = office.as_person(&chen());
    assert_eq!(search(&mut manager, "低收入戶"), [no.short()]);
    let void = RegisterCommand::Void {
        no,
        version: 1,
        reason: "重複".to_owned(),
    };
    refused(
        give(&mut manager, void),
        &Refusal::Query(vec![QueryRefusal::NotOwnQuery]),
    );
}

#[test]
fn a_reveal_leaves_an_entry_and_gives_leave_and_nothing_else_does() {
    let (_dir, mut office) = office(&[user()]);
    let no = register(&mut office, draft("A123456789"));
    let before = office.head().unwrap().seq;
    let done = give(&mut office, RegisterCommand::Reveal { no: no.clone() }).unwrap();
    assert_eq!(done.head.seq, before + 1);
    let permit = office.permit(&done).unwrap();
    assert_eq!(
        office.query(&no).unwrap().subject.reveal(&permit),
        "A123456789"
    );
    let entry = office
        .store
        .reader()
        .entry_of("query.revealed/1", &no.to_string());
    assert_eq!(entry.unwrap(), Some(done.head));
    let registered = give(
        &mut office,
        RegisterCommand::Register(Box::new(draft("F131104093"))),
    );
    assert!(office.permit(&registered.unwrap()).is_none());
}

#[test]
fn a_search_finds_numbers_cases_identifiers_accounts_items_and_words() {
    let (_dir, mut office) = office(&[user()]);
    let one = register(&mut office, draft("A123456789")).short();
    let other = Draft {
        case_no: "高市社救字第11531198800號".to_owned(),
        reason: "急難救助".to_owned(),
        item: "UB07".to_owned(),
        ..draft("04595257")
    };
    let two = register(&mut office, other).short();
    let both = [two.clone(), one.clone()];
    for (text, found) in [
        ("11511-0001", vec![one.clone()]),
        ("SOC-11511-0002", vec![two.clone()]),
        ("soc-11511-0002", vec![two.clone()]),
        ("115311", vec![two.clone()]),
        ("11531", both.to_vec()),
        ("A1234", vec![one.clone()]),
        ("a123-456-789", vec![one.clone()]),
        ("A123456780", vec![]),
        ("045952", vec![two.clone()]),
        ("kcgsoc", both.to_vec()),
        ("ub07", vec![two.clone()]),
        ("急難", vec![two.clone()]),
        ("115311 急難", vec![two.clone()]),
        ("115311 低收", vec![]),
        ("救", both.to_vec()),
        ("審查", vec![one.clone()]),
        ("---", vec![]),
        ("\" OR 1", vec![]),
    ] {
        assert_eq!(search(&mut office, text), found, "{text}");
    }
}

#[test]
fn every_beginning_of_a_latin_word_finds_it_and_nothing_else_does() {
    let (_dir, mut office) = office(&[user()]);
    let one = register(&mut office, draft("A123456789")).short();
    let other = Draft {
        case_no: "高市社救字第21531234600號".to_owned(),
        ..draft("F131104093")
    };
    register(&mut office, other);
    for word in ["11531234600", "A123456789", "a123456789"] {
        for length in 1..=word.len() {
            let text = &word[..length];
            let found = search(&mut office, text);
            // Both lines hold an 11 at the beginning of a number, and words with an a.
            if length > 2 {
                assert_eq!(found, std::slice::from_ref(&one), "{text}");
            } else {
                assert!(found.contains(&one), "{text}");
            }
        }
        for text in [format!("{word}0"), word[1..].to_owned()] {
            assert!(search(&mut office, &text).is_empty(), "{text}");
        }
    }
}

fn of(set: impl FnOnce(&mut LinesAsked)) -> LinesAsked {
    let mut asked = LinesAsked::default();
    set(&mut asked);
    asked
}

fn months(first: &str, last: &str) -> LinesAsked {
    let period = |text: &str| text.parse::<Period>().unwrap();
    of(|asked| asked.months = Some((period(first), period(last))))
}

#[test]
fn filters_name_what_is_shown_and_combine() {
    let (_dir, mut office) = office(&[user()]);
    let one = register(&mut office, draft("A123456789"));
    let two = register(&mut office, draft("F131104093"));
    let october = Draft {
        asked: Some(("2026-10-30".parse().unwrap(), now().time())),
        relation: "關係人".to_owned(),
        ..draft("A123456789")
    };
    let three = register(&mut office, october);
    give(
        &mut office,
        RegisterCommand::Complete {
            no: two.clone(),
            version: 1,
            result: COMMON_RESULTS[0].clone(),
        },
    )
    .unwrap();
    for (asked, found) in [
        (of(|_asked| ()), vec![&two, &one, &three]),
        (months("11511", "11511"), vec![&two, &one]),
        (months("11509", "11510"), vec![&three]),
        (months("11501", "11512"), vec![&three, &two, &one]),
        (
            of(|asked| asked.result = Some(ShownResult::Pending)),
            vec![&three, &one],
        ),
        (
            of(|asked| asked.result = Some(ShownResult::Answered(QueryResult::Found))),
            vec![&two],
        ),
        (
            of(|asked| asked.output = Some(Output::ViewedOnly)),
            vec![&two],
        ),
        (
            of(|asked| asked.relation = Some("關係人".to_owned())),
            vec![&three],
        ),
        (
            of(|asked| asked.item = Some("LI01".to_owned())),
            vec![&three, &two, &one],
        ),
        (of(|asked| asked.item = Some("LI".to_owned())), vec![]),
        (
            LinesAsked {
                result: Some(ShownResult::Pending),
                search: "A1234".to_owned(),
                ..months("11511", "11511")
            },
            vec![&one],
        ),
    ] {
        let page = office.lines(&asked, &LinePlace::Top, 20).unwrap();
        let expected: Vec<String> = found.iter().map(|no| no.short()).collect();
        assert_eq!(shown(&page), expected, "{asked:?}");
        assert_eq!(page.total, Some(expected.len() as u64), "{asked:?}");
        assert_eq!(page.pending, 2);
    }
}

#[test]
fn a_months_list_goes_by_the_date_of_the_query_and_stands_in_order_of_numbers() {
    let (_dir, mut office) = office(&[user()]);
    let on = |day: &str, subject: &str| Draft {
        asked: Some((day.parse().unwrap(), now().time())),
        ..draft(subject)
    };
    let moved = register(&mut office, on("2026-11-02", "A123456789"));
    let october = register(&mut office, on("2026-10-30", "A123456789"));
    let november = register(&mut office, on("2026-11-03", "A123456789"));
    let correct = RegisterCommand::Correct {
        no: moved.clone(),
        version: 1,
        correction: Correction {
            edits: vec![Edit::Asked("2026-10-31".parse().unwrap(), now().time())],
            reason: "誤植日期".to_owned(),
        },
    };
    give(&mut office, correct).unwrap();
    let mut listed = |period: Option<&str>, limit| -> Vec<RegisterNo> {
        let period = period.map(|text| text.parse().unwrap());
        let lines = office.list_register(period, limit).unwrap();
        lines.into_iter().map(|query| query.no).collect()
    };
    assert_eq!(listed(Some("11510"), 9), [october.clone(), moved.clone()]);
    assert_eq!(listed(Some("11510"), 1), std::slice::from_ref(&october));
    assert_eq!(listed(Some("11511"), 9), std::slice::from_ref(&november));
    assert_eq!(listed(None, 9), [october, moved, november]);
}

#[test]
fn pages_meet_without_gap_or_overlap_in_both_orders() {
    let (_dir, mut office) = office(&[user()]);
    for _ in 0..7 {
        register(&mut office, draft("A123456789"));
    }
    for search in ["", "低收"] {
        let asked = LinesAsked {
            search: search.to_owned(),
            ..LinesAsked::default()
        };
        let mut page = |place: LinePlace| {
            let page = office.lines(&asked, &place, 3).unwrap();
            let serials: Vec<u32> = page.rows.iter().map(|query| query.no.serial).collect();
            (serials, page.has_before, page.has_after)
        };
        let no = |serial: u32| format!("SOC-11511-{serial:04}").parse().unwrap();
        assert_eq!(page(LinePlace::Top), (vec![7, 6, 5], false, true));
        assert_eq!(page(LinePlace::From(no(5))), (vec![5, 4, 3], true, true));
        assert_eq!(page(LinePlace::From(no(7))), (vec![7, 6, 5], false, true));
        assert_eq!(page(LinePlace::From(no(3))), (vec![3, 2, 1], true, false));
        assert_eq!(page(LinePlace::From(no(1))), (vec![1], true, false));
        assert_eq!(page(LinePlace::UpTo(no(3))), (vec![5, 4, 3], true, true));
        assert_eq!(page(LinePlace::UpTo(no(7))), (vec![7], false, true));
        assert_eq!(page(LinePlace::Bottom), (vec![3, 2, 1], true, false));
    }
}

#[test]
fn a_corrected_line_is_found_by_what_it_says_now() {
    let (_dir, mut office) = office(&[user()]);
    let no = register(&mut office, draft("A123456789"));
    let correct = RegisterCommand::Correct {
        no: no.clone(),
        version: 1,
        correction: Correction {
            edits: vec![Edit::Reason("急難救助".to_owned())],
            reason: "誤植".to_owned(),
        },
    };
    give(&mut office, correct).unwrap();
    assert_eq!(search(&mut office, "急難"), [no.short()]);
    assert!(search(&mut office, "低收").is_empty());
}

#[test]
fn what_carries_over_is_the_last_line_that_stands_and_its_case_lists_the_others() {
    let (_dir, mut office) = office(&[user()]);
    assert_eq!(office.last_own_line().unwrap(), None);
    let one = register(&mut office, draft("A123456789"));
    let two = register(&mut office, draft("F131104093"));
    let last = office.last_own_line().unwrap().unwrap();
    assert_eq!(last.no, two);
    let same: Vec<RegisterNo> = office
        .same_case(&last)
        .unwrap()
        .into_iter()
        .map(|query| query.no)
        .collect();
    assert_eq!(same, std::slice::from_ref(&one));
    let void = RegisterCommand::Void {
        no: two,
        version: 1,
        reason: "重複".to_owned(),
    };
    give(&mut office, void).unwrap();
    assert_eq!(office.last_own_line().unwrap().unwrap().no, one);
}

#[test]
fn an_unknown_item_is_taken_and_flagged_and_a_suspended_agency_marks_every_line() {
    let (_dir, mut office) = office(&[user()]);
    office
        .as_keeper()
        .write(crate::domain::people::Role::Keeper, |tx| {
            store::settings::put(tx, "standing", "suspended")?;
            Ok(Event::Desk(
                crate::domain::event::DeskEvent::SettingChanged { name: "standing" },
            ))
        })
        .unwrap();
    assert_eq!(
        office.standing().unwrap(),
        [QueryFlag::Suspended],
        "set once"
    );
    let standing = |standing, since: &str| crate::domain::roster::StandingFact {
        standing,
        since: since.parse().unwrap(),
        document: "保費資字第1號".to_owned(),
        cause: None,
    };
    for fact in [
        standing(crate::domain::roster::Standing::Consented, "2026-01-01"),
        standing(crate::domain::roster::Standing::Suspended, "2026-11-01"),
    ] {
        let command = crate::app::RosterCommand::SaveStanding(fact);
        let refused = office.execute(Command::Roster(command.clone()));
        assert!(refused.is_err(), "a user does not enter letters");
        let mut manager = office.as_person(&chen());
        manager.execute(Command::Roster(command)).unwrap();
    }
    let unknown = Draft {
        item: "ZZ99".to_owned(),
        ..draft("A123456789")
    };
    let no = register(&mut office, unknown);
    let flags = office.query(&no).unwrap().flags;
    assert_eq!(flags, [QueryFlag::UnknownItem, QueryFlag::Suspended]);
}

#[test]
fn a_new_office_has_its_bases_items_and_reasons_and_the_manager_changes_them() {
    let (_dir, mut office) = office(&[chen(), user()]);
    assert_eq!(office.annex().unwrap().bases.len(), 8);
    assert_eq!(
        office.annex().unwrap(),
        crate::domain::basis::Annex::embedded().agency_or_plain(office.agency())
    );
    let items = office.catalogue_items().unwrap();
    assert_eq!(items.len(), 5);
    assert!(items.iter().all(|item| item.example));
    let first = office.catalogue_reasons().unwrap().remove(0);
    let save = |id, name: &str| RegisterCommand::SaveReason {
        id,
        name: name.to_owned(),
        short_name: String::new(),
        is_valid: true,
    };
    refused(
        give(&mut office, save(None, &first.name)),
        &Refusal::NameTaken,
    );
    give(&mut office, save(Some(first.id), "低收審查")).unwrap();
    assert_eq!(office.catalogue_reasons().unwrap()[0].name, "低收審查");
    let item = RegisterCommand::SaveItem(Item {
        code: "li01".to_owned(),
        name: "投保資料表".to_owned(),
        valid_from: None,
        valid_to: None,
        example: true,
    });
    give(&mut office, item.clone()).unwrap();
    let saved = office.catalogue_items().unwrap();
    let saved = saved.iter().find(|item| item.code == "LI01").unwrap();
    assert_eq!((saved.name.as_str(), saved.example), ("投保資料表", false));
    let mut hsu = office.as_person(&user());
    refused(
        give(&mut hsu, item),
        &Refusal::Role {
            command: "catalogue.save",
        },
    );
}

#[test]
fn items_are_offered_from_the_grants_once_there_are_any() {
    let granted = Clerk {
        items: vec!["LI01".to_owned(), "XX01".to_owned()],
        ..user()
    };
    let (_dir, office) = office(&[granted, lin()]);
    let codes = |office: &Office| -> Vec<String> {
        let items = office.offered_items().unwrap();
        items.into_iter().map(|item| item.code).collect()
    };
    assert_eq!(codes(&office), ["LI01", "XX01"]);
    assert_eq!(codes(&office.as_person(&lin())).len(), 5);
}
