import { registry } from "@web/core/registry";

/** Two companies with a currency each: their amounts are never added up. */
registry.category("web_tour.tours").add("b2b_collections_ageing_companies", {
    steps: () => [
        {
            content: "Of both companies",
            trigger: ".modal button[name=action_open]",
            run: "click",
        },
        {
            content: "The first has its sum",
            trigger: ".o_group_header:contains(company_1_data):contains(100.00)",
        },
        {
            content: "So has the second",
            trigger: ".o_group_header:contains(Second Company):contains(40.00)",
        },
        {
            content: "Below there is none",
            trigger: ".o_list_view tfoot:not(:contains(.00))",
        },
        {
            trigger: ".o_switch_view.o_pivot",
            run: "click",
        },
        {
            content: "Nor is there one in the pivot",
            trigger: ".o_pivot tbody tr:first:contains(Total):not(:contains(.00))",
        },
    ],
});

/** A reader looks at the end of a past month, drills down, and takes a spreadsheet. */
registry.category("web_tour.tours").add("b2b_collections_ageing", {
    steps: () => [
        {
            content: "Choose a day in the past",
            trigger: ".modal .o_field_widget[name=date] button",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date] input",
            run: "edit 03/31/2026",
        },
        {
            content: "And other buckets",
            trigger: ".modal .o_field_widget[name=bucket_days] input",
            run: "edit 15,45",
        },
        {
            trigger: ".modal button[name=action_open]",
            run: "click",
        },
        {
            content: "The day is in sight",
            trigger: ".o_collection_change:contains(31 Mar 2026)",
        },
        {
            content: "The columns are the buckets",
            trigger: "th[data-name=bucket_2]:contains(16–45)",
        },
        {
            content: "The total is what was open on that day",
            trigger: "tfoot:contains(600.00)",
        },
        {
            content: "Open the debtor",
            trigger: ".o_group_header:contains(Nusantara Retail)",
            run: "click",
        },
        {
            content: "Its item has the age of that day",
            trigger: ".o_data_row .o_data_cell[name=days]:contains(29)",
        },
        {
            content: "Export what is shown",
            trigger: ".o_collection_export",
            run: "click",
        },
        {
            trigger: "body:not(:has(.o_blockUI)) .o_switch_view.o_pivot",
            run: "click",
        },
        {
            content: "One column for each bucket",
            trigger: ".o_pivot th:contains(16–45)",
        },
        {
            content: "Drill down from a cell",
            trigger: ".o_pivot tbody tr:contains(Nusantara Retail) td:contains(600.00)",
            run: "click",
        },
        {
            content: "Open the document",
            trigger: ".o_list_view .o_data_row .o_data_cell[name=name]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=partner_id]:contains(Nusantara)",
        },
        {
            content: "Back, the day is still the same",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "Change the day",
            trigger: ".o_collection_change:contains(31 Mar 2026)",
            run: "click",
        },
        {
            content: "The form starts from what was shown",
            trigger: ".modal .o_field_widget[name=bucket_days] input:value(15,45)",
        },
        {
            trigger: ".modal button[special=cancel]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});
