"""Texts of the balances page."""

TEXTS: dict[str, tuple[str, str]] = {
    "balances.title": ("Balances", "余额"),
    "balances.coin": ("Coin", "币种"),
    "balances.account": ("Account", "账户"),
    "balances.wallet": ("Wallet", "钱包"),
    "balances.total": ("Total", "总额"),
    "balances.available": ("Available", "可用"),
    "balances.equity": ("Equity", "权益"),
    "balances.borrowed": ("Borrowed", "借入"),
    "balances.interest": ("Interest", "利息"),
    "balances.worth": ("Worth USDT", "折合 USDT"),
    "balances.age": ("Age", "时长"),
    "balances.told-stream": ("pushed by the exchange", "交易所推送"),
    "balances.told-snapshot": ("asked of the exchange", "查询自交易所"),
    "balances.told-derived": ("worked out from what the exchange told", "由交易所的数据推算"),
    "balances.detail-what": (
        "{coin}, {account}: {total} in all, {available} available",
        "{coin}，{account}：总额 {total}，可用 {available}",
    ),
    "balances.detail-what-wallet": (
        "{coin}, {account}, wallet {wallet}: {total} in all, {available} available",
        "{coin}，{account}，钱包 {wallet}：总额 {total}，可用 {available}",
    ),
    "balances.detail-equity": (
        "equity {equity}   unrealised {unrealised}   margin used {margin}",
        "权益 {equity}   未实现盈亏 {unrealised}   已用保证金 {margin}",
    ),
    "balances.debt": (
        "owed: {borrowed} {coin} borrowed, {interest} {coin} interest on it",
        "负债：借入 {borrowed} {coin}，利息 {interest} {coin}",
    ),
    "balances.debt-none": ("nothing is owed", "没有负债"),
    "balances.debt-untold": (
        "debt --: nothing can be borrowed here, or the exchange does not tell",
        "负债 --：这里不能借币，或交易所未提供",
    ),
    "balances.worth-itself": ("counts as {worth} USDT", "计为 {worth} USDT"),
    "balances.worth-priced": ("{worth} USDT at the exchange's own price", "按交易所自己的价格折合 {worth} USDT"),
    "balances.worth-untold": (
        "worth --: the exchange tells no price; the sum on Home leaves it out",
        "折合 --：交易所未提供价格；首页的合计不含这一项",
    ),
    "balances.worth-nothing": ("worth --: there is nothing to price", "折合 --：没有可折算的权益"),
    "balances.detail-source": (
        "{source}; {state}, confirmed {age} ago   changed {changed}",
        "{source}；{state}，{age}前确认   变更 {changed}",
    ),
    "balances.empty": (
        "No balances.\n\n"
        "Every coin of every bound account stands here, as soon as the exchange reports it.\n"
        "Nothing bound yet? Press 5 to go to your keys and bind an account.",
        "目前没有余额。\n\n"
        "已绑定账户的每个币种会在交易所推送后自动出现在这里。\n"
        "还没有绑定账户？按 5 前往 API 页面进行绑定。",
    ),
    "balances.help": (
        "Every coin of every bound account, moving by itself. A wallet is a part of the account whose money cannot be "
        "used elsewhere, such as an isolated pair. Equity counts unrealised profit in and debts out; Worth is equity "
        "in USDT at the exchange's own price. -- is unknown, 0 is zero. A dimmed row is old: its age stands at the "
        "right. A narrow window leaves columns out; the lines below the table tell everything.",
        "所有已绑定账户的每个币种，自动更新。钱包是账户中不能用于别处的一部分资金，例如一个逐仓交易对。"
        "权益含未实现盈亏，并已扣除负债；折合是按交易所自己的价格换算成 USDT 的权益。-- 表示未知，0 就是零。"
        "变暗的行是旧数据：右侧显示时长。窗口较窄时会省略部分列；表格下方的说明始终完整。",
    ),
}
