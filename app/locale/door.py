"""Texts of the command line: help, paths, and what stands against a start."""

TEXTS: dict[str, tuple[str, str]] = {
    "door.help": (
        """\
Binnacle: live positions, orders and compute balance of your exchange accounts, in a terminal.

python tui.py [options]                 open the app
python tui.py sandbox [options]         run the simulated servers alone, until interrupted
python tui.py stream --json [options]   sign in without a screen and print events, one JSON line each
python tui.py ledger --csv [options]    sign in without a screen and print the compute ledger
python tui.py doctor [options]          try the way to every venue, and with a login the bound keys
python tui.py audit verify [options]    prove that audit log and ledger were not changed by hand

Options
  --demo            simulated venue, chain and wallet on this machine; keeps its own data
  --lang en|zh      language; without it the terminal's
  --data-dir DIR    where database, keys of this machine and reports are kept
  --database URL    sqlite:///file or postgresql://user@host/name
  --paths           say which files and folders are used, and end
  --version         say the version, and end
  -h, --help        this text

Options of sandbox
  --venues NAMES    which venues, separated by commas (okx)
  --seed N          the same number gives the same accounts, keys and prices (7)
  --json            addresses and keys as one JSON line

Options of doctor
  --json            everything as one JSON line
  --venues NAMES    only these, separated by commas
  --username NAME   also look at this person's keys; --password-fd N as for stream
  It prints no key, name or account. Exit codes: 0 all well, 1 something cannot be reached, 3 a key is refused.

Options of audit verify
  --json            the outcome as one JSON line
  --noted N:HASH    a head noted earlier; the log must still contain it
  Exit codes: 0 sound, 1 cannot be read, 3 broken.

Options of stream
  --json            the only format there is so far
  --username NAME   who signs in
  --password-fd N   read the password from this file descriptor; else from
                    BINNACLE_PASSWORD, else it is asked for
  --unattended      no password: NAME allowed unattended use on this machine

Options of ledger
  --csv             the only format there is: every line, the oldest first
  --username NAME   who signs in; the password as for stream
  --login-fd N      instead: username and password from this file descriptor, a line each

Settings come from binnacle.toml and from variables like BINNACLE_SMTP_HOST.
Exit codes: 0 fine, 1 it could not go on, 2 wrong arguments or settings, 129 hung up, 130 interrupted.
""",
        """\
Binnacle 罗经：在终端里实时查看各交易所账户的持仓、委托和算力余额。

python tui.py [选项]                    打开程序
python tui.py sandbox [选项]            只运行模拟服务器，直到中断
python tui.py stream --json [选项]      不打开界面，登录后逐行输出 JSON 事件
python tui.py ledger --csv [选项]       不打开界面，登录后输出算力明细
python tui.py doctor [选项]             检查到各交易所的连接；登录后还检查已绑定的 Key
python tui.py audit verify [选项]       验证审计日志和账本未被手工改动

选项
  --demo            在本机模拟交易所、区块链和钱包，数据单独存放
  --lang en|zh      语言；不给则跟随终端
  --data-dir 目录   存放数据库、本机密钥和报告的目录
  --database 地址   sqlite:///文件 或 postgresql://用户@主机/库名
  --paths           列出使用的文件和目录后退出
  --version         显示版本后退出
  -h, --help        显示本说明

sandbox 的选项
  --venues 名称     哪些交易所，用逗号分隔（okx）
  --seed N          相同的数字得到相同的账户、密钥和价格（7）
  --json            以一行 JSON 输出地址和密钥

doctor 的选项
  --json            全部结果以一行 JSON 输出
  --venues 名称     只检查这些，用逗号分隔
  --username 名称   同时检查此人的 Key；--password-fd N 同 stream
  不输出任何 Key、姓名或账户。退出码：0 一切正常，1 有连接失败，3 有 Key 被拒绝。

audit verify 的选项
  --json            结果以一行 JSON 输出
  --noted N:哈希    先前记录的链头；日志必须仍包含它
  退出码：0 无误，1 无法读取，3 有误。

stream 的选项
  --json            目前唯一的格式
  --username 名称   登录的用户名
  --password-fd N   从该文件描述符读取密码；否则读取环境变量
                    BINNACLE_PASSWORD，再否则当场询问
  --unattended      不用密码：该用户已在本机允许无人值守

ledger 的选项
  --csv             目前唯一的格式：全部明细，最早的在前
  --username 名称   登录的用户名；密码同 stream
  --login-fd N      或者：从该文件描述符读取用户名和密码，各占一行

设置来自 binnacle.toml 以及 BINNACLE_SMTP_HOST 这样的环境变量。
退出码：0 正常，1 无法继续，2 参数或设置有误，129 连接断开，130 被中断。
""",
    ),
    "door.usage": (
        "{reason}\nSee: python tui.py --help",
        "{reason}\n用法见：python tui.py --help",
    ),
    "door.not-installed": (
        "The library {name} is not installed here. Start with: make run (or make demo)",
        "这里没有安装库 {name}。请这样启动：make run（或 make demo）",
    ),
    "door.no-username": ("--username is missing: who signs in?", "缺少 --username：谁登录？"),
    "door.no-descriptor": (
        "The file descriptor of --password-fd or --login-fd is not open.",
        "--password-fd 或 --login-fd 指定的文件描述符没有打开。",
    ),
    "door.no-password": (
        "There is no terminal to ask for the password; use --password-fd or BINNACLE_PASSWORD.",
        "没有可用来询问密码的终端；请使用 --password-fd 或 BINNACLE_PASSWORD。",
    ),
    "door.two-logins": (
        "With --login-fd there is no --username and no --password-fd.",
        "使用 --login-fd 时不能再给 --username 或 --password-fd。",
    ),
    "door.no-password-wanted": (
        "--unattended takes no password; leave out --password-fd.",
        "--unattended 不需要密码；请去掉 --password-fd。",
    ),
    "door.no-folder": (
        "The data folder cannot be used: {file} ({reason}). Choose another one with --data-dir.",
        "数据目录无法使用：{file}（{reason}）。请用 --data-dir 另选一个。",
    ),
    "door.paths.read": ("read", "已读取"),
    "door.paths.absent": ("not there", "不存在"),
    "door.paths.settings": ("settings", "设置"),
    "door.paths.data": ("data", "数据"),
    "door.paths.database": ("database", "数据库"),
    "door.paths.key": ("server key", "服务器密钥"),
    "door.paths.service": ("service key", "服务密钥"),
    "door.paths.log": ("log", "日志"),
    "door.paths.reports": ("reports", "报告"),
    "door.paths.variables": ("from the environment", "来自环境变量"),
    # Settings.
    "door.settings.not_toml": ("{file} is not TOML: {reason}", "{file} 不是有效的 TOML：{reason}"),
    "door.settings.unreadable": ("{file} cannot be read: {reason}", "无法读取 {file}：{reason}"),
    "door.settings.not_private": (
        "{file} holds a password and can be read by others. Run: chmod 600 {file}",
        "{file} 中有密码，却能被其他用户读取。请运行：chmod 600 {file}",
    ),
    "door.settings.unknown_key": (
        "{file}: there is no setting {key}.",
        "{file}：没有名为 {key} 的设置。",
    ),
    "door.settings.unknown_variable": (
        "There is no setting behind the variable {name}.",
        "环境变量 {name} 不对应任何设置。",
    ),
    "door.settings.bad_venue": (
        "{key}: the venue does not have that, or something is missing; it has: {known}",
        "{key}：该交易所没有此项，或缺少某项；可用：{known}",
    ),
    "door.settings.bad_value": ("{file}, {key}: {reason}", "{file}，{key}：{reason}"),
    "door.settings.not_an_ip": (
        "egress_ips: {value} is not an IP address.",
        "egress_ips：{value} 不是 IP 地址。",
    ),
    "door.settings.no_finder": (
        "tron.finders is empty: name index, logs or both, or no payment would ever be found.",
        "tron.finders 为空：请填写 index、logs 或两者，否则无法发现任何付款。",
    ),
    "door.settings.no_sender": (
        "smtp.sender: say which address mail comes from.",
        "smtp.sender：请填写发件地址。",
    ),
    "door.settings.plain_smtp": (
        "smtp.security: plain is for this machine only, and {host} is another one; use tls or starttls.",
        "smtp.security：plain 只能用于本机，而 {host} 是另一台机器；请用 tls 或 starttls。",
    ),
    # Files of this machine.
    "door.key.not_private": (
        "{file} can be read by others. Run: chmod 600 {file}",
        "{file} 能被其他用户读取。请运行：chmod 600 {file}",
    ),
    "door.key.damaged": (
        "{file} holds no key. Restore it, or delete it: a new one is made, and open e-mail codes become void.",
        "{file} 中没有密钥。请恢复该文件，或将其删除：程序会新建一个，未使用的邮箱验证码将失效。",
    ),
}
