"""Texts of the registration page."""

TEXTS: dict[str, tuple[str, str]] = {
    "register.title": ("Register", "注册"),
    "register.title.operator": ("Register as the operator of this store", "注册为本机运营方"),
    "register.help": (
        "All fields of an account. Each is looked at when you leave it; what is wrong stands beside it. The e-mail "
        "code proves that you read the address. The login password opens your vault, the transaction password is "
        "asked for whatever moves money. At the end a recovery code is shown once: have pen and paper at hand.",
        "账号的全部信息。离开某一栏时会立即检查，问题显示在旁边。邮箱验证码用来确认邮箱是您的。登录密码打开保险库，"
        "交易提现密码用于一切动用资金的操作。最后会显示一次恢复码，请准备好纸笔。",
    ),
    "register.group.who": ("WHO YOU ARE", "您是谁"),
    "register.group.reach": ("HOW TO REACH YOU", "如何联系您"),
    "register.group.passwords": ("TWO PASSWORDS", "两个密码"),
    "register.username": ("Username", "用户名"),
    "register.username.hint": ("3-32 letters, digits, . _ -", "3-32 位字母、数字或 . _ -"),
    "register.nickname": ("Nickname", "昵称"),
    "register.nickname.hint": ("how the app greets you", "程序如何称呼您"),
    "register.real_name": ("Real name", "真实姓名"),
    "register.real_name.hint": ("seen by you and the operator", "只有您和运营方能看到"),
    "register.invite": ("Invite code", "邀请码"),
    "register.invite.hint": ("required; your inviter has it", "必填，请向邀请人索取"),
    "register.email": ("E-mail", "邮箱"),
    "register.email.hint": ("{key} sends the code", "按 {key} 发送验证码"),
    "register.code": ("E-mail code", "邮箱验证码"),
    "register.code.hint": ("six digits from the mail", "邮件中的六位数字"),
    "register.phone": ("Phone", "手机号"),
    "register.phone.hint": ("digits, +86 in front if you like", "数字，前面可加 +86"),
    "register.contact": ("Contact", "联系方式"),
    "register.contact.hint": ("optional; shown to your friends", "选填，可能展示给您的朋友"),
    "register.login_password": ("Login password", "登录密码"),
    "register.login_password.hint": ("12 or more; unrelated words", "至少 12 位，可用不相干的词"),
    "register.transaction_password": ("Transaction pw", "交易提现密码"),
    "register.transaction_password.hint": ("another one, 12 or more", "另一个密码，至少 12 位"),
    "register.again": ("  once more", "  再输一次"),
    "register.passwords.sentence": (
        "The first opens your vault, the second moves money; we cannot recover the first without the recovery code.",
        "第一个打开您的保险库，第二个动用资金；没有恢复码，我们无法找回第一个。",
    ),
    "register.submit": ("register", "注册"),
    "register.submit-help": ("Make the account", "建立账号"),
    "register.working": ("Making your vault ...", "正在建立保险库……"),
    "register.done": ("Registered. Sign in with your new password.", "注册成功，请用新密码登录。"),
}
