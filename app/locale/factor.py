"""Texts of the second factor."""

TEXTS: dict[str, tuple[str, str]] = {
    "factor.error.on": ("It is on already.", "已经开启。"),
    "factor.error.off": ("It is not set up. Begin again.", "尚未设置，请重新开始。"),
    "factor.error.shape": ("Type the 6 digits your authenticator shows.", "请输入验证器显示的 6 位数字。"),
    "factor.error.wrong": ("Not the code of now, or used before.", "验证码不对，或已经用过。"),
    "factor.code": ("Authenticator code", "验证器验证码"),
    "factor.code.hint": ("6 digits", "6 位数字"),
    "factor.help": (
        "A second factor is a code of an authenticator app, asked for before compute can be withdrawn or an address is "
        "added. Set it up by scanning the QR code, or by typing the letters beside it. Without the recovery code of "
        "your account it is lost together with the login password.",
        "二次验证是验证器 App 生成的验证码，在提现或添加提现地址前要求输入。扫描二维码或手动输入旁边的字母即可设置。"
        "忘记登录密码又没有恢复码时，它会随保险库一起失效。",
    ),
    "factor.off": (
        "Off. With your transaction password you begin to set it up.",
        "未开启。输入交易提现密码开始设置。",
    ),
    "factor.begun": (
        "Scan this with your authenticator app, or type the letters. Then type the code it shows.",
        "用验证器 App 扫描，或手动输入下列字母，然后输入它显示的验证码。",
    ),
    "factor.on": (
        "On. Withdrawals ask for a code. Password and a code switch it off.",
        "已开启，提现时会要求验证码。输入密码和验证码可关闭。",
    ),
    "factor.next": ("go on", "继续"),
    "factor.next-help": ("Begin, confirm or switch off, as the page says", "按页面提示开始、确认或关闭"),
    "factor.said-on": ("The second factor is on.", "二次验证已开启。"),
    "factor.said-off": ("The second factor is off.", "二次验证已关闭。"),
}
