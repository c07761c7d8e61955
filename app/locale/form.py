"""What every page with fields may say."""

TEXTS: dict[str, tuple[str, str]] = {
    "form.error.mismatch": ("The two entries differ.", "两次输入不一致。"),
    "form.code.sending": ("sending ...", "正在发送……"),
    "form.code.sent-wait": ("sent; a new one in {seconds} s", "已发送，{seconds} 秒后可重发"),
    "form.code.sent-again": ("not arrived? {send} sends a new one", "没收到？按 {send} 重新发送"),
    "form.code.here-wait": ("{mail} shows the mail; new in {seconds} s", "按 {mail} 看邮件，{seconds} 秒后可重发"),
    "form.code.here-again": ("{mail} shows the mail; {send} sends anew", "按 {mail} 看邮件，按 {send} 重发"),
    "form.code.kept-wait": ("ask the operator for it; new in {seconds} s", "请向运营方索取，{seconds} 秒后可重发"),
    "form.code.kept-again": ("ask the operator; {send} makes a new one", "请向运营方索取，按 {send} 重新生成"),
    "form.strength.0": ("very weak", "非常弱"),
    "form.strength.1": ("weak", "弱"),
    "form.strength.2": ("fair, needs a little more", "一般，还差一点"),
    "form.strength.3": ("good", "良好"),
    "form.strength.4": ("strong", "很强"),
    "form.strength.length": ("{length} of {shortest} characters", "{length} 位，至少 {shortest} 位"),
    "form.again.same": ("the same", "一致"),
}
