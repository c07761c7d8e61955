"""What `doctor` prints."""

TEXTS: dict[str, tuple[str, str]] = {
    "doctor.key": ("read key of account {number} at {venue}", "{venue} 第 {number} 个账户的只读 Key"),
    "doctor.unknown": ("Unknown venue {names}; known: {known}", "未知交易所 {names}；可用：{known}"),
    "doctor.verdict.0": ("All is well.", "一切正常。"),
    "doctor.verdict.1": (
        "Something cannot be reached: look at the lines marked NO, the first of them first.",
        "有连接失败：请查看标记为 NO 的行，从第一条开始。",
    ),
    "doctor.verdict.3": (
        "Every venue is reached, but a key is refused: open the binding in the app to see why.",
        "交易所均可连通，但有 Key 被拒绝：请在程序中打开该绑定查看原因。",
    ),
}
