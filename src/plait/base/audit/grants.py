"""Database rights of the serving role on PostgreSQL: the audit and its sealed log may be added to and read, nothing else."""

from django.db import connection

TABLES = (
    "audit_auditentry",
    *(f"witness_{name}" for name in ("leaf", "node", "head", "cosignature", "peerhead")),
)


def grants_for(role: str) -> list[str]:
    """The statements that let `role` use every table of Plait but only INSERT and SELECT the audit."""
    name = connection.ops.quote_name(role)
    return [
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        *(f"REVOKE ALL ON {table} FROM {name}" for table in TABLES),
        *(f"GRANT SELECT, INSERT ON {table} TO {name}" for table in TABLES),
    ]


def give_rights(role: str) -> None:
    """Run the grants. The role must exist, and must not own the tables."""
    with connection.cursor() as cursor:
        for statement in grants_for(role):
            cursor.execute(statement)
