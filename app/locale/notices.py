"""Texts of the operator's notices."""

TEXTS: dict[str, tuple[str, str]] = {
    "notices.error.half": ("A notice has a title and a text.", "公告需要标题和正文。"),
    "notices.error.empty": ("Write it in English, in Chinese, or both.", "请用英文或中文填写，或两者都填。"),
    "notices.error.gone": ("This notice is down already.", "这条公告已撤下。"),
    "notices.help": (
        "A notice is shown in everybody's inbox, in the language of their screen where you wrote it in that one. "
        "Changes of deposit addresses and of shares are announced by themselves.",
        "公告会出现在所有人的消息中心；若写了对应语言，则按界面语言显示。充值地址和分成比例的变更会自动公告。",
    ),
    "notices.lead": ("What everybody reads in the inbox.", "所有人在消息中心看到的公告。"),
    "notices.nothing": ("No notice stands. n writes one.", "暂无公告，按 n 撰写。"),
    "notices.write": ("write", "撰写"),
    "notices.write.lead": (
        "Everybody reads it in the inbox. One language is enough.",
        "所有人会在消息中心看到。填写一种语言即可。",
    ),
    "notices.write-help": ("Write a notice for everybody", "撰写公告"),
    "notices.withdraw": ("take down", "撤下"),
    "notices.withdraw-help": ("Take the notice under the cursor down", "撤下光标所在的公告"),
    "notices.withdraw.title": ("Take this notice down?", "撤下这条公告？"),
    "notices.title.en": ("Title, English", "标题（英文）"),
    "notices.body.en": ("Text, English", "正文（英文）"),
    "notices.title.zh": ("Title, Chinese", "标题（中文）"),
    "notices.body.zh": ("Text, Chinese", "正文（中文）"),
    "notices.written": ("Everybody sees it from now on.", "公告已发布。"),
}
