"""Texts of closed positions in profit and of the card."""

TEXTS: dict[str, tuple[str, str]] = {
    "wins.title": ("In profit", "红单"),
    "wins.help": (
        "Closed positions in profit, from the journal of your bindings: one line for each order that closed with a "
        "profit. Entry and percentage follow from exit, size and profit; leverage and fees do not count in them. The "
        "card below can be copied or written into a file; it tells the trade alone, nothing of the account.",
        "已平仓且盈利的仓位，来自绑定账户的成交记录：每个盈利平仓的委托一行。开仓价和百分比由平仓价、数量和盈利推算，"
        "不含杠杆和手续费。下方的卡片可以复制或写入文件，只包含这笔交易，不含账户信息。",
    ),
    "wins.none": (
        "None yet: a position that is closed with a profit stands here, with a card to show around.",
        "暂无红单。盈利平仓后会出现在这里，并附上可分享的卡片。",
    ),
    "wins.column.entry": ("Entry", "开仓价"),
    "wins.column.exit": ("Exit", "平仓价"),
    "wins.column.profit": ("Profit", "盈利"),
    "wins.copy": ("copy card", "复制卡片"),
    "wins.copy-help": ("Copy the card of the trade under the cursor", "复制光标所在交易的卡片"),
    "wins.export": ("save card", "保存卡片"),
    "wins.export-help": ("Write the card into a file", "把卡片写入文件"),
    "wins.exported": ("The card was written into a file only you can read:", "卡片已写入仅您可读的文件："),
    "wins.card.what": ("{symbol}  {side}", "{symbol}  {side}"),
    "wins.card.profit": ("{profit} {coin}   {percent} %", "{profit} {coin}   {percent} %"),
    "wins.card.prices": ("entry {entry}   exit {exit}", "开仓 {entry}   平仓 {exit}"),
    "wins.card.closed": ("closed {time} UTC", "平仓时间 {time} UTC"),
}
