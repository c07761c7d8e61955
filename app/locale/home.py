"""Texts of the home screen."""

TEXTS: dict[str, tuple[str, str]] = {
    "home.equity": ("Equity", "权益"),
    "home.unrealised": ("Unrealised", "未实现盈亏"),
    "home.realised-today": ("Realised today", "今日已实现"),
    "home.margin-used": ("Margin used", "已用保证金"),
    "home.compute": ("Compute", "算力"),
    "home.at-this-pace": ("At this pace", "按当前速度"),
    "home.days-left": ("{days} days left", "可用 {days} 天"),
    "home.day-left": ("1 day left", "可用 1 天"),
    "home.pace-none": ("not spent lately", "近期未消耗"),
    "home.subsidy": ("Subsidy", "公共池补贴"),
    "home.subsidy-day": ("kept, day {day} of {days}", "享有，第 {day} 天，共 {days} 天"),
    "home.subsidy-all": ("kept by all {total} accounts", "{total} 个账户均享有"),
    "home.subsidy-of": ("kept by {kept} of {total} accounts", "{total} 个账户中 {kept} 个享有"),
    "home.subsidy-none": ("not kept, 5 says why", "不享有，按 5 看原因"),
    "home.nearest": ("Nearest liq.", "最近强平"),
    "home.away": ("{leg}, {distance} % away", "{leg}，距离 {distance} %"),
    "home.account": ("Account", "账户"),
    "home.upnl": ("uPnL", "未实现"),
    "home.today": ("Today", "今日"),
    "home.margin": ("Margin%", "保证金%"),
    "home.positions": ("Positions", "持仓"),
    "home.orders": ("Orders", "委托"),
    "home.state": ("State", "状态"),
    "home.equity-minutes": ("Equity, {count} minutes", "权益，{count} 分钟"),
    "home.equity-hours": ("Equity, {count} hours", "权益，{count} 小时"),
    "home.equity-days": ("Equity, {count} days", "权益，{count} 天"),
    "home.equity-range": ("{low} to {high} USDT", "{low} 至 {high} USDT"),
    "home.equity-not-yet": (
        "Equity over time: a sample every 5 minutes, the line begins with the second",
        "权益走势：每 5 分钟取一个值，从第二个开始画线",
    ),
    "home.todo": ("To do", "待办"),
    "home.todo-nothing": ("nothing waits for you", "没有待办事项"),
    "home.todo-more": ("and {count} more", "还有 {count} 项"),
    "home.todo-attention": ("{account} needs you: {reason}", "{account} 需要处理：{reason}"),
    "home.no-trades": (", no trades", "，停止交易"),
    "home.todo-empty": (
        "Compute is used up: trading pauses, monitoring goes on; u tops up",
        "算力已用完：交易操作暂停，监控照常；按 u 充值",
    ),
    "home.todo-low": ("Compute is low: {balance} left; press u to top up", "算力不足：剩余 {balance}；按 u 充值"),
    "home.todo-pay": (
        "Top-up of {amount} USDT on {chain} waits for your payment, {left} left",
        "{chain} 充值 {amount} USDT 等待付款，剩余 {left}",
    ),
    "home.todo-confirming": (
        "Top-up of {amount} USDT on {chain}: {done}/{needed} confirmations",
        "{chain} 充值 {amount} USDT：{done}/{needed} 次确认",
    ),
    "home.todo-fault": (
        "A fault of Binnacle ({kind}) while watching {account}; report: {path}",
        "监控 {account} 时 Binnacle 出错（{kind}）；报告：{path}",
    ),
    "home.todo-broken": ("{job} keeps failing; it is still tried, see the log", "{job}一直失败；仍在重试，请查看日志"),
    "home.job-mail": ("Sending mail", "发送邮件"),
    "home.job-deposits": ("Watching for deposits", "监听充值"),
    "home.todo-draft": (
        "Binding of {account} rests at step {step} of {steps}; press b to go on",
        "{account} 的绑定停在第 {step} 步（共 {steps} 步）；按 b 继续",
    ),
    "home.todo-review": ("{account} waits for review since {since} UTC", "{account} 自 {since} UTC 起等待审核"),
    "home.retry": ("reconnect", "重新连接"),
    "home.retry-help": (
        "Try the link of the account under the cursor again, at once",
        "立即重新连接光标所在的账户",
    ),
    "home.open": ("positions", "持仓"),
    "home.open-help": ("Show the positions of the account under the cursor", "查看光标所在账户的持仓"),
    "home.nothing-bound": ("no account is bound yet; press b to bind one", "还没有绑定账户；按 b 绑定"),
    "home.empty": (
        "No exchange account is bound yet.\n\n"
        "1  u   top up compute with USDT: at least 100 is needed to create keys\n"
        "2  b   bind an exchange account: the wizard explains every click there\n"
        "3      then this screen fills by itself: equity, positions, orders, live",
        "还没有绑定交易所账户。\n\n"
        "1  u   用 USDT 充值算力：创建密钥至少需要 100\n"
        "2  b   绑定交易所账户：向导会说明在交易所页面上的每一步\n"
        "3      之后这里会自动显示权益、持仓和委托，实时更新",
    ),
    "home.help": (
        "The sums of all bound accounts at the top; below, one row per account with the state of its link; below, the "
        "equity of the last 7 days, with a gap wherever it was not live; at the "
        "bottom what waits for you. A sum with ~ in front misses a part nobody knows yet. Dim numbers are old: the "
        "state of the account says since when. Compute is metered from realised profit only.",
        "上方是全部账户的合计；中间每个账户一行，显示连接状态；再下方是最近 7 天的权益，没有实时数据的时段留空；"
        "最下方是待办事项。前面带 ~ 的合计缺少某个未知的部分。变暗的数字是旧数据，账户状态会说明多久了。"
        "算力只按已实现盈利计费。",
    ),
}
