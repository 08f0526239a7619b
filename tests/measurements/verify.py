"""The Verify page: both starts, a verdict's POST, and the key press to the next playable clip."""

from tests.browser.measure_verify import measure_verify as measure

__all__ = ["measure"]
