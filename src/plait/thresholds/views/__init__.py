"""The area's levels of need, to read."""
