import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const HEADER =
    "company_code,customer_number,customer_name,invoice_number,invoice_date,due_date,currency,amount";
const ROWS = [
    "ID01,000123,PT Contoh Jaya,INV-1,2026-01-31,2026-03-02,USD,100.00",
    "ID01,000123,PT Contoh Jaya,INV-2,2026-01-31,2026-03-02,USD,NaN",
];

/** Upload, check, read what is wrong, import the good row. */
registry.category("web_tour.tours").add("b2b_collections_import", {
    steps: () => [
        {
            content: "Start an import",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Choose the file",
            trigger: ".o_field_widget[name=file] .o_file_input_trigger, .o_field_widget[name=file] .o_select_file_button",
            async run() {
                const file = new File([[HEADER, ...ROWS].join("\n")], "ledger.csv", {
                    type: "text/csv",
                });
                await inputFiles(".o_field_widget[name=file] .o_input_file", [file]);
            },
        },
        {
            content: "Check it",
            trigger: "button[name=action_check]:contains(Check File)",
            run: "click",
        },
        {
            content: "The bad row is named, and the file cannot be imported",
            trigger: ".o_form_view:not(:has(button[name=action_import])) .alert-danger:contains(1 of 2 rows have errors)",
        },
        {
            content: "What is wrong and what is accepted is said",
            trigger: ".o_field_widget[name=problem_ids] .o_data_row:contains(It is not an amount):contains(1,234.56)",
        },
        {
            content: "The columns were recognised",
            trigger: ".nav-link:contains(Columns)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=column_ids] .o_data_row:contains(invoice_number):contains(Invoice number)",
        },
        {
            content: "Import the good rows",
            trigger: ".o_field_widget[name=good_rows_only] input",
            run: "click",
        },
        {
            trigger: "button[name=action_import]",
            run: "click",
        },
        {
            content: "Progress is shown",
            trigger: ".alert-info:contains(Importing) .o_field_widget[name=progress]",
        },
    ],
});

/** The job has done its work: look at the result and take it back. */
registry.category("web_tour.tours").add("b2b_collections_import_done", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(ledger.csv) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "Ledger and file agree",
            trigger: ".o_field_widget[name=totals_html] td.text-success:contains(100.00)",
        },
        {
            content: "The bad row is there to be downloaded",
            trigger: ".o_field_widget[name=bad_file]:contains(ledger - bad rows.xlsx)",
        },
        {
            trigger: "button[name=action_view_invoices]:contains(1)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(INV-1):contains(PT Contoh Jaya)",
        },
        {
            trigger: ".breadcrumb-item:contains(ledger.csv), .o_back_button:contains(ledger.csv)",
            run: "click",
        },
        {
            trigger: "button[name=action_undo]",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".alert-info:contains(Undoing)",
        },
    ],
});
