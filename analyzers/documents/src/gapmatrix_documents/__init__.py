"""Facts of what people and machines read beside the code: documents, interfaces, alert rules, dashboards, objectives."""

VERSION = "1.0.0"
