"""Page layout, components, form renderer and the slots other apps fill."""
