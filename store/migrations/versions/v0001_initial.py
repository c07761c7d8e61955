"""The first schema."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from store.migrations import triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _people()
    _vault()
    _house()
    _ledger()
    _topups()
    _bindings()
    triggers.install(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("Before this there is nothing to go back to; restore a backup instead.")


def _people() -> None:
    _table(
        "user",
        *_texts(
            "id",
            "username",
            "username_folded",
            "nickname",
            "email",
            "email_folded",
            "phone",
            "real_name",
            "contact",
            "role",
            "language",
        ),
        *_texts("inviter_id", null=True),
        *_numbers("created_ms"),
        *_numbers("disabled_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.CheckConstraint("role IN ('operator', 'user')", name=op.f("ck_user_role")),
        sa.ForeignKeyConstraint(["inviter_id"], ["user.id"], name=op.f("fk_user_inviter_id")),
        sa.UniqueConstraint("email_folded", name=op.f("uq_user_email_folded")),
        sa.UniqueConstraint("username_folded", name=op.f("uq_user_username_folded")),
    )
    op.create_index(op.f("ix_user_inviter_id"), "user", ["inviter_id"])
    _table(
        "session",
        *_texts("id", "user_id"),
        *_blobs("token_hash"),
        *_texts("origin"),
        *_numbers("created_ms", "seen_ms", "expires_ms"),
        *_numbers("ended_ms", null=True),
        *_texts("end_reason", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_session_user_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    op.create_index(op.f("ix_session_user_id"), "session", ["user_id"])
    _table(
        "throttle",
        *_texts("key"),
        *_numbers("failures", "until_ms", "updated_ms"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_throttle_failures")),
    )
    _table(
        "email_code",
        *_texts("id", "purpose", "email_folded"),
        *_blobs("code_hmac"),
        *_numbers("tries", "created_ms", "expires_ms"),
        *_numbers("used_ms", "voided_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_code")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_email_code_tries")),
    )
    op.create_index(
        op.f("ix_email_code_email_folded_purpose_created_ms"), "email_code", ["email_folded", "purpose", "created_ms"]
    )
    _table(
        "mail",
        *_texts("id", "recipient", "subject", "body", "state"),
        *_numbers("attempts", "next_ms"),
        *_texts("last_error", null=True),
        *_numbers("created_ms"),
        *_numbers("sent_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_mail_attempts")),
        sa.CheckConstraint("state IN ('queued', 'sent', 'failed', 'local')", name=op.f("ck_mail_state")),
    )
    op.create_index(op.f("ix_mail_created_ms"), "mail", ["created_ms"])
    op.create_index(op.f("ix_mail_state_next_ms"), "mail", ["state", "next_ms"])
    _table(
        "invite",
        *_texts("id", "code", "creator_id"),
        *_numbers("max_uses", "uses", "created_ms"),
        *_numbers("expires_ms", "revoked_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.CheckConstraint("max_uses > 0", name=op.f("ck_invite_max_uses")),
        sa.CheckConstraint("uses >= 0 AND uses <= max_uses", name=op.f("ck_invite_uses")),
        sa.ForeignKeyConstraint(["creator_id"], ["user.id"], name=op.f("fk_invite_creator_id")),
        sa.UniqueConstraint("code", name=op.f("uq_invite_code")),
    )
    op.create_index(op.f("ix_invite_creator_id"), "invite", ["creator_id"])
    _table(
        "invite_use",
        *_texts("user_id", "invite_id"),
        *_numbers("used_ms"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_invite_use")),
        sa.ForeignKeyConstraint(["invite_id"], ["invite.id"], name=op.f("fk_invite_use_invite_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_invite_use_user_id")),
    )
    op.create_index(op.f("ix_invite_use_invite_id"), "invite_use", ["invite_id"])


def _vault() -> None:
    _table(
        "vault_slot",
        *_texts("id", "user_id", "key_kind", "slot_kind", "key_id"),
        *_blobs("salt"),
        *_numbers("memory_kib", "iterations", "lanes", null=True),
        *_texts("pepper_id"),
        *_blobs("verifier", null=True),
        *_blobs("wrapped"),
        *_numbers("created_ms"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_slot")),
        sa.CheckConstraint("(slot_kind = 'password') = (memory_kib IS NOT NULL)", name=op.f("ck_vault_slot_kdf")),
        sa.CheckConstraint("key_kind IN ('read', 'trade')", name=op.f("ck_vault_slot_key_kind")),
        sa.CheckConstraint("slot_kind IN ('password', 'recovery', 'service')", name=op.f("ck_vault_slot_slot_kind")),
        sa.CheckConstraint("(slot_kind = 'password') = (verifier IS NOT NULL)", name=op.f("ck_vault_slot_verifier")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_vault_slot_user_id")),
        sa.UniqueConstraint("user_id", "key_kind", "slot_kind", name=op.f("uq_vault_slot_user_id_key_kind_slot_kind")),
    )
    _table(
        "vault_value",
        *_texts("id", "user_id", "key_kind", "bound_table", "bound_column", "bound_row"),
        *_blobs("envelope"),
        *_numbers("created_ms"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_value")),
        sa.CheckConstraint("key_kind IN ('read', 'trade')", name=op.f("ck_vault_value_key_kind")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_vault_value_user_id")),
        sa.UniqueConstraint(
            "bound_table", "bound_row", "bound_column", name=op.f("uq_vault_value_bound_table_bound_row_bound_column")
        ),
    )
    op.create_index(op.f("ix_vault_value_user_id"), "vault_value", ["user_id"])


def _house() -> None:
    _table(
        "audit",
        *_numbers("seq", "at_ms"),
        *_texts("actor", "action", "subject", "detail"),
        *_blobs("previous_hash", "hash"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_audit_seq")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_hash")),
    )
    op.create_index(op.f("ix_audit_subject_seq"), "audit", ["subject", "seq"])
    _table(
        "setting",
        *_texts("key", "value"),
        *_numbers("updated_ms"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    _table(
        "lease",
        *_texts("name", "holder"),
        *_numbers("until_ms"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )


def _ledger() -> None:
    _table(
        "ledger_account",
        *_texts("code"),
        *_texts("user_id", null=True),
        *_texts("currency"),
        *_flags("may_go_negative"),
        *_numbers("debits_micro", "credits_micro", "created_ms"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_ledger_account")),
        sa.CheckConstraint("may_go_negative IN (0, 1)", name=op.f("ck_ledger_account_may_go_negative")),
        sa.CheckConstraint(
            "may_go_negative = 1 OR credits_micro >= debits_micro", name=op.f("ck_ledger_account_not_overdrawn")
        ),
        sa.CheckConstraint("debits_micro >= 0 AND credits_micro >= 0", name=op.f("ck_ledger_account_sums")),
        sa.CheckConstraint("user_id IS NULL OR may_go_negative = 0", name=op.f("ck_ledger_account_user_not_negative")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_ledger_account_user_id")),
    )
    op.create_index(op.f("ix_ledger_account_user_id"), "ledger_account", ["user_id"])
    _table(
        "ledger_transfer",
        sa.Column("seq", _INT64, sa.Identity(always=True), nullable=False),
        *_texts("idempotency_key", "group_id", "kind", "debit_code", "credit_code"),
        *_numbers("amount_micro"),
        *_texts("ref", "actor"),
        *_numbers("created_ms"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger_transfer")),
        sa.CheckConstraint("amount_micro > 0", name=op.f("ck_ledger_transfer_amount")),
        sa.CheckConstraint("debit_code <> credit_code", name=op.f("ck_ledger_transfer_two_accounts")),
        sa.ForeignKeyConstraint(["credit_code"], ["ledger_account.code"], name=op.f("fk_ledger_transfer_credit_code")),
        sa.ForeignKeyConstraint(["debit_code"], ["ledger_account.code"], name=op.f("fk_ledger_transfer_debit_code")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_ledger_transfer_idempotency_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_ledger_transfer_credit_code_seq"), "ledger_transfer", ["credit_code", "seq"])
    op.create_index(op.f("ix_ledger_transfer_debit_code_seq"), "ledger_transfer", ["debit_code", "seq"])


def _topups() -> None:
    _table(
        "deposit",
        *_texts("id", "chain", "tx_hash"),
        *_numbers("log_pos"),
        *_texts("token", "raw"),
        *_numbers("micro", "block"),
        *_texts("block_hash"),
        *_numbers("block_ms"),
        *_texts("from_address", "to_address", "state", "note"),
        *_texts("user_id", "order_id", null=True),
        *_numbers("found_ms"),
        *_numbers("credited_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit")),
        sa.CheckConstraint("log_pos >= 0", name=op.f("ck_deposit_log_pos")),
        sa.CheckConstraint("micro >= 0", name=op.f("ck_deposit_micro")),
        sa.CheckConstraint(
            "state IN ('unmatched', 'credited', 'review', 'refused', 'returned')", name=op.f("ck_deposit_state")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_deposit_user_id")),
        sa.UniqueConstraint("chain", "tx_hash", "log_pos", name=op.f("uq_deposit_chain_tx_hash_log_pos")),
    )
    op.create_index(op.f("ix_deposit_state_found_ms"), "deposit", ["state", "found_ms"])
    op.create_index(op.f("ix_deposit_user_id"), "deposit", ["user_id"])
    _table(
        "topup_order",
        *_texts("id", "number", "user_id", "chain", "address"),
        *_numbers("base_micro", "tail_micro", "payable_micro"),
        *_texts("payable_raw", "status"),
        *_numbers("created_ms", "expires_ms", "late_until_ms"),
        *_texts("seen_tx", null=True),
        *_numbers("seen_block", "seen_ms", null=True),
        *_numbers("confirmations"),
        *_texts("deposit_id", null=True),
        *_numbers("credited_ms", null=True),
        *_flags("is_late"),
        *_numbers("canceled_ms", "closed_ms", null=True),
        *_numbers("updated_ms"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topup_order")),
        sa.CheckConstraint(
            "base_micro > 0 AND tail_micro > 0 AND payable_micro = base_micro + tail_micro",
            name=op.f("ck_topup_order_amounts"),
        ),
        sa.CheckConstraint("(credited_ms IS NULL) = (deposit_id IS NULL)", name=op.f("ck_topup_order_credit")),
        sa.CheckConstraint(
            "status IN ('awaiting', 'seen', 'confirming', 'credited', 'expired', 'canceled', 'closed')",
            name=op.f("ck_topup_order_status"),
        ),
        sa.CheckConstraint(
            "created_ms < expires_ms AND expires_ms <= late_until_ms", name=op.f("ck_topup_order_times")
        ),
        sa.ForeignKeyConstraint(["deposit_id"], ["deposit.id"], name=op.f("fk_topup_order_deposit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_topup_order_user_id")),
        sa.UniqueConstraint("deposit_id", name=op.f("uq_topup_order_deposit_id")),
        sa.UniqueConstraint("number", name=op.f("uq_topup_order_number")),
    )
    op.create_index(op.f("ix_topup_order_chain_status"), "topup_order", ["chain", "status"])
    op.create_index(op.f("ix_topup_order_user_id_created_ms"), "topup_order", ["user_id", "created_ms"])
    op.create_index(
        op.f("ux_topup_order_reserved"),
        "topup_order",
        ["chain", "address", "payable_micro"],
        unique=True,
        sqlite_where=sa.text("status <> 'closed'"),
        postgresql_where=sa.text("status <> 'closed'"),
    )
    _table(
        "scan_cursor",
        *_texts("chain"),
        *_numbers("position", "final_height", "head_height", "updated_ms"),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_scan_cursor")),
    )


def _bindings() -> None:
    _table(
        "binding",
        *_texts("id", "user_id", "venue", "environment", "site"),
        *_texts("uid", "main_uid", null=True),
        *_texts("label", "state", "step"),
        *_texts("strategy", null=True),
        *_flags("custom_params"),
        *_flags("referrer", null=True),
        *_texts("account_facts", null=True),
        *_numbers("account_checked_ms", null=True),
        *_texts("answers"),
        *_numbers("risk_accepted_ms", null=True),
        *_texts("refusal"),
        *_numbers("created_ms", "updated_ms"),
        *_numbers("submitted_ms", "approved_ms", "removed_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding")),
        sa.CheckConstraint(
            "state IN ('draft', 'pending', 'approved', 'suspended', 'refused', 'removed')",
            name=op.f("ck_binding_state"),
        ),
        sa.CheckConstraint(
            "uid IS NOT NULL OR state NOT IN ('pending', 'approved', 'suspended')", name=op.f("ck_binding_uid")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_binding_user_id")),
    )
    op.create_index(op.f("ix_binding_user_id_state"), "binding", ["user_id", "state"])
    op.create_index(
        op.f("ux_binding_live"),
        "binding",
        ["venue", "environment", "uid"],
        unique=True,
        sqlite_where=sa.text("uid IS NOT NULL AND state IN ('pending', 'approved', 'suspended')"),
        postgresql_where=sa.text("uid IS NOT NULL AND state IN ('pending', 'approved', 'suspended')"),
    )
    _table(
        "binding_key",
        *_texts("id", "binding_id", "kind", "last4", "fingerprint"),
        *_texts("facts", null=True),
        *_numbers("created_ms"),
        *_numbers("checked_ms", "verified_ms", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_key")),
        sa.CheckConstraint("kind IN ('read', 'trade')", name=op.f("ck_binding_key_kind")),
        sa.ForeignKeyConstraint(["binding_id"], ["binding.id"], name=op.f("fk_binding_key_binding_id")),
        sa.UniqueConstraint("binding_id", "kind", name=op.f("uq_binding_key_binding_id_kind")),
    )
    _table(
        "fill",
        *_texts("binding_id", "fill_id", "order_id"),
        *_texts("client_id", null=True),
        *_texts("symbol", "side"),
        *_texts("position_side", null=True),
        *_texts("price", "size_base", "fee", "fee_asset", "realised_pnl"),
        *_flags("is_maker", null=True),
        *_texts("bill_id"),
        *_numbers("time_ms", "recorded_ms"),
        sa.PrimaryKeyConstraint("binding_id", "fill_id", name=op.f("pk_fill")),
        sa.ForeignKeyConstraint(["binding_id"], ["binding.id"], name=op.f("fk_fill_binding_id")),
    )
    op.create_index(op.f("ix_fill_binding_id_time_ms"), "fill", ["binding_id", "time_ms"])
    _table(
        "income",
        *_texts("binding_id", "income_id", "kind", "symbol", "asset", "amount"),
        *_numbers("time_ms", "recorded_ms"),
        sa.PrimaryKeyConstraint("binding_id", "income_id", name=op.f("pk_income")),
        sa.ForeignKeyConstraint(["binding_id"], ["binding.id"], name=op.f("fk_income_binding_id")),
    )
    op.create_index(op.f("ix_income_binding_id_time_ms"), "income", ["binding_id", "time_ms"])
    _table(
        "meter",
        *_texts("binding_id"),
        *_numbers("realised_micro", "high_water_micro", "owed_micro", "metered_micro", "updated_ms"),
        sa.PrimaryKeyConstraint("binding_id", name=op.f("pk_meter")),
        sa.CheckConstraint("owed_micro >= 0 AND metered_micro >= 0", name=op.f("ck_meter_amounts")),
        sa.CheckConstraint("high_water_micro >= 0", name=op.f("ck_meter_high_water")),
        sa.ForeignKeyConstraint(["binding_id"], ["binding.id"], name=op.f("fk_meter_binding_id")),
    )


def _table(name: str, *parts: sa.schema.SchemaItem, **options: bool) -> None:
    op.create_table(name, *parts, sqlite_strict=True, **options)


def _texts(*names: str, null: bool = False) -> Iterable[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=null) for name in names]


def _numbers(*names: str, null: bool = False) -> Iterable[sa.Column[int]]:
    return [sa.Column(name, _INT64, autoincrement=False, nullable=null) for name in names]


def _flags(*names: str, null: bool = False) -> Iterable[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=null) for name in names]


def _blobs(*names: str, null: bool = False) -> Iterable[sa.Column[bytes]]:
    return [sa.Column(name, sa.LargeBinary(), nullable=null) for name in names]
