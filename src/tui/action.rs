//! What a key can mean: one line an action gives its name in keymaps and its label.

use crate::locale::Text;

macro_rules! actions {
    ($($(#[$about:meta])* $variant:ident $name:literal $label:ident;)*) => {
        /// What a key means; which key is the keymap's affair, what happens the pane's.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$about])* $variant,)* }

        impl Action {
            pub const ALL: &[Action] = &[$(Action::$variant,)*];

            /// The name in keymaps.
            pub fn name(self) -> &'static str {
                match self { $(Action::$variant => $name,)* }
            }

            /// What it is called where no pane says otherwise.
            pub fn label(self) -> Text {
                match self { $(Action::$variant => Text::$label,)* }
            }

            pub fn named(name: &str) -> Option<Action> {
                Action::ALL.iter().copied().find(|action| action.name() == name)
            }
        }
    };
}

actions! {
    // everywhere
    Functions "functions" ActFunctions;
    GoToday "go-today" Today;
    GoRegister "go-register" Register;
    GoRequests "go-requests" RequestsPane;
    GoRetention "go-retention" ActGoRetention;
    GoRoster "go-roster" RosterPane;
    GoChecks "go-checks" Checks;
    GoTrail "go-trail" Trail;
    /// The next step of the record under the cursor.
    NextStep "next-step" ActNextStep;
    /// Save, sign, freeze: the write of a form.
    Write "write" ActWrite;
    Back "back" ActBack;
    New "new" ActNew;
    /// The move backwards, always with a reason.
    StepBack "step-back" ActStepBack;
    Search "search" ActSearch;
    Filter "filter" ActFilter;
    Reveal "reveal" ActReveal;
    Export "export" ActExport;
    /// Once more for the same case.
    Again "again" ActAgain;
    /// Nothing of the store is seen until the passphrase is typed.
    Lock "lock" ActLock;
    Redraw "redraw" ActRedraw;
    Leave "leave" ActLeave;
    SwitchPerson "switch-person" ActSwitch;
    // list
    Up "up" ActUp;
    Down "down" ActDown;
    PageUp "page-up" ActPageUp;
    PageDown "page-down" ActPageDown;
    First "first" ActFirst;
    Last "last" ActLast;
    Open "open" ActOpen;
    NextView "next-view" ActNextView;
    PreviousView "previous-view" ActPreviousView;
    /// Marks the record under the cursor, or takes its mark away.
    Mark "mark" ActMark;
    // form
    NextMissing "next-missing" ActNextMissing;
    NextField "next-field" ActNextField;
    PreviousField "previous-field" ActPreviousField;
    FieldUp "field-up" ActFieldUp;
    FieldDown "field-down" ActFieldDown;
    ChooseLeft "choose-left" ActChooseLeft;
    ChooseRight "choose-right" ActChooseRight;
    Erase "erase" ActErase;
    EraseAhead "erase-ahead" ActEraseAhead;
    FieldStart "field-start" ActHome;
    FieldEnd "field-end" ActEnd;
    ClearField "clear-field" ActClear;
    /// The whole list of a field, whatever was typed into it.
    Choices "choices" ActChoices;
    /// 同上: the value of the row before.
    Ditto "ditto" ActDitto;
    // drawer
    Take "take" ActTake;
    // the walk and the reconciliation
    Match "match" ActMatch;
    NoteEvidence "note-evidence" ActNoteEvidence;
    // 期限
    Statute "statute" ActStatute;
    FileArchive "file-archive" ActFileArchive;
    HoldDeletion "hold-deletion" ActHold;
    ReleaseDeletion "release-deletion" ActRelease;
    AssignItem "assign-item" ActAssign;
    ExceptDeferral "except-deferral" ActExcept;
    ChangeLaw "change-law" ActChangeLaw;
    DeclareUse "declare-use" ActDeclareUse;
    // without a key of their own: reached through the list of functions
    Correct "correct" ActCorrect;
    /// Shows the optional fields of a form.
    MoreFields "more-fields" RegMore;
    Items "items" ActItems;
    Reasons "reasons" ActReasons;
    Approvals "approvals" ActApprovals;
    ImportLog "import-log" ActImportLog;
    ImportRegister "import-register" ActImportRegister;
    Reconcile "reconcile" ActReconcile;
    HandOver "hand-over" ActHandOver;
    Reopen "reopen" ActReopen;
    JointCheck "joint-check" ActJointCheck;
    Quarter "quarter" ActQuarter;
    QuarterPapers "quarter-papers" ActQuarterPapers;
    // roster
    Proofs "proofs" RosterProofs;
    ImportRoster "import-roster" RosterImport;
    Officers "officers" RosterOfficers;
    Agency "agency" RosterAgency;
    Contacts "contacts" ActContacts;
    Reviews "reviews" ActReviews;
    Train "training" RosterTrain;
    Enrol "enrol" ActEnrol;
    People "people" ActPeople;
    ChangeRoles "change-roles" ActChangeRoles;
    Reenrol "reenrol" ActReenrol;
    Backup "backup" ActBackup;
    Settings "settings" ActSettings;
    Calendars "calendars" ActCalendars;
    StopDays "stop-days" ActStopDays;
    UsePeriods "use-periods" ActUsePeriods;
    AcceptLoss "accept-loss" ActAcceptLoss;
    Delegations "delegations" DelegationsPane;
    CompareHead "compare-head" ActCompareHead;
    // rules
    /// More rows of the same order.
    Extend "extend" ActExtend;
    Rules "rules" ActRules;
    Staff "staff" ActStaff;
    ImportStaff "import-staff" ActImportStaff;
    /// Takes back what was said to a proposal.
    Undo "undo" ActUndo;
    Exceptions "exceptions" ActExceptions;
    DeclarePublic "declare-public" ActDeclarePublic;
}
