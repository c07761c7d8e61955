"""Texts of the compute place: balance, pace and the compute ledger."""

TEXTS: dict[str, tuple[str, str]] = {
    "compute.title": ("Compute", "算力"),
    "compute.help": (
        "Compute is prepaid: a top-up adds it, a share of your realised profit takes it. Every line shows the balance "
        "after it; the lines are never changed. A loss is carried forward before profit is metered again. Fees and "
        "funding in other coins than USDT are not metered, since nobody told their worth; sums on other screens that "
        "miss them carry a ~ in front.",
        "算力是预付的：充值会增加，盈利分成会扣除。每一行都附有变动后的余额，明细只增不改。亏损会先结转，之后的盈利才会再次计费。"
        "以 USDT 以外的币种支付的手续费和资金费不计费，因为无法得知其价值；其他页面上缺少它们的合计前面带 ~。",
    ),
    "compute.balance": ("Compute balance", "算力余额"),
    "compute.unit": ("1 compute = 1 USDT", "1 算力 = 1 USDT"),
    "compute.pace": ("At today's pace", "按目前消耗"),
    "compute.pace.days": ("{days} days left", "还可用 {days} 天"),
    "compute.pace.day": ("1 day left", "还可用 1 天"),
    "compute.pace.none": ("nothing spent in the last {days} days", "最近 {days} 天没有消耗"),
    "compute.warning": (
        "Below {level}: top up in time, trading actions pause at 0. Monitoring goes on.",
        "低于 {level}：请及时充值，归零后交易操作会暂停，监控照常。",
    ),
    "compute.used-up": (
        "Used up: trading actions are paused until you top up. Monitoring goes on.",
        "算力已用完：充值之前交易操作暂停，监控照常。",
    ),
    "compute.gates": (
        "Binding needs {create} to make keys, {submit} to submit.",
        "绑定时：创建密钥需要 {create}，提交需要 {submit}。",
    ),
    "compute.other-coins": (
        "Metered: profit realised in USDT; fees paid in other coins are not counted.",
        "计费依据：以 USDT 结算的已实现盈亏；以其他币种支付的手续费不计入。",
    ),
    "compute.column.time": ("Time (UTC)", "时间（UTC）"),
    "compute.column.kind": ("What", "项目"),
    "compute.column.detail": ("From / for", "来源 / 用途"),
    "compute.column.amount": ("Amount", "变动"),
    "compute.column.balance": ("Balance", "余额"),
    "compute.kind.topup": ("top-up", "充值"),
    "compute.kind.metering": ("share of profit", "盈利分成"),
    "compute.kind.referral": ("referral", "邀请奖励"),
    "compute.kind.withdrawal": ("withdrawal", "提现"),
    "compute.kind.adjustment": ("adjustment", "调整"),
    "compute.kind.reversal": ("reversal", "冲正"),
    "compute.kind.other": ("other", "其他"),
    "compute.empty": (
        "No entries yet: every top-up and every debit will stand here with the balance after it.",
        "暂无明细。每一笔充值和扣除都会列在这里，并附上变动后的余额。",
    ),
    "compute.empty.next": ("Press u to top up.", "按 u 充值。"),
    "compute.filter": ("find: a kind, an order, a day", "查找：类型、订单、日期"),
    "compute.exporting": ("Writing the file ...", "正在写入文件……"),
    "compute.exported": (
        "Every line was written, the oldest first, into a file only you can read:",
        "全部明细已写入仅您可读的文件，最早的在前：",
    ),
    "compute.exported.fetch": (
        "It lies on the server. To your own machine: ssh HOST ledger > ledger.csv",
        "文件在服务器上。取到自己的电脑：ssh 主机 ledger > ledger.csv",
    ),
    "compute.not-exported": ("The file could not be written: {reason}", "文件无法写入：{reason}"),
    "compute.loading": ("Reading the ledger ...", "正在读取明细……"),
}
