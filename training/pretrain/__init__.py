"""How tiny-omni is made from nothing: its phases, on recombined demo clips."""
