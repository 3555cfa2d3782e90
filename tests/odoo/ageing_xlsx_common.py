import io

import openpyxl

from .ageing_common import AgeingCommon, day

AS_OF = "2026-04-30"


class AgeingXlsxCommon(AgeingCommon):
    def export(self, as_of=AS_OF, company=None, **options):
        file = io.BytesIO()
        report = options.pop("report", self.env["collection.ageing"])
        report._export_xlsx(day(as_of), company or self.company, file, **options)
        return openpyxl.load_workbook(io.BytesIO(file.getvalue()))

    def table(self, sheet, heading):
        """Rows of the table whose first heading is `heading`, as dictionaries."""
        rows = list(sheet.iter_rows(values_only=True))
        top = next(number for number, row in enumerate(rows) if row[0] == heading)
        names = [name for name in rows[top] if name is not None]
        found = []
        for row in rows[top + 1 :]:
            if not any(row):
                break
            found.append(dict(zip(names, row, strict=False)))
        return found

    def facts(self, sheet):
        return {row[0].value: row[1].value for row in sheet.iter_rows(2, 5)}
