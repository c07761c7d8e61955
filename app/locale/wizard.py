"""Texts of the binding wizard; the venue's own steps come from its guide in `exchanges`."""

TEXTS: dict[str, tuple[str, str]] = {
    "wizard.title": ("Bind an account", "添加API"),
    "wizard.title.venue": ("Bind an account: {venue}", "添加API：{venue}"),
    "wizard.help": (
        "One step at a time. Each verdict comes from the venue's own answer: ok, NO, or ?? where it could not be "
        "verified; v shows the call behind it. Every step is kept: leave, lock or lose the line, and you come back to "
        "the same step. Pasted secrets are never shown again, only the last four characters of a key.",
        "一次一步。每一行结论都来自交易所的答复：ok 通过，NO 未通过，?? 无法核实；按 v 查看背后的调用。"
        "每一步都会保存：离开、锁定或断线后，回来仍在同一步。粘贴的密钥不会再显示，只显示末四位。",
    ),
    "wizard.busy": ("the venue is being asked", "正在询问交易所"),
    "wizard.recheck": ("check again", "重新检查"),
    "wizard.recheck-help": ("Ask the venue again about this key", "再次向交易所核实这个密钥"),
    "wizard.copy": ("copy IP list", "复制IP白名单"),
    "wizard.copy-help": ("Send the IP list to the terminal's clipboard", "把 IP 白名单发送到终端剪贴板"),
    "wizard.discard": ("discard", "丢弃"),
    "wizard.discard-help": ("Throw the unfinished binding away, after a question", "确认后丢弃未完成的绑定"),
    "wizard.discard.none": ("choose an unfinished binding first", "请先选中一个未完成的绑定"),
    "wizard.discard.title": ("Discard the unfinished binding of {venue}?", "丢弃未完成的 {venue} 绑定？"),
    "wizard.discard.means": (
        "The keys pasted for it are destroyed here. At the exchange nothing changes.",
        "为它粘贴的密钥会在这里销毁，交易所那边不受影响。",
    ),
    "wizard.discard.yes": ("Discard", "丢弃"),
    "wizard.discard.no": ("Keep it", "保留"),
    "wizard.label": ("Name", "名称"),
    "wizard.label.hint": ("how tables call this account", "在表格中如何称呼这个账户"),
    "wizard.step": ("step {number} of {total}", "第 {number} 步，共 {total} 步"),
    "wizard.crumb.venue": ("venue", "交易所"),
    "wizard.crumb.account": ("account", "账户"),
    "wizard.crumb.read_key": ("read key", "只读API"),
    "wizard.crumb.read_check": ("check", "验证"),
    "wizard.crumb.trade_key": ("trade key", "交易API"),
    "wizard.crumb.trade_check": ("check", "验证"),
    "wizard.crumb.strategy": ("strategy", "策略"),
    "wizard.crumb.send": ("send", "提交"),
    # Step 1
    "wizard.venue.lead": (
        "Which exchange is the account with? Keys made at one exchange work only there.",
        "账户开在哪家交易所？不同交易所的 API 不能通用。",
    ),
    "wizard.environment.live": ("real account", "实盘"),
    "wizard.environment.demo": ("the exchange's own demo trading", "交易所的模拟盘"),
    "wizard.venue.unfinished": (
        "Unfinished; enter on it goes on where you left off.",
        "尚未完成；选中后按回车从上次的步骤继续。",
    ),
    "wizard.venue.continue": (
        "go on: {venue}, {environment}, step {number} of {total}",
        "继续：{venue}，{environment}，第 {number}/{total} 步",
    ),
    "wizard.venue.new": ("new: {venue}", "新绑定：{venue}"),
    # Step 2
    "wizard.account.lead": (
        "Prepare the account on {venue}. Each point is read from {venue} as soon as a key is verified; "
        "what can be changed by a call is then offered as a one-key fix.",
        "请在 {venue} 准备好账户。密钥验证后，程序会向 {venue} 逐项核对，能用接口修改的，届时一键即可修复。",
    ),
    "wizard.account.compute": (
        "compute {have}, needed to make keys: {need}",
        "算力 {have}，创建密钥需要 {need}",
    ),
    "wizard.account.compute.short": (
        "Press u to top up; you come back to this step.",
        "按 u 充值，完成后会回到这一步。",
    ),
    "wizard.account.later": ("read after step 4", "第 4 步后读取"),
    # Steps 3 and 5
    "wizard.key.api_key": ("API key", "API Key"),
    "wizard.key.secret": ("Secret", "API Secret"),
    "wizard.key.length": ("{length} characters, ends ...{last4}", "{length} 位，末四位 {last4}"),
    "wizard.key.length.hidden": ("{length} characters, hidden", "{length} 位，已隐藏"),
    "wizard.key.removed-one": ("{count} blank or line break removed", "已去除 {count} 个空格或换行"),
    "wizard.key.removed": ("{count} blanks or line breaks removed", "已去除 {count} 个空格或换行"),
    "wizard.key.several-lines": (
        "several lines were pasted; paste one value at a time",
        "粘贴了多行内容，请每次只粘贴一个值",
    ),
    "wizard.key.too-long": ("that is too long for a key", "内容过长，不像是密钥"),
    "wizard.key.empty": ("nothing but blanks was pasted", "粘贴的内容只有空白"),
    "wizard.key.paste": ("paste it here", "粘贴到这里"),
    "wizard.key.rule.ok": ("ok: a A 1 #, {length} characters", "符合：a A 1 #，{length} 位"),
    "wizard.key.rule.and": (", ", "、"),
    "wizard.key.not-here": (
        "the key was made; come to a key step of the wizard to paste it",
        "密钥已创建；请到向导的密钥步骤再粘贴",
    ),
    "wizard.key.rule.missing": ("still missing: {what}", "还缺：{what}"),
    "wizard.key.ip.none": (
        "We do not know our own address yet; the check will tell it.",
        "还不知道本机的出口地址，验证时交易所会告诉我们。",
    ),
    "wizard.key.kept": (
        "A verified key ending ...{last4} is kept here. Enter goes on; paste new values to replace it.",
        "已保存验证通过的密钥（末四位 {last4}）。按回车继续；粘贴新值可替换。",
    ),
    "wizard.key.console": (
        "In the demo {key} opens the {venue} console, where keys are made.",
        "演示中按 {key} 打开 {venue} 控制台，在那里创建密钥。",
    ),
    "wizard.key.password": ("Your transaction password", "请输入交易提现密码"),
    "wizard.key.password.why": (
        "The trade key is kept under your transaction password: it is asked for before the key is stored.",
        "交易API 由交易提现密码保护，保存之前需要输入。",
    ),
    # Steps 4 and 6
    "wizard.check.asking": ("Asking {venue} ...   {seconds} s", "正在询问 {venue}……   {seconds} 秒"),
    "wizard.check.read": ("{venue} on the read-only key ...{last4}", "{venue} 对只读API（末四位 {last4}）的答复"),
    "wizard.check.trade": ("{venue} on the trade key ...{last4}", "{venue} 对交易API（末四位 {last4}）的答复"),
    "wizard.check.good": ("All is well. Enter goes on.", "全部通过，按回车继续。"),
    "wizard.check.key_good": (
        "The key is good. What is NO above is about the account and can be fixed by the trade key.",
        "密钥没有问题。上面的 NO 是账户设置，可以用交易API 修复。",
    ),
    "wizard.check.bad": (
        "This key cannot be used yet: mend what is NO, then press r.",
        "该密钥暂时不能使用：请解决上面的 NO，然后按 r。",
    ),
    "wizard.check.forgotten": (
        "Of this key nothing is kept but what stands here. Press esc and paste one that cannot move money out.",
        "除以上内容外，没有保存该密钥。请按 esc 返回，粘贴不能转出资金的密钥。",
    ),
    "wizard.check.forgotten-again": (
        "this key was forgotten; press esc and paste it again",
        "该密钥已丢弃；请按 esc 返回并重新粘贴",
    ),
    "wizard.check.fixable": (
        "The key is good. Press f to change the setting from here, or change it yourself and press r.",
        "密钥没有问题。按 f 在这里修改设置，或自行到交易所修改后按 r。",
    ),
    "wizard.check.none": ("Nothing checked yet: press r.", "尚未验证，请按 r。"),
    "wizard.verdict.unverified": ("could not be verified: {what}", "无法核实：{what}"),
    "wizard.why.lines": ("asked     {call}\nanswered  {quote}", "调用  {call}\n答复  {quote}"),
    "wizard.why.data-only": ("data only, no code", "只有数据，没有错误码"),
    "wizard.why.no-call": (
        "not asked yet: it waits until what is NO has been mended",
        "尚未询问：等上面的 NO 解决之后再核对",
    ),
    "wizard.why.own": ("known here, without asking the venue", "由本机判断，无需询问交易所"),
    "wizard.fix.none": ("nothing under the cursor can be fixed by a call", "光标所在的一行不能用接口修复"),
    "wizard.fix.title": ("Change the setting on {venue}?", "要修改 {venue} 的设置吗？"),
    "wizard.fix.will": ("This call will be sent, and nothing else:", "将只发送这一个调用："),
    "wizard.fix.yes": ("Change it", "修改"),
    "wizard.fix.no": ("Leave it", "不改"),
    "wizard.fix.done": ("Changed; checked again below.", "已修改，下面是重新检查的结果。"),
    # Step 7
    "wizard.strategy.which": ("Strategy", "选择策略"),
    "wizard.strategy.steady": ("steady", "稳健型"),
    "wizard.strategy.steady.note": ("the default, keeps the pool subsidy", "默认，享受公共池补贴"),
    "wizard.strategy.custom": ("Custom parameters?", "是否自定义参数"),
    "wizard.strategy.custom.no": ("no", "否"),
    "wizard.strategy.custom.no.note": ("keeps the subsidy, good to begin with", "享受公共池补贴，适合新手"),
    "wizard.strategy.custom.yes": ("yes", "是"),
    "wizard.strategy.custom.yes.note": ("for the experienced; the subsidy ends", "适合有交易经验者，不再补贴"),
    "wizard.strategy.referrer": ("Registered under the official referrer?", "是否注册在官方推荐人ID名下"),
    "wizard.strategy.referrer.no": ("no", "否"),
    "wizard.strategy.referrer.no.note": ("no extra subsidy", "无额外补贴"),
    "wizard.strategy.referrer.yes": ("yes", "是"),
    "wizard.strategy.referrer.yes.note": (
        "your word for it: the venue does not tell us",
        "以您的说法为准，交易所接口不提供此信息",
    ),
    "wizard.subsidy.kept": (
        "Subsidy: kept. A first-month loss is helped with proportionally; it is not a guarantee of capital.",
        "补贴：享有。首月如有亏损，公共池按比例补贴，但不是保本。",
    ),
    "wizard.subsidy.by-hand": (
        "Closing a position by hand ends it too; that is not evaluated here: orders do not tell who made them.",
        "手动平仓也会失去补贴；这一条此处不作判断，因为委托看不出由谁发出。",
    ),
    "wizard.subsidy.lost": ("Subsidy: none, because of {reason}.", "补贴：不享有，原因是{reason}。"),
    "wizard.subsidy.reason.custom": ("custom parameters", "自定义了参数"),
    "wizard.subsidy.reason.strategy": ("another strategy than steady", "不是稳健型策略"),
    "wizard.subsidy.reason.equity": ("account funds of 1,500 USDT or more", "账户资金达到 1500 USDT"),
    "wizard.subsidy.reason.month": ("the first month is over", "已超过首月"),
    "wizard.subsidy.and": (" and ", "、"),
    # Step 8
    "wizard.send.summary": ("What is sent for review", "将提交审核的内容"),
    "wizard.send.account": ("{venue}, account {uid}, {environment}", "{venue}，账户 {uid}，{environment}"),
    "wizard.send.keys": (
        "read-only key ...{read}, trade key ...{trade}",
        "只读API 末四位 {read}，交易API 末四位 {trade}",
    ),
    "wizard.send.strategy": (
        "strategy {strategy}, custom parameters: {custom}",
        "策略：{strategy}，自定义参数：{custom}",
    ),
    "wizard.send.compute": ("compute {have}, needed to submit: {need}", "算力 {have}，提交需要 {need}"),
    "wizard.send.risk.title": ("Risk statement", "风险声明"),
    "wizard.send.risk": (
        "Trading futures with leverage can lose all money in the account, fast. Automated trading acts without asking "
        "you each time; software, exchange and connection can fail, and orders may then be late or missing. The keys "
        "you gave can trade but not withdraw; you can delete them at the exchange at any time. A subsidy is "
        "proportional help in the first month, never a guarantee of capital. Nobody here promises a profit.",
        "杠杆合约交易可能在短时间内亏光账户里的全部资金。自动化交易不会每次都征求您的同意；软件、交易所和网络都可能出故障，"
        "届时订单可能延迟或缺失。您提供的密钥可以交易，但不能提现，您随时可以在交易所删除它们。补贴只是首月按比例的帮助，"
        "不是保本。这里没有任何人承诺盈利。",
    ),
    "wizard.send.accept": (
        "I have read this and accept the risks of fully automated trading",
        "我已仔细阅读并同意上述事项及全自动化交易带来的风险",
    ),
    "wizard.send.submit": ("confirm and send", "确认并提交"),
    "wizard.send.submit-help": ("Send the binding for review", "提交绑定，等待后台审核"),
    "wizard.send.approved": (
        "Approved: every check is green. Positions of this account now stream.",
        "审核通过：所有检查均合格。该账户的持仓已开始实时显示。",
    ),
    "wizard.send.pending": (
        "Sent. It waits for review; nothing more is needed from you.",
        "已提交，等待后台审核，审核过程无需操作。",
    ),
}
