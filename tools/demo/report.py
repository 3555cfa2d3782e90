"""The short table on the terminal."""

from collections import Counter

CHANNELS = {
    "mail": "E-mail",
    "letter": "Letter",
    "call": "Call",
    "sms": "SMS",
    "visit": "Visit",
}
DECISIONS = {
    "chase": "To contact",
    "wait": "Waiting",
    "hold": "Held",
    "none": "Not chased",
}

STATES = {
    "to_approve": "to approve",
    "planned": "open",
    "refused": "refused",
    "cancelled": "withdrawn",
    "failed": "failed",
}


def count_by(rows, name, counted="count"):
    counts = Counter()
    for row in rows:
        counts[row[name] or ""] += row[counted]
    return dict(counts)


def format_report(figures, checks):
    blocks = [
        _format_actions(figures["actions"]),
        _format_decisions(figures["decisions"], figures["currency"]),
        _format_ageing(figures["ageing"], figures["as_of"]),
        _format_checks(checks),
    ]
    return "\n\n".join(blocks)


def _table(head, rows, left=1):
    """Columns as wide as they need; the first ``left`` to the left, others right."""
    cells = [head, *rows]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    lines = [
        "  "
        + "  ".join(
            cell.ljust(width) if place < left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    lines.insert(1, "  " + "─" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join(lines)


def _format_actions(actions):
    channels = [code for code in CHANNELS if any(a["channel"] == code for a in actions)]
    levels = list(dict.fromkeys((a["kind"], a["level"]) for a in actions))
    rows = []
    for kind, level in levels:
        own = [a for a in actions if (a["kind"], a["level"]) == (kind, level)]
        by_channel, by_state = count_by(own, "channel"), count_by(own, "state")
        name = level or {"thanks": "Thank-you"}.get(kind, "By hand")
        rows.append(
            [name]
            + [f"{by_channel.get(code, 0) or '·'}" for code in channels]
            + [f"{by_state.get(state, 0) or '·'}" for state in STATES]
        )
    total = count_by(actions, "channel")
    states = count_by(actions, "state")
    rows.append(
        ["Total"]
        + [str(total[code]) for code in channels]
        + [f"{states.get(state, 0) or '·'}" for state in STATES]
    )
    head = [
        "Messages and tasks",
        *(CHANNELS[code] for code in channels),
        *STATES.values(),
    ]
    return _table(head, rows)


def _format_decisions(decisions, currency):
    rows = [
        [
            DECISIONS.get(row["decision"], row["decision"] or ""),
            row["words"] or "",
            f"{row['items']:,}",
            f"{row['amount_company']:,.2f}",
        ]
        for row in decisions
    ]
    rows.append(
        [
            "Total",
            "",
            f"{sum(row['items'] for row in decisions):,}",
            f"{sum(row['amount_company'] for row in decisions):,.2f}",
        ]
    )
    return _table(["Open items", "Reason", "Items", currency], rows, left=2)


def _format_ageing(ageing, as_of):
    labels = list(next(iter(ageing.values()), {"total": 0}))
    head = [f"Ageing as of {as_of}", *(label.capitalize() for label in labels)]
    rows = [
        [code, *(f"{buckets[label]:,.2f}" for label in labels)]
        for code, buckets in sorted(ageing.items())
    ]
    return _table(head, rows)


def _format_checks(checks):
    return "\n".join(
        f"  {'✓' if check.holds else '✗'} {check.name}: {check.detail}"
        for check in checks
    )
