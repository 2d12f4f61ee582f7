//! Words about people who are enrolled: roles changed, removal, keys made anew, and why not.

use super::Lang;
use crate::domain::event::PeopleEvent;
use crate::domain::people::PeopleRefusal;

impl Lang {
    /// The first line above an enrolment code.
    pub(super) fn code_is_for(self, event: &PeopleEvent) -> String {
        let login = event.login();
        let is_revoked = matches!(event, PeopleEvent::KeyRevoked { .. });
        let is_another = matches!(event, PeopleEvent::CodeMade { .. });
        match self {
            Lang::ZhTw if is_revoked => {
                format!("已註銷 {login} 之金鑰：其前之簽章仍有效，其後者不予承認。")
            }
            Lang::ZhTw if is_another => format!("已另發註冊碼予 {login}，原碼作廢。"),
            Lang::ZhTw => format!("已登錄 {login}。"),
            Lang::En if is_revoked => {
                format!("Revoked the key of {login}: earlier signatures stand, later ones do not.")
            }
            Lang::En if is_another => format!("Another code for {login}; the one before is void."),
            Lang::En => format!("Enrolled {login}."),
        }
    }

    /// What somebody who was removed leaves in other hands, and who goes on with it; nothing where nothing is left.
    pub fn left_behind(self, requests: usize, held: usize) -> Vec<String> {
        let mut lines = Vec::new();
        if requests > 0 {
            lines.push(match self {
                Lang::ZhTw => {
                    format!("尚有未結申請 {requests} 件，請管理者或權責主管於 申請 續辦。")
                }
                Lang::En => format!(
                    "Requests not ended: {requests}. Manager or supervisor goes on with them."
                ),
            });
        }
        if held > 0 {
            lines.push(match self {
                Lang::ZhTw => format!("尚保管資料 {held} 件，請管理者於 期限 移交他人。"),
                Lang::En => format!("Items in custody: {held}. The manager hands them to another."),
            });
        }
        lines
    }

    pub fn roles_advice(self) -> [&'static str; 2] {
        match self {
            Lang::ZhTw => [
                "保管人不得兼任查核人員或權責主管；查核人員不得兼任使用者或管理者。",
                "不得自行增加本人角色。本人如在線上，須再登入。",
            ],
            Lang::En => [
                "A keeper is no checker or supervisor; a checker is no user or manager.",
                "Nobody gives himself a role. Whoever is logged in must log in again.",
            ],
        }
    }

    /// The question before a key is revoked and a code made.
    pub fn reenrol_question(self) -> [&'static str; 3] {
        match self {
            Lang::ZhTw => [
                "註銷現有金鑰並發給註冊碼：原密碼即失效，本人如在線上即登出。",
                "其前之簽章仍有效。註冊碼 15 分鐘內有效，僅顯示一次，請當面交付本人。",
                "記入軌跡，並載於次一查核紀錄。",
            ],
            Lang::En => [
                "The key is revoked and a code made: the old passphrase opens nothing more.",
                "Earlier signatures stand. The code is good for 15 minutes, shown once.",
                "It is in the trail, and the next monthly record says so.",
            ],
        }
    }

    /// The question before somebody is removed.
    pub fn remove_question(self) -> [&'static str; 2] {
        match self {
            Lang::ZhTw => [
                "移除後無任何角色，金鑰註銷，未存之輸入捨棄；本人如在線上即登出。",
                "原有紀錄及簽章不受影響。記入軌跡，並載於次一查核紀錄。",
            ],
            Lang::En => [
                "No roles, key revoked, drafts dropped; an open session is logged out.",
                "Records and signatures stand. The next monthly record says so.",
            ],
        }
    }

    /// New keys are made; the fingerprint, and who hears of it.
    pub fn recovered(self, login: &str, fingerprint: &str) -> Vec<String> {
        match self {
            Lang::ZhTw => vec![
                format!("已重新註冊 {login}，原金鑰已註銷。"),
                format!("金鑰指紋：{fingerprint}"),
                "次一查核紀錄將載明此事。其前之簽章仍有效。".to_owned(),
            ],
            Lang::En => vec![
                format!("{login} has new keys; the old one is revoked."),
                format!("Fingerprint: {fingerprint}"),
                "The next monthly record says so. Earlier signatures stand.".to_owned(),
            ],
        }
    }

    /// What is not possible, why, and what would be needed.
    pub(super) fn people_refusal(self, refusal: PeopleRefusal) -> &'static str {
        match self {
            Lang::ZhTw => match refusal {
                PeopleRefusal::Unknown => {
                    "! 登入帳號：查無此人。請以 irdesk person list 核對後改填。"
                }
                PeopleRefusal::SameRoles => "! 角色：與現有角色相同，無須變更。",
                PeopleRefusal::OwnRoles => "! 角色：不得自行增加本人角色。請由其他保管人辦理。",
                PeopleRefusal::OwnKeys => {
                    "! 重新註冊：不得註銷本人金鑰。請由其他保管人辦理，或用復原碼。"
                }
                PeopleRefusal::LastKeeper => {
                    "! 保管人：其他保管人均無金鑰，不得移除或改派。請先註冊另一保管人。"
                }
                PeopleRefusal::Removed => {
                    "! 重新註冊：此人已移除，無任何角色。請先以 irdesk person roles 給予角色。"
                }
                PeopleRefusal::RecoveryIsKeepers => {
                    "! 復原碼：僅供保管人使用。其他人員請保管人重新註冊。"
                }
            },
            Lang::En => match refusal {
                PeopleRefusal::Unknown => {
                    "! Login: nobody is enrolled by it. See irdesk person list."
                }
                PeopleRefusal::SameRoles => "! Roles: they are held already.",
                PeopleRefusal::OwnRoles => "! Roles: nobody gives himself one. Ask another keeper.",
                PeopleRefusal::OwnKeys => {
                    "! Keys: not one's own. Ask another keeper, or use the recovery code."
                }
                PeopleRefusal::LastKeeper => {
                    "! Keeper: no other has keys. First let another keeper enrol."
                }
                PeopleRefusal::Removed => "! Keys: this person was removed. First give roles.",
                PeopleRefusal::RecoveryIsKeepers => {
                    "! Recovery: the code is for keepers. A keeper re-enrols everybody else."
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::shown::{is_doubtful, width};

    #[test]
    fn every_refusal_fits_the_message_line() {
        for refusal in PeopleRefusal::ALL {
            for lang in [Lang::ZhTw, Lang::En] {
                let said = lang.people_refusal(refusal);
                assert!(width(said) <= 77, "{said}: {}", width(said));
                assert!(!said.chars().any(|one| is_doubtful(&one.to_string())));
            }
        }
    }
}
