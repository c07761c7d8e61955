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
}
