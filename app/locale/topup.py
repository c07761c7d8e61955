"""Texts of topping up: making an order, paying it, following it. `topup.error.*` are the service's refusals."""

TEXTS: dict[str, tuple[str, str]] = {
    "topup.title": ("Top up", "充值"),
    "topup.help": (
        "USDT only. An order fixes the exact amount to send; that amount is how a payment is recognised, so every "
        "open order has another one. A payment is credited by itself once the network has confirmed it.",
        "只支持 USDT。订单会确定一个准确的金额，系统凭这个金额认出付款，所以每笔未完成订单的金额都不同。"
        "网络确认后自动到账。",
    ),
    "topup.order": ("order {short}", "订单 {short}"),
    "topup.order.help": (
        "Send exactly the amount shown to the address shown; fees are on top. The marks below follow the payment by "
        "themselves: you may leave this page, lock or quit, it is credited all the same. A payment that comes late "
        "is still credited for a day.",
        "请向所示地址转出所示的准确金额，手续费另计。下方的标记会自动跟踪付款：离开本页、锁定或退出都不影响到账。"
        "过期后一天内的付款仍会到账。",
    ),
    "topup.amount": ("Amount", "金额"),
    "topup.amount.hint": ("USDT, at least {minimum}", "USDT，最少 {minimum}"),
    "topup.network": ("Network", "选择主网"),
    "topup.network.note": (
        "{needed} confirmations, about {wait}",
        "{needed} 次确认，约 {wait}",
    ),
    "topup.network.fee": (
        "The network's fee is on top; from a wallet usually {fee}.",
        "网络手续费另计（钱包转账：{fee}）。",
    ),
    "topup.network.sick": ("{network} cannot be read just now: {reason}", "{network} 暂时无法查询：{reason}"),
    "topup.network.none": (
        "The operator has configured no address yet, so there is nothing to pay to.",
        "运营方还没有配置收款地址，暂时无法充值。",
    ),
    "topup.new.explain": (
        "A small random tail (.01 to .99) is added, and the sum is how we know a payment is yours.",
        "系统会加上一个随机尾数（0.01 到 0.99），凭这个金额就能认出是您的付款。",
    ),
    "topup.next": ("create / open", "生成 / 打开"),
    "topup.next-help": (
        "In the amount: create the order. On an order: open it",
        "在金额栏：生成充值订单；在列表中：打开订单",
    ),
    "topup.creating": ("Creating the order ...", "正在生成订单……"),
    "topup.unfinished": ("Unfinished orders", "未完成订单"),
    "topup.unfinished.none": (
        "None: an order waits here until it is paid or runs out.",
        "没有。订单会在这里等待付款，直到到账或过期。",
    ),
    "topup.column.order": ("Order", "订单"),
    "topup.column.amount": ("USDT", "USDT"),
    "topup.column.state": ("State", "状态"),
    "topup.column.left": ("Time", "时间"),
    "topup.state.awaiting": ("waits for payment", "等待付款"),
    "topup.state.seen": ("payment seen", "已发现付款"),
    "topup.state.confirming": ("{have}/{need} confirmations", "{have}/{need} 次确认"),
    "topup.state.expired": ("time is up", "已过期"),
    "topup.left.awaiting": ("{left} left", "剩余 {left}"),
    "topup.left.expired": ("late: {left} left", "补付剩余 {left}"),
    "topup.balance": ("compute {balance}", "算力 {balance}"),
    "topup.send": ("Send exactly", "实应充金额（请准确转出）"),
    "topup.on": ("{amount} USDT on {network}", "{amount} USDT，主网 {network}"),
    "topup.to": ("to this address ({count} characters)", "收款地址（共 {count} 位）"),
    "topup.tail": (
        "The {tail} is how we know it is yours: another amount will not be credited by itself.",
        "尾数 {tail} 用来认出是您的付款，金额不同则无法自动到账。",
    ),
    "topup.waiting.awaiting": (
        "Waiting for payment: {left} left, accepted {late} longer if late",
        "等待付款：剩余 {left}，过期后 {late} 内仍可到账",
    ),
    "topup.waiting.expired": (
        "The time is up; a late payment is still accepted for {late}",
        "已过期；{late} 内付款仍可到账",
    ),
    "topup.waiting.canceled": (
        "Cancelled. Should this exact amount arrive within {late}, it is credited all the same",
        "已取消。如果 {late} 内仍收到这个金额，照样会到账",
    ),
    "topup.waiting.closed": (
        "Over: no payment came in time. If you did pay, press w and paste the transaction's hash.",
        "已结束：没有按时收到付款。如果您已经付款，请按 w 粘贴交易哈希认领。",
    ),
    "topup.headline.seen": ("Payment seen; the network confirms it now", "已发现付款，等待网络确认"),
    "topup.headline.credited": ("Credited {amount}, balance {balance}", "已到账 {amount}，余额 {balance}"),
    "topup.headline.late": (
        "Credited {amount}, though it came late; balance {balance}",
        "付款虽晚，已到账 {amount}，余额 {balance}",
    ),
    "topup.transaction": ("transaction", "交易哈希"),
    "topup.tick.made": ("order made", "已下单"),
    "topup.tick.seen": ("seen", "已发现"),
    "topup.tick.confirmations": ("{have}/{need} confirmations", "{have}/{need} 次确认"),
    "topup.tick.about": ("about {left} left", "约剩 {left}"),
    "topup.tick.credited": ("credited", "已到账"),
    "topup.exchanges": (
        "Paying from an exchange: OKX wants the address on its withdrawal whitelist first; Binance does not. "
        "Fees are on top: {amount} must ARRIVE. Copy the address from here, never from a wallet's history.",
        "从交易所转出：OKX 需先把地址加入提现白名单，币安不需要。手续费另计，必须实际到账 {amount}。"
        "请从这里复制地址，不要从钱包历史记录复制。",
    ),
    "topup.watch.blind": (
        "A payment is not lost, it is found when the node answers. Last look: {age}.",
        "付款不会丢失，节点恢复后会自动发现。距上次成功查询：{age}。",
    ),
    "topup.watch.slow": (
        "{network} confirms nothing just now, or nobody looks at it.",
        "{network} 暂时没有新的确认，或无人查询。",
    ),
    "topup.watch.node": (
        "{sick} of {all} nodes of {network} cannot be used: {host}",
        "{network} 的 {all} 个节点中有 {sick} 个不可用：{host}",
    ),
    "topup.watch.others": ("The others see payments all the same.", "其余节点仍能发现付款。"),
    "topup.stray.short": (
        "{amount} USDT arrived at {time}: {differs} less than asked",
        "{time} 到账 {amount} USDT：比应付少 {differs}",
    ),
    "topup.stray.short.why": (
        "Not credited by itself. Some exchanges take their fee from the amount.",
        "没有自动到账。有些交易所从金额中扣手续费。",
    ),
    "topup.stray.over": (
        "{amount} USDT arrived at {time}: {differs} more than asked",
        "{time} 到账 {amount} USDT：比应付多 {differs}",
    ),
    "topup.stray.over.why": (
        "Not credited by itself: only the exact amount tells whose it is.",
        "没有自动到账：只有准确的金额才能认出付款人。",
    ),
    "topup.stray.no-tail": (
        "{amount} USDT arrived at {time}: the tail of {differs} is missing",
        "{time} 到账 {amount} USDT：缺少尾数 {differs}",
    ),
    "topup.stray.no-tail.why": (
        "Not credited by itself: without its tail it could be anybody's.",
        "没有自动到账：没有尾数就无法认出付款人。",
    ),
    "topup.stray.second": (
        "{amount} USDT arrived once more at {time}",
        "{time} 再次到账 {amount} USDT",
    ),
    "topup.stray.second.why": (
        "An order is credited once; this second payment waits to be claimed.",
        "每个订单只入账一次，第二笔付款等待认领。",
    ),
    "topup.stray.too-late": (
        "{amount} USDT arrived at {time}, after the order was closed",
        "{time} 到账 {amount} USDT，订单已关闭",
    ),
    "topup.stray.too-late.why": (
        "Not credited by itself, since the amount is not reserved any more.",
        "没有自动到账，因为该金额已不再保留。",
    ),
    "topup.stray.claim": (
        "If it was you, press w and paste the transaction's hash.",
        "如果是您的付款，请按 w 粘贴交易哈希认领。",
    ),
    "topup.explorer": ("look it up: {page}", "在浏览器中查看：{page}"),
    "topup.claim": ("claim", "认领"),
    "topup.claim-help": ("Claim a payment by its transaction's hash", "用交易哈希认领付款"),
    "topup.copy-page": ("copy link", "复制链接"),
    "topup.copy-page-help": ("Copy where the payment can be looked up", "复制可查看付款的网址"),
    "topup.watch.never": ("none yet", "尚无"),
    "topup.copy-address": ("copy address", "复制地址"),
    "topup.copy-address-help": ("Send the address to the terminal's clipboard", "把收款地址发送到终端剪贴板"),
    "topup.cancel": ("cancel", "取消订单"),
    "topup.cancel-help": ("Give the order up, after a question", "确认后取消订单"),
    "topup.cancel.none": ("choose an order in the list first", "请先在列表中选择订单"),
    "topup.cancel.over": ("its time is up already", "订单已过期"),
    "topup.cancel.title": ("Cancel order {short}?", "取消订单 {short}？"),
    "topup.cancel.means": (
        "Do not send {amount} USDT after that. If you already did, it is credited all the same.",
        "取消后请不要再转 {amount} USDT。如果已经转出，仍会到账。",
    ),
    "topup.cancel.yes": ("Cancel it", "取消订单"),
    "topup.cancel.no": ("Keep it", "保留"),
    "topup.paying": ("the payment is on its way", "正在付款"),
    "topup.paid-from-wallet": (
        "{amount} USDT sent from the simulated wallet",
        "已从模拟钱包转出 {amount} USDT",
    ),
    "topup.qr.hint": ("space: other drawing   esc: back", "空格：换一种画法   esc：返回"),
    "topup.error.amount_empty": ("Type how much to top up, in USDT.", "请输入充值金额（USDT）。"),
    "topup.error.amount_not_number": (
        "This is not an amount: write digits with at most one point, such as 200 or 200.50.",
        "这不是有效的金额，请只用数字和小数点，例如 200 或 200.50。",
    ),
    "topup.error.amount_decimals": (
        "At most two decimals: the tail that makes your amount unique takes the rest.",
        "金额最多两位小数，其余位数留给识别付款用的随机尾数。",
    ),
    "topup.error.amount_too_small": ("The least is {minimum} USDT.", "最少充值 {minimum} USDT。"),
    "topup.error.amount_too_large": (
        "The most in one order is {maximum} USDT; make several orders for more.",
        "单笔最多 {maximum} USDT，如需更多请分成几笔。",
    ),
    "topup.error.unknown_chain": (
        "This network is not offered; choose one of those listed.",
        "不支持这个网络，请从列表中选择。",
    ),
    "topup.error.open_order": (
        "Order {number} over {amount} USDT still waits for its payment on this network: pay it or cancel it first.",
        "该网络上还有未付款的订单 {number}（{amount} USDT），请先付款或取消。",
    ),
    "topup.error.no_tail_left": (
        "All 99 tails of {amount} USDT are taken at the moment: choose a slightly different amount, such as 3 more.",
        "{amount} USDT 的 99 个尾数目前都已占用，请换一个略有不同的金额，例如多充 3 USDT。",
    ),
    "topup.error.no_such_order": ("There is no such order of yours.", "没有找到您的这笔订单。"),
    "topup.error.cannot_cancel": (
        "Order {number} cannot be cancelled any more: its payment was seen, or it is finished.",
        "订单 {number} 已不能取消：付款已被发现，或订单已结束。",
    ),
    "topup.error.bad_address": (
        "The configured address {address} cannot receive USDT on {network}: correct deposit_address in the settings, "
        "section [{section}]. Nothing starts with a wrong address, because money sent to it would be lost.",
        "配置的收款地址 {address} 不能在 {network} 上接收 USDT：请改正设置中 [{section}] 一节的 deposit_address。"
        "转到错误地址的钱无法找回，因此程序不会用它启动。",
    ),
    "topup.error.no_provider": (
        "There is a deposit address on {network}, but no node to look at it through: name one or more JSON-RPC "
        "addresses (https://...) under providers in the settings, section [{section}].",
        "{network} 已配置收款地址，但没有可用来查询的节点：请在设置中 [{section}] 一节的 providers 里填写"
        "一个或多个 JSON-RPC 地址（https://……）。",
    ),
}
