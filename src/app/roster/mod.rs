//! 名冊: keeping people, accounts, grants, agency items, officers; what is shown of them.

pub(in crate::app) mod carry;

pub use carry::{
    confirm_proofs, delete_account, end_agency_item, end_item, grant_agency_item, grant_item,
    open_account, save_person, stop_account,
};
