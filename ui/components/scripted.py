"""A fixed piece of page that a script of ui/assets brings to life."""

from typing import Any

import gradio as gr

from ui.static_files import address


def scripted(script: str, html: str, elem_id: str, **values: Any) -> gr.HTML:
    """HTML whose module exports mount(element, values).

    `html` becomes a template of Gradio's, which is evaluated: data go into `values`, never there.
    """
    return gr.HTML(
        html_template=html,
        js_on_load=f"import('{address(script)}').then(({{mount}}) => mount(element, props));",
        apply_default_css=False,
        elem_id=elem_id,
        **values,
    )
