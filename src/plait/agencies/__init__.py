"""Agencies, teams, practitioners and their roles."""
