"""What `stream --json` says to a person; its lines on stdout are for programs."""

TEXTS: dict[str, tuple[str, str]] = {
    "stream.password": ("Login password: ", "登录密码："),
    "stream.store": ("The database cannot be used: {reason}", "数据库无法使用：{reason}"),
}
