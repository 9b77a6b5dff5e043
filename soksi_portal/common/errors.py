"""The polite answers of services."""


class RuleViolation(Exception):
    """A rule refused what somebody asked for. `message` is an Indonesian sentence for that person.

    `field` names the form field it belongs to, where there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
