"""How many messages a text takes on its way to a telephone.

The alphabet and the room in a message are those of 3GPP TS 23.038 (section 6.2.1)
and TS 23.040: 160 characters of 7 bits, or 70 of 16 bits as soon as one character is
outside the alphabet; a text in several parts loses some room to their numbering.
"""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# These take two places.
_EXTENDED = frozenset("\f^{}\\[~]|€")
_SHORT_ROOM, _SHORT_PART = 160, 153
_WIDE_ROOM, _WIDE_PART = 70, 67


def is_basic(text):
    """Whether every character has a place in the alphabet of telephones."""
    return all(char in _BASIC or char in _EXTENDED for char in text)


def segments(text):
    """Number of messages that ``text`` is sent in; 0 for an empty text."""
    if not text:
        return 0
    if is_basic(text):
        length = sum(2 if char in _EXTENDED else 1 for char in text)
        room, part = _SHORT_ROOM, _SHORT_PART
    else:
        length = len(text.encode("utf-16-le")) // 2
        room, part = _WIDE_ROOM, _WIDE_PART
    return 1 if length <= room else -(-length // part)
