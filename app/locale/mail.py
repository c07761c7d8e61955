"""Mail as it is sent. Plain text, short lines; times are UTC."""

TEXTS: dict[str, tuple[str, str]] = {
    "mail.code-register.subject": ("Your code for registering at Binnacle", "Binnacle 注册验证码"),
    "mail.code-register.body": (
        "Your code: {code}\n\n"
        "Type it on the registration page. It is good for {minutes} minutes, until {until} UTC.\n"
        "If you did not ask for it, ignore this mail; nothing happens without the code.\n",
        "验证码：{code}\n\n"
        "请在注册页面输入。{minutes} 分钟内有效，到 {until} UTC 为止。\n"
        "如果不是您本人操作，请忽略此邮件；没有验证码，什么都不会发生。\n",
    ),
    "mail.code-recover.subject": ("Your code for a new login password", "Binnacle 重设登录密码验证码"),
    "mail.code-recover.body": (
        "Your code: {code}\n\n"
        "Type it where you asked for it, together with your recovery code.\n"
        "It is good for {minutes} minutes, until {until} UTC.\n"
        "If you did not ask for it, somebody typed your address. Give the code to nobody, us included.\n",
        "验证码：{code}\n\n"
        "请在申请的页面输入，并同时输入您的恢复码。\n"
        "{minutes} 分钟内有效，到 {until} UTC 为止。\n"
        "如果不是您本人操作，说明有人输入了您的邮箱。请勿把验证码告诉任何人，包括我们。\n",
    ),
    "mail.code-email.subject": ("Your code for this new address", "Binnacle 更换邮箱验证码"),
    "mail.code-email.body": (
        "Your code: {code}\n\n"
        "Type it on your profile page to use this address from now on.\n"
        "It is good for {minutes} minutes, until {until} UTC.\n",
        "验证码：{code}\n\n请在个人资料页面输入，此后将使用本邮箱。\n{minutes} 分钟内有效，到 {until} UTC 为止。\n",
    ),
    "mail.taken.subject": ("You already have an account at Binnacle", "您已有 Binnacle 账号"),
    "mail.taken.body": (
        "Somebody, probably you, asked for a registration code for this address.\n"
        "There is an account with this address already, so there is no code.\n"
        'Sign in instead; if the password is forgotten, choose "Forgotten password".\n',
        "有人（可能是您本人）用本邮箱申请了注册验证码。\n"
        "本邮箱已有账号，因此没有发送验证码。\n"
        "请直接登录；忘记密码请选择“忘记密码”。\n",
    ),
    "mail.unknown.subject": ("There is no account with this address", "本邮箱没有账号"),
    "mail.unknown.body": (
        "Somebody, probably you, asked for a new password at Binnacle with this address.\n"
        "There is no account with it. You may have registered with another address.\n",
        "有人（可能是您本人）用本邮箱申请重设 Binnacle 登录密码。\n本邮箱没有账号，您可能是用别的邮箱注册的。\n",
    ),
    "mail.login-changed.subject": ("Your login password was changed", "登录密码已修改"),
    "mail.login-changed.body": (
        "The login password of {username} was changed at {time} UTC, and other logins were ended.\n"
        "If this was not you, recover the account at once with your recovery code, "
        "and delete your API keys at the venues.\n",
        "账号 {username} 的登录密码已于 {time} UTC 修改，其他登录均已结束。\n"
        "如果不是您本人操作，请立即用恢复码找回账号，并到交易所删除 API 密钥。\n",
    ),
    "mail.transaction-changed.subject": ("Your transaction password was changed", "交易提现密码已修改"),
    "mail.transaction-changed.body": (
        "The transaction password of {username} was changed at {time} UTC.\n"
        "If this was not you, change your login password at once, and delete your API keys at the venues.\n",
        "账号 {username} 的交易提现密码已于 {time} UTC 修改。\n"
        "如果不是您本人操作，请立即修改登录密码，并到交易所删除 API 密钥。\n",
    ),
    "mail.recovered.subject": ("Your account was recovered", "账号已找回"),
    "mail.recovered.body": (
        "The login password of {username} was replaced at {time} UTC with the recovery code.\n"
        "All logins were ended, and the recovery code you used is replaced by a new one.\n"
        "If this was not you, delete your API keys at the venues and tell the operator.\n",
        "账号 {username} 的登录密码已于 {time} UTC 通过恢复码重设。\n"
        "所有登录均已结束，用过的恢复码已换成新的。\n"
        "如果不是您本人操作，请到交易所删除 API 密钥，并联系运营方。\n",
    ),
    "mail.started-over.subject": ("Your account was started over", "账号已重新设置"),
    "mail.started-over.body": (
        "At {time} UTC both passwords of {username} were replaced without the recovery code, by a code sent to this "
        "address.\n"
        "The vault is empty now: every API key has to be bound again. Your compute and orders stay, your withdrawal "
        "addresses wait anew, and all logins were ended.\n"
        "If this was not you, delete your API keys at the venues and tell the operator at once.\n",
        "{time} UTC，账号 {username} 未使用恢复码、仅凭发往本邮箱的验证码重设了两个密码。\n"
        "保险库已清空，所有 API 密钥都需重新绑定；算力和订单保留，提现白名单地址重新进入等待期，所有登录均已结束。\n"
        "如果不是您本人操作，请立即到交易所删除 API 密钥，并联系运营方。\n",
    ),
    "mail.email-changed.subject": ("Your e-mail address was changed", "邮箱已更换"),
    "mail.email-changed.body": (
        "Mail for {username} goes to another address since {time} UTC.\n"
        "If this was not you, change your login password at once and tell the operator.\n",
        "自 {time} UTC 起，账号 {username} 的邮件将发往另一个邮箱。\n"
        "如果不是您本人操作，请立即修改登录密码，并联系运营方。\n",
    ),
    "mail.payout-address.subject": ("An address was added to your withdrawal list", "提现白名单新增了地址"),
    "mail.payout-address.body": (
        "At {time} UTC the address {address} was put on the withdrawal list of {username}.\n"
        "It cannot be used before its waiting time is over. If this was not you, remove it and change both passwords "
        "at once.\n",
        "{time} UTC，账号 {username} 的提现白名单新增了地址 {address}。\n"
        "等待期结束前该地址不可使用。如果不是您本人操作，请立即移除该地址并修改两个密码。\n",
    ),
    "mail.unattended-read.subject": ("Unattended use of your keys: reading", "无人值守：允许读取"),
    "mail.unattended-read.body": (
        "Since {time} UTC the server may open the read-only keys of {username} without you, and nothing that trades.\n"
        "If this was not you, switch it off (P, F6, F5), change both passwords at once, and delete your API keys at "
        "the venues.\n",
        "自 {time} UTC 起，服务器可在您不在时打开账号 {username} 的只读 Key，不能打开交易 Key。\n"
        "如果不是您本人操作，请立即关闭（P、F6、F5），修改两个密码，并到交易所删除 API 密钥。\n",
    ),
    "mail.unattended-trade.subject": ("Unattended use of your keys: reading and trading", "无人值守：允许读取和交易"),
    "mail.unattended-trade.body": (
        "Since {time} UTC the server may open the read-only AND the trading keys of {username} without you.\n"
        "If this was not you, switch it off (P, F6, F5), change both passwords at once, and delete your API keys at "
        "the venues.\n",
        "自 {time} UTC 起，服务器可在您不在时打开账号 {username} 的只读 Key 和交易 Key。\n"
        "如果不是您本人操作，请立即关闭（P、F6、F5），修改两个密码，并到交易所删除 API 密钥。\n",
    ),
    "mail.unattended-off.subject": ("Unattended use of your keys is off", "无人值守已关闭"),
    "mail.unattended-off.body": (
        "Since {time} UTC nothing but the passwords of {username} opens the vault; what ran without you ends.\n"
        "If this was not you, change your login password at once.\n",
        "自 {time} UTC 起，只有账号 {username} 的密码能打开保险库；无人值守运行的登录随之结束。\n"
        "如果不是您本人操作，请立即修改登录密码。\n",
    ),
    "mail.reset.subject": ("Set a new login password", "请重设登录密码"),
    "mail.reset.body": (
        "At {time} UTC the operator ended the logins of {username} and asks for a new login password.\n"
        "Open Binnacle, choose recovery on the sign-in screen, and set one. Nobody but you can choose it.\n",
        "{time} UTC，运营方结束了账号 {username} 的登录，并要求重设登录密码。\n"
        "请打开 Binnacle，在登录页选择找回账号并设置新密码。只有您本人能设置。\n",
    ),
}
