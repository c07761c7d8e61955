"""Texts of the sign-in screen and of the very first start."""

TEXTS: dict[str, tuple[str, str]] = {
    "signin.title": ("Sign in", "登录"),
    "signin.help": (
        "The login password opens your vault. Several wrong tries make the next one wait. Registering needs an "
        "invite code; the first account of an empty store does not, and becomes its operator.",
        "登录密码用来打开您的保险库。多次输错后需要等待。注册需要邀请码；空数据库的第一个账号不需要，并成为运营方。",
    ),
    "signin.username": ("Username", "用户名"),
    "signin.password": ("Login password", "登录密码"),
    "signin.password.purpose": (
        "It opens your vault: without it nobody, not even the operator, can read the keys you keep here.",
        "登录密码用来打开您的保险库。没有它，谁也读不出您存放的密钥，运营方也不行。",
    ),
    "signin.submit": ("sign in", "登录"),
    "signin.submit-help": ("Open your vault with the login password", "用登录密码打开保险库"),
    "signin.working": ("Opening your vault ...", "正在打开保险库……"),
    "signin.register": ("register", "注册"),
    "signin.register-help": ("Make an account with an invite code", "用邀请码注册账号"),
    "signin.forgot": ("forgotten password", "忘记密码"),
    "signin.forgot-help": ("Replace a forgotten login password", "重设忘记的登录密码"),
    "signin.error.username_empty": ("Type your username.", "请输入用户名。"),
    "signin.error.password_empty": ("Type your login password.", "请输入登录密码。"),
    "signin.first.title": ("Welcome aboard", "欢迎使用"),
    "signin.first.lead": (
        "Nothing is stored here yet. How would you like to begin?",
        "这里还没有任何数据。您想怎样开始？",
    ),
    "signin.first.demo": ("Look around in the demo", "先看看演示"),
    "signin.first.demo.about": (
        "simulated exchange and chain, play money, data of its own",
        "模拟的交易所和区块链，用的是假钱，数据单独存放",
    ),
    "signin.first.own": ("Start for myself", "自己使用"),
    "signin.first.own.about": (
        "you become the operator of this store; no invite code needed",
        "您将成为这里的运营方，不需要邀请码",
    ),
    "signin.first.invited": ("I have an invite code", "我有邀请码"),
    "signin.first.invited.about": (
        "it belongs to your operator's store; see how to reach it",
        "邀请码属于运营方的数据库，看看如何连接",
    ),
    "signin.first.invited.how": (
        "This store is empty, so the code was not issued by it. Ask your operator for the address of the database, "
        "or for an SSH login. Leave with ctrl+q and start again with:",
        "这里是空的，您的邀请码不是从这里发出的。请向运营方索取数据库地址或 SSH 登录方式，按 ctrl+q 退出后这样启动：",
    ),
    "signin.demo.title": ("DEMO: everything here is simulated", "演示模式：这里的一切都是模拟的"),
}
