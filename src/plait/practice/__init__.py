"""Questions to a person on the pages where they are met, taking one to supervision, and questions to think with."""
