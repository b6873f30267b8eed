"""The pipeline from settings to a finished edition: check, build, twin report and preview."""
