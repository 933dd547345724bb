"""Charts and a page, drawn from what `report --format json` of the jar says."""
