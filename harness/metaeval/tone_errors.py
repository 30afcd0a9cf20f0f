"""Errors in whether something is so: a doubt removed or put in, a negation, an opposite, a fact stated and denied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.gold.gold import Gold, GoldFact
from harness.metaeval.probes import proper_names, rivals_of
from harness.metaeval.written import lower_first, put

# Certainty

_PARTICIPLE = re.compile(
    r"(?:\w+(?:ed|en|wn|ung)|been|begun|become|come|gone|made|sent|found|kept|lost|won|brought|met|led|said|told|held|left|put|cut"
    r"|set|hit|shot|driven|paid|sold|built|caught|taught|thought|fought|bought|spent|understood|run|read)\b"
)
_SOFT = frozenset({"believes", "suggests", "estimates", "expects", "fears"})
_SOFT_VERB = re.compile(
    r"\b(?:(?:believe|suspect|suggest|assume|reckon|fear|expect|estimate|think)(?= that\b)"
    r"|(?:believe|suspect|suggest|assume|reckon|expect|think)(?P<s>s)(?=[.,]| that\b)"
    r"|(?:fear|estimate)(?P<s2>s)(?= that\b)"
    r"|(?:believed|suspected|suggested|assumed|reckoned|feared|expected|estimated|thought)"
    r"(?P<past>)(?= that\b| by\b|[.,]))"
)
_HEDGE = re.compile(
    r"(?i)\b(?:may|might|could|would|can|possib\w+|potential\w*|perhaps|probabl\w+|presumabl\w+|likely|apparent\w*"
    r"|reported\w*|allegedly|seem\w*|appear\w*|believ\w+|suspect\w*|suggest\w*|estimat\w*|fear\w*|worr\w+|concern\w*"
    r"|threat\w*|risk\w*|rumou?r\w*|speculat\w+|theor\w+"
    r"|unclear|uncertain|unknown|still open|whether|if|unconfirmed|expect\w*|hope\w*"
    r"|or)\b"
)
_FIRM = (
    (rf"\b(?:may|might|could)(?: well| possibly)? have(?= {_PARTICIPLE.pattern})", "had definitely"),
    (r"\b(?:may|might|could)(?: well)?(?= (?!yet\b))", "will certainly"),
    (r"(?<!most )(?<!very )\b(?:possibly|perhaps|probably|presumably|likely|apparently)\b", "certainly"),
)


def other_certainty(gold: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a sentence whose only hedge is turned into certainty, or a plain one that is put in doubt."""
    says, states = fact.fact.says, fact.fact.states
    hedges = len(_HEDGE.findall(base))
    if says and says.how in _SOFT and hedges == 1:
        yield from _confirmed(base)
    if states and states.certainty in ("possible", "likely", "unconfirmed") and hedges == 1:
        yield from _made_firm(base)
    is_plain = states and states.certainty == "asserted" and states.polarity == "positive" and hedges == 0
    if (
        is_plain
        and base == fact.fact.statement
        and not next(rivals_of(gold, fact), None)
        and not base.startswith("That ")
    ):
        yield f"It is not certain whether {lower_first(base, proper_names(gold, fact.article))}"


def _confirmed(base: str) -> Iterator[str]:
    found = list(_SOFT_VERB.finditer(base))
    if len(found) == 1 and not re.search(r"\b(?:the|an?|by|of|their|its|to|earlier|in) $", base[: found[0].start()]):
        ending = "ed" if found[0]["past"] is not None else found[0]["s"] or found[0]["s2"] or ""
        yield put(base, found[0].span(), f"confirm{ending}")


def _made_firm(base: str) -> Iterator[str]:
    for pattern, firm in _FIRM:
        found = list(re.finditer(pattern, base))
        if len(found) == 1:
            yield put(base, found[0].span(), firm)
            return


# Polarity

_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|will|did|does|do|must)\b")
_DENIALS = re.compile(r" ?\b(?:not|never)\b|n't\b")
_NOTHING = re.compile(
    r"(?i)\b(?:no|nothing|without|nobody|none|nor|hardly|barely|little|few|neither|not|never|nowhere|lacks?|lacked|unable"
    r"|fail\w*|un\w+|in(?:sufficient|adequate|capable|complete)\w*|refus\w+|den(?:y|ies|ied)|silent|but)\b|n't\b"
)
_SUBORDINATE = re.compile(
    r"(?i)\b(?:if|whether|that|which|who|whom|whose|what|why|how|when|while|because|since|until|unless|although|though|than"
    r"|should|after|before)\b|\bas\b(?! (?:a|an|the)\b)"
)
_MODALS = re.compile(
    r"(?i)\b(?:may|might|could|can|would|perhaps|possibly|reportedly|apparently|probably|likely|if|appears?|seems?)\b"
)
_NOT_AFTER = re.compile(
    r" (?:long|still|already|once|since|also|even|just|now|only|all|no|to|a|an|the|its|his|her|their)\b"
)
_ANY = re.compile(r"(?i)\b(?:any|anyone|anything|yet|at all|immediately|either|ever|anymore|any more)\b")


def other_polarity(_: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a statement's sentence with the opposite polarity, where one word makes it so."""
    states = fact.fact.states
    if states is None or _MODALS.search(base):
        return
    negated = _without_denial(base) if states.polarity == "negative" else _with_denial(base)
    if negated:
        yield negated


def _without_denial(base: str) -> str | None:
    denials = list(_DENIALS.finditer(base))
    if len(denials) != 1 or _ANY.search(base):
        return None
    return base[: denials[0].start()] + base[denials[0].end() :]


def _with_denial(base: str) -> str | None:
    auxiliaries = list(_AUXILIARY.finditer(base))
    if len(auxiliaries) != 1 or _NOTHING.search(base) or _SUBORDINATE.search(base):
        return None
    start, end = auxiliaries[0].span()
    after = base[end:]
    is_verb = auxiliaries[0][0] in ("has", "have", "had", "do", "does", "did")
    followed = re.match(r" (?:\w+ly )?(\w+)", after)
    if is_verb and not (followed and _PARTICIPLE.fullmatch(followed[1])):
        return None
    is_linked = auxiliaries[0][0] in ("is", "are", "was", "were") and re.match(
        r" (?:a|an|the|its|his|her|their|no)\b", after
    )
    if (_NOT_AFTER.match(after) and not is_linked) or re.search(r"\b(?:and|or) $", base[:start]):
        return None
    return f"{base[:end]} not{after}"


def stated_and_denied(gold: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a statement followed by its own denial."""
    if base == fact.fact.statement:
        yield from (f"{base} {negated}" for negated in other_polarity(gold, fact, base))


# Opposites

_NUMBERED = r"(?= (?:by|to|from|sharply|slightly|again)\b|[.,])"
_LOSSES = r"(?= (?:casualt\w+|losses|toll|price|prices|rates?|costs?|demand|risk|turnout)\b)"
_OPPOSITES = tuple(
    (re.compile(rf"\b{pattern}"), other)
    for pattern, other in (
        (rf"rose{_NUMBERED}", "fell"), (rf"fell{_NUMBERED}", "rose"), (rf"risen{_NUMBERED}", "fallen"),
        (r"increased\b(?! \w+s\b)", "decreased"), (r"increase(?= in\b)", "decrease"), (r"decreased\b", "increased"),
        (r"accepted\b", "rejected"), (r"rejected\b", "accepted"), (r"approved\b", "rejected"),
        (r"upheld\b", "overturned"), (r"overturned\b", "upheld"), (r"won(?= (?:the|a|an)\b)", "lost"),
        (r"strengthen(?=(?:ed|s)?\b)", "weaken"), (r"weaken(?=(?:ed|s)?\b)", "strengthen"),
        (r"opened\b", "closed"), (r"closed\b", "opened"), (r"began\b(?! to\b)", "ended"), (r"supported\b", "opposed"),
        (rf"(?i:heavy){_LOSSES}", "light"), (rf"(?i:high){_LOSSES}", "low"), (rf"(?i:low){_LOSSES}", "high"),
        (r"(?<=were )heavy\b", "light"), (r"failed(?=[.,])", "succeeded"), (r"(?<=was )successful\b", "unsuccessful"),
        (r"guilty\b", "innocent"), (r"innocent\b", "guilty"), (r"allowed\b", "forbidden"), (r"banned\b", "allowed"),
        (r"followed(?= (?:the|a|an|extensive|heavy|weeks|months|years)\b)", "preceded"),
        (r"after(?= (?:the|a|an|heavy|extensive)\b)", "before"), (r"before(?= (?:the|a|an)\b)", "after"),
        (r"reflects badly\b", "reflects well"), (r"worsened\b", "improved"), (r"improved\b", "worsened"),
        (r"more difficult\b", "easier"), (r"harder to\b", "easier to"), (r"especially vulnerable\b", "quite immune"),
        (r"in large part\b", "in no part"),
    )
)  # fmt: skip


def antonym(gold: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a statement's sentence with one word turned into its opposite."""
    if fact.fact.states is None or next(rivals_of(gold, fact), None) or _NOTHING.search(base):
        return
    for pattern, other in _OPPOSITES:
        found = list(pattern.finditer(base))
        if len(found) == 1:
            yield put(base, found[0].span(), other)
            return
