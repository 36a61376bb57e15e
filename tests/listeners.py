"""The connections on which server processes hear of changes, as PostgreSQL shows them."""

LISTENERS = (
    "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND query ~ '^(LISTEN|SELECT pg_notify).*pipeline_changes'"
)
