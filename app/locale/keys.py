"""Texts of API management: the bindings by state."""

TEXTS: dict[str, tuple[str, str]] = {
    "keys.help": (
        "Every exchange account you bound or began to bind. Enter goes on with an unfinished one, or takes a refused "
        "one back into the wizard. Removing ends the watching and destroys the keys here; the keys on the exchange's "
        "own site are yours to delete.",
        "您已绑定或正在绑定的所有交易所账户。按回车可继续未完成的绑定，或把被拒绝的绑定重新提交。删除会停止监控并销毁这里保存的密钥；"
        "交易所网站上的密钥请您自行删除。",
    ),
    "keys.group.approved": ("Approved", "已审核通过的API"),
    "keys.group.pending": ("Waiting for review", "待审核的API"),
    "keys.group.drafts": ("Unfinished", "未完成的绑定"),
    "keys.group.other": ("Other states", "其它状态API"),
    "keys.group.changes": ("Parameter changes waiting", "参数变更待审核API"),
    "keys.group.refused-changes": ("Parameter changes refused", "参数变更被拒绝API"),
    "keys.none": ("none", "暂无"),
    "keys.empty": (
        "No account is bound yet. b begins: it takes about ten minutes and can be interrupted at any step.",
        "还没有绑定账户。按 b 开始：大约需要十分钟，任何一步都可以中断，稍后继续。",
    ),
    "keys.row": ("{title}  {label}  {environment}", "{title}  {label}  {environment}"),
    "keys.row.draft": ("{title}  {label}  step {number} of {total}", "{title}  {label}  第 {number} 步，共 {total} 步"),
    "keys.trading-paused": ("trading paused", "交易已暂停"),
    "keys.state.suspended": ("suspended", "已暂停"),
    "keys.state.refused": ("refused: {reason}", "被拒绝：{reason}"),
    "keys.state.removed": ("removed", "已删除"),
    "keys.detail.account": (
        "account {uid}, equity at the last check {equity} USDT",
        "账户 {uid}，上次检查时权益 {equity} USDT",
    ),
    "keys.detail.keys": ("read key ...{read}, trade key ...{trade}", "只读API ...{read}，交易API ...{trade}"),
    "keys.detail.destroyed": ("its keys are destroyed", "密钥已销毁"),
    "keys.detail.since": ("bound {created}, approved {approved} (UTC)", "绑定于 {created}，通过于 {approved}（UTC）"),
    "keys.detail.strategy": ("strategy steady, parameters {parameters}", "策略：稳健型，参数：{parameters}"),
    "keys.detail.default": ("default", "系统默认"),
    "keys.detail.custom": ("custom", "自定义"),
    "keys.detail.draft": ("enter goes on where you left", "按回车从上次的步骤继续"),
    "keys.detail.unread-one": (
        "{count} row of the venue could not be read and is not shown: see {file}",
        "交易所有 {count} 行数据无法解析，未显示：见 {file}",
    ),
    "keys.detail.unread": (
        "{count} rows of the venue could not be read and are not shown: see {file}",
        "交易所有 {count} 行数据无法解析，未显示：见 {file}",
    ),
    "keys.detail.refused": ("enter takes it back into the wizard", "按回车重新进入向导"),
    "keys.remove.title": ("Remove {label}?", "删除 {label}？"),
    "keys.remove.means": (
        "Watching ends and its keys are destroyed here. What was recorded and metered stays.",
        "监控会停止，这里的密钥会被销毁。已记录和已计费的内容会保留。",
    ),
    "keys.remove.password": ("Your transaction password removes it.", "输入交易提现密码即可删除。"),
    "keys.removed": (
        "Removed: {label}. Delete its keys on the exchange's site too.",
        "已删除：{label}。请到交易所网站删除对应的密钥。",
    ),
    "keys.discarded": ("Unfinished binding discarded.", "未完成的绑定已丢弃。"),
    "keys.not-removable": ("it has ended already", "它已经结束了"),
    "keys.not-open": ("there is nothing more to do with it", "没有可继续的操作"),
    "keys.no-row": ("nothing is under the cursor", "光标处没有内容"),
}
