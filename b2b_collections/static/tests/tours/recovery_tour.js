import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const state = (label) => `.o_statusbar_status .o_arrow_button_current:contains(${label})`;
const header = (name) => `.o_statusbar_buttons button[name=${name}]:visible`;
const click = (trigger) => ({ trigger, run: "click" });
const confirmDialog = { content: "Say yes", trigger: ".modal-footer .btn-primary", run: "click" };
const openCase = click(".o_kanban_record:contains(Nusantara Retail)");
const openRow = click(".o_data_row:contains(Nusantara Retail) .o_data_cell[name=name]");
const escalate = (name) => [
    openCase,
    click(".o_notebook .nav-link:contains(Escalation)"),
    click(`.o_collection_ways button[name=${name}]:visible`),
];
const amount = (name, text) => ({ trigger: `.o_field_widget[name=${name}]:contains(${text})` });
const approveRow = click(".o_data_row:contains(Nusantara Retail) button[name=action_approve]");
const nothingWaits = {
    trigger: ".o_view_nocontent, .o_content:not(:has(.o_data_row:contains(Nusantara)))",
};

/** A collector proposes to place a case with an agency. */
tours.add("b2b_collections_recovery_propose", {
    steps: () => [
        ...escalate("action_place"),
        {
            trigger: ".o_field_widget[name=agency_id] input",
            run: "edit Contoh Collections",
        },
        click(".o-autocomplete--dropdown-item:contains(Contoh Collections)"),
        {
            content: "Where the expected rate comes from is said",
            trigger: ".o_field_widget[name=expected_source]:not(:empty)",
        },
        click("button[name=action_find]:visible"),
        {
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(1,000.00)",
        },
        click("button[name=action_propose]:visible"),
        amount("amount_placed", "1,000.00"),
        click(header("action_submit")),
        { trigger: state("To Approve") },
        {
            content: "Who proposes it cannot approve it",
            trigger: ".o_statusbar_buttons:not(:has(button[name=action_approval_approve]))",
        },
    ],
});

/** A manager approves what waits for him. */
tours.add("b2b_collections_recovery_approve", {
    steps: () => [approveRow, nothingWaits],
});

/** The collector hands it over. */
tours.add("b2b_collections_recovery_place", {
    steps: () => [
        openRow,
        click(header("action_place")),
        confirmDialog,
        { trigger: state("Placed") },
    ],
});

const receiptForm = (name) => `#collection_form_receipt [name=${name}]`;

/** The agency finds it in its portal, acknowledges it and takes the file. */
tours.add("b2b_collections_recovery_acknowledge", {
    steps: () => [
        {
            trigger: "tr:contains(Nusantara Retail) a",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "input[name=reference]", run: "edit CC-2026-17" },
        {
            trigger: "button:contains(Acknowledge)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success:contains(acknowledged)" },
    ],
});

/** It reports what the debtor paid, and what it keeps of it. */
tours.add("b2b_collections_recovery_report", {
    steps: () => [
        {
            trigger: "details:has(#collection_form_receipt) summary",
            run: "click",
        },
        { trigger: receiptForm("amount"), run: "edit 600" },
        { trigger: receiptForm("commission"), run: "edit 108" },
        { trigger: receiptForm("net"), run: "edit 492" },
        { trigger: receiptForm("reference"), run: "edit R-1" },
        {
            trigger: "#collection_form_receipt button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success:contains(The receipt is saved)" },
    ],
});

/** The collector accepts what the agency says it received. */
tours.add("b2b_collections_recovery_accept", {
    steps: () => [
        click(".o_data_row:contains(Nusantara Retail) .o_data_cell[name=gross]"),
        amount("gross", "600.00"),
        click(header("action_accept")),
        { trigger: state("Accepted") },
    ],
});

/** Accounting registers what arrived. */
tours.add("b2b_collections_recovery_remit", {
    steps: () => [
        click(".o_data_row:contains(Nusantara Retail) .o_data_cell[name=gross]"),
        click(".o_statusbar_buttons button:contains(Register Remittance)"),
        {
            content: "Gross less what the agency keeps",
            trigger: ".modal .o_field_widget[name=expected]:contains(492.00)",
        },
        click(".modal-footer button[name=action_register]"),
        { trigger: "body:not(:has(.modal))" },
    ],
});

/** The collector takes the rest back from the agency. */
tours.add("b2b_collections_recovery_recall", {
    steps: () => [
        openRow,
        amount("amount_agency", "600.00"),
        amount("amount_open", "400.00"),
        click(header("action_recall")),
        {
            trigger: ".modal .o_field_widget[name=reason] :is(input, textarea)",
            run: "edit The debtor has no assets left",
        },
        click(".modal-footer button[name=action_end]"),
        { trigger: state("Recalled") },
    ],
});

/** The collector proposes to write the rest off. */
tours.add("b2b_collections_recovery_writeoff", {
    steps: () => [
        ...escalate("action_new_writeoff"),
        amount("amount", "400.00"),
        {
            content: "What is open says the ledger, though no run has seen it yet",
            trigger: ".o_data_row .o_data_cell[name=amount_residual]:contains(400.00)",
        },
        {
            trigger: ".o_field_widget[name=reason_id] input",
            run: "edit Uneconomic",
        },
        click(".o-autocomplete--dropdown-item:contains(neconomic)"),
        {
            content: "What the reason asks for is said",
            trigger: ".o_field_widget[name=evidence_hint]:contains(would cost)",
        },
        {
            trigger: ".o_field_widget[name=note] textarea",
            run: "edit The agency found no assets; a lawsuit would cost more.",
        },
        click(header("action_submit")),
        { trigger: state("To Approve") },
    ],
});

/** A manager posts what another approved. */
tours.add("b2b_collections_recovery_post", {
    steps: () => [
        openRow,
        click(header("action_post")),
        confirmDialog,
        { trigger: state("Posted") },
    ],
});

/** Later the debtor pays a part after all. */
tours.add("b2b_collections_recovery_later", {
    steps: () => [
        openRow,
        click(header("action_record_recovery")),
        {
            trigger: ".modal .o_field_widget[name=amount] input",
            run: "edit 100",
        },
        click(".modal-footer button[name=action_record]"),
        {
            content: "A quarter of it came back",
            trigger: "body:not(:has(.modal)) .oe_stat_button:contains(25%)",
        },
    ],
});
