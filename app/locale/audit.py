"""Texts of the audit log and its proof."""

TEXTS: dict[str, tuple[str, str]] = {
    "audit.cli.whole": ("Audit log: {rows} rows, the chain is whole.", "审计日志：{rows} 行，哈希链完整。"),
    "audit.cli.broken": (
        "Audit log: BROKEN at row {broken_at}; {rows} rows before it are whole.",
        "审计日志：第 {broken_at} 行断裂；此前 {rows} 行完整。",
    ),
    "audit.cli.head": (
        "Head: {head}  (note it elsewhere; --noted compares with it later)",
        "链头：{head}（请另行记录，之后可用 --noted 比对）",
    ),
    "audit.cli.sound": ("Ledger: {transfers} transfers, sum {sum}, sound.", "账本：{transfers} 笔，合计 {sum}，无误。"),
    "audit.cli.wrong": (
        "Ledger: WRONG, sum {sum}, accounts {wrong} ({transfers} transfers).",
        "账本：有误，合计 {sum}，账户 {wrong}（共 {transfers} 笔）。",
    ),
    "audit.error.noted": (
        "--noted wants a head as it was printed: number, colon, 64 hex digits.",
        "--noted 需要先前打印的链头：数字、冒号、64 位十六进制。",
    ),
    "audit.error.no-store": ("There is no database yet.", "还没有数据库。"),
    "audit.help": (
        "Who did what to what. Every row carries a hash over itself and the row before it, so that a changed, removed "
        "or inserted row is found. v proves it here; python tui.py audit verify proves it from the command line.",
        "谁对什么做了什么。每一行都带有覆盖自身和上一行的哈希，因此修改、删除或插入都会被发现。按 v 在此验证，"
        "也可在命令行运行 python tui.py audit verify。",
    ),
    "audit.lead": ("Newest first. v proves the chain of hashes.", "最新的在前。按 v 验证哈希链。"),
    "audit.verify": ("verify", "验证"),
    "audit.verify-help": ("Walk the whole chain of hashes", "验证整条哈希链"),
    "audit.verifying": ("Walking the chain ...", "正在验证……"),
    "audit.column.actor": ("Who", "操作人"),
    "audit.column.action": ("What", "操作"),
    "audit.column.subject": ("To what", "对象"),
}
