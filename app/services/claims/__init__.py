"""Claims: a person's word that a transaction was theirs, proved on chain, decided by rule or by the operator."""

from app.services.claims.service import ClaimService
from app.services.claims.views import ClaimCase, ClaimView, DepositView, OrderNearby

__all__ = ["ClaimCase", "ClaimService", "ClaimView", "DepositView", "OrderNearby"]
