"""Texts of changing a password."""

TEXTS: dict[str, tuple[str, str]] = {
    "passwords.title": ("Passwords", "修改密码"),
    "passwords.help": (
        "The login password opens your vault; the transaction password opens the keys that can trade. Changing one "
        "wraps the vault's key anew: no binding is touched. Changing the login password ends your other logins.",
        "登录密码打开保险库，交易提现密码打开可以交易的密钥。修改密码只会重新包裹保险库的密钥，绑定不受影响。"
        "修改登录密码会结束您的其他登录。",
    ),
    "passwords.which.login": ("Login password", "登录密码"),
    "passwords.which.login.note": ("opens your vault", "打开保险库"),
    "passwords.which.transaction": ("Transaction password", "交易提现密码"),
    "passwords.which.transaction.note": ("moves money and trades", "用于交易和提现"),
    "passwords.which.reset": ("Transaction password, forgotten", "忘记交易提现密码"),
    "passwords.which.reset.note": ("with your recovery code", "使用恢复码重设"),
    "passwords.old": ("Present password", "当前密码"),
    "passwords.recovery_code": ("Recovery code", "恢复码"),
    "passwords.new": ("New password", "新密码"),
    "passwords.again": ("  once more", "  再输一次"),
    "passwords.submit": ("change it", "修改"),
    "passwords.submit-help": ("Change the chosen password", "修改所选的密码"),
    "passwords.working": ("Wrapping the vault's key anew ...", "正在重新包裹保险库密钥……"),
    "passwords.done.login": ("Login password changed; other logins have ended.", "登录密码已修改，其他登录已结束。"),
    "passwords.done.transaction": ("Transaction password changed.", "交易提现密码已修改。"),
    "passwords.done.reset": ("Transaction password replaced.", "交易提现密码已重设。"),
}
