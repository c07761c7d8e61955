"""Texts of deposit addresses."""

TEXTS: dict[str, tuple[str, str]] = {
    "addresses.error.same": ("This is the address that applies now.", "这就是当前使用的地址。"),
    "addresses.error.planned": (
        "A change of this chain is planned already; take it back first.",
        "该链已有计划中的变更，请先撤回。",
    ),
    "addresses.error.applies": ("It applies already, or was taken back.", "该变更已生效或已撤回。"),
    "addresses.notice.changes.title": ("{chain}: new deposit address", "{chain}：充值地址变更"),
    "addresses.notice.changes.body": (
        "From {time} UTC new top-up orders on {chain} go to {address}. Orders made before keep their address.",
        "自 {time} UTC 起，{chain} 的新充值订单使用地址 {address}。此前的订单仍用原地址。",
    ),
    "addresses.notice.ends.title": ("{chain}: no more top-ups", "{chain}：停止充值"),
    "addresses.notice.ends.body": (
        "From {time} UTC no new top-up orders can be made on {chain}.",
        "自 {time} UTC 起，不能再创建 {chain} 的充值订单。",
    ),
    "addresses.help": (
        "Where top-ups of each network go. A change asks for your transaction password, waits, stands in the audit log "
        "and is announced to everybody; until it applies you can take it back. Orders made before keep their address. "
        "A network needs a provider in the settings file before it can be offered, and is scanned from the next start.",
        "各网络的充值收款地址。变更需要交易提现密码，经等待期后生效，记入审计日志并公告所有人；生效前可撤回。此前的订单仍用原地址。"
        "新网络须先在设置文件中配置节点，并在下次启动后开始扫描。",
    ),
    "addresses.lead": (
        "A change applies after {hours} h and is announced to everybody at once.",
        "变更在 {hours} 小时后生效，并立即公告所有人。",
    ),
    "addresses.none": ("not offered", "未提供"),
    "addresses.from": ("from {time} UTC on: {address}", "{time}（UTC）起：{address}"),
    "addresses.change": ("change", "变更"),
    "addresses.change-help": ("Change the address of this network", "变更该网络的地址"),
    "addresses.take-back": ("take back", "撤回"),
    "addresses.take-back-help": ("Take the planned change back", "撤回计划中的变更"),
    "addresses.take-back.title": ("Take the planned change of {chain} back?", "撤回 {chain} 计划中的变更？"),
    "addresses.taken-back": ("The planned change was taken back.", "已撤回计划中的变更。"),
    "addresses.nothing-planned": ("nothing is planned for this network", "该网络没有计划中的变更"),
    "addresses.now": ("{chain}: top-ups go to", "{chain}：当前收款地址"),
    "addresses.new": ("New address", "新地址"),
    "addresses.new.hint": ("empty takes the network off the offer", "留空则停止提供该网络"),
    "addresses.means": (
        "It applies after {hours} h. Everybody is told now, so that a change nobody wanted is noticed.",
        "{hours} 小时后生效。所有人会立即收到公告，以便发现异常变更。",
    ),
    "addresses.means-first": (
        "The network has no address yet, so it applies at once ({hours} h for later changes).",
        "该网络尚无地址，立即生效（以后的变更需等待 {hours} 小时）。",
    ),
    "addresses.planned": ("It applies from {time} UTC on.", "{time}（UTC）起生效。"),
}
