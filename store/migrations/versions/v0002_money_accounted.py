"""Claims, withdrawals, messages and notices, deposit addresses, parameter changes, referral, second factor."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _people()
    _claims()
    _withdrawals()
    _inbox()
    _deciding()


def downgrade() -> None:
    raise NotImplementedError("Money that was accounted for is not forgotten; restore a backup instead.")


def _people() -> None:
    op.add_column("user", sa.Column("reset_ms", _INT64, nullable=True))
    _table(
        "referral",
        *_texts("user_id", "inviter_id"),
        *_numbers("topup_micro", "share_percent", "reward_micro", "created_ms"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_referral")),
        sa.CheckConstraint(
            "topup_micro > 0 AND reward_micro >= 0 AND reward_micro <= topup_micro", name=op.f("ck_referral_amounts")
        ),
        sa.CheckConstraint("share_percent BETWEEN 0 AND 100", name=op.f("ck_referral_share")),
        *_users("referral", "user_id", "inviter_id"),
    )
    op.create_index(op.f("ix_referral_inviter_id"), "referral", ["inviter_id"])
    _table(
        "totp",
        *_texts("user_id"),
        *_numbers("created_ms"),
        *_numbers("confirmed_ms", null=True),
        *_numbers("last_step"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_totp")),
        sa.CheckConstraint("last_step >= 0", name=op.f("ck_totp_last_step")),
        *_users("totp", "user_id"),
    )


def _claims() -> None:
    _table(
        "claim",
        *_texts("id", "user_id", "chain", "tx_hash", "words", "state", "finding", "reason"),
        *_texts("decided_by", null=True),
        *_numbers("created_ms", "looked_ms"),
        *_numbers("decided_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.CheckConstraint(
            "state IN ('watching', 'review', 'frozen', 'credited', 'refused')", name=op.f("ck_claim_state")
        ),
        *_users("claim", "user_id", "decided_by"),
    )
    _unique("ux_claim_open", "claim", ["user_id", "chain", "tx_hash"], "state IN ('watching', 'review', 'frozen')")
    op.create_index(op.f("ix_claim_chain_tx_hash"), "claim", ["chain", "tx_hash"])
    op.create_index(op.f("ix_claim_state_created_ms"), "claim", ["state", "created_ms"])
    op.create_index(op.f("ix_claim_user_id_created_ms"), "claim", ["user_id", "created_ms"])


def _withdrawals() -> None:
    _table(
        "payout_address",
        *_texts("id", "user_id", "chain", "address", "label"),
        *_numbers("created_ms", "usable_ms"),
        *_numbers("removed_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_address")),
        sa.CheckConstraint("usable_ms >= created_ms", name=op.f("ck_payout_address_times")),
        *_users("payout_address", "user_id"),
    )
    _unique("ux_payout_address_kept", "payout_address", ["user_id", "chain", "address"], "removed_ms IS NULL")
    _table(
        "withdrawal",
        *_texts("id", "number", "user_id", "chain", "address"),
        *_numbers("amount_micro"),
        *_texts("state"),
        *_texts("tx_hash", null=True),
        *_texts("reason"),
        *_texts("decided_by", null=True),
        *_numbers("created_ms"),
        *_numbers("decided_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
        sa.CheckConstraint("amount_micro > 0", name=op.f("ck_withdrawal_amount")),
        sa.CheckConstraint("(state = 'paid') = (tx_hash IS NOT NULL)", name=op.f("ck_withdrawal_paid")),
        sa.CheckConstraint("state IN ('waiting', 'paid', 'refused', 'canceled')", name=op.f("ck_withdrawal_state")),
        sa.UniqueConstraint("number", name=op.f("uq_withdrawal_number")),
        sa.UniqueConstraint("chain", "tx_hash", name=op.f("uq_withdrawal_chain_tx_hash")),
        *_users("withdrawal", "user_id", "decided_by"),
    )
    op.create_index(op.f("ix_withdrawal_state_created_ms"), "withdrawal", ["state", "created_ms"])
    op.create_index(op.f("ix_withdrawal_user_id_created_ms"), "withdrawal", ["user_id", "created_ms"])


def _inbox() -> None:
    _table(
        "message",
        *_texts("id", "user_id", "kind", "facts"),
        *_numbers("created_ms"),
        *_numbers("read_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        *_users("message", "user_id"),
    )
    op.create_index(op.f("ix_message_user_id_created_ms"), "message", ["user_id", "created_ms"])
    _table(
        "notice",
        *_texts("id", "title_en", "body_en", "title_zh", "body_zh", "author_id"),
        *_numbers("created_ms"),
        *_numbers("withdrawn_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.CheckConstraint("title_en <> '' OR title_zh <> ''", name=op.f("ck_notice_title")),
        *_users("notice", "author_id"),
    )
    op.create_index(op.f("ix_notice_created_ms"), "notice", ["created_ms"])
    _table(
        "notice_read",
        *_texts("user_id", "notice_id"),
        *_numbers("read_ms"),
        sa.PrimaryKeyConstraint("user_id", "notice_id", name=op.f("pk_notice_read")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_read_notice_id")),
        *_users("notice_read", "user_id"),
    )


def _deciding() -> None:
    _table(
        "deposit_address",
        *_texts("id", "chain", "address", "created_by"),
        *_numbers("created_ms", "active_ms"),
        *_numbers("canceled_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_address")),
        sa.CheckConstraint("active_ms >= created_ms", name=op.f("ck_deposit_address_times")),
        *_users("deposit_address", "created_by"),
    )
    _unique("ux_deposit_address_active", "deposit_address", ["chain", "active_ms"], "canceled_ms IS NULL")
    _table(
        "parameter_change",
        *_texts("id", "binding_id", "user_id", "old_strategy"),
        sa.Column("old_custom", sa.Integer(), nullable=False),
        *_texts("strategy"),
        sa.Column("custom", sa.Integer(), nullable=False),
        *_texts("words", "state", "reason"),
        *_texts("decided_by", null=True),
        *_numbers("created_ms"),
        *_numbers("decided_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter_change")),
        sa.CheckConstraint(
            "state IN ('pending', 'approved', 'refused', 'canceled')", name=op.f("ck_parameter_change_state")
        ),
        sa.ForeignKeyConstraint(["binding_id"], ["binding.id"], name=op.f("fk_parameter_change_binding_id")),
        *_users("parameter_change", "user_id", "decided_by"),
    )
    _unique("ux_parameter_change_pending", "parameter_change", ["binding_id"], "state = 'pending'")
    op.create_index(op.f("ix_parameter_change_binding_id"), "parameter_change", ["binding_id"])
    op.create_index(op.f("ix_parameter_change_state_created_ms"), "parameter_change", ["state", "created_ms"])
    op.create_index(op.f("ix_parameter_change_user_id_created_ms"), "parameter_change", ["user_id", "created_ms"])


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sqlite_strict=True)


def _unique(name: str, table: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(op.f(name), table, columns, unique=True, sqlite_where=only, postgresql_where=only)


def _users(table: str, *columns: str) -> Iterable[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([name], ["user.id"], name=op.f(f"fk_{table}_{name}")) for name in columns]


def _texts(*names: str, null: bool = False) -> Iterable[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=null) for name in names]


def _numbers(*names: str, null: bool = False) -> Iterable[sa.Column[int]]:
    return [sa.Column(name, _INT64, autoincrement=False, nullable=null) for name in names]
