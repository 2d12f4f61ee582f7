//! The commands beside the screen: arguments in, one JSON value or prose out, an exit code (DESIGN §6).

mod columns;
mod demo;
mod desk;
mod doctor;
mod due;
mod export;
mod files;
mod free;
mod guarded;
mod host;
mod list;
mod list_requests;
mod list_retention;
mod month;
mod output;
mod people;
mod reviews;
mod roster;
mod session;
mod usage;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::app::{AppError, FileKind, ListKind, Taking};
use crate::domain::ids::Period;
use crate::locale::{self, Lang};
use output::{CliError, Said};

/// What every command may be given, before or after its name.
#[derive(Debug, Clone, Args)]
struct Global {
    /// The store's directory
    #[arg(long, global = true, value_name = "DIR")]
    store: Option<PathBuf>,
    /// Who is asking
    // Its id must not be that of a command's own LOGIN, which would be taken for it.
    #[arg(id = "as", long = "as", global = true, value_name = "LOGIN")]
    login: Option<String>,
    /// Read passphrases from this open file descriptor, a line each
    #[arg(long, global = true, value_name = "N")]
    passphrase_fd: Option<u32>,
    /// zh-TW or en
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<String>,
    /// Keys: vim, emacs, 5250, bbs, or a file
    #[arg(long, global = true, value_name = "NAME|FILE")]
    keymap: Option<String>,
    /// One JSON value on standard output
    #[arg(long, global = true)]
    json: bool,
}

impl Global {
    /// The language asked for, or LANG's.
    fn lang(&self) -> Lang {
        let tag = self.lang.clone().or_else(|| std::env::var("LANG").ok());
        Lang::of_tag(&tag.unwrap_or_default())
    }
}

/// irdesk: the desk for WebIR queries, accounts and the monthly check
#[derive(Debug, Parser)]
#[command(name = "irdesk", version, disable_help_subcommand = true)]
struct Line {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Any>,
}

/// What a command line came to.
#[derive(Debug)]
pub enum Ran {
    /// It was done or refused; the process's exit code.
    Exit(u8),
    /// The desk is to be opened.
    Desk(DeskAsked),
    /// Keys are to be shown, or a file of keys looked at.
    Keymap(KeymapAsked),
}

/// Which keys, and how they are told.
#[derive(Debug)]
pub struct KeymapAsked {
    pub keys: KeysAsked,
    /// Whether the keys themselves are shown, or only their mistakes.
    pub is_shown: bool,
    pub lang: Lang,
    pub as_json: bool,
}

/// Where keys come from.
#[derive(Debug, Clone)]
pub enum KeysAsked {
    /// The clerks' own.
    Standard,
    /// A patch that comes with the program.
    Named(String),
    /// A file of keys: its name and text.
    Patch { file: String, text: String },
    /// The store's own file, which cannot be read.
    Unreadable(String),
}

/// The desk that is to be opened.
#[derive(Debug)]
pub struct DeskAsked {
    /// The store's directory.
    pub dir: PathBuf,
    pub lang: Lang,
    /// The login that is filled in.
    pub login: Option<String>,
    /// The person of a demo store who sits down without being asked.
    pub pick: Option<String>,
    pub keys: KeysAsked,
}

#[derive(Debug, Subcommand)]
enum Any {
    /// The keys in force, or the mistakes of a file of keys
    #[command(subcommand)]
    Keymap(KeymapSub),
    #[command(flatten)]
    Sub(Sub),
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Make a store
    Init(InitArgs),
    /// Make a store of made-up work and show it
    Demo(demo::DemoArgs),
    /// Enrol people, list them
    #[command(subcommand)]
    Person(PersonSub),
    /// Set the caller's passphrase: the code or the old one, then the new one
    Passphrase,
    /// New keys for a lost passphrase: the keeper's code, or the recovery code, then a new passphrase
    Recover,
    /// Import a query log, a register or an office calendar
    #[command(subcommand)]
    Import(ImportSub),
    /// Rows, masked, ascending
    #[command(subcommand)]
    List(ListSub),
    /// What is due, soonest first: the same as on the first page of the desk
    Due {
        /// Only what is due within so many days, overdue included
        #[arg(long, value_name = "DAYS")]
        within: Option<u32>,
        /// As it stands on another day: 1151123, 115/11/23 or 2026-11-23
        #[arg(long, value_name = "DATE")]
        today: Option<String>,
    },
    /// Match a month's log with the register
    Reconcile { period: PeriodArg },
    /// The steps of the monthly check
    #[command(subcommand)]
    Check(CheckSub),
    /// Documents, as new files beneath out; each leaves a trail entry
    #[command(subcommand)]
    Export(ExportSub),
    /// Verify chain, signatures, rows, frozen months, schema and pages
    Verify {
        /// A head from paper: its number, a colon, 16 to 64 hex digits
        #[arg(long, value_name = "SEQ:HEX")]
        expect: Option<String>,
    },
    /// Write a backup into a new file, while others work
    Backup { file: PathBuf },
    /// Make a store from a backup, in an empty or absent directory
    Restore { file: PathBuf, dir: PathBuf },
    /// Draw the base sample of a published seed text again; needs no store
    Recompute { file: PathBuf },
    /// The three dates of a time that begins with an event; needs no store
    Deadline {
        /// The event's day: 1151123, 115/11/23 or 2026-11-23
        date: String,
        /// Digits and d, w, m or y: 7d, 1m, 5y
        span: String,
    },
    /// The host's hardening, each point with its remedy
    Doctor,
    /// Read identifiers from standard input, one a line; needs no store
    Identify,
}

#[derive(Debug, Subcommand)]
enum KeymapSub {
    /// Every key in force, by context
    Show,
    /// Every mistake of a file, with its line
    Check { file: PathBuf },
}

/// A period in any of its written forms.
#[derive(Debug, Clone, Copy)]
struct PeriodArg(Period);

impl std::str::FromStr for PeriodArg {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        text.parse()
            .map(PeriodArg)
            .map_err(|_bad| "a period such as 11510, 115/10".to_owned())
    }
}

#[derive(Debug, Args)]
struct InitArgs {
    /// The agency's code, 2 to 5 capital letters
    #[arg(long)]
    agency: String,
    /// The keeper's login
    #[arg(long)]
    keeper: String,
    /// The keeper's name
    #[arg(long)]
    name: Option<String>,
}

#[derive(Debug, Subcommand)]
enum PersonSub {
    /// Enrol a person; prints an enrolment code
    Add(PersonArgs),
    /// Give a person other roles
    Roles {
        login: String,
        /// user, manager, checker, supervisor, keeper; commas between
        #[arg(long)]
        roles: String,
    },
    /// Take a person's roles and key; what was signed stays signed
    Remove { login: String },
    /// Revoke a person's key; prints an enrolment code for the next
    Reenrol { login: String },
    /// Everybody enrolled
    List,
}

#[derive(Debug, Args)]
struct PersonArgs {
    login: String,
    #[arg(long)]
    name: String,
    /// user, manager, checker, supervisor, keeper; commas between
    #[arg(long)]
    roles: String,
    /// WebIR account
    #[arg(long)]
    account: Option<String>,
    /// Granted query items, commas between
    #[arg(long)]
    items: Option<String>,
}

#[derive(Debug, Subcommand)]
enum ImportSub {
    /// WebIR's query log
    Log {
        file: PathBuf,
        #[arg(long)]
        period: PeriodArg,
        /// Take the file although its footer's total differs
        #[arg(long)]
        accept_total: bool,
        #[command(flatten)]
        columns: ColumnArgs,
        /// Report only
        #[arg(long)]
        dry_run: bool,
    },
    /// A year's office calendar, the official CSV
    Calendar {
        file: PathBuf,
        /// Report only
        #[arg(long)]
        dry_run: bool,
    },
    /// A register from before irdesk
    Register {
        file: PathBuf,
        #[command(flatten)]
        columns: ColumnArgs,
        /// Report only
        #[arg(long)]
        dry_run: bool,
    },
    /// A roster of accounts: all of it, or nothing
    Roster {
        file: PathBuf,
        /// Report only
        #[arg(long)]
        dry_run: bool,
    },
}

/// Which column of the file is which.
#[derive(Debug, Args)]
struct ColumnArgs {
    /// Our column = its name in the file, commas between; NAME#2 is the second of that name, no NAME forgets what was
    /// kept. Kept with the import and used by itself from then on
    #[arg(long, value_name = "COLUMN=NAME,...")]
    map: Vec<String>,
}

#[derive(Debug, Subcommand)]
enum ListSub {
    /// The register: who looked up whom, for which case
    Register(ListArgs),
    /// The log: who looked up whom, as WebIR says it
    Log(ListArgs),
    /// The roster: who holds which account with which items
    Roster(ListArgs),
    /// Requests for accounts and items: where each stands, who must act
    Requests(ListArgs),
    /// The reviews of accounts; with a number such as 115 the lines of one
    Reviews(ReviewsArgs),
    /// Held items: where each stands, until when
    Retention(ListArgs),
    /// The trail: everything that was done, by whom
    Trail(ListArgs),
}

/// Which reviews.
#[derive(Debug, Args)]
struct ReviewsArgs {
    /// The lines of this one
    record: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 100)]
    limit: u32,
}

/// Which rows of a list.
#[derive(Debug, Args)]
struct ListArgs {
    /// Only this month's, by date
    #[arg(long)]
    period: Option<PeriodArg>,
    /// At most so many
    #[arg(long, default_value_t = 100)]
    limit: u32,
}

#[derive(Debug, Subcommand)]
enum ExportSub {
    /// The roster of accounts
    Roster {
        /// Why it is made
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Relative to out; a new file only
        #[arg(long, value_name = "FILE.odt|.ods|.csv|.zip")]
        out: PathBuf,
    },
    /// The record of a signed month
    Check {
        #[arg(long)]
        period: PeriodArg,
        /// Why it is made
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Relative to out; a new file only; a .zip is sealed with the second line of the descriptor
        #[arg(long, value_name = "FILE.odt|.zip")]
        out: PathBuf,
    },
    /// The certificate of a deletion, such as D11511-003
    Deletion(RecordArgs),
    /// The record of a review of accounts, such as 115
    Review(RecordArgs),
    /// The letter to the bureau after a change of contact, such as N11511-001
    Notice(RecordArgs),
    /// The register (all of it, or a month by the date of the query)
    Register(ExportArgs),
    /// The log; of a month, its print for the checker
    Log(ExportArgs),
    /// The trail
    Trail(ExportArgs),
}

/// One record's document.
#[derive(Debug, Args)]
struct RecordArgs {
    /// Its number
    record: String,
    /// Why it is made
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Relative to out; a new file only; a .zip is sealed with the second line of the descriptor
    #[arg(long, value_name = "FILE.odt|.zip")]
    out: PathBuf,
}

/// A list that goes out.
#[derive(Debug, Args)]
struct ExportArgs {
    /// Only this month's
    #[arg(long)]
    period: Option<PeriodArg>,
    /// Why it is made
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Relative to out; a new file only; a .zip is sealed with the second line of the descriptor
    #[arg(long, value_name = "FILE.ods|.csv|.zip")]
    out: PathBuf,
    /// Identifiers whole; the entry says so
    #[arg(long)]
    full: bool,
}

#[derive(Debug, Subcommand)]
enum CheckSub {
    /// Where the month stands
    Status { period: PeriodArg },
    /// All that is known of the month's check
    Show { period: PeriodArg },
    /// Fix the population
    Freeze {
        period: PeriodArg,
        /// A public draw still to come, NAME/DIGITS
        #[arg(long)]
        source: Option<String>,
        /// The checker who will draw
        #[arg(long)]
        checker: Option<String>,
    },
    /// Declare a public draw where nobody can open the checker's secret
    Public {
        period: PeriodArg,
        /// A public draw still to come, NAME/DIGITS
        #[arg(long)]
        source: String,
    },
    /// Draw the sample
    Draw {
        period: PeriodArg,
        /// What the declared public draw gave
        #[arg(long)]
        public: Option<String>,
        /// The total that WebIR itself shows
        #[arg(long)]
        total: Option<u64>,
        /// The first 16 hex digits of the freeze slip's head
        #[arg(long)]
        slip: Option<String>,
    },
}

/// Runs one command line. Exit codes: 0 done, 1 refused, 2 usage, 3 store or file, 4 passphrase.
pub fn run(arguments: impl Iterator<Item = OsString>) -> Ran {
    host::guard();
    guarded::quiet();
    let arguments: Vec<OsString> = arguments.collect();
    let line = match Line::try_parse_from(&arguments) {
        Ok(line) => line,
        Err(error) => {
            let as_json = arguments.iter().any(|argument| argument == "--json");
            let lang = usage::lang_of(&arguments);
            return Ran::Exit(output::usage(&error, lang, as_json));
        }
    };
    guarded::guarded(line.global.lang(), line.global.json, || carry_out(&line))
}

/// What this line asks for.
fn carry_out(line: &Line) -> Ran {
    let as_json = line.global.json;
    let lang = line.global.lang();
    let sub = match &line.command {
        None => return open_desk(&line.global),
        Some(Any::Keymap(sub)) => return asked_keymap(&line.global, sub),
        Some(Any::Sub(sub)) => sub,
    };
    match dispatch(&line.global, sub) {
        Ok(mut said) => match said.opens.take() {
            Some(desk) if !as_json && std::io::stdout().is_terminal() => Ran::Desk(desk),
            _ => Ran::Exit(output::say(&said, lang, as_json)),
        },
        Err(error) => Ran::Exit(output::fail(&error, lang, as_json)),
    }
}

/// Which keys are meant: what was named, else the store's own.
fn asked_keymap(global: &Global, sub: &KeymapSub) -> Ran {
    let keys = match sub {
        KeymapSub::Show => keys(global),
        KeymapSub::Check { file } => keys_in(file),
    };
    let asked = |keys| KeymapAsked {
        keys,
        is_shown: matches!(sub, KeymapSub::Show),
        lang: global.lang(),
        as_json: global.json,
    };
    match keys {
        Ok(keys) => Ran::Keymap(asked(keys)),
        Err(error) => Ran::Exit(output::fail(&error, global.lang(), global.json)),
    }
}

/// `--keymap NAME|FILE`, else keymap.toml in the store's directory, else the clerks' own.
fn keys(global: &Global) -> Result<KeysAsked, CliError> {
    if let Some(named) = &global.keymap {
        let is_name = !named.contains(['/', '.']);
        return if is_name {
            Ok(KeysAsked::Named(named.clone()))
        } else {
            keys_in(std::path::Path::new(named))
        };
    }
    let own = own_keymap(global);
    if own.exists() {
        keys_in(&own)
    } else {
        Ok(KeysAsked::Standard)
    }
}

fn own_keymap(global: &Global) -> PathBuf {
    session::store_dir(global).join("keymap.toml")
}

fn keys_in(file: &std::path::Path) -> Result<KeysAsked, CliError> {
    let text = free::short_text(file)?;
    Ok(KeysAsked::Patch {
        file: file.display().to_string(),
        text,
    })
}

/// Prints the answer of a command that is not one of the office's; the exit code.
pub fn answer(
    json: &serde_json::Value,
    (prose, exit): (&str, u8),
    lang: Lang,
    as_json: bool,
) -> u8 {
    let said = Said {
        json: json.clone(),
        prose: prose.to_owned(),
        exit,
        ..Said::default()
    };
    output::say(&said, lang, as_json)
}

/// Says what is wrong with how the program was called; the exit code.
pub fn misused(sentence: &str, lang: Lang, as_json: bool) -> u8 {
    output::fail(&CliError::Usage(sentence.to_owned()), lang, as_json)
}

/// No command: the desk, but for programs there is none.
fn open_desk(global: &Global) -> Ran {
    let lang = global.lang();
    if global.json {
        let error = CliError::Usage(locale::no_desk_in_json(lang).to_owned());
        return Ran::Exit(output::fail(&error, lang, true));
    }
    let keys = match keys(global) {
        Ok(keys) => keys,
        // Nobody asked for the store's own file, and whoever sits there cannot mend it: the desk opens all the same.
        Err(_unread) if global.keymap.is_none() => {
            KeysAsked::Unreadable(own_keymap(global).display().to_string())
        }
        Err(error) => return Ran::Exit(output::fail(&error, lang, false)),
    };
    Ran::Desk(DeskAsked {
        dir: session::store_dir(global),
        lang,
        login: global.login.clone(),
        pick: None,
        keys,
    })
}

/// Says why the desk was not opened; the exit code.
pub fn desk_failed(error: AppError, lang: Lang) -> u8 {
    output::fail(&CliError::App(error), lang, false)
}

/// Says that there is no terminal to open the desk on; the exit code.
pub fn no_terminal(lang: Lang) -> u8 {
    output::fail(
        &CliError::Usage(locale::no_terminal(lang).to_owned()),
        lang,
        false,
    )
}

fn dispatch(global: &Global, sub: &Sub) -> Result<Said, CliError> {
    match sub {
        Sub::Init(arguments) => people::init(global, arguments),
        Sub::Demo(arguments) => demo::demo(global, arguments),
        Sub::Person(sub) => people::person(global, sub),
        Sub::Passphrase => people::passphrase(global),
        Sub::Recover => people::recover(global),
        Sub::Import(ImportSub::Log {
            file,
            period,
            accept_total,
            columns,
            dry_run,
        }) => {
            let taking = Taking {
                dry_run: *dry_run,
                accept_total: *accept_total,
                map: columns::changes(global.lang(), FileKind::Log, &columns.map)?,
                ..Taking::default()
            };
            files::import_log(global, file, period.0, taking)
        }
        Sub::Import(ImportSub::Calendar { file, dry_run }) => files::import_calendar(
            global,
            file,
            Taking {
                dry_run: *dry_run,
                ..Taking::default()
            },
        ),
        Sub::Import(ImportSub::Register {
            file,
            columns,
            dry_run,
        }) => {
            let taking = Taking {
                dry_run: *dry_run,
                map: columns::changes(global.lang(), FileKind::Register, &columns.map)?,
                ..Taking::default()
            };
            files::import_register(global, file, taking)
        }
        Sub::List(ListSub::Register(arguments)) => list::register(global, arguments),
        Sub::List(ListSub::Log(arguments)) => list::log(global, arguments),
        Sub::List(ListSub::Roster(arguments)) => roster::list(global, arguments),
        Sub::List(ListSub::Requests(arguments)) => list_requests::requests(global, arguments),
        Sub::List(ListSub::Reviews(arguments)) => reviews::list(global, arguments),
        Sub::List(ListSub::Retention(arguments)) => list_retention::retention(global, arguments),
        Sub::Due { within, today } => due::due(global, *within, today.as_deref()),
        Sub::List(ListSub::Trail(arguments)) => list::trail(global, arguments),
        Sub::Reconcile { period } => month::reconcile(global, period.0),
        Sub::Check(sub) => month::check(global, sub),
        Sub::Import(ImportSub::Roster { file, dry_run }) => {
            let taking = Taking {
                dry_run: *dry_run,
                ..Taking::default()
            };
            roster::import(global, file, &taking)
        }
        Sub::Export(ExportSub::Roster { reason, out }) => export::roster(global, reason, out),
        Sub::Export(ExportSub::Check {
            period,
            reason,
            out,
        }) => export::check(global, period.0, reason, out),
        Sub::Export(ExportSub::Deletion(arguments)) => export::deletion(global, arguments),
        Sub::Export(ExportSub::Review(arguments)) => export::review(global, arguments),
        Sub::Export(ExportSub::Notice(arguments)) => export::notice(global, arguments),
        Sub::Export(ExportSub::Register(arguments)) => {
            export::list(global, ListKind::Register, arguments)
        }
        Sub::Export(ExportSub::Log(arguments)) => export::list(global, ListKind::Log, arguments),
        Sub::Export(ExportSub::Trail(arguments)) => {
            export::list(global, ListKind::Trail, arguments)
        }
        Sub::Verify { expect } => desk::verify(global, expect.as_deref()),
        Sub::Backup { file } => desk::backup(global, file),
        Sub::Restore { file, dir } => desk::restore(global, file, dir),
        Sub::Recompute { file } => free::recompute(file, global.lang()),
        Sub::Deadline { date, span } => free::deadline(date, span, global.lang()),
        Sub::Doctor => doctor::doctor(global),
        Sub::Identify => free::identify(&mut std::io::stdin().lock()),
    }
}
