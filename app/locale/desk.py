"""Texts of the operator's desk."""

TEXTS: dict[str, tuple[str, str]] = {
    "desk.help": (
        "What waits for the operator: bindings to review, with what the venue said of them, and the health of the "
        "chain. Approving and refusing ask for your transaction password and stand in the audit log.",
        "等待运营方处理的事项：待审核的绑定及交易所返回的信息，以及链的状态。通过或拒绝都需要您的交易提现密码，并记入审计日志。",
    ),
    "desk.only-operator": (
        "The desk is for the operator. Nothing here needs you.",
        "这是运营方的工作台，您无需在此操作。",
    ),
    "desk.reviews": ("Waiting for review: {count}", "待审核的绑定：{count}"),
    "desk.nothing": (
        "No binding waits. Review is {mode}; new ones appear here by themselves.",
        "没有待审核的绑定。当前审核方式：{mode}；有新的会自动出现。",
    ),
    "desk.mode.auto": ("automatic: every check green is enough", "自动（所有检查通过即可）"),
    "desk.mode.manual": ("by hand", "人工"),
    "desk.row": ("{since}  {owner}  {title}  {label}", "{since}  {owner}  {title}  {label}"),
    "desk.evidence": (
        "account {uid}, equity {equity} USDT, strategy {strategy}",
        "账户 {uid}，权益 {equity} USDT，策略 {strategy}",
    ),
    "desk.evidence.keys": ("read key ...{read}, trade key ...{trade}", "只读API ...{read}，交易API ...{trade}"),
    "desk.strategy.steady": ("steady", "稳健型"),
    "desk.strategy.custom": ("own parameters", "自定义参数"),
    "desk.chain": (
        "{chain}: block {head}, final {final}, looked {age} ago",
        "{chain}：区块 {head}，已确认 {final}，{age}前查看",
    ),
    "desk.chain.behind": ("{chain}: behind, last looked {age} ago", "{chain}：落后，上次查看于 {age}前"),
    "desk.chain.never": ("{chain}: not looked at yet", "{chain}：尚未查看"),
    "desk.chain.none": (
        "No chain is configured: set tron.deposit_address in binnacle.toml.",
        "未配置任何链：请在 binnacle.toml 中设置 tron.deposit_address。",
    ),
    "desk.chain.standby": (" (another process scans it)", "（由另一个进程扫描）"),
    "desk.chain.error": (": {error}", "：{error}"),
    "desk.refuse": ("refuse", "拒绝"),
    "desk.refuse-help": ("Refuse it, with a reason its owner reads", "拒绝，并写明理由"),
    "desk.approve.title": ("Approve {label} of {owner}?", "通过 {owner} 的 {label}？"),
    "desk.approve.line": ("It is watched and metered from this moment on.", "从此刻起开始监控和计费。"),
    "desk.refuse.title": ("Refuse {label} of {owner}?", "拒绝 {owner} 的 {label}？"),
    "desk.refuse.reason": ("Reason (its owner reads it)", "理由（申请人会看到）"),
    "desk.password": ("Transaction password", "交易提现密码"),
    "desk.no-row": ("nothing is under the cursor", "光标处没有内容"),
    "desk.approved": ("Approved: {label}", "已通过：{label}"),
    "desk.refused": ("Refused: {label}", "已拒绝：{label}"),
    "desk.error.reason-missing": ("Say why: its owner reads it.", "请写明理由，申请人会看到。"),
    "desk.error.no-such-user": ("Nobody has this username.", "没有这个用户名。"),
}
