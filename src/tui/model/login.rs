//! The login: who it is and by what. Plain data; passphrases are in it while they are typed.

use crate::locale::Text;
use crate::tui::form::editor::Editor;
use crate::tui::model::Ticket;

/// The screen before the desk.
#[derive(Debug, Default)]
pub struct Login {
    /// The agency's full name, where the store is open to be asked (demo); empty otherwise.
    pub agency: String,
    /// Persons to pick from: a store of made-up work.
    pub people: Vec<Person>,
    /// The person picked, or the field with the cursor.
    pub at: usize,
    pub fields: Vec<LoginField>,
    /// When the enrolment code ends, once it fits: 08:55.
    pub code_until: Option<String>,
    /// The answer that is awaited: 開啟中.
    pub asked: Option<Ticket>,
}

/// A person of a demo store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub login: String,
    pub name: String,
    /// As the list shows it: 使用者、管理者.
    pub roles: String,
}

/// What is typed at the login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginPart {
    Name,
    /// The passphrase, or an enrolment code.
    Passphrase,
    /// The code that fits; no longer typed.
    Code,
    New,
    Again,
}

impl LoginPart {
    pub fn label(self) -> Text {
        match self {
            LoginPart::Name => Text::LoginName,
            LoginPart::Passphrase => Text::Passphrase,
            LoginPart::Code => Text::EnrolmentCode,
            LoginPart::New => Text::NewPassphrase,
            LoginPart::Again => Text::AgainPassphrase,
        }
    }

    /// Shown as asterisks.
    pub fn is_secret(self) -> bool {
        self != LoginPart::Name
    }
}

#[derive(Debug, Clone)]
pub struct LoginField {
    pub part: LoginPart,
    pub editor: Editor,
}

impl Login {
    /// Name and passphrase; a name that was said is filled in and passed over.
    pub fn typed(name: &str) -> Login {
        let mut name_field = LoginField::new(LoginPart::Name);
        name_field.editor.insert(name);
        Login {
            at: usize::from(!name.is_empty()),
            fields: vec![name_field, LoginField::new(LoginPart::Passphrase)],
            ..Login::default()
        }
    }

    /// By picking a name.
    pub fn picked(people: Vec<Person>) -> Login {
        Login {
            people,
            ..Login::default()
        }
    }

    /// A name is picked from a list, not typed.
    pub fn is_picking(&self) -> bool {
        !self.people.is_empty()
    }

    /// The field with the cursor.
    pub fn field(&self) -> Option<&LoginField> {
        self.fields.get(self.at)
    }

    /// What was typed as this part.
    pub fn value(&self, part: LoginPart) -> String {
        self.fields
            .iter()
            .find(|field| field.part == part)
            .map_or_else(String::new, |field| field.editor.text())
    }

    /// A new passphrase is being set.
    pub fn is_enrolling(&self) -> bool {
        self.code_until.is_some()
    }
}

impl LoginField {
    pub fn new(part: LoginPart) -> LoginField {
        LoginField {
            part,
            editor: Editor::default(),
        }
    }
}
