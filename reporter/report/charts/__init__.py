"""Charts: scales, ticks and places of labels, computed here and drawn as SVG by `templates/charts`."""
