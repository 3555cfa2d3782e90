"""One message per debtor, contact and channel instead of one per item."""

from typing import NamedTuple

from .decide import NO_REACH, plan_channels, top_levels


class MessagePlan(NamedTuple):
    """A message to one contact, at the highest level that is due for him.

    :ivar channels: in order of weight: the first one carries the level
    :ivar climbing: ``{item: level}``, what the message takes to which level
    :ivar listed: all items that it names, the climbing ones among them
    """

    contact: int
    level_id: int
    channels: tuple
    climbing: dict
    listed: tuple


def consolidate(items, decisions, debtor, rules, today):
    """Return the :class:`MessagePlan` list of one debtor.

    A message lists what climbs and what else is overdue and not held, so that the
    debtor sees one whole picture instead of a piece of it.
    """
    chased = [item for item in items if decisions[item.key].verdict == "chase"]
    plans = []
    for contact, level_id in top_levels(chased, decisions, rules.ladder).items():
        reach = debtor.reach.get(contact, NO_REACH)
        open_channels, code = plan_channels(level_id, reach, rules)
        if code:
            continue
        climbing = {
            item.key: decisions[item.key].level_id
            for item in chased
            if item.contact == contact
        }
        listed = tuple(
            item.key
            for item in items
            if item.contact == contact
            and (item.key in climbing or _is_informed(item, decisions, today))
        )
        plans.append(MessagePlan(contact, level_id, open_channels, climbing, listed))
    return plans


def _is_informed(item, decisions, today):
    decision = decisions[item.key]
    return item.due < today and (decision.verdict == "wait" or decision.code == "top")
