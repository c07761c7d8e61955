"""Texts of the operator's list of accounts."""

TEXTS: dict[str, tuple[str, str]] = {
    "users.error.yourself": ("This is your own account.", "这是您自己的账号。"),
    "users.help": (
        "Everybody who has an account. Blocking ends their logins and allows none; compute and bindings stay. A reset "
        "ends their logins and makes the old login password useless: they set a new one by recovery. You can neither "
        "choose a password nor read a secret.",
        "所有账号。封禁会结束其登录并禁止再登录，算力和绑定保留。重设会结束其登录并使旧登录密码失效，本人通过找回流程设置新密码。"
        "您不能代设密码，也无法查看任何密钥。",
    ),
    "users.lead": (
        "Name, nickname, compute. / finds by name or address.",
        "用户名、昵称、算力。按 / 可按名称或邮箱查找。",
    ),
    "users.find": ("find: name, nickname, e-mail", "查找：用户名、昵称、邮箱"),
    "users.nothing": ("Nobody is called so.", "没有匹配的账号。"),
    "users.blocked": ("blocked", "已封禁"),
    "users.reset": ("must set a new password", "须重设密码"),
    "users.detail": (
        "{role}, {email}, contact {contact}, since {since}",
        "{role}，{email}，联系方式 {contact}，{since} 注册",
    ),
    "users.detail.has": (
        "{bindings} approved bindings, {logins} logins open",
        "已通过绑定 {bindings} 个，当前登录 {logins} 个",
    ),
    "users.block.title": ("Block {name}?", "封禁 {name}？"),
    "users.block.means": ("All logins end, none can be opened.", "所有登录结束，且不能再登录。"),
    "users.unblock.title": ("Let {name} in again?", "恢复 {name} 的登录？"),
    "users.reset.title": ("Demand a new login password of {name}?", "要求 {name} 重设登录密码？"),
    "users.reset.means": (
        "All logins end, the old password is not accepted any more, and the owner gets a mail.",
        "所有登录结束，旧密码失效，并发邮件通知本人。",
    ),
    "users.done": ("Done; it stands in the audit log.", "已完成，并记入审计日志。"),
}
