//! 分權例外: checkers who also hold another role for a time; and the public draw that the supervisor declares.

use super::checks::month_of;
use super::checks_freeze::read_source;
use crate::app::{CheckCommand, Command, ExceptionCommand, ExceptionRow};
use crate::domain::monthly_check::CheckRefusal;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::roc_date;
use crate::domain::shown::shown;
use crate::locale::RulesText as R;
use crate::locale::{Lang, Measure, Text};
use crate::tui::action::Action;
use crate::tui::desk_data::{Asked, Cell, Head, PaneData, RowData, RowMove, TableData, Tone};
use crate::tui::errand::{AppError, Done, Errand, Office};
use crate::tui::form::read::day_of;
use crate::tui::form::spec::{
    Choice, Field, FieldFault, Filled, FormSpec, Kind, Place, Prepared, Start,
};
use crate::tui::pane::checks::told;
use crate::tui::pane::{Does, Here, Layout, Offer, PageSpec, Target, ViewSpec};

const SUPERVISOR: &[Role] = &[Role::Supervisor];
const LOGIN: &str = "login";
const BESIDE: &str = "beside";
const FROM: &str = "from";
const TO: &str = "to";
const REASON: &str = "reason";
const SOURCE: &str = "source";

pub(super) static EXCEPTIONS: PageSpec = PageSpec {
    contexts: &["checks"],
    title: Text::Rules(R::Exceptions),
    help: Text::Rules(R::ExceptionsHelp),
    views: &[ViewSpec {
        title: Text::Rules(R::Exceptions),
        layout: Layout::List,
        load,
        side: None,
        filters: &[],
        search: None,
    }],
    offers: &[
        Offer::page(Action::New, Text::Rules(R::Grant), Does::Fill(&GRANT)).only(SUPERVISOR),
        Offer::record(Action::StepBack, Text::Rules(R::End), Does::Fill(&END)).only(SUPERVISOR),
    ],
};

pub(super) fn exceptions(_here: &Here) -> Option<Target> {
    Some(Target {
        page: &EXCEPTIONS,
        about: String::new(),
        view: 0,
    })
}

static HEADS: &[Head] = &[
    Head::new(Text::Rules(R::Login), 10),
    Head::new(Text::Rules(R::Name), 6),
    Head::new(Text::Rules(R::Beside), 14),
    Head::new(Text::Rules(R::From), 9),
    Head::new(Text::Rules(R::To), 9),
    Head::new(Text::Rules(R::Approver), 6),
    Head::new(Text::Rules(R::State), 8),
];

fn load(office: &mut Office, asked: &Asked) -> Result<PaneData, AppError> {
    let lang = asked.lang;
    let today = asked.now.unwrap_or_else(|| office.now()).day();
    let rows: Vec<RowData> = office
        .role_exceptions()?
        .iter()
        .map(|row| listed(lang, row, today))
        .collect();
    Ok(PaneData::Table(Box::new(TableData {
        title: lang.check_page(R::Exceptions),
        measure: Some(Measure::Record),
        heads: HEADS,
        total: u64::try_from(rows.len()).ok(),
        rows,
        empty: vec![lang.text(Text::Rules(R::NoExceptions)).to_owned()],
        ..TableData::default()
    })))
}

fn listed(lang: Lang, row: &ExceptionRow, today: chrono::NaiveDate) -> RowData {
    let exception = &row.exception;
    let (state, tone) = if exception.ended.is_some() {
        (R::Ended, Tone::Dim)
    } else if today < exception.from {
        (R::NotYet, Tone::Plain)
    } else if today > exception.to {
        (R::Over, Tone::Dim)
    } else {
        (R::InForce, Tone::Warn)
    };
    let cannot = exception.ended.is_some().then_some(R::Ended);
    RowData {
        key: row.id.to_string(),
        cells: vec![
            Cell::plain(exception.login.to_string()),
            Cell::plain(shown(&row.name)),
            Cell::plain(lang.roles(exception.beside)),
            Cell::plain(roc_date::roc(exception.from)),
            Cell::plain(roc_date::roc(exception.to)),
            Cell::plain(shown(&row.approver)),
            Cell::toned(lang.text(Text::Rules(state)), tone),
        ],
        peek: shown(&exception.reason).into_owned(),
        moves: vec![RowMove {
            action: Action::StepBack,
            label: None,
            cannot: cannot.map(|word| lang.text(Text::Rules(word)).to_owned()),
        }],
        ..RowData::default()
    }
}

static GRANT: FormSpec = FormSpec {
    title: Text::Rules(R::GrantTitle),
    place: Place::Drawer,
    prepare: prepare_grant,
    fields: &[
        Field::new(LOGIN, Text::Rules(R::Login), Kind::ListOrText).options(people),
        Field::new(BESIDE, Text::Rules(R::Beside), Kind::Choice).options(beside),
        Field::new(FROM, Text::Rules(R::From), Kind::Day),
        Field::new(TO, Text::Rules(R::To), Kind::Day),
        Field::new(REASON, Text::Rules(R::Reason), Kind::Text),
    ],
    submit: grant,
    after: told,
    blames,
    write: Text::Rules(R::Grant),
    ready: |_filled, prepared| peek(prepared, R::GrantPeek),
};

static END: FormSpec = FormSpec {
    title: Text::Rules(R::EndTitle),
    place: Place::Drawer,
    prepare: |_office, here| Ok(Prepared::of(here)),
    fields: &[Field::new(REASON, Text::Rules(R::Reason), Kind::Text)],
    submit: end,
    after: told,
    blames,
    write: Text::Rules(R::End),
    ready: |_filled, prepared| peek(prepared, R::EndPeek),
};

fn peek(prepared: &Prepared, word: R) -> String {
    prepared.lang().text(Text::Rules(word)).to_owned()
}

fn prepare_grant(office: &mut Office, here: &Here) -> Result<Prepared, AppError> {
    let people = office.people()?.into_iter();
    // Nobody who was removed is excused from anything.
    let others = people.filter(|clerk| clerk.login != here.me.login && !clerk.roles.is_empty());
    let list = others.map(|clerk| Choice::new(clerk.login.to_string(), shown(&clerk.name)));
    Ok(Prepared {
        lists: vec![(LOGIN, list.collect())],
        starts: vec![Start {
            field: FROM,
            value: roc_date::iso(here.now.day()),
            ..Start::default()
        }],
        ..Prepared::of(here)
    })
}

fn people(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    prepared.list(LOGIN)
}

fn beside(_filled: &Filled, prepared: &Prepared) -> Vec<Choice> {
    let lang = prepared.lang();
    let sets = [
        vec![Role::Manager],
        vec![Role::User],
        vec![Role::User, Role::Manager],
    ];
    sets.map(|roles| {
        let roles = crate::domain::people::Roles::of(&roles);
        Choice::new(roles.to_string(), lang.roles(roles))
    })
    .to_vec()
}

fn fault(prepared: &Prepared, field: &'static str) -> FieldFault {
    let sentence = prepared.lang().text(Text::FieldEmpty).to_owned();
    FieldFault { field, sentence }
}

fn grant(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let login = filled.get(LOGIN).trim().to_lowercase();
    let day = |field: &'static str| day_of(filled.get(field)).ok_or_else(|| fault(prepared, field));
    let command = ExceptionCommand::Grant {
        login: login.parse().map_err(|_bad| FieldFault {
            field: LOGIN,
            sentence: prepared.lang().text(Text::LoginForm).to_owned(),
        })?,
        beside: filled
            .get(BESIDE)
            .parse()
            .map_err(|_bad| fault(prepared, BESIDE))?,
        reason: filled.get(REASON).to_owned(),
        from: day(FROM)?,
        to: day(TO)?,
    };
    Ok(Errand::Command(Box::new(command.into())))
}

fn end(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let id = prepared.here.row.key.parse();
    let command = ExceptionCommand::End {
        id: id.map_err(|_bad| fault(prepared, REASON))?,
        reason: filled.get(REASON).to_owned(),
    };
    Ok(Errand::Command(Box::new(command.into())))
}

fn blames(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Refused(Refusal::Form { field }) => Some(field),
        AppError::Refused(Refusal::Check(CheckRefusal::OwnException)) => Some(LOGIN),
        _ => None,
    }
}

/// 指定公開亂數: where nobody can open the secret that the freeze named.
pub(super) static PUBLIC: FormSpec = FormSpec {
    title: Text::Rules(R::PublicTitle),
    place: Place::Drawer,
    prepare: |_office, here| Ok(Prepared::of(here)),
    fields: &[Field {
        read: read_source,
        ..Field::new(SOURCE, Text::Rules(R::PublicTitle), Kind::Code)
    }],
    submit: declare,
    after: |office: &mut Office, done: &Done, here: &Here| told(office, done, here),
    blames: FormSpec::blames_nothing,
    write: Text::Rules(R::PublicTitle),
    ready: |_filled, prepared| peek(prepared, R::PublicPeek),
};

fn declare(filled: &Filled, prepared: &Prepared) -> Result<Errand, FieldFault> {
    let source = filled.get(SOURCE).parse().map_err(|_bad| FieldFault {
        field: SOURCE,
        sentence: prepared.lang().source_fault().to_owned(),
    })?;
    let period = month_of(&prepared.here);
    let command = Command::Check(CheckCommand::DeclarePublic { period, source });
    Ok(Errand::Command(Box::new(command)))
}

#[cfg(test)]
mod tests {
    use crate::domain::people::Role;
    use crate::locale::Lang;
    use crate::tui::trial::Desk;

    /// A function of the list under F1, by its words.
    fn run(desk: &mut Desk, name: &str) {
        desk.press("F1").type_text(name).press("Enter");
    }

    #[track_caller]
    fn shows(desk: &Desk, parts: &[&str]) {
        let screen = desk.screen();
        for part in parts {
            assert!(screen.contains(part), "{part} is missing:\n{screen}");
        }
    }

    #[test]
    fn the_supervisor_approves_an_exception_and_ends_it() {
        let mut desk = Desk::new(Role::Supervisor, Lang::ZhTw);
        desk.press("F6");
        run(&mut desk, "分權");
        desk.press("Ins")
            .type_text("manager")
            .press("Enter Enter Enter");
        // A day ahead is asked about: the same once more takes it.
        desk.type_text("1231").press("Enter Enter");
        desk.type_text("leave").press("F10");
        shows(&desk, &["manager", "115/12/31", "有效", "已核准 manager"]);
        desk.press("Del").type_text("back").press("F10");
        shows(&desk, &["已終止 manager"]);
    }

    #[test]
    fn others_look_and_change_nothing() {
        let mut desk = Desk::new(Role::Manager, Lang::ZhTw);
        desk.press("F6");
        run(&mut desk, "分權");
        assert!(desk.screen().contains("無分權例外"), "{}", desk.screen());
        desk.press("Ins");
        assert!(!desk.screen().contains("核准分權例外"));
    }
}
