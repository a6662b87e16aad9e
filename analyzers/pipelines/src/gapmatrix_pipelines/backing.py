"""Databases, brokers and stores that a job starts, so that its tests meet the real thing."""

from __future__ import annotations

import re

_NAMES = (
    r"postgres(?:ql)?|postgis|timescaledb|cockroach|mysql|mariadb|mongo(?:db)?|redis|valkey|memcached|rabbitmq"
    r"|kafka|redpanda|nats|elasticsearch|opensearch|cassandra|clickhouse(?:-server)?|minio|localstack|etcd"
    r"|mssql|sqlserver|neo4j|influxdb|openldap"
)
_IMAGE = re.compile(rf"(?i)^(?:[\w.:-]+/)*[\w-]*?({_NAMES})[\w-]*(?:[:@]|$)")
_ACTION = re.compile(rf"(?i)^[\w-]+/[\w.-]*?({_NAMES})[\w-]*@")
_COMMAND = re.compile(
    rf"(?im)^\s*(?:sudo\s+)?(?:systemctl\s+(?:re)?start\s+({_NAMES})"
    rf"|service\s+({_NAMES})\s+(?:re)?start"
    rf"|/etc/init\.d/({_NAMES})\s+(?:re)?start"
    rf"|docker\s+run\s[^\n]*?[\s/]({_NAMES})[\w-]*(?::[\w.-]+)?(?:\s|$)"
    rf"|docker[\s-]compose\s[^\n]*?\bup\b[^\n]*?\s(db|database|{_NAMES})[\w-]*(?:\s|$))"
)


def service_of_image(image: str) -> str | None:
    """The service that an image is, by its name."""
    found = _IMAGE.match(image)
    return found.group(1).lower() if found else None


def service_of_action(uses: str) -> str | None:
    """The service that an action sets up: `ankane/setup-mariadb@v1`."""
    found = _ACTION.match(uses)
    return found.group(1).lower() if found else None


def service_of_command(text: str) -> str | None:
    """The first service that a script starts."""
    found = _COMMAND.search(text)
    return next((each.lower() for each in found.groups() if each), None) if found else None
