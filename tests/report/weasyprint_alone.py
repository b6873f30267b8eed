"""Python code that a process of its own begins with, so that WeasyPrint works there as it is by itself.

Only the hooks that change bytes stay: labels drawn as lines, single colours drawn as rectangles.
"""

from __future__ import annotations

WITHOUT_HOOKS = """
import pickle, sys
from reporter.report import pdf, pdf_source
def nothing(*_):
    pass
pdf.draw_charts_apart = pdf.look_up_styles_once = pdf.lay_out_text_once = pdf.write_objects_quickly = nothing
pdf.share_styles = pdf.measure_lines_once = pdf.pass_over_boxes_without_background = nothing
pdf_source.close_charts = nothing
"""
