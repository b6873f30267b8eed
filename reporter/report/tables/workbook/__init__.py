"""The workbook of an edition: the same tables on accessible worksheets, as ODS and as XLSX.

It follows the Government Analysis Function's guidance on accessible spreadsheets: a cover, contents and
notes; one table a worksheet from column A, with one header row, its title in the first cell; no merged, blank
or hidden cells, no filters, no frozen panes; 12 point or more; shorthand explained above the table.
"""
