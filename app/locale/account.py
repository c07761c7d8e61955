"""What accounts, passwords and codes refuse, and why."""

TEXTS: dict[str, tuple[str, str]] = {
    # Fields of registration and profile.
    "account.error.username_missing": ("Choose a username.", "请填写用户名。"),
    "account.error.username_shape": (
        "3 to 32 letters, digits, dots, dashes or underscores, beginning with a letter or digit.",
        "3-32 位字母、数字、点、短横线或下划线，以字母或数字开头。",
    ),
    "account.error.username_taken": ("This username is taken; choose another.", "该用户名已被使用，请换一个。"),
    "account.error.nickname_missing": ("Say how the app may call you.", "请填写昵称。"),
    "account.error.real_name_missing": ("Your real name is needed.", "请填写真实姓名。"),
    "account.error.too_long": ("At most {longest} characters.", "最多 {longest} 个字符。"),
    "account.error.unprintable": (
        "It holds invisible characters or line breaks; type it by hand.",
        "其中含有不可见字符或换行，请手工输入。",
    ),
    "account.error.email_missing": ("Your e-mail address is needed.", "请填写邮箱。"),
    "account.error.email_shape": (
        "Not an e-mail address; one looks like name@example.com.",
        "邮箱格式不对，应类似 name@example.com。",
    ),
    "account.error.email_taken": (
        "This address belongs to another account; sign in, or use another address.",
        "该邮箱已属于另一个账号，请直接登录或换一个邮箱。",
    ),
    "account.error.phone_missing": ("Your phone number is needed.", "请填写手机号。"),
    "account.error.phone_shape": (
        "6 to 15 digits, with or without + and country code in front.",
        "应为 6 至 15 位数字，前面可带 + 和国家区号。",
    ),
    "account.error.invite_missing": (
        "An invite code is needed; ask the person who told you about us.",
        "邀请码为必填，请向邀请人索取。",
    ),
    "account.error.invite_unknown": (
        "No such invite code; compare it letter by letter.",
        "没有这个邀请码，请逐字核对。",
    ),
    "account.error.invite_spent": (
        "This invite code has been used up or withdrawn; ask for a new one.",
        "该邀请码已用完、过期或被撤回，请索取新的邀请码。",
    ),
    "account.error.invite_limit": (
        "You have {count} unused invite codes; hand those out first.",
        "您还有 {count} 个未使用的邀请码，请先用完。",
    ),
    "account.error.invite_uses": (
        "A code is good for 1 to {most} registrations.",
        "一个邀请码可供 1 至 {most} 人注册。",
    ),
    # Codes by e-mail.
    "account.error.code_missing": ("Type the code from the mail.", "请输入邮件中的验证码。"),
    "account.error.code_shape": ("The code is six digits.", "验证码是六位数字。"),
    "account.error.code_not_requested": (
        "Ask for a code first; it goes to this address.",
        "请先发送验证码到该邮箱。",
    ),
    "account.error.code_wrong": (
        "Not the code we sent; {left} more tries.",
        "验证码不对，还可再试 {left} 次。",
    ),
    "account.error.code_void": (
        "Tried too often, used already, or replaced by a newer code; ask for a new one.",
        "验证码试错次数过多、已被使用或已被新的替代，请重新发送。",
    ),
    "account.error.code_expired": (
        "The code has expired after {minutes} minutes; ask for a new one.",
        "验证码 {minutes} 分钟内有效，现已过期，请重新发送。",
    ),
    "account.error.code_too_soon": (
        "A code is on its way; the next one can be sent in {seconds} s.",
        "验证码已发送，{seconds} 秒后可重发。",
    ),
    "account.error.code_too_many": (
        "Too many codes for this address; the next one can be sent in {minutes} min.",
        "该邮箱的验证码发送过多，{minutes} 分钟后再试。",
    ),
    "account.error.code_busy": (
        "Too many codes are being asked for just now; try again in {minutes} min.",
        "当前验证码请求过多，请 {minutes} 分钟后再试。",
    ),
    # Passwords.
    "account.error.password_short": (
        "{length} characters; at least {shortest}, better {goal}: add unrelated words.",
        "现有 {length} 个字符，至少 {shortest} 个，最好 {goal} 个。可用几个不相干的词。",
    ),
    "account.error.password_long": (
        "{length} characters; at most {longest}.",
        "现有 {length} 个字符，最多 {longest} 个。",
    ),
    "account.error.password_weak": (
        "Too easy to guess: a known password, a pattern, or made of your own data. Add unrelated words.",
        "太容易被猜到：是常见密码、有规律，或含有您的个人信息。请加几个不相干的词。",
    ),
    "account.error.password_same": (
        "The two passwords must differ: one opens the vault, the other moves money.",
        "两个密码不能相同：一个打开保险库，一个动用资金。",
    ),
    "account.error.password_unchanged": ("This is the old password; choose another.", "这就是原来的密码，请换一个。"),
    "account.error.password_missing": ("Type your password.", "请输入密码。"),
    "account.error.password_wrong": ("Not your present login password.", "当前登录密码不对。"),
    "account.error.transaction_wrong": ("Not your transaction password.", "交易提现密码不对。"),
    "account.error.recovery_wrong": (
        "Not the recovery code of this account; compare it letter by letter with your paper.",
        "恢复码不对，请与抄写的内容逐字核对。",
    ),
    "account.error.recovery_shape": (
        "A recovery code has seven groups of four letters and digits.",
        "恢复码共七组，每组四位字母或数字。",
    ),
    "account.error.pepper_missing": (
        "This machine lacks the pepper file that the account was made with; the operator has to restore it.",
        "本机缺少创建该账号时使用的 pepper 文件，请运营方恢复该文件。",
    ),
    # Signing in.
    "account.error.login": ("Username or password is not right.", "用户名或密码不对。"),
    "account.error.throttled": (
        "Too many wrong tries; the next one is possible in {seconds} s.",
        "试错次数过多，{seconds} 秒后可再试。",
    ),
    "account.error.session_over": (
        "This login has ended: it was ended elsewhere, or its time was up. Sign in again.",
        "本次登录已结束：已在别处退出，或已到时限。请重新登录。",
    ),
    "account.error.locked": ("Locked; sign in to go on.", "已锁定，请先解锁。"),
    "account.error.operator_only": ("Only the operator may see this.", "只有运营方可以查看。"),
    "account.error.unknown_mail": ("There is no such mail.", "没有这封邮件。"),
    "account.error.unknown_session": ("There is no such login any more.", "该登录已不存在。"),
    "account.error.reset": (
        "The operator asked for a new login password. Use recovery on the sign-in screen to set one.",
        "运营方要求您重设登录密码，请在登录页用“找回账号”设置新密码。",
    ),
}
