"""The reviewer's desk in words."""
