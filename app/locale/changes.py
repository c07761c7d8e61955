"""Texts of wishes for other parameters of a binding."""

TEXTS: dict[str, tuple[str, str]] = {
    "changes.error.words": ("Say which parameters you wish.", "请写明您希望的参数。"),
    "changes.error.not-approved": ("Only an approved binding can be changed.", "只有已通过的绑定才能变更参数。"),
    "changes.error.same": ("It has the usual parameters already.", "它已经在使用默认参数。"),
    "changes.error.pending": ("A change of this binding waits for review already.", "该绑定已有待审核的参数变更。"),
    "changes.error.decided": ("It does not wait any more.", "该申请已处理完毕。"),
}
