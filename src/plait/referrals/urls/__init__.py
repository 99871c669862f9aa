"""Addresses of the spine's pages, one slice a file."""
