"""The report as one HTML page that needs nothing else: no network, no other file, no right to run foreign code."""

from contract_scan.render.html.page import page_sources, render_html, render_html_record

__all__ = ["page_sources", "render_html", "render_html_record"]
