//! Every action of every page is within reach of F-keys, arrows, Enter and Esc: a made-up office is gone through page by
//! page, and everything that the list of functions names is run from it. Letters, digits and Ctrl are never pressed.

use std::collections::BTreeSet;
use std::path::Path;

use crate::app::demo::{DemoOrder, logins, make, sit_down};
use crate::app::trial::{october, sample};
use crate::app::{AtTheDraw, Clock, Taking};
use crate::domain::people::Role;
use crate::locale::{Lang, Text};
use crate::tui::action::Action;
use crate::tui::model::Stage;
use crate::tui::model::overlay::{Function, Overlay};
use crate::tui::pane::PageSpec;
use crate::tui::trial::{Desk, NOW, Sessions};

/// Moving and editing, which the keys themselves are for, and what only a drawer or a form means.
const MOVES: &[Action] = &[
    Action::Functions,
    Action::Write,
    Action::Back,
    Action::Up,
    Action::Down,
    Action::PageUp,
    Action::PageDown,
    Action::First,
    Action::Last,
    Action::PreviousView,
    Action::NextMissing,
    Action::NextField,
    Action::PreviousField,
    Action::FieldUp,
    Action::FieldDown,
    Action::ChooseLeft,
    Action::ChooseRight,
    Action::Erase,
    Action::EraseAhead,
    Action::FieldStart,
    Action::FieldEnd,
    Action::ClearField,
    Action::Choices,
    Action::Ditto,
    Action::MoreFields,
    Action::Take,
];

/// Named, but never possible in these offices.
const BARRED: &[Action] = &[
    Action::ReleaseDeletion,
    Action::ExceptDeferral,
    Action::DeclareUse,
    Action::AcceptLoss,
    Action::DeclarePublic,
    Action::Undo,
];

/// Ends the session; tried at the end.
const LAST: &[Action] = &[Action::Lock, Action::Leave, Action::SwitchPerson];

fn sits(dir: &Path, role: Role) -> Desk {
    let login = logins(dir)
        .unwrap()
        .into_iter()
        .find(|login| login.role == role);
    let office = sit_down(dir, &login.unwrap(), Clock::Fixed(NOW)).unwrap();
    Desk::over(office, tempfile::tempdir().unwrap(), Lang::ZhTw)
}

/// Back to the first page of the pane that is open, by Esc alone; what was typed is thrown away.
fn back(desk: &mut Desk) {
    for _ in 0..40 {
        let pane = desk.model.pane().unwrap();
        match pane.overlay() {
            Some(Overlay::LeaveForm(_)) => desk.press("Down Down Enter"),
            None if pane.pages.len() == 1 && desk.model.marked().is_empty() => return,
            _ => desk.press("Esc"),
        };
    }
    panic!("no way back from\n{}", desk.screen());
}

/// What the list of functions names here.
fn functions(desk: &mut Desk) -> Vec<Function> {
    desk.press("F1");
    let Some(Overlay::Functions(functions)) = desk.model.overlay() else {
        panic!("no list of functions:\n{}", desk.screen());
    };
    let items = functions.items.clone();
    desk.press("Esc");
    items
}

/// Runs one of them by arrows and Enter; `false`: it is not named here.
fn run(desk: &mut Desk, action: Action) -> bool {
    let items = functions(desk);
    let Some(at) = items.iter().position(|item| item.action == action) else {
        return false;
    };
    desk.press("F1");
    desk.press(&"Down ".repeat(at));
    desk.press("Enter");
    true
}

/// What is open, as far as two ways to the same thing must agree.
fn open(desk: &Desk) -> (usize, usize, Option<*const PageSpec>, usize, usize, String) {
    let sitting = desk.model.desk().unwrap();
    let pane = sitting.pane().unwrap();
    let overlays = pane.overlays.iter().map(|overlay| match overlay {
        Overlay::Form(form) => format!("form {:?}", form.spec.title),
        other => format!("{:?}", std::mem::discriminant(other)),
    });
    let shown = pane.page();
    (
        sitting.at,
        pane.pages.len(),
        shown.map(|page| std::ptr::from_ref(page.spec)),
        shown.map_or(0, |page| page.at),
        desk.model.marked().len(),
        overlays.collect::<Vec<_>>().join(" "),
    )
}

/// A page, and the actions that lead to it from the first page of its pane.
type Way = (Action, Vec<Action>);

fn go(desk: &mut Desk, way: &Way) -> bool {
    let (pane, actions) = way;
    back(desk);
    run(desk, *pane);
    back(desk);
    // Views stay as they were left; Tab is one of the actions, so that the first comes round again.
    for _ in 0..8 {
        if desk.model.page().is_some_and(|page| page.at == 0) {
            break;
        }
        run(desk, Action::NextView);
    }
    actions.iter().all(|action| run(desk, *action))
}

#[derive(Debug, Default)]
struct Found {
    ran: BTreeSet<Action>,
    barred: BTreeSet<Action>,
    pages: usize,
    forms: usize,
}

/// Runs everything that is named on this page; gives the ways to pages that it opens.
fn replay(desk: &mut Desk, way: &Way, found: &mut Found) -> Vec<(Way, (*const PageSpec, usize))> {
    let mut ways = Vec::new();
    if !go(desk, way) {
        return ways;
    }
    found.pages += 1;
    let items = functions(desk);
    let offered: Vec<Action> = desk
        .model
        .offers()
        .iter()
        .map(|offer| offer.action)
        .collect();
    for action in &offered {
        assert!(
            items.iter().any(|item| item.action == *action),
            "{action:?} on {way:?}: {items:?}\n{}",
            desk.screen()
        );
    }
    for item in items.iter().filter(|item| !LAST.contains(&item.action)) {
        if !go(desk, way) || !functions(desk).iter().any(|now| now == item) {
            // What was done before has changed this page; its other records are another visit's.
            continue;
        }
        let before = (open(desk), desk.model.redraws);
        let depth = desk.model.pane().unwrap().pages.len();
        run(desk, item.action);
        let message = desk.message().to_owned();
        if item.cannot.is_some() {
            assert!(message.starts_with('!'), "{item:?} on {way:?}: {message}");
            found.barred.insert(item.action);
            continue;
        }
        assert_ne!(
            message,
            Lang::ZhTw.text(Text::NotHere),
            "{item:?} on {way:?}"
        );
        let after = open(desk);
        let is_here = desk.model.pane().unwrap().spec.action == item.action;
        let does = after != before.0 || desk.model.redraws != before.1 || !message.is_empty();
        assert!(
            does || is_here,
            "{item:?} on {way:?} does nothing:\n{}",
            desk.screen()
        );
        found.ran.insert(item.action);
        if let Some(Overlay::Form(_)) = desk.model.overlay() {
            found.forms += 1;
            in_form(desk, way, item.action);
            continue;
        }
        let pane = desk.model.pane().unwrap();
        let is_other = pane.pages.len() > depth || item.action == Action::NextView;
        if let Some(page) = pane
            .page()
            .filter(|_page| is_other && pane.overlays.is_empty())
        {
            let mut actions = way.1.clone();
            actions.push(item.action);
            let reached = (std::ptr::from_ref::<PageSpec>(page.spec), page.at);
            ways.push(((way.0, actions), reached));
        }
    }
    ways
}

/// In a form the list of functions names its write, and brings back to the form.
fn in_form(desk: &mut Desk, way: &Way, action: Action) {
    let form = open(desk);
    let items = functions(desk);
    for wanted in [Action::Write, Action::ClearField, Action::Back] {
        assert!(
            items.iter().any(|item| item.action == wanted),
            "{wanted:?} in the form of {action:?} on {way:?}"
        );
    }
    assert_eq!(open(desk), form);
    run(desk, Action::ClearField);
    assert_eq!(open(desk), form, "{action:?} on {way:?}");
    run(desk, Action::Back);
    if let Some(Overlay::LeaveForm(_)) = desk.model.overlay() {
        desk.press("Down Down Enter");
    }
    assert_ne!(
        open(desk),
        form,
        "{action:?} on {way:?}: the form stays open"
    );
}

/// Goes through all pages below these, as one person.
fn replay_below(desk: &mut Desk, mut ways: Vec<Way>, found: &mut Found) {
    let mut seen: Vec<(*const PageSpec, usize)> = Vec::new();
    while let Some(way) = ways.pop() {
        for (next, reached) in replay(desk, &way, found) {
            if !seen.contains(&reached) && next.1.len() < 5 {
                seen.push(reached);
                ways.push(next);
            }
        }
    }
}

fn replay_all(dir: &Path, role: Role, found: &mut Found) {
    let mut desk = sits(dir, role);
    let panes = desk.model.desk().unwrap().panes.iter();
    let ways = panes.map(|pane| (pane.spec.action, Vec::new())).collect();
    replay_below(&mut desk, ways, found);
    back(&mut desk);
    run(&mut desk, Action::Lock);
    assert!(matches!(desk.model.stage, Stage::Locked(_)));
    let mut desk = sits(dir, role);
    run(&mut desk, Action::SwitchPerson);
    assert!(matches!(desk.model.stage, Stage::Login(_)));
    let mut desk = sits(dir, role);
    run(&mut desk, Action::Leave);
    assert!(desk.model.is_over);
}

/// The samples' month, matched but not decided.
fn reconciled(sit: &Sessions<'_>) {
    let mut manager = sit.sit(Role::Manager);
    let (register, log) = (
        sample("register-11510.csv"),
        sample("weblog-11510-cp950.csv"),
    );
    manager
        .import_register(&register, Taking::default())
        .unwrap();
    manager
        .import_log(&log, october(), Taking::default())
        .unwrap();
    manager.reconcile(october()).unwrap();
}

fn drawn(sit: &Sessions<'_>) {
    reconciled(sit);
    let mut manager = sit.sit(Role::Manager);
    manager.freeze(october(), None, None).unwrap();
    let mut checker = sit.sit(Role::Checker);
    checker.draw(october(), &AtTheDraw::default()).unwrap();
}

#[test]
fn everything_is_within_reach_of_f_keys_arrows_enter_and_esc() {
    let dir = tempfile::tempdir().unwrap();
    let order = DemoOrder {
        dir: dir.path(),
        rows: 40,
        now: NOW,
    };
    make(order, &mut |_count| {}).unwrap();
    let mut found = Found::default();
    for role in Role::ALL {
        replay_all(dir.path(), role, &mut found);
    }
    // A proposal is confirmed first, the walk is begun.
    let months = [
        Desk::prepared(Role::Manager, Lang::ZhTw, reconciled),
        Desk::prepared(Role::Checker, Lang::ZhTw, drawn),
    ];
    for mut desk in months {
        desk.press("F6 F8 Enter");
        replay_below(&mut desk, vec![(Action::GoChecks, Vec::new())], &mut found);
    }
    let known = [MOVES, LAST, BARRED].concat();
    let never: Vec<&Action> = Action::ALL
        .iter()
        .filter(|action| !known.contains(action) && !found.ran.contains(action))
        .collect();
    assert!(never.is_empty(), "never run: {never:?}");
    assert!(BARRED.iter().all(|action| found.barred.contains(action)));
    assert!(found.pages > 100 && found.forms > 100, "{found:?}");
}
