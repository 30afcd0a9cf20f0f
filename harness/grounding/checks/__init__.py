"""The checks of grounding beside those of numbers, times, names and quotations: one module each."""

from collections.abc import Iterable, Iterator

from harness.gold.verdicts import Claim
from harness.grounding.checks.absences import AbsenceCheck
from harness.grounding.checks.antonyms import AntonymCheck
from harness.grounding.checks.attributions import AttributionCheck
from harness.grounding.checks.base import Check, Page
from harness.grounding.checks.bindings import BindingCheck
from harness.grounding.checks.certainties import CertaintyCheck
from harness.grounding.checks.changes import ChangeCheck
from harness.grounding.checks.datings import DatingCheck
from harness.grounding.checks.directions import DirectionCheck
from harness.grounding.checks.exchanges import ExchangeCheck
from harness.grounding.checks.negations import DenialCheck, NegationCheck
from harness.grounding.checks.quoted import QuotedCheck
from harness.grounding.checks.reactions import ReactionCheck
from harness.grounding.checks.references import ReferenceCheck
from harness.grounding.checks.roles import RoleCheck
from harness.grounding.checks.steps import StepCheck

__all__ = ["CHECKS", "Check", "Page", "find_all"]

CHECKS: tuple[Check, ...] = (
    AbsenceCheck(),
    AntonymCheck(),
    AttributionCheck(),
    BindingCheck(),
    CertaintyCheck(),
    ChangeCheck(),
    DatingCheck(),
    DenialCheck(),
    DirectionCheck(),
    ExchangeCheck(),
    NegationCheck(),
    QuotedCheck(),
    ReactionCheck(),
    ReferenceCheck(),
    RoleCheck(),
    StepCheck(),
)


def find_all(page: Page, checks: Iterable[Check] = CHECKS) -> Iterator[Claim]:
    """Yield what checks find of a summary, each claim with the name of its check."""
    for check in checks:
        yield from (claim.model_copy(update={"check": check.name}) for claim in check.find(page))
