"""The machinery of a benchmark: private databases, the process that serves one of them, the audit left out."""
