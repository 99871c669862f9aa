"""Past facts announced upwards, questions asked upwards; who listens stands in site/wiring.py."""
