"""Texts of the positions screen; the words for sides and modes are used by orders and history too."""

TEXTS: dict[str, tuple[str, str]] = {
    "positions.symbol": ("Symbol", "合约"),
    "positions.account": ("Account", "账户"),
    "positions.side": ("Side", "方向"),
    "positions.size": ("Size", "数量"),
    "positions.entry": ("Entry", "开仓均价"),
    "positions.mark": ("Mark", "标记价格"),
    "positions.upnl": ("uPnL", "未实现"),
    "positions.roe": ("ROE %", "收益%"),
    "positions.liq": ("Liq %", "强平%"),
    "positions.margin": ("Margin", "保证金"),
    "positions.leverage": ("Lev", "杠杆"),
    "positions.mode": ("Mode", "模式"),
    "positions.source": ("Source", "来源"),
    "positions.age": ("Age", "时长"),
    "positions.side-long": ("long", "多"),
    "positions.side-short": ("short", "空"),
    "positions.mode-cross": ("cross", "全仓"),
    "positions.mode-isolated": ("isolated", "逐仓"),
    "positions.from-stream": ("stream", "推送"),
    "positions.from-snapshot": ("snapshot", "快照"),
    "positions.from-derived": ("derived", "推算"),
    "positions.told-stream": ("pushed by the exchange", "交易所推送"),
    "positions.told-snapshot": ("asked of the exchange", "查询自交易所"),
    "positions.told-derived": ("profit worked out from the mark price", "按标记价格推算盈亏"),
    "positions.unit": ("unit: {unit}", "单位：{unit}"),
    "positions.unit-base": ("coins", "币"),
    "positions.unit-contracts": ("contracts", "张"),
    "positions.unit-usdt": ("USDT", "USDT"),
    "positions.detail-what": (
        "{symbol} {side}, {account}: {contracts} x {contract} = {size} at {entry} = {worth} USDT",
        "{symbol} {side}，{account}：{contracts} 张 x {contract} = {size} @ {entry} = {worth} USDT",
    ),
    "positions.detail-margin": (
        "margin {margin} {mode} {leverage}   liquidation at {liquidation}",
        "保证金 {margin}，{mode} {leverage}   强平价 {liquidation}",
    ),
    "positions.detail-result": (
        "now {gross}   fees {fee}   funding {funding}   realised net {realised}",
        "浮动盈亏 {gross}   手续费 {fee}   资金费 {funding}   已实现净额 {realised}",
    ),
    "positions.detail-source": (
        "{source}; {state}, confirmed {age} ago   opened {opened}",
        "{source}；{state}，{age}前确认   开仓 {opened}",
    ),
    "positions.detail-live": ("live", "实时"),
    "positions.empty": (
        "No open positions.\n\n"
        "Positions of every bound account appear here by themselves, as soon as the exchange reports them.\n"
        "Nothing bound yet? Press b to go to your keys and bind an account.",
        "目前没有持仓。\n\n"
        "已绑定账户的持仓会在交易所推送后自动出现在这里。\n"
        "还没有绑定账户？按 b 前往 API 页面进行绑定。",
    ),
    "positions.help": (
        "Every open position of every bound account, moving by itself. In hedge mode long and short of one contract "
        "are two rows. A dimmed row is old: its age stands at the right, and row 1 names the link that is down. ROE is "
        "measured on the margin; Liq is how far the mark price is from liquidation.",
        "所有已绑定账户的持仓，自动更新。双向持仓时，同一合约的多、空各占一行。变暗的行是旧数据：右侧显示时长，"
        "第一行会指出断开的连接。收益率按保证金计算；强平% 是标记价格距强平价的幅度。",
    ),
}
