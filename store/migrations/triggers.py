"""The triggers, in both dialects.

Append-only: rows of the ledger and of the audit log are never changed or deleted. Balances: every transfer adds to the
sums of both accounts, whose CHECKs then refuse what would overdraw. Refusals arrive as IntegrityError.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

_APPEND_ONLY = ("ledger_transfer", "audit")


def install(connection: Connection) -> None:
    """Create all triggers, replacing those that are there; a migration calls it after every change in this module."""
    if connection.dialect.name == "postgresql":
        for statement in _postgresql():
            connection.exec_driver_sql(statement)
        return
    for name, body in _sqlite().items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {body}")


@contextmanager
def lifted(connection: Connection) -> Iterator[None]:
    """Around a migration's batch operations: SQLite rebuilds tables, which loses triggers or trips over them."""
    if connection.dialect.name == "sqlite":
        for name in _sqlite():
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    yield
    install(connection)


# The sums only grow: what corrects an account is another transfer.
_FIXED = (
    "NEW.code <> OLD.code OR NEW.user_id {differs} OLD.user_id OR NEW.currency <> OLD.currency"
    " OR NEW.may_go_negative <> OLD.may_go_negative OR NEW.created_ms <> OLD.created_ms"
    " OR NEW.debits_micro < OLD.debits_micro OR NEW.credits_micro < OLD.credits_micro"
)
_FIXED_TEXT = "ledger_account sums only grow and the rest is fixed"
_STAYS_TEXT = "ledger_account rows stay"


def _sqlite() -> dict[str, str]:
    """Trigger by name, without the `CREATE TRIGGER name` before it."""
    triggers = {
        f"{table}_no_{verb}": _sqlite_refusal(f"BEFORE {verb.upper()} ON {table}", f"{table} is append-only")
        for table in _APPEND_ONLY
        for verb in ("update", "delete")
    }
    fixed = _FIXED.format(differs="IS NOT")
    return {
        **triggers,
        "ledger_account_no_delete": _sqlite_refusal("BEFORE DELETE ON ledger_account", _STAYS_TEXT),
        "ledger_account_fixed": _sqlite_refusal(f"BEFORE UPDATE ON ledger_account WHEN {fixed}", _FIXED_TEXT),
        "ledger_transfer_post": """AFTER INSERT ON ledger_transfer BEGIN
            UPDATE ledger_account SET debits_micro = debits_micro + NEW.amount_micro WHERE code = NEW.debit_code;
            UPDATE ledger_account SET credits_micro = credits_micro + NEW.amount_micro WHERE code = NEW.credit_code;
        END""",
    }


def _sqlite_refusal(when: str, message: str) -> str:
    return f"{when} BEGIN SELECT RAISE(ABORT, '{message}'); END"


def _postgresql() -> Iterator[str]:
    yield _POSTGRESQL_REFUSE
    yield _POSTGRESQL_POST
    verbs = ("UPDATE", "DELETE", "TRUNCATE")
    for table in _APPEND_ONLY:
        for verb in verbs:
            when = f"BEFORE {verb} ON {table} FOR EACH STATEMENT"
            yield _postgresql_refusal(f"{table}_no_{verb.lower()}", when, f"{table} is append-only")
    for verb in verbs[1:]:
        when = f"BEFORE {verb} ON ledger_account FOR EACH STATEMENT"
        yield _postgresql_refusal(f"ledger_account_no_{verb.lower()}", when, _STAYS_TEXT)
    changed = _FIXED.format(differs="IS DISTINCT FROM")
    when = f"BEFORE UPDATE ON ledger_account FOR EACH ROW WHEN ({changed})"
    yield _postgresql_refusal("ledger_account_fixed", when, _FIXED_TEXT)
    yield """CREATE OR REPLACE TRIGGER ledger_transfer_post AFTER INSERT ON ledger_transfer
        FOR EACH ROW EXECUTE FUNCTION binnacle_post()"""


def _postgresql_refusal(name: str, when: str, message: str) -> str:
    return f"CREATE OR REPLACE TRIGGER {name} {when} EXECUTE FUNCTION binnacle_refuse('{message}')"


_POSTGRESQL_REFUSE = """CREATE OR REPLACE FUNCTION binnacle_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation';
    END $$"""

# The lower code first: transfers in opposite directions must not wait for each other in a circle.
_POSTGRESQL_POST = """CREATE OR REPLACE FUNCTION binnacle_post() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE account text;
    BEGIN
        FOREACH account IN ARRAY ARRAY[
            LEAST(NEW.debit_code, NEW.credit_code), GREATEST(NEW.debit_code, NEW.credit_code)
        ] LOOP
            UPDATE ledger_account SET
                debits_micro = debits_micro + CASE WHEN account = NEW.debit_code THEN NEW.amount_micro ELSE 0 END,
                credits_micro = credits_micro + CASE WHEN account = NEW.credit_code THEN NEW.amount_micro ELSE 0 END
            WHERE code = account;
        END LOOP;
        RETURN NULL;
    END $$"""
