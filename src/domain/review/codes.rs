//! The words of 清查, each with the English code that store and JSON spell.

use crate::domain::retention::codes::codes;
use crate::domain::roster::{Hint, Post};

codes! {
    /// Where a review stands (domain.md F1).
    ReviewState {
        /// 判定中.
        Open "open",
        /// 報請核章.
        Reported "reported",
        /// 執行中.
        Executing "executing",
        /// 結案.
        Closed "closed",
    }
}

codes! {
    /// What is done with a review.
    ReviewStep {
        /// 報請.
        Report "report",
        /// 核章.
        Approve "approve",
        /// 退回.
        Return "return",
        /// 重行判定.
        Resume "resume",
        /// 結案.
        Close "close",
    }
}

codes! {
    /// 判定.
    Verdict {
        /// 保留.
        Keep "keep",
        /// 調整.
        Change "change",
        /// 刪除.
        Delete "delete",
    }
}

codes! {
    /// What is done with a line.
    LineStep {
        Keep "keep",
        Change "change",
        Delete "delete",
        /// 產生申請.
        Draft "draft",
    }
}

codes! {
    /// Where a line stands.
    LineState {
        /// 未定.
        Undecided "undecided",
        Kept "kept",
        Changing "changing",
        Deleting "deleting",
    }
}

codes! {
    /// What a line is found for; the first ones are to be reported and changed at once (6(6)).
    Finding {
        /// 無此人: a log names the account, the roster does not.
        Orphan "orphan",
        /// 刪除後仍有查詢.
        UsedAfterEnd "used_after_end",
        Left "left",
        Retired "retired",
        Moved "moved",
        /// 重複.
        Duplicate "duplicate",
        /// 長期閒置.
        LongIdle "long_idle",
        /// 要件未齊.
        Unproven "unproven",
        /// 停用未刪.
        Stopped "stopped",
        /// 即將異動.
        Going "going",
        /// 閒置.
        Idle "idle",
        /// 項目十二個月未用.
        Unused "unused",
        /// 較上次新增.
        New "new",
        /// 項目較上次增加.
        MoreItems "more_items",
    }
}

impl Finding {
    /// 即時: reported and changed at once; such a line ages from its finding until it is carried out.
    pub fn is_urgent(self) -> bool {
        match self {
            Finding::Orphan
            | Finding::UsedAfterEnd
            | Finding::Left
            | Finding::Retired
            | Finding::Moved
            | Finding::Duplicate
            | Finding::LongIdle
            | Finding::Unproven
            | Finding::Stopped => true,
            Finding::Going
            | Finding::Idle
            | Finding::Unused
            | Finding::New
            | Finding::MoreItems => false,
        }
    }

    /// What the roster notices a line for, as a finding.
    pub(super) fn of_hint(hint: Hint) -> Finding {
        match hint {
            Hint::Unknown => Finding::Orphan,
            Hint::Gone(Post::Moved | Post::Serving) => Finding::Moved,
            Hint::Gone(Post::Left) => Finding::Left,
            Hint::Gone(Post::Retired) => Finding::Retired,
            Hint::Going(_) => Finding::Going,
            Hint::DeletionProposed => Finding::LongIdle,
            Hint::Duplicate => Finding::Duplicate,
            Hint::Unproven => Finding::Unproven,
            Hint::Idle => Finding::Idle,
            Hint::Stopped => Finding::Stopped,
        }
    }
}

impl LineState {
    pub fn of(verdict: Option<Verdict>) -> LineState {
        match verdict {
            None => LineState::Undecided,
            Some(Verdict::Keep) => LineState::Kept,
            Some(Verdict::Change) => LineState::Changing,
            Some(Verdict::Delete) => LineState::Deleting,
        }
    }
}

impl Verdict {
    pub fn step(self) -> LineStep {
        match self {
            Verdict::Keep => LineStep::Keep,
            Verdict::Change => LineStep::Change,
            Verdict::Delete => LineStep::Delete,
        }
    }
}
