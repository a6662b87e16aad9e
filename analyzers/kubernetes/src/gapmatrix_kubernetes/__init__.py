"""Facts of Kubernetes manifests, kustomizations and the files of skaffold."""
