"""How a service says no."""

from __future__ import annotations


class Refused(Exception):
    """Something a person asked for is not done, with the reason as a text key.

    A screen shows `t(error.key, **error.values)` beside the field. The values carry nothing secret: they are shown.

    Args:
        key: Text key in `app/locale`, such as "account.error.username_taken".
        field: The service's name of the field to mend, empty when it is about no single field.
        values: What the text fills in.
    """

    def __init__(self, key: str, /, *, field: str = "", **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.values = values
