"""Facts of Dockerfiles, compose files, Procfiles, systemd units and supervisor configurations."""
