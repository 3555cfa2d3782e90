import { useEnv } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";
import { pivotView } from "@web/views/pivot/pivot_view";

/** What the buttons above the ageing do, in the list and in the pivot. */
function useAgeingButtons() {
    const env = useEnv();
    const orm = useService("orm");
    const action = useService("action");

    /** The filters in the reader's words; groupings do not change what is exported. */
    function describeFilters() {
        return env.searchModel.facets
            .filter((facet) => !["groupBy", "comparison"].includes(facet.type))
            .map((facet) => {
                const values = facet.values.join(` ${facet.separator || ""} `);
                return facet.title ? `${facet.title}: ${values}` : values;
            })
            .join("; ");
    }

    return {
        /** The day, and what ages are counted from where that is not usual. */
        get label() {
            const { ageing_date: date, ageing_view_ref: ref } = env.searchModel.context;
            if (!date || !ref) {
                return _t("Today");
            }
            const day = deserializeDate(date).toFormat("d MMM yyyy");
            // By due date is usual, and has a column "Not due".
            return ref.startsWith("invoice:") ? _t("%s, by invoice date", day) : day;
        },
        async exportToExcel() {
            const { domain, context } = env.searchModel;
            const result = await orm.call(
                "collection.ageing",
                "action_export",
                [domain, describeFilters()],
                { context }
            );
            return action.doAction(result);
        },
        async change() {
            const { context } = env.searchModel;
            const result = await orm.call("collection.ageing", "action_change", [], { context });
            return action.doAction(result);
        },
    };
}

class AgeingListController extends ListController {
    setup() {
        super.setup();
        this.ageing = useAgeingButtons();
    }
}

/** Beside the heading of its group the debtor's name would only take room. */
class AgeingListRenderer extends ListRenderer {
    getActiveColumns() {
        const isGrouped = this.props.list.groupBy.includes("partner_id");
        return super
            .getActiveColumns()
            .filter((column) => !(isGrouped && column.name === "partner_id"));
    }

    /** Several currencies have no sum, not even at today's rates. */
    computeAggregates() {
        const aggregates = Object.entries(super.computeAggregates());
        return Object.fromEntries(aggregates.filter(([, one]) => !one.multiCurrency));
    }

    formatGroupAggregate(group, column) {
        const aggregate = super.formatGroupAggregate(group, column);
        return aggregate.multiCurrency ? { value: "" } : aggregate;
    }
}

class AgeingPivotRenderer extends PivotRenderer {
    setup() {
        super.setup();
        this.ageing = useAgeingButtons();
    }

    getFormattedValue(cell) {
        const hasOneCurrency = (cell.currencyIds || []).length < 2;
        return hasOneCurrency ? super.getFormattedValue(cell) : { value: "" };
    }
}

registry.category("views").add("collection_ageing_list", {
    ...listView,
    Controller: AgeingListController,
    Renderer: AgeingListRenderer,
    buttonTemplate: "b2b_collections.AgeingListButtons",
});

registry.category("views").add("collection_ageing_pivot", {
    ...pivotView,
    Renderer: AgeingPivotRenderer,
    buttonTemplate: "b2b_collections.AgeingPivotButtons",
});

/** Fetch a file by POST, for a domain can be longer than an address may be. */
async function downloadFile(env, { params }) {
    env.services.ui.block();
    try {
        await download(params);
    } finally {
        env.services.ui.unblock();
    }
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("collection_download", downloadFile);
