"""Texts of the operator's list of accounts."""

TEXTS: dict[str, tuple[str, str]] = {
    "users.error.yourself": ("This is your own account.", "这是您自己的账号。"),
}
