"""Texts of the history screen."""

TEXTS: dict[str, tuple[str, str]] = {
    "history.time": ("Time UTC", "时间 UTC"),
    "history.symbol": ("Symbol", "合约"),
    "history.account": ("Account", "账户"),
    "history.side": ("Side", "方向"),
    "history.size": ("Size", "数量"),
    "history.price": ("Price", "价格"),
    "history.realised": ("Realised", "已实现"),
    "history.fee": ("Fee", "手续费"),
    "history.fee-asset": ("In", "币种"),
    "history.maker": ("Role", "角色"),
    "history.order": ("Order", "委托编号"),
    "history.is-maker": ("maker", "挂单"),
    "history.is-taker": ("taker", "吃单"),
    "history.detail-what": (
        "{symbol}, {account}: {size} at {price} = {worth} USDT, {time} UTC",
        "{symbol}，{account}：{size}，价格 {price}，合 {worth} USDT，{time} UTC",
    ),
    "history.detail-result": (
        "realised {gross}   fee {fee} {asset}   net {net}",
        "已实现 {gross}   手续费 {fee} {asset}   净额 {net}",
    ),
    "history.detail-ids": ("fill {fill}   order {order}", "成交 {fill}   委托 {order}"),
    "history.empty": (
        "No fills yet.\n\n"
        "Every fill of every bound account is written down here, and its realised profit is metered into compute.\n"
        "Press g to see the compute ledger.",
        "还没有成交记录。\n\n所有已绑定账户的每笔成交都会记录在这里，已实现盈利会计入算力。\n按 g 查看算力明细。",
    ),
    "history.help": (
        "The latest fills of every bound account, newest first. Realised is gross, as the venue books it; fee and net "
        "stand in the line below the table. A fill is counted once, however often the venue repeats it.",
        "所有已绑定账户的最近成交，最新的在前。已实现为毛额，与交易所一致；手续费和净额在表格下方。"
        "无论交易所推送多少次，每笔成交只计一次。",
    ),
}
