import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, useState } from "@odoo/owl";

/** Lets the device tell where the visit takes place: only when the visitor asks it to. */
export class CollectionPosition extends Component {
    static template = "b2b_collections.Position";
    static props = { ...standardWidgetProps };

    setup() {
        this.notification = useService("notification");
        this.state = useState({ busy: false });
    }

    onClick() {
        if (!navigator.geolocation) {
            this.fail();
            return;
        }
        this.state.busy = true;
        navigator.geolocation.getCurrentPosition(
            (found) => this.take(found.coords),
            () => this.fail(),
            { enableHighAccuracy: true, timeout: 20000 }
        );
    }

    async take({ latitude, longitude }) {
        const position = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
        await this.props.record.update({ position });
        this.state.busy = false;
    }

    fail() {
        this.state.busy = false;
        this.notification.add(
            _t("The device does not tell where it is. Enter the place by hand."),
            { type: "warning" }
        );
    }
}

registry.category("view_widgets").add("collection_position", { component: CollectionPosition });
