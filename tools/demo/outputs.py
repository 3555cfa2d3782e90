"""What the demo leaves behind: spreadsheet, letters, and figures of the play."""

import io
import json
from collections import defaultdict

from pypdf import PdfReader, PdfWriter

from odoo.tools import SQL


def write_ageing(env, company, day, path):
    with path.open("wb") as file:
        env["collection.ageing"]._export_xlsx(day, company, file)


def write_letters(env, company, path):
    """All letters in the order of their making, joined; ``(letters, pages)``."""
    letters = env["collection.action"].search(
        [
            ("company_id", "=", company.id),
            ("channel", "=", "letter"),
            ("attachment_id", "!=", False),
        ],
        order="date, id",
    )
    writer = PdfWriter()
    for letter in letters:
        writer.append(
            PdfReader(io.BytesIO(letter.attachment_id.raw)), import_outline=False
        )
        letter.attachment_id.invalidate_recordset(["raw"])
    with path.open("wb") as file:
        writer.write(file)
    return len(letters), len(writer.pages)


def count_actions(env, company):
    """``[{level, channel, state, count, amount}]`` of everything done and planned."""
    groups = env["collection.action"]._read_group(
        [("company_id", "=", company.id)],
        ["kind", "level_id", "channel", "state"],
        ["__count", "amount:sum"],
    )
    groups.sort(key=lambda group: (group[0], group[1].days, group[2], group[3]))
    return [
        {
            "kind": kind,
            "level": level.name or "",
            "channel": channel,
            "state": state,
            "count": count,
            "amount_company": company.currency_id.round(amount),
        }
        for kind, level, channel, state, count, amount in groups
    ]


def count_decisions(env, company):
    """``[{decision, reason, words, items, amount}]`` of the open items today."""
    labels = dict(env["collection.item"]._get_reason_labels())
    groups = env["collection.item"]._read_group(
        [("company_id", "=", company.id), ("state", "=", "open")],
        ["verdict", "reason_code"],
        ["__count", "amount_residual_company:sum"],
    )
    groups.sort(key=lambda group: (group[0] or "", -group[2]))
    return [
        {
            "decision": verdict,
            "reason": code,
            "words": labels.get(code, code),
            "items": count,
            "amount_company": company.currency_id.round(amount),
        }
        for verdict, code, count, amount in groups
    ]


def sum_ageing(env, company, day):
    """``{currency: {bucket label: amount}}``, every bucket in its order, and totals."""
    report = env["collection.ageing"].with_company(company)
    report = report.with_context(ageing_date=str(day))
    labels = dict(report._fields["bucket"]._description_selection(report.env))
    groups = report._read_group([], ["currency_id", "bucket"], ["amount:sum"])
    found = defaultdict(lambda: dict.fromkeys(labels.values(), 0.0))
    for currency, bucket, amount in groups:
        found[currency.name][labels[bucket]] = currency.round(amount)
    for currency, buckets in found.items():
        rounding = env["res.currency"].search([("name", "=", currency)])
        buckets["total"] = rounding.round(sum(buckets.values()))
    return dict(found)


def sum_receivables(env, company, day):
    """``{currency: balance}`` of the receivable accounts, by a query of its own."""
    rows = env.execute_query(
        SQL(
            """
            SELECT currency.name, SUM(line.amount_currency)
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
              JOIN res_currency currency ON currency.id = line.currency_id
             WHERE account.account_type = 'asset_receivable'
               AND line.parent_state = 'posted'
               AND line.company_id = %s
               AND line.date <= %s
             GROUP BY currency.name
            """,
            company.id,
            day,
        )
    )
    return dict(rows)


def sum_documents(env, company):
    """``{currency: total}`` of posted invoices less credit notes."""
    groups = env["account.move"]._read_group(
        [
            ("company_id", "=", company.id),
            ("state", "=", "posted"),
            ("move_type", "in", ("out_invoice", "out_refund")),
        ],
        ["currency_id"],
        ["amount_total_in_currency_signed:sum"],
    )
    return {currency.name: currency.round(total) for currency, total in groups}


def count_sent_mails(env, company):
    return env["collection.action"].search_count(
        [
            ("company_id", "=", company.id),
            ("channel", "=", "mail"),
            ("state", "=", "done"),
        ]
    )


def write_json(path, figures):
    path.write_text(
        json.dumps(figures, indent=2, ensure_ascii=False, default=str) + "\n",
        encoding="utf-8",
    )
