"""Cases, reports and runs as figures in the papers' layout, each as PNG and SVG."""

from training.figures.case import Said, case_figure
from training.figures.curves import training_curves
from training.figures.grid import grid_chart

__all__ = ["Said", "case_figure", "grid_chart", "training_curves"]
