"""Texts of the operator's page about outgoing mail."""

TEXTS: dict[str, tuple[str, str]] = {
    "mailing.help": (
        "Every mail to anybody, with what became of it. sent means that the mail server took it; waiting to be sent, "
        "that it is tried again by itself; could not be sent, that the server refused it or that all attempts failed. "
        "What a mail said is not kept once it was sent.",
        "发给所有人的邮件及其状态。“已发送”表示邮件服务器已接收；“等待发送”会自动重试；“发送失败”表示服务器拒绝或多次尝试均失败。"
        "邮件发出后不再保留正文。",
    ),
    "mailing.lead": (
        "Mail to everybody, newest first. What it says is not shown.",
        "发给所有人的邮件，最新在前。正文不显示。",
    ),
    "mailing.local": (
        "No mail server is configured: mail stays on this machine, enter reads it.",
        "没有配置邮件服务器：邮件保存在本机，按 enter 阅读。",
    ),
    "mailing.nothing": ("No mail was written yet.", "还没有邮件。"),
    "mailing.read": ("read", "阅读"),
    "mailing.read-help": ("Read the mail that stays on this machine", "阅读保存在本机的邮件"),
    "mailing.trouble": (
        "{attempts} attempts; the last one ended with: {reason}",
        "已尝试 {attempts} 次，最近一次：{reason}",
    ),
}
