"""A server of somebody else's writes no failed statement of ours into its log: a statement may carry a child's words."""

import pytest
from django.db import connection

from tests.conftest import as_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["halcyon_door", "halcyon_desk", "halcyon_worker"])
def test_each_login_keeps_its_statements_out_of_any_servers_log(role: str) -> None:
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("select rolconfig from pg_roles where rolname = %s", [role])
        (held,) = cursor.fetchone()
    wanted = {
        "log_statement=none", "log_min_error_statement=panic", "log_error_verbosity=terse",
        "log_min_duration_statement=-1", "log_min_duration_sample=-1", "log_parameter_max_length=0",
        "log_parameter_max_length_on_error=0",
    }  # fmt: skip
    assert wanted <= set(held)
