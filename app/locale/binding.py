"""What binding an account refuses, what keeps it from going on, and the verdicts that are ours and not the venue's."""

TEXTS: dict[str, tuple[str, str]] = {
    # Refusals.
    "binding.error.compute_create": (
        "Making keys needs {need} compute and there is {have}: top up {missing} more.",
        "创建密钥需要 {need} 算力，现有 {have}，还差 {missing}，请先充值。",
    ),
    "binding.error.compute_submit": (
        "Submitting needs {need} compute and there is {have}: top up {missing} more. Nothing entered here is lost.",
        "提交绑定需要 {need} 算力，现有 {have}，还差 {missing}，请先充值；已填写的内容都会保留。",
    ),
    "binding.error.venue": (
        "Accounts of this kind cannot be bound here.",
        "暂不支持绑定这种账户。",
    ),
    "binding.error.gone": (
        "This binding is not there any more; it was sent or removed elsewhere.",
        "这个绑定已经不在了：可能已在别处提交或删除。",
    ),
    "binding.error.changed": (
        "This binding was changed elsewhere meanwhile; look at it again.",
        "该绑定刚刚在别处被修改，请重新查看。",
    ),
    "binding.error.missing": ("Paste this value, too.", "这一项也需要粘贴。"),
    "binding.error.too_long": (
        "That is too long for a key; paste one value at a time.",
        "内容过长，不像是密钥；请每次只粘贴一个值。",
    ),
    "binding.error.not_ascii": (
        "It holds characters that no key has, such as full-width ones or Chinese; copy it again.",
        "其中含有密钥里不会出现的字符（如全角字符或中文），请重新复制。",
    ),
    "binding.error.read_first": (
        "First the read-only key must be accepted; the trade key is compared with it.",
        "请先通过只读API 的验证，交易API 要与它核对。",
    ),
    "binding.error.no_key": ("There is no key to check yet; paste it first.", "还没有可验证的密钥，请先粘贴。"),
    "binding.error.forgotten": (
        "This key may move money out, so it was not kept. Paste one that cannot.",
        "该密钥可以转出资金，因此没有保存。请粘贴不能转出资金的密钥。",
    ),
    "binding.error.trade_locked": (
        "The trade key is kept under your transaction password: enter that first.",
        "交易API 由交易提现密码保护，请先输入交易提现密码。",
    ),
    "binding.error.locked": ("You are locked out; sign in again.", "当前已锁定，请重新登录。"),
    "binding.error.no_fix": (
        "This cannot be changed by a call from here.",
        "这一项不能从这里用接口修改。",
    ),
    "binding.error.strategy": ("There is no such strategy.", "没有这个策略。"),
    "binding.error.label_missing": ("Give the account a name.", "请给账户起个名字。"),
    "binding.error.risk": (
        "Read the risk statement and accept it; without that nothing is sent.",
        "请阅读并同意风险声明，否则不能提交。",
    ),
    "binding.error.not_green": (
        "Asked again just now, the venue says: {what}. Nothing was sent; mend it and check again.",
        "提交前重新核对，交易所答复：{what}。尚未提交，请处理后重新检查。",
    ),
    "binding.error.unanswered": (
        "Asked again just now, the venue did not answer everything: {what}. Nothing was sent; try again in a moment.",
        "提交前重新核对时，交易所未能全部答复：{what}。尚未提交，请稍后再试。",
    ),
    "binding.error.taken": (
        "This account was bound by somebody else meanwhile.",
        "该账户刚刚已被他人绑定。",
    ),
    "binding.error.not_operator": ("Only the operator may do this.", "只有运营方可以进行这项操作。"),
    "binding.error.not_waiting": ("It does not wait for review any more.", "它已不在待审核状态。"),
    "binding.error.reason_missing": ("Say why; the owner reads it.", "请填写原因，用户会看到。"),
    # What keeps the wizard from the next step.
    "binding.why.compute_create": (
        "making keys needs {need} compute, there is {have}",
        "创建密钥需要 {need} 算力，现有 {have}",
    ),
    "binding.why.compute_submit": (
        "submitting needs {need} compute, there is {have}",
        "提交绑定需要 {need} 算力，现有 {have}",
    ),
    "binding.why.no_key": ("the key is not pasted yet", "还没有粘贴密钥"),
    "binding.why.unchecked": ("the venue was not asked yet", "尚未向交易所核对"),
    "binding.why.not_ok": ("the venue says: {what}", "交易所答复：{what}"),
    "binding.why.unanswered": ("not answered by the venue: {what}", "交易所未能核实：{what}"),
    # Verdicts of ours.
    "binding.check.forgotten.cure": (
        "It was forgotten at once. Untick that on the venue's site and save, or make another key; then paste it again.",
        "已立即丢弃，没有保存。请在交易所网站取消该权限并保存，或新建密钥，然后重新粘贴。",
    ),
    "binding.check.removed": (
        "{count} characters nobody sees were removed from what was pasted: {fields}",
        "已从粘贴内容中去除 {count} 个多余字符：{fields}",
    ),
    "binding.check.removed-one": (
        "{count} character nobody sees was removed from what was pasted: {fields}",
        "已从粘贴内容中去除 {count} 个多余字符：{fields}",
    ),
    "binding.check.field.api_key": ("API key", "API Key"),
    "binding.check.field.secret": ("secret", "Secret"),
    "binding.check.field.passphrase": ("passphrase", "密码短语"),
    "binding.check.keys_differ": ("not the same key as the other one", "与另一个密钥不同"),
    "binding.check.keys_equal": (
        "this is the same key as the {other} pasted before",
        "这与之前粘贴的{other}是同一个密钥",
    ),
    "binding.check.kind.read": ("read-only key", "只读API"),
    "binding.check.kind.trade": ("trade key", "交易API"),
    "binding.check.keys_equal.cure": (
        "Two keys are needed: create a second one on the venue and paste that here.",
        "需要两个不同的密钥：请在交易所再创建一个，粘贴到这里。",
    ),
    "binding.check.free": ("not bound anywhere else here", "未在本平台其他地方绑定"),
    "binding.check.mine": (
        "you have bound this account already, as {label}",
        "您已经绑定过这个账户，名称为 {label}",
    ),
    "binding.check.mine.cure": (
        "Remove that binding under Keys first, or bind another account.",
        "请先在 API 管理中删除原有绑定，或改绑其他账户。",
    ),
    "binding.check.taken": (
        "this account is bound here by somebody else",
        "该账户在本平台已被他人绑定",
    ),
    "binding.check.taken.cure": (
        "An account can be bound once. If it is yours, change its keys on the venue and tell the operator.",
        "一个账户只能绑定一次。如果是您的账户，请在交易所更换密钥，并联系运营方。",
    ),
    "binding.check.site": ("site: {site}", "站点：{site}"),
    "binding.check.site.found": (
        "site: {site}; the key was found there, the site asked first ({first}) does not know it",
        "站点：{site}；Key 在该站点找到，先询问的站点（{first}）没有这个 Key",
    ),
    "binding.check.site.astray": (
        "site: {site}, but the read-only key is of the site {first}",
        "站点：{site}，而只读 Key 属于站点：{first}",
    ),
    "binding.check.site.astray.cure": (
        "An account is at one site only. Create both keys in the same account, then paste again.",
        "一个账户只属于一个站点。请在同一个账户创建两个 Key 后重新粘贴。",
    ),
    "binding.check.site.unknown": (
        "no site of {venue} knows this API key; asked were {sites}",
        "{venue} 的所有站点都没有这个 API Key；已询问：{sites}",
    ),
    "binding.check.site.unknown.cure": (
        "Was the key deleted, or cut short when it was copied? Paste it again, or create a new one.",
        "Key 是否已删除，或复制时不完整？请重新粘贴，或新建一个。",
    ),
    "binding.check.site.silent": (
        "this API key is unknown at {sites}; no answer from {silent}",
        "以下站点没有这个 API Key：{sites}；未能得到答复：{silent}",
    ),
    "binding.check.site.silent.cure": (
        "If the key is of {silent}, check again in a while. Otherwise paste it again, or create a new one.",
        "如果 Key 属于{silent}，请稍后重新检查；否则请重新粘贴，或新建一个。",
    ),
    # The IP list while our address is not known.
}
