"""Texts of the second factor."""

TEXTS: dict[str, tuple[str, str]] = {
    "factor.error.on": ("It is on already.", "已经开启。"),
    "factor.error.off": ("It is not set up. Begin again.", "尚未设置，请重新开始。"),
    "factor.error.shape": ("Type the 6 digits your authenticator shows.", "请输入验证器显示的 6 位数字。"),
    "factor.error.wrong": ("Not the code of now, or used before.", "验证码不对，或已经用过。"),
}
