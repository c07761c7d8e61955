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
}
