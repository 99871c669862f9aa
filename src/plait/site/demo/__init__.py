"""The fictional area, its fixed cast, and one concern played through by the same actions that the screens use."""
