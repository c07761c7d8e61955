"""Texts of wishes for other parameters of a binding."""

TEXTS: dict[str, tuple[str, str]] = {
    "changes.error.words": ("Say which parameters you wish.", "请写明您希望的参数。"),
    "changes.error.not-approved": ("Only an approved binding can be changed.", "只有已通过的绑定才能变更参数。"),
    "changes.error.same": ("It has the usual parameters already.", "它已经在使用默认参数。"),
    "changes.error.pending": ("A change of this binding waits for review already.", "该绑定已有待审核的参数变更。"),
    "changes.error.decided": ("It does not wait any more.", "该申请已处理完毕。"),
    "changes.title": ("Parameter changes", "参数变更"),
    "changes.help": (
        "Other parameters for a binding: say what you wish, it waits for review, and what became of it stands below. "
        "Custom parameters cost the subsidy; going back to the usual ones can be asked for, too.",
        "为已通过的绑定申请变更参数：写明需求后等待审核，结果显示在下方。自定义参数会失去补贴；也可申请恢复默认参数。",
    ),
    "changes.open": ("parameters", "参数变更"),
    "changes.open-help": (
        "Ask for other parameters of the binding under the cursor; see the history",
        "为光标所在的绑定申请变更参数，查看历史",
    ),
    "changes.lead": ("{label}, parameters now: {now}", "{label}，目前的参数：{now}"),
    "changes.history-only": (
        "Stand on an approved binding and press i to ask for a change. This is what was asked so far.",
        "在 API 管理页选中已通过的绑定按 i 申请变更。以下为历史记录。",
    ),
    "changes.custom": ("custom parameters", "自定义参数"),
    "changes.custom.note": ("costs the subsidy", "失去补贴"),
    "changes.usual": ("the usual parameters", "默认参数"),
    "changes.usual.note": ("for beginners", "适合新手"),
    "changes.words": ("What you wish", "申请内容"),
    "changes.words.hint": ("for instance: leverage 3, only BTC", "例如：杠杆 3 倍，只做 BTC"),
    "changes.ask": ("ask for it", "提交申请"),
    "changes.ask-help": ("Send the wish for review", "提交审核"),
    "changes.take-back": ("take back", "撤回"),
    "changes.take-back-help": ("Take the wish under the cursor back", "撤回光标所在的申请"),
    "changes.history": ("What was asked", "变更历史"),
    "changes.none": ("Nothing yet.", "暂无。"),
    "changes.state.pending": ("waits for review", "待审核"),
    "changes.state.approved": ("granted", "已通过"),
    "changes.state.refused": ("refused", "已拒绝"),
    "changes.state.canceled": ("taken back", "已撤回"),
}
