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
}
