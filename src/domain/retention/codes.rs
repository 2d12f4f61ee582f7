//! The words of 期限, each with the English code that the store and JSON spell.

macro_rules! codes {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $code:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::ids::BadForm;
            fn from_str(text: &str) -> Result<$name, $crate::domain::ids::BadForm> {
                $name::ALL.iter().copied().find(|one| one.code() == text)
                    .ok_or($crate::domain::ids::BadForm)
            }
        }
    };
}
pub(in crate::domain) use codes;

codes! {
    /// Where a held item stands.
    HeldState {
        /// 使用中.
        InUse "in_use",
        /// 使用完竣, 待確認 whether it is still needed.
        ToConfirm "to_confirm",
        /// 法定保存.
        Statutory "statutory",
        /// 待刪除.
        ToDelete "to_delete",
        /// 已刪除, to be verified by another person, or a line of its scope deferred.
        Deleted "deleted",
        /// 已驗證: the whole procedure is complete.
        Closed "closed",
        /// 已歸檔: it left our control.
        Archived "archived",
        /// 已撤銷: the registration was corrected, there was nothing to hold.
        Withdrawn "withdrawn",
    }
}

impl HeldState {
    /// Whether something is still to be done with the item itself.
    pub fn is_open(self) -> bool {
        match self {
            HeldState::InUse
            | HeldState::ToConfirm
            | HeldState::Statutory
            | HeldState::ToDelete => true,
            HeldState::Deleted | HeldState::Closed | HeldState::Archived | HeldState::Withdrawn => {
                false
            }
        }
    }
}

codes! {
    /// 載體.
    Medium {
        /// 紙本.
        Paper "paper",
        /// 電子檔.
        File "file",
        /// 可攜媒體.
        Removable "removable",
    }
}

codes! {
    /// Which rule of 11(2) the deletion follows.
    Ground {
        /// 11(2)2: used up and no longer needed.
        Use "use",
        /// 11(2)1: a statutory period was over.
        Statute "statute",
        /// 11(2)3: law changed, or no more need.
        Law "law",
    }
}

codes! {
    /// How an item came to be listed.
    Origin {
        /// A registration's result.
        Register "register",
        /// A registration from before this pane.
        TakenOver "taken_over",
        /// By hand.
        Manual "manual",
    }
}

codes! {
    /// Why deletion is on hold.
    HoldCause {
        /// 爭訟.
        Litigation "litigation",
        /// 稽核.
        Audit "audit",
        /// 事故.
        Incident "incident",
    }
}

codes! {
    /// What made a version of an item.
    HeldChange {
        /// Listed.
        Listed "listed",
        /// 申報使用期限.
        Declared "declared",
        /// 使用完竣.
        Completed "completed",
        /// 無保存必要.
        Unneeded "unneeded",
        /// 適用法定保存期限.
        Statute "statute",
        /// 法定保存期限屆滿.
        Lapsed "lapsed",
        /// 法令變更或無需求.
        LawChanged "law_changed",
        /// 歸檔.
        Archived "archived",
        /// 暫停刪除.
        Held "held",
        /// 恢復.
        Released "released",
        /// 移交保管.
        Assigned "assigned",
        /// 刪除.
        Deleted "deleted",
        /// 驗證不符.
        Reopened "reopened",
        /// 結案.
        Closed "closed",
        /// 登記更正.
        Withdrawn "withdrawn",
    }
}
