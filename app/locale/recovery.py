"""Texts of replacing a forgotten login password, and of the recovery code."""

TEXTS: dict[str, tuple[str, str]] = {
    "recovery.title": ("Forgotten password", "忘记密码"),
    "recovery.lead": (
        "A code by e-mail and the recovery code you wrote down open your vault again. Without the recovery code "
        "nobody can open it, and that includes us.",
        "邮箱验证码加上您抄下的恢复码，可以重新打开保险库。没有恢复码，谁都打不开，我们也一样。",
    ),
    "recovery.help": (
        "The login password is replaced here. With the recovery code everything stays as it was, and you get a new "
        "recovery code; without it the keys in the vault are lost and have to be bound again. Compute, orders and "
        "profile stay in any case. All other logins end.",
        "在这里重设登录密码。有恢复码，一切保持原样，并会得到新的恢复码；没有恢复码，保险库里的密钥会丢失，需要重新绑定。"
        "算力、订单和资料都会保留。其他登录会全部结束。",
    ),
    "recovery.email": ("E-mail", "邮箱"),
    "recovery.email.hint": ("{key} sends the code", "按 {key} 发送验证码"),
    "recovery.code": ("E-mail code", "邮箱验证码"),
    "recovery.have": ("I have my recovery code", "我有恢复码"),
    "recovery.lost": ("It is lost: start over with an empty vault", "恢复码丢失：清空保险库，重新开始"),
    "recovery.lost.means": (
        "Every API key stored here is lost and must be bound again. Compute, orders and profile stay.",
        "这里保存的所有 API 密钥都会丢失，需要重新绑定。算力、订单和资料会保留。",
    ),
    "recovery.lost.title": ("Give up the keys in your vault?", "放弃保险库里的密钥吗？"),
    "recovery.lost.word": ("empty", "清空"),
    "recovery.lost.type": ("type: {word}", "请输入：{word}"),
    "recovery.lost.yes": ("Start over", "重新开始"),
    "recovery.lost.no": ("Go back", "返回"),
    "recovery.recovery_code": ("Recovery code", "恢复码"),
    "recovery.recovery_code.hint": ("seven groups of four", "7 组，每组 4 位"),
    "recovery.new_password": ("New password", "新登录密码"),
    "recovery.login_password": ("Login password", "登录密码"),
    "recovery.transaction_password": ("Transaction pw", "交易提现密码"),
    "recovery.again": ("  once more", "  再输一次"),
    "recovery.submit": ("set password", "设置新密码"),
    "recovery.submit-help": ("Replace the login password", "重设登录密码"),
    "recovery.working": ("Opening the vault ...", "正在打开保险库……"),
    "recovery.done": ("Password replaced. Sign in with the new one.", "密码已重设，请用新密码登录。"),
    "recovery.code.title": ("Your recovery code, shown this once", "您的恢复码，只显示这一次"),
    "recovery.code.help": (
        "The recovery code replaces a forgotten login password. It is shown once and kept nowhere, so it has to be "
        "on paper. Two of its groups are asked for, to be sure.",
        "恢复码用于重设忘记的登录密码。它只显示一次，任何地方都没有保存，所以必须抄在纸上。随后会请您输入其中两组来确认。",
    ),
    "recovery.code.text": (
        "Write it on paper. With it and a code by e-mail a forgotten login password can be replaced; without it the "
        "keys in your vault are lost. On purpose there is no key to copy it.",
        "请抄在纸上。忘记登录密码时，凭它和邮箱验证码可以重设；没有它，保险库里的密钥就找不回来了。为了安全，这里不提供复制。",
    ),
    "recovery.code.then": (
        "Press enter when it is on paper; two of the groups are asked for then.",
        "抄好后按回车，接着会请您输入其中两组。",
    ),
    "recovery.code.ask": (
        "From your paper: what stands in group {first}, and in group {second}?",
        "请看着您抄的纸：第 {first} 组和第 {second} 组分别是什么？",
    ),
    "recovery.code.group": ("Group {number}", "第 {number} 组"),
    "recovery.code.wrong": ("Not what stands there; compare with your paper.", "不对，请与抄写的内容核对。"),
    "recovery.code.look-again": ("esc shows the code again.", "按 esc 再看一次恢复码。"),
    "recovery.code.done": ("it is on paper", "我已抄好"),
    "recovery.code.done-help": ("Go on: the code is on paper", "已抄在纸上，继续"),
    "recovery.code.stay": (
        "Not yet: it is shown this once, so it has to be on paper first. Press enter.",
        "还不能离开：恢复码只显示这一次，请先抄好，然后按回车。",
    ),
}
