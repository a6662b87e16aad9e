"""Metrics that the code of a repository need not define: of the monitoring itself, runtimes, exporters and instrumentation."""

from __future__ import annotations

_NAMES = {
    "up", "ALERTS", "ALERTS_FOR_STATE", "scrape_duration_seconds", "scrape_samples_scraped", "absent", "vector", "time", "time_seconds",
    "scrape_samples_post_metric_relabeling", "scrape_series_added", "target_info", "traces_spanmetrics_calls_total",
}  # fmt: skip
_PREFIXES = (
    "go_", "process_", "python_", "jvm_", "node_", "kube_", "kubelet_", "container_", "machine_", "cadvisor_", "apiserver_", "etcd_",
    "coredns_", "prometheus_", "alertmanager_", "grafana_", "probe_", "blackbox_", "promhttp_", "http_server_", "http_client_", "http_request",
    "http_response", "http_", "grpc_", "rpc_", "nginx_", "haproxy_", "envoy_", "istio_", "traefik_", "caddy_", "redis_", "pg_", "postgres_",
    "postgresql_", "mysql_", "mongodb_", "kafka_", "rabbitmq_", "nats_", "pulsar_", "elasticsearch_", "opensearch_", "windows_", "systemd_", "wmi_",
    "cloudwatch_", "aws_", "azure_", "gcp_", "stackdriver_", "otelcol_", "otel_", "fluentbit_", "fluentd_", "vector_", "loki_", "promtail_", "tempo_",
    "cortex_", "thanos_", "mimir_", "argocd_", "certmanager_", "cert_manager_", "keda_", "velero_", "vault_", "consul_", "nomad_", "flask_",
    "django_", "fastapi_", "starlette_", "celery_", "uvicorn_", "gunicorn_", "aiohttp_", "erlang_", "cowboy_", "beam_", "telemetry_", "gin_", "echo_",
    "sql_", "db_client_", "rest_client_", "workqueue_", "controller_runtime_", "leader_election_", "scheduler_", "kubeproxy_", "namespace_", "cluster_",
    "instance_", "job_", "ceph_", "snmp_", "smartctl_", "nvidia_", "DCGM_", "minio_", "clickhouse_", "ClickHouse", "zookeeper_", "memcached_", "varnish_",
    "apache_", "php_", "phpfpm_", "rails_", "sidekiq_", "nodejs_", "nginxplus_", "service_level_", "slo:", "slo_", "pushgateway_", "statsd_", "bucket_",
    "aspnetcore_", "dotnet_", "microsoft_", "tomcat_", "hikaricp_", "logback_", "spring_", "executor_", "system_", "disk_", "jetty_", "cloudsql_",
)  # fmt: skip
_SUFFIXES = ("_bucket", "_count", "_sum", "_total", "_created", "_info")


def is_foreign(name: str) -> bool:
    """Whether others expose it, or a recording rule makes it."""
    return name in _NAMES or ":" in name or name.startswith(_PREFIXES)


def plain(name: str) -> str:
    """The name without what histograms, summaries and counters add to it."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 2:
            return name[: -len(suffix)]
    return name
