"""Writes entries as a worker does: batch by batch, committing and sealing between."""

import sys

from tools.odoo_env import odoo_env


def main(db, first, batches, size):
    with odoo_env(db) as env:
        entries = env["collection.journal.entry"]
        action = env["collection.action"].browse(first)
        row = {
            "company_id": action.company_id.id,
            "case_id": action.case_id.id,
            "action_id": action.id,
            "event": "remark",
            "data": {"text": "As long as what a usual entry says." * 8},
        }
        env.cr.commit()
        print("ready", flush=True)
        sys.stdin.readline()
        for _number in range(batches):
            entries._record([row] * size)
            env.cr.commit()
            entries._seal(action.company_id)
            env.cr.commit()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
