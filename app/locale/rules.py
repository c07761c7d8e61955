"""Texts of the rules the operator may change."""

TEXTS: dict[str, tuple[str, str]] = {
    "rules.error.number": ("A whole number from {least} to {most}.", "请输入 {least} 到 {most} 之间的整数。"),
    "rules.error.gates": (
        "Submitting must not need more compute than making keys.",
        "提交所需的算力不能多于创建密钥所需的算力。",
    ),
    "rules.notice.metering.share_percent.title": ("The share of profit changes", "盈利分成调整"),
    "rules.notice.metering.share_percent.body": (
        "From now on {after} % of new net realised profit is taken from compute; it was {before} %.",
        "从现在起，新增已实现净盈利的 {after}% 从算力中扣除；此前为 {before}%。",
    ),
    "rules.notice.referral.share_percent.title": ("The reward for inviting changes", "邀请奖励调整"),
    "rules.notice.referral.share_percent.body": (
        "From now on an inviter receives {after} % of each invitee's first top-up; it was {before} %.",
        "从现在起，邀请人可获得每位受邀人首次充值的 {after}%；此前为 {before}%。",
    ),
    "rules.help": (
        "Numbers that apply to everybody. A change asks for your transaction password, applies at once, in all "
        "processes within seconds, and stands in the audit log. What costs or gives people money is announced.",
        "适用于所有人的数值。变更需要交易提现密码，立即生效（各进程数秒内同步），并记入审计日志。涉及费用或奖励的变更会自动公告。",
    ),
    "rules.lead": ("enter changes the number under the cursor.", "按 enter 修改光标所在的数值。"),
    "rules.change": ("change", "修改"),
    "rules.change-help": ("Change this number", "修改该数值"),
    "rules.value": ("New number", "新数值"),
    "rules.range": ("{least} to {most} {unit}", "{least} 到 {most} {unit}"),
    "rules.announced": ("Everybody is told of it in the inbox.", "所有人会在消息中心收到通知。"),
    "rules.changed": ("It applies from now on.", "已生效。"),
    "rules.default": ("({default} by default)", "（默认 {default}）"),
    "rules.unit.percent": ("%", "%"),
    "rules.unit.compute": ("compute", "算力"),
    "rules.unit.usdt": ("USDT", "USDT"),
    "rules.unit.hours": ("h", "小时"),
    "rules.metering.share_percent": ("share of new realised profit", "新增已实现盈利的分成"),
    "rules.metering.warning_compute": ("the dashboard warns below this balance", "低于此余额时提醒"),
    "rules.gates.create_compute": ("needed to make keys of a binding", "创建密钥所需算力"),
    "rules.gates.submit_compute": ("needed to submit a binding", "提交绑定所需算力"),
    "rules.gates.min_equity_usdt": ("needed in the futures account", "合约账户最低资产"),
    "rules.referral.share_percent": ("of each invitee's first top-up to the inviter", "受邀人首次充值给邀请人的奖励"),
    "rules.withdrawal.minimum": ("least withdrawal", "最低提现金额"),
    "rules.withdrawal.address_hours": ("wait of a new withdrawal address", "新提现地址的等待期"),
    "rules.topup.address_hours": ("wait of a new deposit address", "新充值地址的等待期"),
}
