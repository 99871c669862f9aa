"""Messages that leave the building: they may repeat, they never vanish."""
