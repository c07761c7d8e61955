"""What `ledger --csv` says to a person; what it prints on stdout is for files."""

TEXTS: dict[str, tuple[str, str]] = {
    "ledger.login": (
        "Username and login password are read from standard input, a line each. "
        "Typed here they would be seen: pipe them.",
        "从标准输入读取用户名和登录密码，各占一行。直接在此输入会显示出来：请用管道传入。",
    ),
}
