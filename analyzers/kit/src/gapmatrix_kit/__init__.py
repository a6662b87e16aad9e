"""What the analyzers of artifacts share: the protocol's loop, facts, YAML with lines, shell commands."""
