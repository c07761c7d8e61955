"""Texts of the inbox and of the local outbox."""

TEXTS: dict[str, tuple[str, str]] = {
    "inbox.lead": ("What was mailed to {email}.", "发往 {email} 的邮件。"),
    "inbox.help": (
        "Every mail to your address and what became of it: sent only means that the mail server took it. What a mail "
        "said stands in the mail itself, so that a code can never be read here.",
        "发往您邮箱的每封邮件及其状态：“已发送”仅表示邮件服务器已接收。正文只在邮件里，因此这里看不到验证码。",
    ),
    "inbox.nothing": (
        "Nothing was mailed to you yet. News of passwords and logins will be listed here.",
        "还没有发给您的邮件。有关密码和登录的通知会列在这里。",
    ),
    "inbox.state.queued": ("waiting to be sent", "等待发送"),
    "inbox.state.sent": ("sent", "已发送"),
    "inbox.state.failed": ("could not be sent", "发送失败"),
    "inbox.state.local": ("stays in the local outbox", "保存在本机发件箱"),
    "inbox.outbox.not-yours": ("only the operator reads the outbox", "只有运营方可以查看发件箱"),
    "inbox.outbox.title": ("Local outbox", "本机发件箱"),
    "inbox.outbox.lead": (
        "No mail server is configured, so mail stays here instead of going out.",
        "没有配置邮件服务器，邮件不会发出，都保存在这里。",
    ),
    "inbox.outbox.help": (
        "Mail that would have gone out by SMTP. New mail appears by itself. Outside the demo only the operator can "
        "read it.",
        "本应通过 SMTP 发出的邮件，新邮件会自动出现。除演示模式外，只有运营方可以查看。",
    ),
    "inbox.outbox.empty": (
        "No mail yet: a code that you ask for appears here by itself.",
        "暂无邮件。您申请的验证码会自动出现在这里。",
    ),
    "inbox.outbox.to": ("to {recipient}", "收件人：{recipient}"),
}
