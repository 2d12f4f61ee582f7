//! The points of the host's hardening, and what is to be done about each.

use crate::domain::host::{HostPoint, HostState};
use crate::locale::Lang;

impl Lang {
    /// `完整` / `fits`.
    pub fn host_state(self, state: HostState) -> &'static str {
        match (self, state) {
            (Lang::ZhTw, HostState::Fits) => "符合",
            (Lang::ZhTw, HostState::Wrong) => "不符",
            (Lang::ZhTw, HostState::Unknown) => "無法得知",
            (Lang::En, HostState::Fits) => "ok",
            (Lang::En, HostState::Wrong) => "WRONG",
            (Lang::En, HostState::Unknown) => "unknown",
        }
    }

    /// What the point is about.
    pub fn host_point(self, point: HostPoint) -> &'static str {
        match self {
            Lang::ZhTw => point_zh(point),
            Lang::En => point_en(point),
        }
    }

    /// What is to be done where it does not fit.
    pub fn host_remedy(self, point: HostPoint) -> &'static str {
        match self {
            Lang::ZhTw => remedy_zh(point),
            Lang::En => remedy_en(point),
        }
    }
}

fn point_zh(point: HostPoint) -> &'static str {
    match point {
        HostPoint::StoreMode => "資料庫目錄權限",
        HostPoint::FileModes => "資料庫檔案權限",
        HostPoint::Account => "執行帳號",
        HostPoint::Core => "記憶體傾印",
        HostPoint::MemoryLock => "記憶體鎖定額度",
        HostPoint::Swap => "置換空間",
        HostPoint::Clock => "主機校時",
        HostPoint::FileSystem => "檔案系統",
        HostPoint::Room => "磁碟餘裕",
        HostPoint::Files => "檔案限縮 landlock",
        HostPoint::Calls => "系統呼叫限縮 seccomp",
        HostPoint::SshKeys => "SSH 公鑰限制",
        HostPoint::SshServer => "SSH 伺服器設定",
    }
}

fn point_en(point: HostPoint) -> &'static str {
    match point {
        HostPoint::StoreMode => "mode of the store's directory",
        HostPoint::FileModes => "modes of the store's files",
        HostPoint::Account => "account",
        HostPoint::Core => "core dumps",
        HostPoint::MemoryLock => "limit of locked memory",
        HostPoint::Swap => "swap",
        HostPoint::Clock => "clock",
        HostPoint::FileSystem => "file system",
        HostPoint::Room => "room on the disk",
        HostPoint::Files => "files confined (landlock)",
        HostPoint::Calls => "calls confined (seccomp)",
        HostPoint::SshKeys => "SSH keys",
        HostPoint::SshServer => "SSH server",
    }
}

fn remedy_zh(point: HostPoint) -> &'static str {
    match point {
        HostPoint::StoreMode => "請執行 chmod 700 資料庫目錄，擁有者改為 irdesk 帳號。",
        HostPoint::FileModes => "請執行 chmod 600 desk.db* keys.toml head。",
        HostPoint::Account => "請改以專用帳號 irdesk 執行，勿用 root。",
        HostPoint::Core => "請於 /etc/security/limits.conf 設 irdesk hard core 0。",
        HostPoint::MemoryLock => "請於 limits.conf 設 irdesk hard memlock unlimited。",
        HostPoint::Swap => "請停用置換空間（swapoff -a）或改用加密之置換空間。",
        HostPoint::Clock => "請啟用 systemd-timesyncd 或 chrony 校時。",
        HostPoint::FileSystem => "請將資料庫移至本機磁碟（ext4、xfs），勿置於網路磁碟或暫存空間。",
        HostPoint::Room => "請清出空間，至少保留 5%。",
        HostPoint::Files => {
            "請使用 5.13 以上核心並啟用 landlock（開機參數 lsm=landlock,yama 等）。"
        }
        HostPoint::Calls => "請使用啟用 seccomp 之核心。",
        HostPoint::SshKeys => {
            "公鑰檔每行請寫 restrict,pty,command=\"/usr/bin/irdesk --as 帳號\"，並由 root 持有。"
        }
        HostPoint::SshServer => {
            "請於 sshd_config 設 PermitUserEnvironment no、AcceptEnv LANG、DisableForwarding yes。"
        }
    }
}

fn remedy_en(point: HostPoint) -> &'static str {
    match point {
        HostPoint::StoreMode => "chmod 700 the directory; its owner is the account irdesk.",
        HostPoint::FileModes => "chmod 600 desk.db* keys.toml head.",
        HostPoint::Account => "Run it under an account of its own, irdesk, not as root.",
        HostPoint::Core => "Set irdesk hard core 0 in /etc/security/limits.conf.",
        HostPoint::MemoryLock => "Set irdesk hard memlock unlimited in limits.conf.",
        HostPoint::Swap => "Turn swap off (swapoff -a), or encrypt it.",
        HostPoint::Clock => "Let systemd-timesyncd or chrony keep the clock.",
        HostPoint::FileSystem => {
            "Move the store to a disk of this host (ext4, xfs), not to a network or temporary one."
        }
        HostPoint::Room => "Make room; five percent at least stay free.",
        HostPoint::Files => "Use a kernel from 5.13 on with landlock (boot with lsm=landlock,...).",
        HostPoint::Calls => "Use a kernel with seccomp.",
        HostPoint::SshKeys => {
            "Each line: restrict,pty,command=\"/usr/bin/irdesk --as LOGIN\"; the file belongs to root."
        }
        HostPoint::SshServer => {
            "Set PermitUserEnvironment no, AcceptEnv LANG, DisableForwarding yes in sshd_config."
        }
    }
}
