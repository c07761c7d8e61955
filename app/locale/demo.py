"""Texts of the demo: what it comes with, and what its simulated site and wallet refuse."""

TEXTS: dict[str, tuple[str, str]] = {
    "demo.nickname": ("Demo operator", "演示运营方"),
    "demo.account": (
        "Sign in as  {username}   password  {password}",
        "登录用户名  {username}   密码  {password}",
    ),
    "demo.transaction": ("Transaction password  {password}", "交易提现密码  {password}"),
    "demo.invite": ("Invite code for a second account  {code}", "注册新账号用的邀请码  {code}"),
    "demo.wallet": ("Simulated wallet  {amount} USDT", "模拟钱包  {amount} USDT"),
    "demo.error.running": (
        "A demo is running on this data folder already ({folder}); end it first, or use --data-dir.",
        "该数据目录（{folder}）已有一个演示在运行，请先结束它，或用 --data-dir 另选目录。",
    ),
    "demo.error.not-started": ("The simulated servers did not start: {reason}", "模拟服务器未能启动：{reason}"),
    "demo.error.no-order": ("There is no such order.", "没有这个订单。"),
    "demo.error.site": ("The simulated site says: {reason}", "模拟网站答复：{reason}"),
    "demo.error.silent": ("The simulated servers do not answer.", "模拟服务器没有回应。"),
    "demo.error.world-real": (
        "This database holds real accounts; the demo does not touch it. Choose another one.",
        "该数据库中是真实账号，演示模式不会使用它。请另选数据库。",
    ),
    "demo.error.world-demo": (
        "This database belongs to a demo; its money is simulated. Start it with --demo, or choose another one.",
        "该数据库属于演示模式，其中的资金是模拟的。请用 --demo 启动，或另选数据库。",
    ),
}
