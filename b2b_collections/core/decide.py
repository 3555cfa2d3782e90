"""What happens to the items of one debtor on one day, each with its reason."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple

from . import gate, reasons
from .amounts import asked_company, exact, held_amount
from .holds import Held
from .ladder import Decision, Ladder, Standing
from .netting import NET, covered_items, is_in_credit
from .recipients import NO_REACH, plan_channels, resolve
from .rulebook import RuleBook

NO_PAST = gate.Past()


class ItemFacts(NamedTuple):
    """An open item before the run.

    :ivar key: identifier of the item
    :ivar contact: invoicing contact, the messages are grouped by it
    :ivar currency: currency of ``residual``
    :ivar residual: open amount in document currency
    :ivar residual_company: open amount in company currency
    :ivar mark: reason code of a mark in the ledger that forbids contact, or ``None``
    :ivar pending: reason code while a message of the item has not left, or ``None``
    :ivar pending_level: level of that message
    :ivar wait_until: nothing before this day, for ``wait_code`` and ``wait_detail``
    :ivar held: what its holds come to, ``None`` if it never had any
    :ivar comeback: how it comes back in from ``comeback_on`` on, see
        :meth:`.ladder.Standing.return_by`
    """

    key: int
    contact: int
    currency: int
    due: date
    residual: float
    residual_company: float
    level_id: int | None = None
    level_days: int | None = None
    level_date: date | None = None
    mark: str | None = None
    pending: str | None = None
    pending_level: int | None = None
    wait_until: date | None = None
    wait_code: str | None = None
    wait_detail: str | None = None
    held: Held | None = None
    comeback: str | None = None
    comeback_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a policy says, apart from texts. Amounts in company currency.

    :ivar level_recipients: ``{level_id: Addressing}``; what is missing goes to the
        invoicing contact
    :ivar statutory: levels that are formal demands, see :class:`.gate.Request`
    :ivar book: the contact rules of the company
    :ivar contact_rule: key of the rule that the policy prefers to the country's
    """

    ladder: Ladder
    level_channels: dict = field(default_factory=dict)
    netting: str = NET
    min_item: float = 0.0
    min_total: float = 0.0
    contact_gap_days: int = 0
    letter_instead: bool = True
    level_recipients: dict = field(default_factory=dict)
    # Levels whose texts wait for a manager's confirmation.
    unconfirmed: frozenset = frozenset()
    statutory: frozenset = frozenset()
    book: RuleBook = field(default_factory=RuleBook)
    contact_rule: int | None = None
    # Levels that are given only when the evidence is complete.
    validated_only: frozenset = frozenset()

    def get_terms(self, reach):
        """:class:`.gate.Terms` for somebody who is reached that way."""
        return self.book.get_terms(
            reach.place, self.contact_rule, self.contact_gap_days
        )


@dataclass(frozen=True, slots=True)
class Debtor:
    """Facts of the debtor that concern all of his items.

    :ivar credits: ``{currency: (amount, amount in company currency)}``, positive
    :ivar past: what happened with him, as the gate takes it
    :ivar reach: ``{contact: Reach}``
    :ivar contacts: :class:`.recipients.Contact` of each that carries roles
    :ivar validated: whether the evidence of the case is complete, or accepted as it is
    """

    credits: dict = field(default_factory=dict)
    past: gate.Past = NO_PAST
    reach: dict = field(default_factory=dict)
    contacts: tuple = ()
    validated: bool = True


def decide_case(items, debtor, rules, today, now=None):
    """Return ``{item key: Decision}`` for all items of one debtor.

    :param items: list of :class:`ItemFacts`
    :param rules: :class:`Rules`, or ``None`` if no policy applies
    :param now: moment of the run, naive UTC; default: the beginning of the day
    """
    now = now or datetime.combine(today, time.min)
    blanket = _decide_debtor(items, debtor, rules)
    if blanket:
        return {item.key: _decide_fact(item, today) or blanket for item in items}
    covered = find_covered(items, debtor, rules)
    result = {
        item.key: _decide_fact(item, today)
        or _decide_item(item, item.key in covered, rules, today)
        for item in items
    }
    if not debtor.validated:
        result.update(_wait_for_evidence(result, rules))
    chased = [item for item in items if result[item.key].verdict == "chase"]
    if chased:
        result.update(_check_message(items, chased, result, debtor, rules, today, now))
    return result


def _decide_debtor(items, debtor, rules):
    """A decision that holds for every item of the debtor, if there is one."""
    if rules is None:
        return Decision("none", reasons.NO_POLICY)
    if debtor.credits:
        open_amount = sum(exact(item.residual_company) for item in items)
        credit = sum(exact(company) for _amount, company in debtor.credits.values())
        if is_in_credit(open_amount, credit):
            return Decision("none", reasons.DEBTOR_CREDIT)
    return None


def _decide_fact(item, today):
    """A decision that follows from the item itself, whatever the policy says."""
    if item.mark:
        return Decision("hold", item.mark)
    if item.held and item.held.whole:
        held = item.held
        return Decision("hold", reasons.ON_HOLD, None, held.until, held.reason)
    if item.pending:
        return Decision("wait", item.pending, item.pending_level)
    if item.wait_until and item.wait_until > today:
        return Decision("wait", item.wait_code, None, item.wait_until, item.wait_detail)
    return None


def find_covered(items, debtor, rules):
    """Keys of the items that credits settle in full, currency by currency.

    What is held is neither settled nor does it use up the credit.
    """
    if rules.netting != NET or not debtor.credits:
        return frozenset()
    covered = set()
    for currency, (amount, _company) in debtor.credits.items():
        owed = [
            (item.key, item.due, exact(item.residual) - held_amount(item))
            for item in items
            if item.currency == currency
            and not item.mark
            and not (item.held and item.held.whole)
        ]
        covered |= covered_items(owed, exact(amount))
    return covered


def _decide_item(item, is_covered, rules, today):
    if is_covered:
        return Decision("hold", reasons.COVERED)
    if _is_small(item, rules):
        return Decision("none", reasons.BELOW_ITEM)
    return rules.ladder.decide(find_standing(item), today)


def _is_small(item, rules):
    if not item.held:  # nearly all of them
        return item.residual_company < rules.min_item
    return asked_company(item) < exact(rules.min_item)


def find_standing(item):
    """The :class:`Standing` of an item."""
    resumed_on = item.held.resumed_on if item.held else None
    standing = Standing(
        item.due, item.level_id, item.level_days, item.level_date, resumed_on
    )
    return standing.return_by(item.comeback, item.comeback_on)


def _check_message(items, chased, result, debtor, rules, today, now):
    """Withdraw what is due where no message may or can go; return the changes."""
    if rules.min_total and _total_due(items, result, debtor, rules, today) < exact(
        rules.min_total
    ):
        return {
            item.key: Decision("none", reasons.BELOW_TOTAL, result[item.key].level_id)
            for item in chased
        }
    changes = {}
    tops = top_levels(chased, result, rules.ladder)
    for contact, recipient in address(chased, result, debtor, rules).items():
        if tops[contact] in rules.unconfirmed:
            changes |= _wait_for_wording(chased, contact, tops[contact])
            continue
        obstacle = _check_contact(recipient, tops[contact], debtor, rules, today, now)
        for item in chased:
            if obstacle and item.contact == contact:
                due = result[item.key]
                changes[item.key] = obstacle._replace(level_id=due.level_id)
    return changes


def _total_due(items, result, debtor, rules, today):
    total = sum(
        asked_company(item)
        for item in items
        if result[item.key].verdict == "chase"
        or (item.due < today and result[item.key].verdict == "wait")
    )
    if rules.netting == NET:
        total -= sum(exact(company) for _amount, company in debtor.credits.values())
    return total


def _check_contact(recipient, level_id, debtor, rules, today, now):
    """The decision that stands in the way of a message, without level, or ``None``."""
    reach = debtor.reach.get(recipient.contact, NO_REACH)
    if recipient.code:
        detail = reach.email if recipient.code == reasons.EMAIL_FAILED else None
        return Decision("hold", recipient.code, None, None, detail)
    open_channels, _code = plan_channels(level_id, reach, rules)
    request = make_request(recipient.contact, level_id, open_channels[0], reach, rules)
    answer = gate.check(request, rules.get_terms(reach), debtor.past, now, today)
    if answer.moment is None and not answer.allowed:
        return Decision("hold", answer.code)
    if answer.waits_days and answer.code != reasons.HOURS:
        return Decision("wait", answer.code, None, answer.day)
    return None


def make_request(contact, level_id, channel, reach, rules):
    """The :class:`.gate.Request` for a message of a level."""
    return gate.Request(channel, reach, contact, statutory=level_id in rules.statutory)


def address(chased, result, debtor, rules):
    """Who gets what is due: ``{invoicing contact: Recipient}``."""
    return {
        contact: resolve(level_id, contact, debtor, rules)
        for contact, level_id in top_levels(chased, result, rules.ladder).items()
    }


def _wait_for_evidence(result, rules):
    """Hard levels wait; what is due at other levels goes out without them."""
    return {
        key: Decision("wait", reasons.VALIDATION, decision.level_id)
        for key, decision in result.items()
        if decision.verdict == "chase" and decision.level_id in rules.validated_only
    }


def _wait_for_wording(chased, contact, level_id):
    """A message speaks in the words of its highest level, so all of it waits."""
    decision = Decision("wait", reasons.WORDING, level_id)
    return {item.key: decision for item in chased if item.contact == contact}


def top_levels(chased, result, ladder):
    """Highest level due per invoicing contact: ``{contact: level_id}``."""
    order = {rung.level_id: place for place, rung in enumerate(ladder.rungs)}
    top = {}
    for item in chased:
        level_id = result[item.key].level_id
        known = top.get(item.contact)
        if known is None or order[level_id] > order[known]:
            top[item.contact] = level_id
    return top
