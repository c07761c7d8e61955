"""The one error family that leaves an adapter.

VenueError
├── AuthError            key, secret or passphrase is wrong, or the key is gone
├── PermissionDenied     the key lacks the right for this call
├── IpNotAllowed         the key is bound to other addresses (`seen_ip` when the venue told it)
├── ClockSkew            our timestamp is outside the venue's window
├── RateLimited          too many requests (`retry_after_s` when the venue told it)
├── InsufficientFunds
├── BadRequest           the venue refused the parameters or the state of the account
├── NotFound             no such order, position, instrument or transaction
├── RegionBlocked        the venue does not serve this country or address
├── Maintenance          planned downtime
├── VenueUnavailable     no answer, or an answer that says "busy"; nothing happened there
├── OutcomeUnknown       a write was sent and its result is not known: query, never resend
└── Unexpected           an answer we cannot read
"""

from __future__ import annotations


class VenueError(Exception):
    """What a venue or chain answered, and to which call.

    Args:
        message: The venue's own words, sanitised; or ours when it said nothing.
        venue: "okx", "tron", ...
        endpoint: Name of the endpoint in the venue's table.
        code: The venue's code as text; empty when there is none.
        cure: Key of the text that says what the person can do (`app/locale` has it); may be empty.
        http_status: Status of the HTTP answer, 0 when there was none.
    """

    retryable = False

    def __init__(
        self,
        message: str,
        *,
        venue: str = "",
        endpoint: str = "",
        code: str = "",
        cure: str = "",
        http_status: int = 0,
        seen_ip: str = "",
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.venue = venue
        self.endpoint = endpoint
        self.code = code
        self.cure = cure
        self.http_status = http_status
        self.seen_ip = seen_ip
        self.retry_after_s = retry_after_s

    def __str__(self) -> str:
        where = " ".join(part for part in (self.venue, self.endpoint, self.code) if part)
        return f"{where}: {self.message}" if where else self.message


class AuthError(VenueError):
    pass


class PermissionDenied(VenueError):
    pass


class IpNotAllowed(VenueError):
    pass


class ClockSkew(VenueError):
    retryable = True


class RateLimited(VenueError):
    retryable = True


class InsufficientFunds(VenueError):
    pass


class BadRequest(VenueError):
    pass


class NotFound(VenueError):
    pass


class RegionBlocked(VenueError):
    pass


class Maintenance(VenueError):
    retryable = True


class VenueUnavailable(VenueError):
    retryable = True


class OutcomeUnknown(VenueError):
    pass


class Unexpected(VenueError):
    pass
