"""One message per debtor, contact and channel instead of one per item."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from . import reasons
from .amounts import held_amount, held_company
from .decide import address, find_covered, top_levels
from .netting import IGNORE, NET
from .recipients import NO_REACH, find_copies, plan_channels


class HeldPart(NamedTuple):
    """What a message says to be on hold of an item.

    :ivar amount: in the currency of the item, ``company`` in company currency
    :ivar parts: see :class:`.holds.Held`
    """

    amount: Decimal
    company: Decimal
    parts: tuple = ()


class MessagePlan(NamedTuple):
    """A message to one contact, at the highest level that is due for him.

    :ivar channels: in order of weight: the first one carries the level
    :ivar climbing: ``{item: level}``, what the message takes to which level
    :ivar listed: all items that it names, the climbing ones among them
    :ivar credit_currencies: currencies whose credits it names
    :ivar role: role for which the contact was chosen, ``None``: invoicing contact
    :ivar copies: contacts that get a copy
    :ivar held: ``{item: HeldPart}``, what is on hold of the listed items and is not
        asked for
    """

    contact: int
    level_id: int
    channels: tuple
    climbing: dict
    listed: tuple
    credit_currencies: frozenset = frozenset()
    role: int | None = None
    copies: tuple = ()
    held: dict = {}


def consolidate(items, decisions, debtor, rules, today):
    """Return the :class:`MessagePlan` list of one debtor.

    A message lists what climbs and what else is overdue and not held, so that the
    debtor sees one whole picture instead of a piece of it. Invoicing contacts whose
    levels go to the same recipient share one message.
    """
    chased = [item for item in items if decisions[item.key].verdict == "chase"]
    tops = top_levels(chased, decisions, rules.ladder)
    recipients = address(chased, decisions, debtor, rules)
    plans = []
    for contact, group in _merge(recipients, tops, rules.ladder).items():
        level_id = tops[group[0]]
        reach = debtor.reach.get(contact, NO_REACH)
        open_channels, _code = plan_channels(level_id, reach, rules)
        plans.append(
            MessagePlan(
                contact,
                level_id,
                open_channels,
                *_gather(group, items, decisions, today),
                role=recipients[group[0]].role,
                copies=find_copies(level_id, contact, open_channels, debtor, rules),
            )
        )
    plans = name_credits(plans, items, debtor, rules)
    return [name_held(plan, items) for plan in plans]


def name_held(plan, items):
    """Let a message say what is on hold of the items that it lists."""
    held = {
        item.key: HeldPart(item.held.amount, held_company(item), item.held.parts)
        for item in items
        if held_amount(item) and item.key in plan.listed
    }
    return plan._replace(held=held) if held else plan


def _merge(recipients, tops, ladder):
    """``{reader: invoicing contacts whose messages he gets, highest level first}``."""
    order = {rung.level_id: place for place, rung in enumerate(ladder.rungs)}
    groups = defaultdict(list)
    for invoicing in sorted(recipients, key=lambda key: -order[tops[key]]):
        if not recipients[invoicing].code:
            groups[recipients[invoicing].contact].append(invoicing)
    return groups


def _gather(group, items, decisions, today):
    """``(climbing, listed)`` of the items of a group of invoicing contacts."""
    mine = [item for item in items if item.contact in group]
    climbing = {
        item.key: decisions[item.key].level_id
        for item in mine
        if decisions[item.key].verdict == "chase"
    }
    listed = tuple(
        item.key
        for item in mine
        if item.key in climbing or _is_informed(item, decisions, today)
    )
    return climbing, listed


def name_credits(plans, items, debtor, rules):
    """Let one message of the debtor name the credits of each currency.

    Only one, so that two contacts do not both deduct them: the one with the oldest
    item in that currency. Where credits are netted, it lists what they settle as
    well: else the sum of its items, less the credits, would be too low.
    """
    if rules.netting == IGNORE or not debtor.credits or not plans:
        return plans
    bearers = defaultdict(set)
    for currency in debtor.credits:
        bearers[_find_bearer(plans, items, currency)].add(currency)
    covered = find_covered(items, debtor, rules)
    return [
        _add_credits(plan, bearers[place], items, covered) if place in bearers else plan
        for place, plan in enumerate(plans)
    ]


def _find_bearer(plans, items, currency):
    oldest = {
        place: min(
            (
                item.due
                for item in items
                if item.currency == currency and item.key in plan.listed
            ),
            default=date.max,
        )
        for place, plan in enumerate(plans)
    }
    return min(oldest, key=oldest.get)


def _add_credits(plan, currencies, items, covered):
    settled = {
        item.key
        for item in items
        if item.key in covered and item.currency in currencies
    }
    listed = tuple(
        item.key for item in items if item.key in settled or item.key in plan.listed
    )
    return plan._replace(listed=listed, credit_currencies=frozenset(currencies))


def asked_amount(listed_amount, plan, debtor, netting):
    """What a message asks for, in company currency: what is held is left out.

    :param listed_amount: sum of the listed items in company currency
    """
    listed_amount -= float(sum(held.company for held in plan.held.values()))
    if netting != NET:
        return listed_amount
    return listed_amount - sum(
        debtor.credits[currency][1] for currency in plan.credit_currencies
    )


def _is_informed(item, decisions, today):
    decision = decisions[item.key]
    is_named = decision.code in (reasons.TOP, reasons.CHARGE)
    return item.due < today and (decision.verdict == "wait" or is_named)
