"""The spreadsheet of a loss allowance: matrix, single debtors, and its history."""

from .ageing_xlsx import get_date_format
from .xlsx_tables import COMPANY, OWN, SHARE, TEXT, Column, Head, Row, TableWorkbook


def write_allowance(allowance, fileobj):
    """Write a collection.allowance to a binary file object."""
    _ = allowance.env._
    with TableWorkbook(fileobj, _get_head(allowance)) as book:
        sheet = book.add_sheet(_("Loss Allowance"))
        columns = _get_columns(allowance)
        book.set_widths(sheet, columns)
        lines = allowance.line_ids
        end = book.write_table(
            sheet,
            book.top,
            columns,
            (_get_row(line) for line in lines),
            [_get_total(allowance, lines)],
        )
        end = _write_debtors(book, sheet, end + 1, allowance, columns)
        _write_books(book, sheet, end + 1, allowance)
        _write_history(book, book.add_sheet(_("History")), allowance)


def _get_head(allowance):
    _ = allowance.env._
    segments = dict(
        allowance._fields["segment_by"]._description_selection(allowance.env)
    )
    return Head(
        title=allowance.name,
        facts=(
            (_("Company"), allowance.company_id.name),
            (_("As of"), str(allowance.date)),
            (_("Months of history"), str(allowance.periods)),
            (_("Segments"), segments[allowance.segment_by]),
            (_("Factor"), f"{allowance.factor:g}"),
            (_("Why this factor"), allowance.factor_reason or ""),
            (_("Thin history"), allowance.gaps or ""),
        ),
        page=_("Page %(page)s of %(pages)s", page="&P", pages="&N"),
        date_format=get_date_format(allowance.env),
    )


def _get_columns(allowance):
    _ = allowance.env._
    money = allowance.currency_id.name
    return [
        Column(_("Segment"), TEXT, 24),
        Column(_("Days overdue"), TEXT, 26),
        Column(_("Open"), OWN, 18),
        Column(_("Open, %(currency)s", currency=money), COMPANY, 18),
        Column(_("Roll rate"), SHARE, 10),
        Column(_("Loss rate"), SHARE, 10),
        Column(_("Minimum"), SHARE, 10),
        Column(_("Rate applied"), SHARE, 12),
        Column(_("Allowance, %(currency)s", currency=money), COMPANY, 18),
        Column(_("Reason"), TEXT, 40),
    ]


def _get_row(line):
    return Row(
        line.currency_id.decimal_places,
        line.company_currency_id.decimal_places,
        (
            line.segment or "",
            line.bucket_label or "",
            line.balance,
            line.balance_company,
            line.roll_rate,
            line.loss_rate,
            line.minimum,
            line.rate,
            line.amount,
            line.reason or "",
        ),
    )


def _get_total(allowance, lines):
    places = allowance.currency_id.decimal_places
    values = (
        *(allowance.env._("Total"), None, None, sum(lines.mapped("balance_company"))),
        *(None, None, None, None, sum(lines.mapped("amount")), None),
    )
    return Row(places, places, values)


def _write_debtors(book, sheet, top, allowance, columns):
    lines = allowance.debtor_line_ids
    if not lines:
        return top
    places = allowance.currency_id.decimal_places
    rows = (
        Row(
            places,
            places,
            (
                *(line.partner_id.display_name, "", None, line.balance_company),
                *(None, None, None, line.rate, line.amount, line.reason or ""),
            ),
        )
        for line in lines
    )
    book.write_heading(sheet, top, allowance.env._("Single debtors"))
    return book.write_table(
        sheet, top + 1, columns, rows, [_get_total(allowance, lines)]
    )


def _write_books(book, sheet, top, allowance):
    _ = allowance.env._
    places = allowance.currency_id.decimal_places
    rows = (
        (_("Receivables looked at"), allowance.amount_gross),
        (_("Credits and others"), allowance.amount_left_out),
        (_("Receivable accounts"), allowance.amount_ledger),
        (_("Allowance"), allowance.amount),
        (_("Booked so far"), allowance.amount_booked),
        (_("To be booked"), allowance.amount_difference),
    )
    book.write_heading(sheet, top, _("Against the books"))
    kinds = (TEXT, TEXT, TEXT, COMPANY)
    values = [Row(places, places, (name, "", None, value)) for name, value in rows]
    return book.write_rows(sheet, top + 1, kinds, values)


def _write_history(book, sheet, allowance):
    """Balances month by month, and what the loss in the last bucket follows from."""
    _ = allowance.env._
    labels = [allowance._get_bucket_label(n) for n in range(allowance.bucket_count + 2)]
    columns = [Column(_("Day"), TEXT, 24), *(Column(one, OWN, 18) for one in labels)]
    book.set_widths(sheet, columns)
    words = {
        "opening": _("Open in the last bucket at the start"),
        "entered": _("Came into it, or written off before"),
        "closing": _("Open in it at the end"),
        "written_off": _("Written off"),
        "recovered": _("Recovered"),
    }
    top = book.top
    for segment, facts in (allowance.history or {}).items():
        book.write_heading(sheet, top, segment)
        rows = [
            Row(2, 2, (day, *map(float, month)))
            for day, month in zip(facts["days"], facts["months"], strict=True)
        ]
        top = book.write_table(sheet, top + 1, columns, rows)
        ending = [
            Row(2, 2, (words[name], float(value)))
            for name, value in facts["ending"].items()
        ]
        top = book.write_rows(sheet, top, (TEXT, OWN), ending) + 1
