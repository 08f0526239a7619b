"""The words in which models are asked.

"Describe what you hear." and "Describe what you see." are ACPO's evaluation prompts (as adopted by
the SECRET paper, appendix E); the yes/no questions and the joint caption prompt are AVHBench's
(arXiv:2410.18325, its released QA file). The paraphrases are ours.
"""

HEAR = ("Describe what you hear.", "What do you hear?", "What sounds are in the clip?")
SEE = ("Describe what you see.", "What do you see?", "What is in the picture?")
BOTH = ("Describe what you see and hear in a single sentence.", "Describe the clip.")
MATCHING = "Are the contexts of audio and visual content matching?"
YES, NO = "Yes.", "No."


def is_heard(thing: str) -> str:
    """AVHBench's question for video-driven audio hallucination."""
    return f"Is the {thing} making sound in the audio?"


def is_seen(thing: str) -> str:
    """AVHBench's question for audio-driven video hallucination."""
    return f"Is the {thing} visible in the video?"
