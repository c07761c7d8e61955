"""Texts of the demo's stand-in for a venue's own website."""

TEXTS: dict[str, tuple[str, str]] = {
    "console.title": ("{venue} (simulated)", "{venue}（模拟网站）"),
    "console.simulated": ("plays {site}", "模拟 {site}"),
    "console.site.okx": ("okx.com", "okx.com"),
    "console.site.binance": ("binance.com", "binance.com"),
    "console.site.bitget": ("bitget.com", "bitget.com"),
    "console.site.bitget_margin": ("bitget.com", "bitget.com"),
    "console.site.bitmart": ("bitmart.com", "bitmart.com"),
    "console.site.toobit": ("toobit.com", "toobit.com"),
    "console.site.gate_crossex": ("gate.com", "gate.com"),
    "console.help": (
        "In real life this is the venue's site. Pick an account above, make a key for it with n, change its modes "
        "with i. tab goes to its keys, where i edits and d deletes. Wrong choices are welcome: the wizard has "
        "to catch them.",
        "现实中这是交易所自己的网站。在上面选账户，按 n 创建密钥，按 i 修改账户模式；按 tab 到密钥列表，"
        "i 修改，d 删除。欢迎故意选错，看看向导能不能发现。",
    ),
    "console.new": ("create API key", "创建API"),
    "console.new-help": ("Create an API key for the marked account", "为选中的账户创建 API key"),
    "console.edit": ("edit", "修改"),
    "console.edit-help": (
        "On an account its modes, on a key its permissions and IP list",
        "在账户上修改模式，在密钥上修改权限和 IP 白名单",
    ),
    "console.remove": ("delete key", "删除API"),
    "console.remove-help": ("Delete the marked key, after a question", "确认后删除选中的密钥"),
    "console.save": ("save", "提交"),
    "console.save-help": ("Submit the form", "提交表单"),
    "console.paste": ("paste into the wizard", "粘贴到向导"),
    "console.saved": ("Saved on the simulated site.", "已在模拟网站上保存。"),
    "console.no-account": ("choose an account first", "请先选择账户"),
    "console.no-key": ("choose a key with tab first", "请先按 tab 选择密钥"),
    "console.no-keys": ("No keys yet: n creates one.", "还没有密钥，按 n 创建。"),
    "console.keys-of": ("API keys of {account}: {count}", "{account} 的 API key：{count} 个"),
    "console.remove.title": ("Delete the key {label}?", "删除密钥 {label}？"),
    "console.remove.means": (
        "Whatever uses it is refused from then on.",
        "此后使用它的一切请求都会被拒绝。",
    ),
    "console.remove.yes": ("Delete", "删除"),
    "console.remove.no": ("Keep it", "保留"),
    "console.and": (", ", "、"),
    "console.any-address": ("any address", "不限"),
    "console.column.account": ("Account", "账户"),
    "console.column.environment": ("Kind", "环境"),
    "console.column.level": ("Account mode", "账户模式"),
    "console.column.mode": ("Positions", "仓位模式"),
    "console.column.equity": ("USDT", "USDT"),
    "console.column.open": ("Open", "持仓/委托"),
    "console.column.label": ("Name", "备注名"),
    "console.column.key": ("API key", "API key"),
    "console.column.permissions": ("Permissions", "权限"),
    "console.column.ips": ("IP addresses", "IP 地址白名单"),
    "console.open": ("{positions} pos, {orders} ord", "{positions} 仓 {orders} 单"),
    "console.environment.live": ("live", "实盘"),
    "console.environment.demo": ("demo", "模拟"),
    "console.level.1": ("Spot", "现货模式"),
    "console.level.2": ("Futures", "合约模式"),
    "console.level.3": ("Multi-currency", "跨币种保证金"),
    "console.level.4": ("Portfolio", "组合保证金"),
    "console.mode.hedge": ("hedge", "双向持仓"),
    "console.mode.oneway": ("one-way", "单向持仓"),
    "console.key.new": ("Create API key", "创建 API key"),
    "console.key.edit": ("Edit API key", "修改 API key"),
    "console.key.help": (
        "The form as the venue's site has it. Space ticks and unticks permissions. Commas stand between addresses; "
        "ctrl+v brings what you copied in the wizard. The secret is shown once, then enter pastes it into the wizard.",
        "与交易所网站的表单一样。空格键勾选权限。IP 用逗号分隔，ctrl+v 可粘贴在向导里复制的内容。"
        "Secret 只显示一次，届时按回车即可粘贴到向导。",
    ),
    "console.ips": ("IP addresses", "IP 地址白名单"),
    "console.ips.hint": (
        "optional, commas between; ctrl+v brings what you copied",
        "可选，用逗号分隔；ctrl+v 粘贴已复制的内容",
    ),
    "console.passphrase.hint": (
        "{shortest}-{longest} characters: {marks}",
        "{shortest}-{longest} 位：{marks}",
    ),
    "console.made": ("Created. The secret key is shown this once.", "创建成功，Secret key 只显示这一次。"),
    "console.made.next": (
        "enter pastes them into the wizard; esc leaves without.",
        "按回车把这些值粘贴到向导，按 esc 直接离开。",
    ),
    "console.paste-help": ("Paste all values into the wizard", "把这些值粘贴到向导"),
    "console.modes": ("Trading settings", "交易设置"),
    "console.modes.help": (
        "Account mode and position mode as the venue's site has them. The position mode cannot "
        "change while anything is open.",
        "与交易所网站一样的账户模式和仓位模式。有持仓或委托时不能切换仓位模式。",
    ),
}
