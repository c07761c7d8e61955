"""What a venue's or chain's error means to the person who meets it."""

TEXTS: dict[str, tuple[str, str]] = {
    "failures.quote": ('{venue} says: "{message}"{code}', "{venue} 答复：“{message}”{code}"),
    "failures.auth": (
        "The key, the secret or the passphrase is not what the venue has.",
        "密钥、Secret 或密码短语与交易所的记录不符。",
    ),
    "failures.permission": ("The key lacks the right for this call.", "该密钥没有这项调用的权限。"),
    "failures.ip": (
        "The key is bound to other IP addresses than ours.",
        "该密钥绑定的 IP 地址中没有本机的地址。",
    ),
    "failures.clock": (
        "This machine's clock is too far from the venue's.",
        "本机时钟与交易所相差太大。",
    ),
    "failures.rate": ("Too many requests; the venue asks us to wait.", "请求过于频繁，交易所要求稍等。"),
    "failures.funds": ("There is not enough money for it.", "余额不足。"),
    "failures.request": (
        "The venue does not accept this in the account's present state.",
        "账户当前状态下，交易所不接受这个请求。",
    ),
    "failures.not-found": ("The venue knows nothing by that name.", "交易所没有找到对应的记录。"),
    "failures.region": (
        "The venue does not serve this country or address; we cannot change that.",
        "交易所不向该地区或该地址提供服务，我们无法改变这一点。",
    ),
    "failures.maintenance": ("Planned maintenance; it will come back.", "交易所正在维护，稍后恢复。"),
    "failures.unavailable": (
        "No answer came; nothing happened there.",
        "没有收到答复，对方没有发生任何变化。",
    ),
    "failures.unknown-outcome": (
        "The request was sent, its result is not known. It will be looked up, never sent twice.",
        "请求已发出，但结果未知。程序会去查询结果，绝不会重复发送。",
    ),
    "failures.unexpected": (
        "An answer we cannot read; nothing was assumed from it.",
        "收到无法识别的答复，程序没有据此做任何推断。",
    ),
    "failures.store": (
        "The database cannot be used ({reason}); nothing was written.",
        "数据库暂时无法使用（{reason}），没有写入任何内容。",
    ),
    "failures.again": ("Nothing typed is lost: try again in a moment.", "已输入的内容不会丢失，请稍后重试。"),
}
