"""The name of the project as a picture: a target reached, and the two words."""

from pmm_core.charting import palette


def wordmark(theme: str) -> str:
    """Draw the wordmark in the colours of a theme, as an SVG document of 196 x 32."""
    colours = palette(theme)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="196" height="32" viewBox="0 0 196 32">
<circle cx="16" cy="16" r="12.5" fill="none" stroke="{colours.accent}" stroke-width="2.5"/>
<path d="M10.5 16.5l4 4 7.5-9" fill="none" stroke="{colours.on_track}" stroke-width="3"
 stroke-linecap="round" stroke-linejoin="round"/>
<text x="38" y="21.5" font-family="sans-serif" font-size="16" font-weight="700"
 fill="{colours.text}">PMM <tspan font-weight="400">Scorecard</tspan></text>
</svg>"""
