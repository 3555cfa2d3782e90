"""What the entries of an action say it is, held against how its row looks now.

The first entry of an action states all its facts, later ones what has become
different. So the row has to look as the entries say, and a row that was changed behind
the journal's back does not.
"""

from typing import NamedTuple

from . import chain

# Stands in the place of a personal value that was forgotten on purpose.
ANONYMOUS = "[anonymised]"
# References to the ledger: gone when an invoice went back to draft and lost its lines.
LOOSE = ("item", "move", "run")


class Said(NamedTuple):
    """What the entries of one action say of it, the later ones prevailing.

    :ivar facts: dict of plain values, as canonical JSON reads; ``lines`` is a list of
        dicts, one for each item
    :ivar personal: ``{name: (salt, digest)}``; the salt is None when it was forgotten
    :ivar made: whether the entry of its making is there
    :ivar texts: data of the last entry that froze a text, else an empty dict
    """

    facts: dict
    personal: dict
    made: bool = False
    texts: dict = {}


def gather(entries):
    """Put together what the entries of one action say.

    :param entries: list of ``(event, payload, salt)``, oldest first
    :return: :class:`Said`
    """
    facts, personal, made, texts = {}, {}, False, {}
    for event, payload, salt in entries:
        content = chain.read(payload)
        facts.update(content.get("facts") or {})
        for name, digest in (content.get("personal") or {}).items():
            personal[name] = (salt, digest)
        made = made or event == "made"
        data = content.get("data") or {}
        if "copy" in data:
            texts = data
    return Said(facts, personal, made, texts)


def differences(said, facts, personal, anonymised=False):
    """Names of what the row shows otherwise than the entries say.

    :param said: :class:`Said`
    :param facts: of the row, as :class:`Said` has them
    :param personal: ``{name: text}`` of the row
    :param anonymised: whether the journal says that personal values were forgotten
    :return: sorted list of str
    """
    found = []
    # Nearly all are as they should be, which is quickly seen.
    if said.facts != facts:
        found = [
            name
            for name, value in said.facts.items()
            if value != facts.get(name) and not _is_loose(name, value, facts.get(name))
        ]
    found += [
        name
        for name, text in personal.items()
        if (text or name in said.personal)
        and not proves(said.personal.get(name), text, anonymised)
    ]
    return sorted(found)


def _is_loose(name, said, found):
    """Whether the two differ only in references that the ledger has lost."""
    if name in LOOSE:
        return found is None
    if not (isinstance(said, list) and isinstance(found, list)):
        return False
    if len(said) != len(found):
        return False
    return all(
        all(
            value == line.get(key) or (key in LOOSE and line.get(key) is None)
            for key, value in stated.items()
        )
        for stated, line in zip(said, found, strict=True)
    )


def proves(digest, text, anonymised=False):
    """Whether a personal value is the one of which an entry has kept the digest.

    :param digest: ``(salt, digest)``, or None when there was no value
    :param text: the value now; None, "" or :data:`ANONYMOUS` when it was forgotten
    """
    if digest is None:
        return not text or (anonymised and text == ANONYMOUS)
    if not text or text == ANONYMOUS:
        return anonymised
    salt, kept = digest
    return bool(salt) and chain.salted(salt, text) == kept
