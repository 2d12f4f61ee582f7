//! Every rule of the register, and every move that must not exist.

use super::*;
use crate::domain::basis::{Agency, Annex};
use crate::domain::ids::RegisterNo;
use crate::domain::roster::Holdings;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

pub(super) fn now() -> Moment {
    Moment::from_local(day("2026-11-23"), time("09:45:00"))
}

pub(super) fn later() -> Moment {
    Moment::from_local(day("2026-11-23"), time("09:50:00"))
}

fn social() -> Agency {
    let annex = Annex::embedded();
    annex.agency(&"SOC".parse().unwrap()).unwrap().clone()
}

pub(super) fn clerk(login: &str, roles: &str, account: Option<&str>) -> Clerk {
    Clerk {
        login: login.parse().unwrap(),
        name: "許婷辰".to_owned(),
        roles: roles.parse().unwrap(),
        account: account.map(str::to_owned),
        items: Vec::new(),
    }
}

pub(super) fn hsu() -> Clerk {
    clerk("hsu", "user", Some("kcgsoc0101"))
}

fn lin() -> Clerk {
    clerk("lin", "user", Some("kcgsoc0110"))
}

fn draft() -> Draft {
    Draft {
        case_no: "高市社救字第11531234600號".to_owned(),
        reason: "低收入戶審查".to_owned(),
        basis: "SOC-01".to_owned(),
        item: "LI01".to_owned(),
        asked: Some((day("2026-11-23"), time("09:44:00"))),
        subject: Subject::read("A123456789"),
        relation: "當事人".to_owned(),
        recusal: Some(Recusal::Confirmed),
        ..Draft::default()
    }
}

struct Bench {
    agency: Agency,
    items: Vec<String>,
    standing: Vec<QueryFlag>,
    holdings: Option<Holdings>,
    at: Moment,
}

impl Bench {
    fn new() -> Bench {
        Bench {
            agency: social(),
            items: vec!["LI01".to_owned()],
            standing: Vec::new(),
            holdings: None,
            at: now(),
        }
    }

    fn desk(&self) -> Desk<'_> {
        Desk {
            agency: &self.agency,
            items: &self.items,
            standing: &self.standing,
            holdings: self.holdings.as_ref(),
            now: self.at,
        }
    }

    fn register(&self, draft: &Draft) -> Result<NewQuery, Vec<QueryRefusal>> {
        register(draft, &hsu(), self.desk())
    }

    fn correct(&self, query: &Query, edits: Vec<Edit>) -> Result<Query, Vec<QueryRefusal>> {
        let reason = "誤植前一案案號".to_owned();
        correct(query, &Correction { edits, reason }, &hsu(), self.desk())
    }
}

pub(super) fn pending() -> Query {
    Bench::new().register(&draft()).unwrap().numbered(42)
}

pub(super) fn done() -> Query {
    complete(&pending(), &COMMON_RESULTS[0], &hsu(), later()).unwrap()
}

/// A changed draft is refused for exactly these reasons.
#[track_caller]
fn check(change: impl FnOnce(&mut Draft), refusals: &[QueryRefusal]) {
    let mut changed = draft();
    change(&mut changed);
    assert_eq!(Bench::new().register(&changed), Err(refusals.to_vec()));
}

/// A changed result (printed, filed, sealed) is refused for exactly these reasons.
#[track_caller]
fn check_result(change: impl FnOnce(&mut ResultDraft), refusals: &[QueryRefusal]) {
    let mut changed = ResultDraft {
        is_sealed: Some(true),
        ..COMMON_RESULTS[1].clone()
    };
    change(&mut changed);
    let next = complete(&pending(), &changed, &hsu(), later());
    assert_eq!(next, Err(refusals.to_vec()));
}

#[test]
fn a_registration_is_version_one_under_the_month_of_its_query() {
    let mut bench = Bench::new();
    bench.at = Moment::from_local(day("2026-12-01"), time("08:30:00"));
    let mut last_month = draft();
    last_month.asked = Some((day("2026-11-30"), time("16:50:00")));
    let query = bench.register(&last_month).unwrap();
    assert_eq!(query.period().to_string(), "11511");
    let query = query.numbered(43);
    assert_eq!(query.no.to_string(), "SOC-11511-0043");
    assert_eq!((query.version, query.state), (1, QueryState::Pending));
    assert_eq!(query.registered_at, Some(bench.at));
    assert_eq!(query.account, "kcgsoc0101");
    assert_eq!(query.changed_by, "hsu");
    assert_eq!(query.flags, []);
}

#[test]
fn nobody_registers_under_anothers_account() {
    check(
        |draft| draft.account = Some("kcgsoc0110".to_owned()),
        &[QueryRefusal::NotOwnAccount],
    );
    let mut own = draft();
    own.account = Some("ｋcgsoc0101 ".to_owned());
    assert!(Bench::new().register(&own).is_ok(), "one's own, full-width");
}

#[test]
fn without_an_account_a_users_role_or_a_register_nothing_is_registered() {
    let bench = Bench::new();
    let refused = |clerk: Clerk, agency: &Agency| {
        let desk = Desk {
            agency,
            ..bench.desk()
        };
        register(&draft(), &clerk, desk).unwrap_err()
    };
    let here = social();
    assert_eq!(
        refused(clerk("hsu", "user", None), &here),
        [QueryRefusal::NoAccount]
    );
    assert_eq!(
        refused(clerk("hsu", "user", Some(" ")), &here),
        [QueryRefusal::NoAccount]
    );
    for roles in ["manager", "checker", "supervisor", "keeper"] {
        let other = clerk("hsu", roles, Some("kcgsoc0101"));
        assert_eq!(refused(other, &here), [QueryRefusal::NotAUser], "{roles}");
    }
    let annex = Annex::embedded();
    let central = annex.agency(&"DIT".parse().unwrap()).unwrap();
    assert_eq!(refused(hsu(), central), [QueryRefusal::NoRegister]);
}

#[test]
fn every_missing_field_is_named_in_typing_order() {
    let refusals = Bench::new().register(&Draft::default()).unwrap_err();
    let fields: Vec<Field> = refusals
        .iter()
        .map(|refusal| refusal.field().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            Field::CaseNo,
            Field::Reason,
            Field::Basis,
            Field::Item,
            Field::Asked,
            Field::Subject,
            Field::Relation
        ]
    );
    check(
        |draft| draft.reason = " \u{1b} ".to_owned(),
        &[QueryRefusal::FieldMissing(Field::Reason)],
    );
}

#[test]
fn a_basis_outside_the_annex_of_that_day_needs_a_reason() {
    check(
        |draft| draft.basis = "LAB-01".to_owned(),
        &[QueryRefusal::BasisNeedsReason],
    );
    let mut bench = Bench::new();
    bench.agency.bases[0].effective_to = Some(day("2026-11-22"));
    let refused = bench.register(&draft());
    assert_eq!(refused, Err(vec![QueryRefusal::BasisNeedsReason]));
    let mut reasoned = draft();
    reasoned.basis_reason = Some("附表修正中".to_owned());
    assert!(bench.register(&reasoned).is_ok());
    bench.agency.bases[0].effective_to = Some(day("2026-11-23"));
    assert!(bench.register(&draft()).is_ok(), "its last day");
}

#[test]
fn a_query_cannot_lie_ahead() {
    check(
        |draft| draft.asked = Some((day("2026-11-23"), time("09:45:01"))),
        &[QueryRefusal::FutureTime],
    );
    let mut this_second = draft();
    this_second.asked = Some((day("2026-11-23"), time("09:45:00")));
    assert!(Bench::new().register(&this_second).is_ok());
}

#[test]
fn a_number_that_fails_its_checksum_is_registered_once_confirmed() {
    for number in ["A123456788", "F13110409"] {
        check(
            |draft| draft.subject = Subject::read(number),
            &[QueryRefusal::ChecksumNeedsConfirming],
        );
        let mut confirmed = draft();
        confirmed.subject = Subject::read(number);
        confirmed.is_checksum_confirmed = true;
        let query = Bench::new().register(&confirmed).unwrap().numbered(1);
        assert!(query.is_checksum_confirmed);
    }
    let mut needless = draft();
    needless.is_checksum_confirmed = true;
    let query = Bench::new().register(&needless).unwrap().numbered(1);
    assert!(!query.is_checksum_confirmed, "nothing to confirm");
}

#[test]
fn relation_and_recusal_are_both_said() {
    check(
        |draft| draft.relation = "申請人".to_owned(),
        &[QueryRefusal::RelationNotInSubjects],
    );
    check(
        |draft| draft.recusal = None,
        &[QueryRefusal::FieldMissing(Field::Relation)],
    );
    check(
        |draft| draft.recusal = Some(Recusal::Assigned("  ".to_owned())),
        &[QueryRefusal::FieldMissing(Field::Assignment)],
    );
    let mut assigned = draft();
    assigned.recusal = Some(Recusal::Assigned("115分案第12號".to_owned()));
    assert!(Bench::new().register(&assigned).is_ok());
}

#[test]
fn spans_and_approvals_run_forward() {
    check(
        |draft| {
            draft.details.span_from = Some(day("2026-10-02"));
            draft.details.span_to = Some(day("2026-10-01"));
        },
        &[QueryRefusal::SpanReversed],
    );
    check(
        |draft| draft.details.approved_on = Some(day("2026-11-24")),
        &[QueryRefusal::ApprovedInFuture],
    );
}

#[test]
fn an_unknown_item_and_an_agency_under_suspension_are_flagged_not_refused() {
    let mut bench = Bench::new();
    bench.standing = vec![QueryFlag::Suspended];
    let mut other = draft();
    other.item = "ＺＺ99".to_owned();
    let query = bench.register(&other).unwrap().numbered(1);
    assert_eq!(query.item, "ZZ99");
    assert_eq!(query.flags, [QueryFlag::UnknownItem, QueryFlag::Suspended]);
    let mended = bench.correct(&query, vec![Edit::Item("LI01".to_owned())]);
    assert_eq!(mended.unwrap().flags, [QueryFlag::Suspended]);
}

#[test]
fn an_item_or_basis_that_was_not_held_that_day_is_flagged_not_refused() {
    use crate::domain::roster::{Account, AccountKind, NewAccount, NewGrant, Proofs, grant, open};
    let new = NewAccount {
        account: hsu().account.unwrap(),
        person: 1,
        kind: AccountKind::User,
        proofs: Proofs::default(),
        request: String::new(),
        approved_on: None,
        opened_on: day("2026-03-02"),
        second_reason: String::new(),
    };
    let account = Account {
        id: 1,
        ..open(&new, None, &[]).unwrap()
    };
    let item = |basis: &str, from: &str| NewGrant {
        item: "LI01".to_owned(),
        basis: basis.to_owned(),
        valid_from: day(from),
        request: String::new(),
    };
    let held = |basis, from| vec![grant(&account, &[], &[], &item(basis, from)).unwrap()];
    let flags = |accounts: Vec<Account>, grants| {
        let mut bench = Bench::new();
        bench.holdings = Some(Holdings::new(accounts, grants));
        bench.register(&draft()).unwrap().numbered(1).flags
    };
    let ours = || vec![account.clone()];
    assert_eq!(flags(ours(), held("SOC-01", "2026-03-02")), []);
    assert_eq!(flags(ours(), Vec::new()), [], "no grants are recorded");
    let other = flags(ours(), held("SOC-02", "2026-03-02"));
    assert_eq!(other, [QueryFlag::BasisNotHeld]);
    let later = flags(ours(), held("SOC-01", "2026-11-24"));
    assert_eq!(later, [QueryFlag::ItemNotHeld]);
    let stranger = flags(Vec::new(), held("SOC-01", "2026-03-02"));
    assert_eq!(
        stranger,
        [QueryFlag::AccountNotOpen, QueryFlag::ItemNotHeld]
    );
}

#[test]
fn typed_text_keeps_its_punctuation_and_loses_control_characters() {
    let mut typed = draft();
    typed.reason = " 低收，審查（複）\u{1b}[31m\n".to_owned();
    let query = Bench::new().register(&typed).unwrap().numbered(1);
    assert_eq!(query.reason, "低收，審查（複） [31m");
}

#[test]
fn figures_of_pay_in_free_text_are_warned_about() {
    let mut typed = draft();
    assert_eq!(pay_warnings(&typed), []);
    typed.reason = "投保薪資45800".to_owned();
    typed.details.remark = Some("月領 32,000 元".to_owned());
    assert_eq!(pay_warnings(&typed), [Field::Reason, Field::Remark]);
}

#[test]
fn every_common_result_completes_and_only_what_is_kept_is_retained() {
    for (place, common) in COMMON_RESULTS.iter().enumerate() {
        let mut result = common.clone();
        let is_kept = matches!(place, 1 | 2);
        if is_kept {
            let unsealed = complete(&pending(), &result, &hsu(), later());
            assert_eq!(
                unsealed,
                Err(vec![QueryRefusal::FieldMissing(Field::Sealed)])
            );
            result.is_sealed = Some(true);
        }
        let query = complete(&pending(), &result, &hsu(), later()).unwrap();
        assert_eq!((query.version, query.state), (2, QueryState::Complete));
        assert_eq!(query.change, Change::Result);
        assert_eq!(query.is_retained(), is_kept, "{place}");
        assert_eq!(query.asked_at, pending().asked_at, "the time stays");
        assert_eq!(query.registered_at, Some(now()));
    }
}

#[test]
fn the_moment_of_the_query_may_be_set_with_the_result() {
    let mut result = COMMON_RESULTS[0].clone();
    result.asked = Some((day("2026-11-23"), time("09:47:00")));
    let query = complete(&pending(), &result, &hsu(), later()).unwrap();
    assert_eq!(query.asked_at, time("09:47:00"));
    result.asked = Some((day("2026-11-23"), time("09:51:00")));
    let ahead = complete(&pending(), &result, &hsu(), later());
    assert_eq!(ahead, Err(vec![QueryRefusal::FutureTime]));
}

#[test]
fn a_result_must_hang_together() {
    let missing = QueryRefusal::FieldMissing;
    check_result(|draft| draft.result = None, &[missing(Field::Result)]);
    check_result(|draft| draft.output = None, &[missing(Field::Output)]);
    check_result(|draft| draft.copies = None, &[missing(Field::Copies)]);
    check_result(|draft| draft.copies = Some(0), &[missing(Field::Copies)]);
    check_result(|draft| draft.whereto = None, &[missing(Field::WhereTo)]);
    check_result(|draft| draft.is_sealed = None, &[missing(Field::Sealed)]);
    check_result(
        |draft| draft.whereto = Some(WhereTo::Merged),
        &[missing(Field::FiledIn)],
    );
    check_result(
        |draft| draft.whereto = Some(WhereTo::NotKept),
        &[QueryRefusal::WhereToDisagrees],
    );
    check_result(
        |draft| draft.output = Some(Output::ViewedOnly),
        &[QueryRefusal::WhereToDisagrees],
    );
    check_result(|draft| draft.rows = Some(0), &[QueryRefusal::RowsDisagree]);
    check_result(
        |draft| draft.result = Some(QueryResult::NoData),
        &[QueryRefusal::RowsDisagree],
    );
    check_result(
        |draft| {
            draft.result = Some(QueryResult::NotAsked);
            draft.rows = None;
        },
        &[QueryRefusal::OutputWithoutQuery],
    );
    check_result(
        |draft| draft.delete_by = Some(day("2026-11-22")),
        &[QueryRefusal::DeleteByTooEarly],
    );
}

#[test]
fn what_is_filed_elsewhere_or_destroyed_is_taken_with_what_applies_to_it() {
    let mut result = ResultDraft {
        whereto: Some(WhereTo::Merged),
        filed_in: Some("11531234700".to_owned()),
        is_sealed: Some(false),
        ..COMMON_RESULTS[1].clone()
    };
    let merged = complete(&pending(), &result, &hsu(), later()).unwrap();
    assert_eq!(merged.answer.unwrap().is_sealed, Some(false), "not yet");
    result.whereto = Some(WhereTo::Destroyed);
    let destroyed = complete(&pending(), &result, &hsu(), later()).unwrap();
    assert!(!destroyed.is_retained());
    let answer = destroyed.answer.unwrap();
    assert_eq!((answer.is_sealed, answer.filed_in), (None, None));
}

#[test]
fn a_correction_is_a_new_version_with_a_reason() {
    let before = done();
    let edit = Edit::CaseNo("11531177200".to_owned());
    let after = Bench::new().correct(&before, vec![edit]).unwrap();
    assert_eq!((after.version, after.state), (3, QueryState::Complete));
    assert_eq!(after.change, Change::Correction);
    assert_eq!(after.change_reason.as_deref(), Some("誤植前一案案號"));
    assert_eq!(after.case_no, "11531177200");
    assert_eq!(after.no, before.no);
    assert_eq!(after.registered_at, before.registered_at);
    let result = complete(&pending(), &COMMON_RESULTS[3], &hsu(), later()).unwrap();
    assert_eq!(result.change_reason, None, "a result needs none");
}

#[test]
fn a_correction_moved_to_another_month_keeps_its_number() {
    let edit = Edit::Asked(day("2026-10-30"), time("09:00:00"));
    let after = Bench::new().correct(&pending(), vec![edit]).unwrap();
    assert_eq!(after.no.to_string(), "SOC-11511-0042");
    assert_eq!(after.asked_on, day("2026-10-30"));
    assert_eq!(after.state, QueryState::Pending);
}

#[test]
fn a_correction_obeys_the_rules_of_registration() {
    let bench = Bench::new();
    let missing = QueryRefusal::FieldMissing;
    let number = |text: &str| Edit::Subject {
        subject: Subject::read(text),
        is_confirmed: false,
    };
    let other_basis = Edit::Basis {
        id: "LAB-01".to_owned(),
        reason: None,
    };
    for (edit, refusal) in [
        (Edit::CaseNo(" ".to_owned()), missing(Field::CaseNo)),
        (Edit::Reason(String::new()), missing(Field::Reason)),
        (Edit::Item(String::new()), missing(Field::Item)),
        (number(""), missing(Field::Subject)),
        (number("A123456788"), QueryRefusal::ChecksumNeedsConfirming),
        (other_basis, QueryRefusal::BasisNeedsReason),
        (
            Edit::Asked(day("2026-11-24"), time("09:00:00")),
            QueryRefusal::FutureTime,
        ),
        (
            Edit::Relation("鄰居".to_owned()),
            QueryRefusal::RelationNotInSubjects,
        ),
        (
            Edit::Recusal(Recusal::Assigned(String::new())),
            missing(Field::Assignment),
        ),
        (
            Edit::Result(COMMON_RESULTS[0].clone()),
            QueryRefusal::NotComplete,
        ),
        (
            Edit::CaseNo(pending().case_no),
            QueryRefusal::NothingChanged,
        ),
    ] {
        let shown = format!("{edit:?}");
        assert_eq!(
            bench.correct(&pending(), vec![edit]),
            Err(vec![refusal]),
            "{shown}"
        );
    }
    assert_eq!(
        bench.correct(&pending(), Vec::new()),
        Err(vec![QueryRefusal::NothingChanged])
    );
}

#[test]
fn a_day_corrected_out_of_its_bases_span_needs_a_reason() {
    let mut bench = Bench::new();
    bench.agency.bases[0].effective_from = Some(day("2026-11-01"));
    let edit = Edit::Asked(day("2026-10-30"), time("09:00:00"));
    assert_eq!(
        bench.correct(&pending(), vec![edit.clone()]),
        Err(vec![QueryRefusal::BasisNeedsReason])
    );
    let with_basis = Edit::Basis {
        id: "SOC-02".to_owned(),
        reason: None,
    };
    assert!(bench.correct(&pending(), vec![edit, with_basis]).is_ok());
}

#[test]
fn a_result_that_was_wrong_is_corrected() {
    let edit = Edit::Result(COMMON_RESULTS[3].clone());
    let after = Bench::new().correct(&done(), vec![edit]).unwrap();
    assert_eq!(after.answer.unwrap().result, QueryResult::NoData);
    assert_eq!(after.version, 3);
}

#[test]
fn corrections_and_voids_without_a_reason_are_refused() {
    let edits = vec![Edit::CaseNo("11531177200".to_owned())];
    let nameless = Correction {
        edits,
        reason: " \n".to_owned(),
    };
    let bench = Bench::new();
    let missing = Err(vec![QueryRefusal::FieldMissing(Field::ChangeReason)]);
    assert_eq!(
        correct(&pending(), &nameless, &hsu(), bench.desk()),
        missing
    );
    assert_eq!(void(&pending(), "  ", &hsu(), later()), missing);
}

#[test]
fn a_void_line_stays_and_takes_no_further_step() {
    for before in [pending(), done()] {
        let gone = void(&before, "重複登記", &hsu(), later()).unwrap();
        assert_eq!(gone.state, QueryState::Void);
        assert_eq!(gone.version, before.version + 1);
        assert_eq!(gone.answer, before.answer);
        assert!(!gone.is_retained());
        let refused = Err(vec![QueryRefusal::AlreadyVoid]);
        assert_eq!(void(&gone, "再一次", &hsu(), later()), refused);
        assert_eq!(
            complete(&gone, &COMMON_RESULTS[0], &hsu(), later()),
            refused
        );
        let edit = Edit::CaseNo("1".to_owned());
        assert_eq!(Bench::new().correct(&gone, vec![edit]), refused);
    }
}

#[test]
fn a_result_is_not_recorded_twice() {
    assert_eq!(
        complete(&done(), &COMMON_RESULTS[0], &hsu(), later()),
        Err(vec![QueryRefusal::AlreadyComplete])
    );
}

#[test]
fn another_persons_line_is_left_alone_by_user_and_manager() {
    let edit = Edit::CaseNo("1".to_owned());
    let correction = Correction {
        edits: vec![edit],
        reason: "x".to_owned(),
    };
    let bench = Bench::new();
    let refused = Err(vec![QueryRefusal::NotOwnQuery]);
    for other in [
        lin(),
        clerk("mgr", "manager", None),
        clerk("sup", "supervisor", None),
    ] {
        assert_eq!(
            correct(&pending(), &correction, &other, bench.desk()),
            refused
        );
        assert_eq!(void(&pending(), "x", &other, later()), refused);
        assert_eq!(
            complete(&pending(), &COMMON_RESULTS[0], &other, later()),
            refused
        );
    }
}

fn imported(result: Option<QueryResult>) -> Query {
    let row = ImportedQuery {
        no: "SOC-11510-0001".parse::<RegisterNo>().unwrap(),
        account: "kcgsoc0101".to_owned(),
        person: "許婷辰".to_owned(),
        registered_at: None,
        asked_on: day("2026-10-27"),
        asked_at: time("14:18:55"),
        item: String::new(),
        subject: Subject::default(),
        case_no: "11500000001".to_owned(),
        reason: "急難救助".to_owned(),
        basis: "社會救助法".to_owned(),
        requester: Some(" ".to_owned()),
        result,
        output: Some(Output::Printed),
        copies: None,
        whereto: Some(WhereTo::Filed),
        flags: vec![QueryFlag::RareCharacter],
    };
    from_import(row, &"mgr".parse().unwrap(), now())
}

#[test]
fn an_imported_line_is_taken_as_it_stands_and_flagged() {
    let query = imported(Some(QueryResult::Found));
    assert_eq!((query.version, query.state), (1, QueryState::Complete));
    assert_eq!((query.login.clone(), query.registered_at), (None, None));
    assert_eq!(query.change, Change::Imported);
    assert!(query.is_imported);
    assert_eq!(
        query.flags,
        [
            QueryFlag::EmptyItem,
            QueryFlag::EmptySubject,
            QueryFlag::RareCharacter
        ]
    );
    assert_eq!(imported(None).state, QueryState::Pending);
}

#[test]
fn an_imported_line_belongs_to_its_account_and_is_mended_by_the_manager_too() {
    let query = imported(None);
    assert!(query.is_own_of(&hsu()));
    assert!(!query.is_own_of(&lin()));
    assert!(complete(&query, &COMMON_RESULTS[0], &hsu(), later()).is_ok());
    let manager = clerk("mgr", "manager", None);
    assert!(void(&query, "重複匯入", &manager, later()).is_ok());
    assert_eq!(
        complete(&query, &COMMON_RESULTS[0], &manager, later()),
        Err(vec![QueryRefusal::NotOwnQuery])
    );
    let mut nobodys = query;
    nobodys.account = String::new();
    assert!(!nobodys.is_own_of(&clerk("hsu", "user", Some(""))));
}

#[test]
fn a_result_is_due_the_next_working_day_until_it_is_there() {
    let calendar = Calendar::embedded();
    assert_eq!(pending().result_due(&calendar, 1), Some(day("2026-11-24")));
    assert_eq!(done().result_due(&calendar, 1), None);
    let mut friday = pending();
    friday.asked_on = day("2026-11-20");
    assert_eq!(
        friday.result_due(&calendar, 1),
        Some(day("2026-11-24")),
        "registered on Monday"
    );
    friday.registered_at = Some(Moment::from_local(day("2026-11-20"), time("16:00:00")));
    assert_eq!(friday.result_due(&calendar, 1), Some(day("2026-11-23")));
}

#[test]
fn what_was_typed_over_a_line_becomes_its_edits() {
    let query = pending();
    assert_eq!(edits_between(&query, &draft()), []);
    let mut typed = draft();
    typed.case_no = "11531177200".to_owned();
    typed.subject = Subject::read("F131104093");
    typed.details.remark = Some("註".to_owned());
    let edits = edits_between(&query, &typed);
    let fields: Vec<Field> = edits.iter().map(Edit::field).collect();
    assert_eq!(fields, [Field::CaseNo, Field::Subject, Field::Unit]);
    let after = Bench::new().correct(&query, edits).unwrap();
    assert_eq!(edits_between(&after, &typed), []);
}

#[test]
fn nothing_prints_a_line_in_clear() {
    let mut typed = draft();
    typed.details.subject_name = Some("陳小明".to_owned());
    let query = Bench::new().register(&typed).unwrap().numbered(42);
    let shown = format!("{query:?} {typed:?} {:?}", query.details);
    for secret in ["A123456789", "陳小明", "11531234600"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
