"""Texts of the inbox and of the local outbox."""

TEXTS: dict[str, tuple[str, str]] = {
    "inbox.lead": (
        "What happened to your account, the operator's notices, and what was mailed to {email}.",
        "账户动态、运营方公告，以及发往 {email} 的邮件。",
    ),
    "inbox.notice": ("Notice: {title}", "公告：{title}"),
    "inbox.mail": ("mail", "邮件"),
    "inbox.mail.where": (
        "What it says stands in the mail itself, so that a code can never be read here.",
        "正文只在邮件里，因此这里看不到验证码。",
    ),
    "inbox.help": (
        "Messages tell what became of your claims, withdrawals and changes; notices are for everybody. A star marks "
        "what you have not opened. Mail is listed with what became of it: sent only means that the mail server took "
        "it. What a mail said stands in the mail itself.",
        "消息告诉您认领、提现和参数变更的结果；公告发给所有人。星号表示未读。邮件会列出状态：“已发送”仅表示邮件服务器已接收，正文只在邮件里。",
    ),
    "inbox.nothing": (
        "Nothing yet. News of claims, withdrawals, passwords and logins will stand here.",
        "暂无消息。认领、提现、密码和登录的通知会出现在这里。",
    ),
    "inbox.state.queued": ("waiting to be sent", "等待发送"),
    "inbox.state.sent": ("sent", "已发送"),
    "inbox.state.failed": ("could not be sent", "发送失败"),
    "inbox.state.local": ("stays in the local outbox", "保存在本机发件箱"),
    "inbox.outbox.not-yours": ("only the operator reads the outbox", "只有运营方可以查看发件箱"),
    "inbox.outbox.title": ("Local outbox", "本机发件箱"),
    "inbox.outbox.lead": (
        "No mail server is configured, so mail stays here instead of going out.",
        "没有配置邮件服务器，邮件不会发出，都保存在这里。",
    ),
    "inbox.outbox.help": (
        "Mail that would have gone out by SMTP. New mail appears by itself. Outside the demo only the operator can "
        "read it.",
        "本应通过 SMTP 发出的邮件，新邮件会自动出现。除演示模式外，只有运营方可以查看。",
    ),
    "inbox.outbox.empty": (
        "No mail yet: a code that you ask for appears here by itself.",
        "暂无邮件。您申请的验证码会自动出现在这里。",
    ),
    "inbox.outbox.to": ("to {recipient}", "收件人：{recipient}"),
    "inbox.message.claim-review.title": ("Claim {tx}: with the operator", "认领单 {tx}：等待审核"),
    "inbox.message.claim-review.body": (
        "It paid {amount} USDT to us, but fits no open order of yours. The operator decides; you are told here.",
        "该交易向我们支付了 {amount} USDT，但与您的未完成订单不符。运营方会审核，结果会在这里通知您。",
    ),
    "inbox.message.claim-frozen.title": ("Claim {tx}: on hold", "认领单 {tx}：已冻结"),
    "inbox.message.claim-frozen.body": (
        "Somebody else claims the same transaction, so nobody is credited yet. The operator asks both for a proof.",
        "另有人认领了同一笔交易，因此不会自动入账。运营方会请双方提供证明。",
    ),
    "inbox.message.claim-credited.title": ("Claim {tx}: credited", "认领单 {tx}：已入账"),
    "inbox.message.claim-credited.body": (
        "{amount} USDT were added to your compute.",
        "{amount} USDT 已计入您的算力。",
    ),
    "inbox.message.claim-refused.title": ("Claim {tx}: refused", "认领单 {tx}：已拒绝"),
    "inbox.message.claim-refused.body": (
        "The operator's reason: {reason}",
        "运营方的理由：{reason}",
    ),
    "inbox.message.claim-unknown.title": ("Claim {tx}: not found", "认领单 {tx}：未找到"),
    "inbox.message.claim-unknown.body": (
        "No node knows this transaction. Check the network and the hash, then claim it again.",
        "节点上没有这笔交易。请核对网络和哈希后重新认领。",
    ),
    "inbox.message.claim-not-final.title": ("Claim {tx}: not final", "认领单 {tx}：未确认"),
    "inbox.message.claim-not-final.body": (
        "The transaction was seen, but never became final.",
        "交易曾出现，但一直没有最终确认。",
    ),
    "inbox.message.claim-failed.title": ("Claim {tx}: the transaction failed", "认领单 {tx}：交易失败"),
    "inbox.message.claim-failed.body": (
        "The chain says that this transaction failed: nothing was paid.",
        "链上显示这笔交易失败，没有付款。",
    ),
    "inbox.message.claim-not-ours.title": ("Claim {tx}: not paid to us", "认领单 {tx}：收款方不是我们"),
    "inbox.message.claim-not-ours.body": (
        "The transaction paid no USDT to our address on this network. Another token of the same name is not USDT.",
        "这笔交易没有在该网络上向我们的地址支付 USDT。同名的其他代币不是 USDT。",
    ),
    "inbox.message.claim-dust.title": ("Claim {tx}: too little", "认领单 {tx}：金额过小"),
    "inbox.message.claim-dust.body": (
        "The transaction paid less than 1 USDT, which is not credited.",
        "这笔交易不足 1 USDT，不予入账。",
    ),
    "inbox.message.claim-already.title": ("Claim {tx}: credited already", "认领单 {tx}：已被入账"),
    "inbox.message.claim-already.body": (
        "This payment was credited before, to another account.",
        "这笔付款此前已计入其他账户。",
    ),
    "inbox.message.claim-returned.title": ("Claim {tx}: paid back", "认领单 {tx}：已退回"),
    "inbox.message.claim-returned.body": (
        "This payment was paid back or put aside by the operator.",
        "这笔付款已由运营方退回或另行处理。",
    ),
    "inbox.message.payment-late.title": ("Order {number}: paid late, credited", "订单 {number}：付款虽晚，已到账"),
    "inbox.message.payment-late.body": (
        "The payment came after the time was over, and {amount} USDT were credited all the same.",
        "付款晚于订单时限，{amount} USDT 仍已到账。",
    ),
    "inbox.message.payment-short.title": ("Order {number}: too little arrived", "订单 {number}：到账金额不足"),
    "inbox.message.payment-short.body": (
        "{amount} USDT arrived instead of {asked}, so nothing was credited by itself: some exchanges take their fee "
        "from the amount. If it was you, claim it: 6 compute, then w, with the transaction's hash.",
        "实到 {amount} USDT，应到 {asked}，因此没有自动到账：有些交易所从金额中扣手续费。"
        "如果是您的付款，请按 6 进入算力页，再按 w 用交易哈希认领。",
    ),
    "inbox.message.payment-over.title": ("Order {number}: too much arrived", "订单 {number}：到账金额过多"),
    "inbox.message.payment-over.body": (
        "{amount} USDT arrived instead of {asked}, so nothing was credited by itself: only the exact amount tells "
        "whose it is. If it was you, claim it: 6 compute, then w, with the transaction's hash.",
        "实到 {amount} USDT，应到 {asked}，因此没有自动到账：只有准确的金额才能认出付款人。"
        "如果是您的付款，请按 6 进入算力页，再按 w 用交易哈希认领。",
    ),
    "inbox.message.payment-no-tail.title": ("Order {number}: the tail is missing", "订单 {number}：缺少尾数"),
    "inbox.message.payment-no-tail.body": (
        "{amount} USDT arrived instead of {asked}: without its tail a payment could be anybody's, so nothing was "
        "credited by itself. If it was you, claim it: 6 compute, then w, with the transaction's hash.",
        "实到 {amount} USDT，应到 {asked}：没有尾数就无法认出付款人，因此没有自动到账。"
        "如果是您的付款，请按 6 进入算力页，再按 w 用交易哈希认领。",
    ),
    "inbox.message.payment-second.title": ("Order {number}: paid a second time", "订单 {number}：重复付款"),
    "inbox.message.payment-second.body": (
        "{amount} USDT arrived once more. The order was credited before and is credited once. If it was you, claim "
        "the second payment: 6 compute, then w, with the transaction's hash.",
        "{amount} USDT 再次到账。订单此前已入账，每个订单只入账一次。"
        "如果是您的付款，请按 6 进入算力页，再按 w 用交易哈希认领第二笔。",
    ),
    "inbox.message.payment-too-late.title": ("Order {number}: paid after it was closed", "订单 {number}：关闭后才付款"),
    "inbox.message.payment-too-late.body": (
        "{amount} USDT arrived after the order was closed, so nothing was credited by itself. If it was you, claim "
        "it: 6 compute, then w, with the transaction's hash.",
        "{amount} USDT 在订单关闭后才到账，因此没有自动入账。"
        "如果是您的付款，请按 6 进入算力页，再按 w 用交易哈希认领。",
    ),
    "inbox.message.withdrawal-paid.title": ("Withdrawal {number}: paid", "提现 {number}：已支付"),
    "inbox.message.withdrawal-paid.body": (
        "{amount} USDT were sent to you. Transaction: {tx}",
        "{amount} USDT 已发送给您。交易：{tx}",
    ),
    "inbox.message.withdrawal-refused.title": ("Withdrawal {number}: refused", "提现 {number}：已拒绝"),
    "inbox.message.withdrawal-refused.body": (
        "{amount} USDT are free again. The operator's reason: {reason}",
        "{amount} USDT 已退回算力。运营方的理由：{reason}",
    ),
    "inbox.message.referral.title": ("Reward for inviting: {amount}", "邀请奖励：{amount}"),
    "inbox.message.referral.body": (
        "Somebody you invited topped up for the first time. {amount} USDT were added to your compute.",
        "您邀请的好友完成了首次充值，{amount} USDT 已计入您的算力。",
    ),
    "inbox.message.parameters-approved.title": ("{label}: parameters changed", "{label}：参数已变更"),
    "inbox.message.parameters-approved.body": (
        "The change of parameters you asked for applies from now on.",
        "您申请的参数变更已生效。",
    ),
    "inbox.message.parameters-refused.title": ("{label}: change refused", "{label}：参数变更被拒绝"),
    "inbox.message.parameters-refused.body": ("The operator's reason: {reason}", "运营方的理由：{reason}"),
    "inbox.message.binding-approved.title": ("{label}: approved", "{label}：审核通过"),
    "inbox.message.binding-approved.body": (
        "The binding is approved. The account is watched and metered from now on.",
        "绑定已通过审核，从现在起开始监控和计费。",
    ),
    "inbox.message.binding-refused.title": ("{label}: refused", "{label}：审核未通过"),
    "inbox.message.binding-refused.body": (
        "The operator's reason: {reason} You can mend it on the keys page and send it again.",
        "运营方的理由：{reason} 可在 API 管理页修改后重新提交。",
    ),
}
