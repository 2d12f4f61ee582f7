//! A desk to be tried: a real store in a temporary directory, a person of each role, keys by their names, a clock that
//! stands still. For tests here and in `tests/it`; prepared once a process, so that none waits for key derivation.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a trial stops at the first surprise, as tests do"
)]

use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tempfile::TempDir;

use crate::app::{Clock, Command, Extra, Founder, Office, RetentionCommand, found};
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Role, Roles};
use crate::domain::retention::listing::UsePeriod;
use crate::domain::span::Span;
use crate::locale::Lang;
use crate::tui::keymap::Keymap;
use crate::tui::keys::{Input, Key};
use crate::tui::model::login::Login;
use crate::tui::model::msg::{Answer, Msg};
use crate::tui::model::{Model, Stage};
use crate::tui::service::{self, Looked, Service};
use crate::tui::settle::settle;
use crate::tui::update::update;
use crate::tui::view;
use crate::tui::widget::paper;

/// Everybody's passphrase.
pub const PASSPHRASE: &str = "correct horse battery";

/// 115/11/23(一) 09:42 in the office.
pub const NOW: Moment = Moment(1_795_398_120_000);

/// Between two keys of a person.
const KEY_MS: u64 = 400;

/// Persons of the trial store: login, name, role, account.
const PEOPLE: [(&str, &str, Role, Option<&str>); 5] = [
    ("user", "Hsu", Role::User, Some("kcgsoc0101")),
    ("manager", "Chen", Role::Manager, Some("kcgsoc0102")),
    ("checker", "Chang", Role::Checker, None),
    ("supervisor", "Lin", Role::Supervisor, None),
    ("keeper", "Wu", Role::Keeper, None),
];

/// A desk and what is behind it.
pub struct Desk {
    pub model: Model,
    pub service: Service,
    dir: TempDir,
    clock_ms: u64,
}

impl Desk {
    /// Somebody of this role at the first pane of an empty store.
    pub fn new(role: Role, lang: Lang) -> Desk {
        Desk::prepared(role, lang, |_sit| {})
    }

    /// The same, in a store that was worked in before: `prepare` is given the sessions of others.
    pub fn prepared(role: Role, lang: Lang, prepare: impl FnOnce(&Sessions<'_>)) -> Desk {
        let dir = tempfile::tempdir().expect("a directory");
        let copied = master(Role::Keeper).copied_to(dir.path());
        drop(copied.expect("a copy of the store"));
        prepare(&Sessions(dir.path()));
        let office = Sessions(dir.path()).sit(role);
        Desk::over(office, dir, lang)
    }

    /// Whoever sits in this office, at the first pane. The directory is kept as long as the desk.
    pub fn over(office: Office, dir: TempDir, lang: Lang) -> Desk {
        let now = office.now();
        let session = service::session(&office, lang).expect("a session");
        let mut login = Login::typed("");
        let model = Model::new(lang, Keymap::standard(), now, Login::typed(""));
        let service = Service::with(office, Clock::Fixed(now), lang);
        let mut desk = Desk {
            model,
            service,
            dir,
            clock_ms: 0,
        };
        let ticket = desk.model.next_ticket();
        login.asked = Some(ticket);
        desk.model.stage = Stage::Login(Box::new(login));
        desk.tell(Msg::Answer(ticket, Answer::LoggedIn(Box::new(session))));
        desk
    }

    /// The login of the trial store, in this language.
    pub fn at_login(name: &str, lang: Lang) -> Desk {
        let dir = tempfile::tempdir().expect("a directory");
        let copied = master(Role::Keeper).copied_to(dir.path());
        drop(copied.expect("a copy of the store"));
        let clock = Clock::Fixed(NOW);
        Desk {
            model: Model::new(lang, Keymap::standard(), NOW, Login::typed(name)),
            service: Service::new(dir.path().to_owned(), clock, lang),
            dir,
            clock_ms: 0,
        }
    }

    /// The login again, in the same store, after this desk was left.
    #[must_use]
    pub fn next_login(self, name: &str, lang: Lang) -> Desk {
        let now = self.model.now;
        Desk {
            model: Model::new(lang, Keymap::standard(), now, Login::typed(name)),
            service: Service::new(self.dir.path().to_owned(), Clock::Fixed(now), lang),
            dir: self.dir,
            clock_ms: 0,
        }
    }

    /// The store's directory.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Sessions of others in the same store.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(self.dir.path())
    }

    /// Whoever sits here.
    pub fn office(&mut self) -> &mut Office {
        self.service.office_mut().expect("somebody sits here")
    }

    /// A window of another size.
    #[must_use]
    pub fn window(mut self, width: u16, height: u16) -> Desk {
        self.tell(Msg::Resized(width, height));
        self
    }

    /// Keys by their names, one after the other as a person presses them: `F3 Ins Enter`.
    pub fn press(&mut self, keys: &str) -> &mut Desk {
        for name in keys.split_whitespace() {
            let key = Key::parse(name).expect("a key's name");
            self.key(key, KEY_MS, true);
        }
        self
    }

    /// Characters one after the other.
    pub fn type_text(&mut self, text: &str) -> &mut Desk {
        for letter in text.chars() {
            self.key(Key::Char(letter), KEY_MS, true);
        }
        self
    }

    /// Keys that come in one read; `text` is typed letter by letter, `\r` is Enter, `\t` Tab.
    pub fn burst(&mut self, text: &str) -> &mut Desk {
        self.clock_ms = self.clock_ms.saturating_add(KEY_MS);
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let key = match letter {
                '\r' => Key::Enter,
                '\t' => Key::Tab,
                letter => Key::Char(letter),
            };
            let is_last = letters.peek().is_none();
            self.input(Input::Key {
                key,
                at_ms: self.clock_ms,
                ends_read: is_last,
            });
        }
        self.drawn();
        self
    }

    /// A key so many milliseconds after the one before.
    pub fn key(&mut self, key: Key, after_ms: u64, ends_read: bool) -> &mut Desk {
        self.clock_ms = self.clock_ms.saturating_add(after_ms);
        self.input(Input::Key {
            key,
            at_ms: self.clock_ms,
            ends_read,
        });
        self.drawn();
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Desk {
        self.input(Input::Paste(text.to_owned()));
        self.drawn();
        self
    }

    /// So many seconds pass on the desk's clock.
    pub fn wait(&mut self, seconds: i64) -> &mut Desk {
        let later = self
            .model
            .now
            .0
            .saturating_add(seconds.saturating_mul(1_000));
        self.tell(Msg::Tick(Moment(later)));
        self
    }

    /// Others have written.
    /// The office looks whether others have written, as it does every moment.
    pub fn look(&mut self) -> &mut Desk {
        match self.service.look() {
            Looked::Same => {}
            Looked::Changed => self.tell(Msg::Changed),
            Looked::Ended(why) => self.tell(Msg::Ended(why)),
        }
        self
    }

    pub fn others_wrote(&mut self) -> &mut Desk {
        self.tell(Msg::Changed);
        self
    }

    /// What stands on the screen, line by line, and where the cursor is (line and column, from 1).
    pub fn screen(&self) -> String {
        let area = Rect::new(0, 0, self.model.width, self.model.height);
        let mut buffer = Buffer::empty(area);
        let cursor = view::draw(&self.model, &mut buffer);
        let lines = paper::lines_of(&buffer).join("\n");
        let (line, column) = (cursor.y.saturating_add(1), cursor.x.saturating_add(1));
        format!("{lines}\n@ {line},{column}\n")
    }

    pub fn message(&self) -> &str {
        &self.model.message.text
    }

    /// A message, and all that follows.
    pub fn tell(&mut self, msg: Msg) {
        settle(&mut self.model, &mut self.service, msg);
    }

    fn input(&mut self, input: Input) {
        self.tell(Msg::Input(input));
    }

    /// The screen was drawn before the next key came.
    fn drawn(&mut self) {
        if self.model.is_deaf() {
            let effects = update(&mut self.model, Msg::Drawn(self.clock_ms));
            debug_assert!(effects.is_empty());
        }
    }
}

/// Sessions in a desk's store, by role.
pub struct Sessions<'a>(&'a Path);

impl Sessions<'_> {
    /// A copy of the trial store in an empty directory.
    pub fn store_in(dir: &Path) {
        let copied = master(Role::Keeper).copied_to(dir);
        drop(copied.expect("a copy of the store"));
    }

    /// Sessions in such a store.
    pub fn of(dir: &Path) -> Sessions<'_> {
        Sessions(dir)
    }

    pub fn sit(&self, role: Role) -> Office {
        let office = master(role).opened_in(self.0);
        office.expect("a session")
    }

    pub fn dir(&self) -> &Path {
        self.0
    }
}

/// The keeper declares half a year for every legal basis (11(2)2).
pub fn declare_use(sit: &Sessions<'_>) {
    let mut keeper = sit.sit(Role::Keeper);
    for basis in keeper.annex().expect("an annex").bases {
        let period = UsePeriod {
            span: Span::Months(6),
            words: "until the case is decided".to_owned(),
        };
        let command = RetentionCommand::SetUsePeriod {
            basis: basis.id,
            period,
        };
        let done = keeper.execute(Command::Retention(command));
        done.expect("a declared period");
    }
}

/// The store's directory, and its people's sessions.
type Master = (TempDir, Vec<(Role, Mutex<Office>)>);

/// Sessions of one store, founded once a process.
fn master(role: Role) -> MutexGuard<'static, Office> {
    static MASTER: OnceLock<Master> = OnceLock::new();
    let (_dir, offices) = MASTER.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a directory");
        let offices = people_of(dir.path());
        (dir, offices)
    });
    let office = offices.iter().find(|(known, _)| *known == role);
    let (_, office) = office.expect("a person of each role");
    office
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn people_of(dir: &Path) -> Vec<(Role, Mutex<Office>)> {
    let clock = Clock::Fixed(NOW);
    let founder = Founder {
        agency: "SOC".parse().expect("a code"),
        keeper: "keeper".parse().expect("a login"),
        name: "Wu".to_owned(),
        passphrase: PASSPHRASE,
        is_demo: false,
    };
    let mut keeper = found(dir, &founder, clock).expect("a store").office;
    let mut offices = Vec::new();
    for (login, name, role, account) in PEOPLE {
        if role == Role::Keeper {
            continue;
        }
        let clerk = Clerk {
            login: login.parse().expect("a login"),
            name: name.to_owned(),
            roles: Roles::of(&[role]),
            account: account.map(str::to_owned),
            items: Vec::new(),
        };
        let done = keeper.add_person(&clerk).expect("a person");
        let code = if let Extra::Code(code, _until) = done.extra {
            Some(code)
        } else {
            None
        };
        let code = code.expect("an enrolment code");
        let office = Office::enrol(dir, &clerk.login, &code, PASSPHRASE, clock);
        offices.push((role, Mutex::new(office.expect("a first session"))));
    }
    offices.push((Role::Keeper, Mutex::new(keeper)));
    offices
}
