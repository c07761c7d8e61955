"""Texts of unattended use: this machine opens the vault without its owner."""

TEXTS: dict[str, tuple[str, str]] = {
    "unattended.help": (
        "Normally nothing opens your vault but your passwords. Unattended use lets this machine open it without you, "
        "for python tui.py stream --unattended. The key for that lies in a file of this machine, not in the database. "
        "Changing passwords leaves it on; d switches it off at once and ends what runs by it. A new vault after a "
        "forgotten password without the recovery code starts with it off.",
        "通常只有您的密码能打开保险库。无人值守允许本机在您不在时打开它，用于 python tui.py stream --unattended。"
        "所用的密钥保存在本机的文件里，不在数据库中。修改密码后仍保持开启；按 d 立即关闭，并结束依靠它运行的登录。"
        "忘记密码且没有恢复码而重建保险库后，它是关闭的。",
    ),
    "unattended.state.off": (
        "Off. Only your passwords open your vault.",
        "未开启。只有您的密码能打开保险库。",
    ),
    "unattended.state.read": (
        "ON for reading: this machine can open your read-only keys without you. d switches it off.",
        "已开启，仅读取：本机可在您不在时打开您的只读 Key。按 d 关闭。",
    ),
    "unattended.state.trade": (
        "ON for reading and trading: this machine can open your read-only and your trading keys without you. "
        "d switches it off.",
        "已开启，读取和交易：本机可在您不在时打开您的只读 Key 和交易 Key。按 d 关闭。",
    ),
    "unattended.reach.read": ("Read only", "仅读取"),
    "unattended.reach.read.note": ("enough for stream", "stream 只需要这一项"),
    "unattended.reach.trade": ("Read and trade", "读取和交易"),
    "unattended.reach.trade.note": ("nothing in this version needs it", "本版本没有功能需要它"),
    "unattended.on": ("switch on", "开启"),
    "unattended.on-help": ("Let this machine open your vault without you", "允许本机在您不在时打开保险库"),
    "unattended.off": ("switch off", "关闭"),
    "unattended.off-help": ("Let nothing but your passwords open your vault", "只允许您的密码打开保险库"),
    "unattended.sure.read": (
        "May this machine read without you?",
        "允许本机在您不在时读取？",
    ),
    "unattended.sure.trade": (
        "May this machine trade without you?",
        "允许本机在您不在时交易？",
    ),
    "unattended.sure.read.means": (
        "From now on this machine can use your read-only keys without you and without a password. So can whoever runs "
        "it, or gets hold of both its key file and the database.",
        "从现在起，本机无需您在场也无需密码即可使用您的只读 Key。掌管本机的人，"
        "或同时拿到密钥文件和数据库的人，也能做到。",
    ),
    "unattended.sure.trade.means": (
        "From now on this machine can use your read-only AND your trading keys without you and without a password. So "
        "can whoever runs it, or gets hold of both its key file and the database.",
        "从现在起，本机无需您在场也无需密码即可使用您的只读 Key 和交易 Key。掌管本机的人，"
        "或同时拿到密钥文件和数据库的人，也能做到。",
    ),
    "unattended.stop": ("Switch unattended use off?", "关闭无人值守？"),
    "unattended.stop.means": (
        "What runs by it ends within a minute. Your passwords open your vault as before.",
        "依靠它运行的登录会在一分钟内结束。您的密码照常打开保险库。",
    ),
    "unattended.yes.on": ("Allow it", "允许"),
    "unattended.yes.off": ("Switch off", "关闭"),
    "unattended.no": ("Leave it", "保持不变"),
    "unattended.said-on": ("Unattended use is on.", "无人值守已开启。"),
    "unattended.said-off": ("Unattended use is off.", "无人值守已关闭。"),
    "unattended.why.on": ("it is on already; d switches it off", "已经开启；按 d 关闭"),
    "unattended.why.off": ("it is off", "尚未开启"),
    "unattended.error.off": (
        "{username} does not allow unattended use. Switch it on in the app: P, F6, F5.",
        "{username} 没有允许无人值守。请在程序中开启：P、F6、F5。",
    ),
    "unattended.error.no-trade": (
        "{username} does not allow unattended use of trading keys.",
        "{username} 没有允许无人值守使用交易 Key。",
    ),
    "unattended.error.no-key": (
        "There is no service key at {file}. Unattended use was switched on elsewhere; switch it off and on again here.",
        "{file} 处没有服务密钥。无人值守是在别处开启的；请在本机关闭后重新开启。",
    ),
    "unattended.error.other-key": (
        "The service key in {file} is not the one unattended use was switched on with; switch it off and on again.",
        "{file} 中的服务密钥与开启无人值守时的不同；请关闭后重新开启。",
    ),
    "unattended.error.damaged": (
        "{file} holds no key. Restore it, or delete it and switch unattended use off and on again.",
        "{file} 中没有密钥。请恢复该文件，或将其删除后关闭并重新开启无人值守。",
    ),
    "unattended.error.file": ("{file} cannot be used: {reason}", "{file} 无法使用：{reason}"),
    "unattended.error.meanwhile": (
        "It was changed elsewhere meanwhile. Look again.",
        "刚才在别处被修改过，请重新查看。",
    ),
}
