"""How figures look: on the page, drawn, and as a file."""
