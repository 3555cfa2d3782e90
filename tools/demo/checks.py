"""Whether what the demo leaves behind is complete and true."""

from email.parser import BytesHeaderParser
from typing import NamedTuple

from tools.smtp_sink import addresses_of, is_example_address

CENT = 0.005


class Check(NamedTuple):
    name: str
    holds: bool
    detail: str


def check_totals(name, expected, found):
    """Two ``{currency: amount}``, equal to the cent in every currency."""
    differences = [
        f"{code}: {float(expected.get(code, 0)):,.2f} expected, "
        f"{float(found.get(code, 0)):,.2f} found"
        for code in sorted({*expected, *found})
        if abs(float(expected.get(code, 0)) - float(found.get(code, 0))) > CENT
    ]
    detail = "; ".join(differences) or ", ".join(
        f"{code} {float(amount):,.2f}" for code, amount in sorted(found.items())
    )
    return Check(name, not differences, detail)


def check_files(paths):
    missing = [
        path.name for path in paths if not path.exists() or not path.stat().st_size
    ]
    return Check(
        "all results are there",
        not missing,
        "missing or empty: " + ", ".join(missing)
        if missing
        else ", ".join(path.name for path in paths),
    )


def check_outbox(folder, sent):
    """The files are the mails that left, and nobody real is addressed."""
    mails = sorted(folder.glob("*.eml"))
    wrong, missing = [], []
    for path in mails:
        with path.open("rb") as file:
            addresses = addresses_of(BytesHeaderParser().parse(file))
        wrong += [each for each in addresses if not is_example_address(each)]
        missing += [] if addresses else [path.name]
    return [
        Check(
            "every mail that left was received",
            len(mails) == sent and sent > 0,
            f"{sent} sent, {len(mails)} received",
        ),
        Check(
            "every mail goes to an example domain",
            not wrong and not missing,
            ", ".join([*wrong, *missing][:5]) or f"{len(mails)} looked at",
        ),
    ]
