"""The questions people ask, and their answers."""

TEXTS: dict[str, tuple[str, str]] = {
    "faq.code-missing.question": ("I do not receive the e-mail code", "收不到邮箱验证码怎么办？"),
    "faq.code-missing.answer": (
        "Look into the spam folder and check the address. A new code can be sent after a minute; only the "
        "newest one counts, for ten minutes. Without a mail server the operator reads it in the local outbox.",
        "请检查垃圾邮件和邮箱地址。一分钟后可重新发送，只有最新的验证码有效，十分钟内可用。没有配置邮件服务器时，运营"
        "方可在本机发件箱看到它。",
    ),
    "faq.invite.question": ("Where do I get an invite code?", "邀请码从哪里来？"),
    "faq.invite.answer": (
        "From the operator, or from somebody who has an account. Every person can make codes: profile, then "
        "invitations.",
        "由运营方或已有账号的人提供。每个人都可以生成邀请码：个人资料 > 邀请有奖。",
    ),
    "faq.two-passwords.question": ("What are the two passwords for?", "为什么有两个密码？"),
    "faq.two-passwords.answer": (
        "The login password opens your vault with the read-only keys. The transaction password opens the "
        "trading keys and is asked for withdrawals and other things that move money. They must differ.",
        "登录密码打开保险库中的只读 API；交易提现密码打开交易 API，并在提现等涉及资金的操作时要求输入。两者不能相同。",
    ),
    "faq.forgot.question": ("I forgot a password", "忘记密码怎么办？"),
    "faq.forgot.answer": (
        "Login password: recovery on the sign-in screen, with an e-mailed code and your recovery code nothing "
        "is lost. Without the recovery code the stored API keys are destroyed; compute and orders stay. "
        "Transaction password: passwords in the profile, with the recovery code.",
        "登录密码：在登录页找回，邮箱验证码加恢复码可无损恢复；没有恢复码则已保存的 API 密钥会被销毁，算力和订单"
        "保留。交易提现密码：在个人资料的密码页用恢复码重设。",
    ),
    "faq.compute.question": ("What is compute?", "什么是算力？"),
    "faq.compute.answer": (
        "Prepaid units: 1 compute is 1 USDT. It is topped up on chain and spent by metering: a share of new "
        "realised profit. Losses are carried forward before profit is metered again.",
        "预付单位，1 算力等于 1 USDT。通过链上充值获得，按新增已实现盈利的一定比例扣除；亏损先结转，之后的盈"
        "利才会再次计费。",
    ),
    "faq.compute-zero.question": ("What happens when compute runs out?", "算力用完会怎样？"),
    "faq.compute-zero.answer": (
        "Trading actions pause until you top up. Monitoring goes on. A warning comes before that.",
        "充值之前交易操作暂停，监控照常；在此之前会有提醒。",
    ),
    "faq.minimum.question": ("What is the least top-up, and in which coin?", "最低充值多少？支持哪些币种？"),
    "faq.minimum.answer": (
        "100 USDT. Only USDT is supported, on the networks the top-up page offers.",
        "最低 100，目前只支持 USDT，网络以充值页面显示的为准。",
    ),
    "faq.tail.question": ("Why does the amount have odd cents?", "为什么金额带有随机尾数？"),
    "faq.tail.answer": (
        "They tell whose payment it is. Exactly this amount must arrive: 200.37, not 200. Fees come on top. "
        "You may ask for the same amount as often as you like, the tail makes each order unique.",
        "尾数用来识别付款人。到账金额必须完全一致，例如 200.37 而不是 200，手续费另付。可以重复申请相同金"
        "额，尾数会保证每个订单唯一。",
    ),
    "faq.how-long.question": ("How long does a top-up take?", "充值多久到账？"),
    "faq.how-long.answer": (
        "Usually within five minutes after you sent it: the payment is seen, confirmed by enough blocks, then "
        "credited by itself.",
        "通常在转账后五分钟左右：先看到付款，经过足够确认后自动入账。",
    ),
    "faq.not-credited.question": ("I paid, but nothing was credited", "付款后没有到账怎么办？"),
    "faq.not-credited.answer": (
        "Open compute and press w to claim the payment: paste its transaction hash. The chain is asked at "
        "once. What fits your order is credited, everything else goes to the operator.",
        "打开算力页按 w 认领付款，粘贴交易哈希，系统会立即查询链上记录。与订单相符的自动入账，其余交由运营方处理。",
    ),
    "faq.wrong-amount.question": ("I sent a wrong amount", "转错金额怎么办？"),
    "faq.wrong-amount.answer": (
        "It is recorded, but not credited by itself: claim it with the transaction hash. Some exchanges take "
        "their fee from the amount; then 199.37 arrives instead of 200.37.",
        "款项会被记录但不会自动入账，请用交易哈希认领。有些交易所从金额中扣手续费，例如 200.37 变成 199.37。",
    ),
    "faq.late.question": ("I paid after the time was over", "超时后才付款怎么办？"),
    "faq.late.answer": (
        "An exact payment is credited by itself for another 24 hours, marked as late. After that claim it.",
        "超时后 24 小时内到账的准确金额仍会自动入账，并标记为迟到；再晚请认领。",
    ),
    "faq.okx-whitelist.question": ("My exchange does not let me send at once", "交易所提币不方便怎么办？"),
    "faq.okx-whitelist.answer": (
        "OKX may want the address on its withdrawal whitelist first, on its website; make it verification- "
        "free there to be quick when it matters. Binance does not.",
        "使用 OKX 充值时，可能需要先在网页登录后把收款地址加入白名单，并设为免验证，以便需要时快速充值。币安无需"
        "加白名单。",
    ),
    "faq.wrong-network.question": ("I paid on another network or with another coin", "选错网络或币种怎么办？"),
    "faq.wrong-network.answer": (
        "It is not seen by itself. Claim it: the answer says what the chain knows. Coins other than USDT "
        "cannot be credited; ask the operator.",
        "系统不会自动识别。请提交认领单，结果会说明链上情况。USDT 以外的币种不能入账，请联系运营方。",
    ),
    "faq.withdraw.question": ("How do I withdraw unused compute?", "如何提现未使用的算力？"),
    "faq.withdraw.answer": (
        "Compute, then W. Add your address first; it can be used after a day. The amount is set aside, the "
        "operator pays, and the transaction stands in the list.",
        "在算力页按 W。先添加提现地址，一天后可用。申请后金额冻结，由运营方支付，交易哈希会显示在列表中。",
    ),
    "faq.before-binding.question": ("What do I need before binding an account?", "绑定 API 前需要准备什么？"),
    "faq.before-binding.answer": (
        "At least 1000 USDT in the futures account, at least 100 compute, futures account mode (OKX) and "
        "hedge position mode. The wizard reads them from the venue and offers to fix the modes.",
        "合约账户不少于 1000 USDT，算力不少于 100；OKX 需切换为合约模式，并开启双向持仓。向导会从交"
        "易所读取并可一键修正模式。",
    ),
    "faq.two-keys.question": ("Why two API keys?", "为什么要创建两个 API？"),
    "faq.two-keys.answer": (
        "The read-only key watches, its IP whitelist stays empty. The trade key is bound to the addresses "
        "shown, may read and trade, and never withdraw. A key that may withdraw is refused.",
        "只读 API 用于监控，IP 白名单留空；交易 API 须绑定页面显示的 IP，权限选择读取和交易，绝不能勾"
        "选提现。带提现权限的密钥会被拒绝。",
    ),
    "faq.passphrase.question": ("What must the passphrase look like?", "密码短语有什么要求？"),
    "faq.passphrase.answer": (
        "8 to 32 characters with a small letter, a capital letter, a digit and a symbol, on OKX and Bitget. "
        "Keep it yourself: the venue does not show it again.",
        "OKX 和 Bitget：8 到 32 个字符，至少包含一个小写字母、一个大写字母、一个数字和一个符号。请自"
        "行保存，平台不会再次显示。",
    ),
    "faq.review.question": ("How long does a review take?", "审核要多久？"),
    "faq.review.answer": (
        "With automatic review a binding whose every check is green is accepted at once. Otherwise the "
        "operator looks at it; you need not do anything and are told in the inbox.",
        "自动审核时，所有检查通过即可立即生效；否则由运营方审核，您无需操作，结果会在消息中心通知。",
    ),
    "faq.subsidy.question": ("When do I get the pool subsidy?", "什么情况下有公共池补贴？"),
    "faq.subsidy.answer": (
        "With the steady strategy, the usual parameters, less than 1500 USDT in the account, within the first "
        "month and with no position closed by hand. It is proportional help with a loss, not a guarantee of "
        "capital.",
        "选择稳健型、使用默认参数、账户资金在 1500 USDT 以下、首月内且没有自行平仓时，亏损可按比例获得补贴"
        "，但不是保本。",
    ),
    "faq.parameters.question": ("May I change the parameters of a binding?", "可以修改策略参数吗？"),
    "faq.parameters.answer": (
        "Yes: on the keys page, press i on an approved binding and say what you wish. It waits for review. "
        "Custom parameters cost the subsidy.",
        "可以。在 API 管理页选中已通过的绑定按 i，写明需求并等待审核。自定义参数会失去补贴。",
    ),
    "faq.keys-limit.question": ("How many API keys may I have at a venue?", "每个交易所最多能创建多少 API？"),
    "faq.keys-limit.answer": (
        "OKX 50 an account, Binance 30, Bitget 10. Delete old ones there if a new one cannot be made.",
        "OKX 每个账户 50 个，币安 30 个，Bitget 10 个。无法新建时请先在平台删除旧的。",
    ),
    "faq.ip.question": ("The IP list changed", "IP 白名单变了怎么办？"),
    "faq.ip.answer": (
        "Copy exactly what is shown when you make the trade key. Some venues take one address at a time, some "
        "a list; the copy key gives what the venue's form takes.",
        "创建交易 API 时显示什么就复制什么。有些交易所每次只能填一个，有些可以整段粘贴，复制键会给出该交易所接受"
        "的格式。",
    ),
    "faq.referral.question": ("What do I get for inviting somebody?", "邀请好友有什么奖励？"),
    "faq.referral.answer": (
        "A share of their first top-up, as the operator has set it at that moment; the invitations page shows it.",
        "好友首次充值时，您可获得运营方当时设定的比例，邀请有奖页面会显示。",
    ),
    "faq.safe.question": ("Who can read my API keys?", "谁能看到我的 API 密钥？"),
    "faq.safe.answer": (
        "They are encrypted under your passwords; nobody reads them from the database, the operator neither, "
        "and they are never shown again. Whoever controls the machine while you are signed in controls what "
        "runs on it.",
        "密钥用您的密码加密保存，数据库和运营方都无法读取，也不会再次显示。但在您登录期间，掌控这台机器的人就掌控其上"
        "运行的程序。",
    ),
    "faq.title": ("Questions", "常见问题"),
    "faq.help": (
        "Type a few words, in English or Chinese: only questions that contain them stay. The answer to the question "
        "under the cursor stands below.",
        "输入几个词（中英文均可），只显示包含它们的问题。光标所在问题的答案显示在下方。",
    ),
    "faq.find": ("find: deposit, IP, password ...", "查找：充值、IP、密码……"),
    "faq.none": (
        "No question contains these words. Ask the operator, or look at the help of the page with ?.",
        "没有包含这些词的问题。请咨询运营方，或在相应页面按 ? 查看帮助。",
    ),
}
