"""The page and its routes: Gradio and FastAPI, and nothing else."""

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when Gradio is first imported
