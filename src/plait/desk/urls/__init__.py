"""Addresses of the desk."""
