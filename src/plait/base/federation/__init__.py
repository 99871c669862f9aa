"""Other areas: who they are, what is said to them, and that it arrives. README.md."""
