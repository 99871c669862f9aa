"""The pages of the reviewer’s desk."""
