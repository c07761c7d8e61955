"""Texts of the operator's notices."""

TEXTS: dict[str, tuple[str, str]] = {
    "notices.error.half": ("A notice has a title and a text.", "公告需要标题和正文。"),
    "notices.error.empty": ("Write it in English, in Chinese, or both.", "请用英文或中文填写，或两者都填。"),
    "notices.error.gone": ("This notice is down already.", "这条公告已撤下。"),
}
