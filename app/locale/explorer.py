"""Texts of the API explorer."""

TEXTS: dict[str, tuple[str, str]] = {
    "explorer.title": ("API explorer", "API 浏览器"),
    "explorer.help": (
        "Every call that Binnacle knows of every venue, with its section in the venue's documentation. Type to narrow "
        "the list: words of venue, path and section. enter opens a call; reading calls can be sent with a bound "
        "read-only key, and the answer is shown as a tree. What changes something is only shown.",
        "Binnacle 所知的各交易所全部接口及其文档章节。直接输入文字即可筛选（交易所、路径、章节）。按回车打开接口；"
        "只读接口可用已绑定的只读 Key 发送，结果以树形显示。会修改数据的接口只作展示。",
    ),
    "explorer.find": ("Find", "查找"),
    "explorer.find.hint": ("venue, path or section: okx positions", "交易所、路径或章节，如 okx positions"),
    "explorer.count": ("{shown} of {total} calls", "{total} 个接口中的 {shown} 个"),
    "explorer.column.venue": ("Venue", "交易所"),
    "explorer.column.method": ("Method", "方法"),
    "explorer.column.path": ("Path", "路径"),
    "explorer.column.doc": ("Documentation", "文档章节"),
    "explorer.doc": ("Documentation", "文档"),
    "explorer.limits": ("Limit", "限频"),
    "explorer.auth": ("Needs", "需要"),
    "explorer.auth.public": ("nothing", "无需 Key"),
    "explorer.auth.read": ("a key that may read", "可读的 Key"),
    "explorer.auth.trade": ("a key that may trade", "可交易的 Key"),
    "explorer.params": ("Parameters", "参数"),
    "explorer.params.none": ("none", "无"),
    "explorer.only-shown": (
        "It changes something at the venue, so it is only shown here.",
        "该接口会修改交易所的数据，这里只作展示。",
    ),
    "explorer.caller": ("With the read key of", "使用只读 Key"),
    "explorer.caller.none": ("no key (public)", "不用 Key（公开接口）"),
    "explorer.caller.missing": (
        "No account is bound at this venue yet, so this call cannot be sent.",
        "尚未绑定该交易所的账户，无法发送。",
    ),
    "explorer.send": ("send", "发送"),
    "explorer.send-help": ("Send this reading call and show the answer", "发送该只读接口并显示结果"),
    "explorer.again": ("send again", "再次发送"),
    "explorer.again-help": ("Send it once more as filled in", "按当前内容再次发送"),
    "explorer.asking": ("Asking the venue ...", "正在请求交易所……"),
    "explorer.answer": ("Answer, {ms} ms", "结果，{ms} 毫秒"),
    "explorer.empty": ("an empty list", "空列表"),
    "explorer.error.writes": ("This call changes something; it is only shown.", "该接口会修改数据，只作展示。"),
    "explorer.error.not-here": (
        "This venue is not part of the demo, so nothing is sent to it.",
        "演示环境不包含该交易所，不会发送任何请求。",
    ),
    "explorer.error.no-key": (
        "This call needs the read key of a bound account.",
        "该接口需要已绑定账户的只读 Key。",
    ),
}
