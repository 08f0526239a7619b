"""Gradio's own parts in our colours and type, so that no page looks like a stock app."""

import gradio as gr

_SANS: list[gr.themes.Font | str] = [
    gr.themes.LocalFont("IBM Plex Sans", weights=(400, 700)),
    "system-ui",
    "sans-serif",
]
_MONO: list[gr.themes.Font | str] = [
    gr.themes.LocalFont("IBM Plex Mono", weights=(400, 700)),
    "ui-monospace",
    "monospace",
]


_SETTINGS = {
    "body_background_fill": "#f6f8fa",
    "body_background_fill_dark": "#0c1320",
    "body_text_color": "#132033",
    "body_text_color_dark": "#e4ebf4",
    "body_text_color_subdued": "#4a5b70",
    "body_text_color_subdued_dark": "#9fb0c5",
    "color_accent": "#0f766e",
    "block_background_fill": "transparent",
    "block_background_fill_dark": "transparent",
    "block_border_width": "0px",
    "block_label_text_color": "*body_text_color",
    "block_padding": "0px",
    "block_shadow": "none",
    "block_title_text_weight": "700",
    "button_primary_background_fill": "*primary_700",
    "button_primary_background_fill_dark": "*primary_700",
    "button_primary_background_fill_hover": "*primary_800",
    "button_primary_background_fill_hover_dark": "*primary_600",
    "button_primary_text_color": "white",
    "button_primary_text_color_dark": "white",
    "button_secondary_background_fill": "transparent",
    "button_secondary_background_fill_dark": "transparent",
    "button_secondary_border_color": "*neutral_300",
    "button_secondary_border_color_dark": "*neutral_700",
    "input_background_fill": "white",
    "input_background_fill_dark": "#121c2c",
    "input_border_color": "*neutral_400",
    "input_border_color_dark": "*neutral_600",
    "input_border_width": "1px",
    "input_placeholder_color": "*neutral_500",
    "input_placeholder_color_dark": "*neutral_400",
}


def theme() -> gr.themes.Base:
    """Teal on slate, no boxes in boxes.

    Only weights 400 and 700: the package's semi-bold font files lack most letters.
    """
    base = gr.themes.Base(
        primary_hue="teal",
        neutral_hue="slate",
        radius_size="md",
        spacing_size="md",
        text_size="md",
        font=_SANS,
        font_mono=_MONO,
    )
    return base.set(**_SETTINGS)
