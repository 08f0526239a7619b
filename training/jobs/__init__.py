"""Where training jobs run, one file each; none of them imports torch."""
