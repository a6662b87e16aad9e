import AnalyzerProtocol

/// What artifacts name across files: images by what builds them, workloads by their labels, starts by their console script.
struct DeploymentIndex {
    /// A REF of a file.
    struct Place {
        var file: Int
        var ref: RefIndex
    }

    /// What makes an image.
    enum Builder {
        /// A REF to it.
        case place(Place)
        /// The image that a Dockerfile describes as a whole.
        case image(NodeID)
    }

    /// What builds an image, by ``ImageName/key(_:)``; names that several files build are left out.
    private var builds: [String: Place] = [:]
    /// The same by the last part of names, the surest first: what a build calls its image, services of compose files that are built
    /// here and give it no name, folders of Dockerfiles. Nil where it is several.
    private var shortNames: [[String: Builder?]] = []
    private static let folderNames = 2
    private(set) var consoleScripts: [String: Place] = [:]
    /// Applications of OTP by their names, and releases, which start several.
    private(set) var applications: [String: NodeID] = [:]
    private(set) var releases: [String: NodeID] = [:]
    var onlyRelease: NodeID? { releases.count == 1 ? releases.values.first : nil }
    /// The selector of every workload.
    static let everything = "*"
    private static let deployedKinds: Set<String> = ["workload", "container", "resource"]
    private var workloads: [(node: NodeID, labels: Set<String>, path: String)] = []
    private var byLabel: [String: [Int]] = [:]

    init(_ layout: Layout) {
        var ambiguous: Set<String> = []
        var built: [String: Place?] = [:]
        var services: [String: Place?] = [:]
        var folders: [String: Builder?] = [:]
        var projects: Set<String> = []
        var plain: [NodeID] = []
        for (file, source) in layout.files.enumerated() {
            for reference in source.facts.references where reference.kind == .build {
                let place = Place(file: file, ref: reference.to)
                for argument in reference.arguments {
                    guard case .string(let image) = argument.value else { continue }
                    if argument.name == "image" {
                        let key = ImageName.key(image)
                        if let known = builds[key], !Self.isSame(known, place, layout) { ambiguous.insert(key) }
                        builds[key] = builds[key] ?? place
                        if let short = ImageName.short(image) { Self.add(place, short, to: &built, layout) }
                    } else if argument.name == "service", let short = ImageName.short(image) {
                        Self.add(place, short, to: &services, layout)
                    }
                }
            }
            if let (name, node) = Self.folderOfImage(file, source, layout) {
                if let name {
                    folders.updateValue(folders[name] == nil ? .image(node) : nil, forKey: name)
                } else {
                    plain.append(node)
                }
            }
            for binding in source.facts.bindings where binding.directory.isEmpty {
                // A module of Go: `example.com/shop/v2`.
                let parts = binding.importPrefix.split(separator: "/")
                let own = parts.count > 2 ? parts.dropFirst(2) : parts[...]
                projects.formUnion(own.compactMap { ImageName.short(String($0)) })
            }
            for root in source.facts.roots where root.kind == "console-script" {
                guard let name = root.component, let ref = root.to else { continue }
                consoleScripts[name] = consoleScripts[name] ?? Place(file: file, ref: ref)
            }
            addApplications(of: file, source, layout)
            for (index, symbol) in source.facts.symbols.enumerated() where Self.deployedKinds.contains(symbol.kind) {
                // What is deployed is found by its name too, and every workload of a cluster (`Deployment/shop`) by `*`.
                var labels: Set<String> = [symbol.name]
                if symbol.kind == "workload", symbol.name.contains("/") { labels.insert(Self.everything) }
                if case .string(let text) = symbol.attributes["labels"] {
                    labels.formUnion(text.split(separator: ",").map(String.init))
                }
                for label in labels { byLabel[label, default: []].append(workloads.count) }
                workloads.append((layout.node(file, symbolAt: index), labels, source.path))
            }
        }
        for key in ambiguous { builds.removeValue(forKey: key) }
        projects.formUnion((Array(releases.keys) + consoleScripts.keys).compactMap(ImageName.short))
        // The only image of the repository has the project's name, its program's or its release's.
        let only: [String: Builder?] =
            plain.count == 1 ? Dictionary(projects.map { ($0, .image(plain[0])) }) { a, _ in a } : [:]
        shortNames = [built, services].map { $0.mapValues { $0.map(Builder.place) } } + [folders, only]
        for key in ambiguous { if let short = ImageName.short(key) { shortNames[0].updateValue(nil, forKey: short) } }
    }

    /// What builds the image: that of its whole name; else, since registries and their folders differ between a build, a chart and a
    /// cluster, the only one whose name ends alike.
    func builder(of image: String) -> Builder? {
        if let place = builds[ImageName.key(image)] { return .place(place) }
        // One registry's folder for several images, which their tags name: `acme/shop:migrations`.
        if let tag = ImageName.namingTag(image) {
            return ImageName.short(tag).flatMap { shortNames[Self.folderNames][$0] ?? nil }
        }
        guard let short = ImageName.short(image) else { return nil }
        for names in shortNames {
            if let found = names[short] { return found }
        }
        return nil
    }

    private static func add(
        _ place: Place, _ name: String, to places: inout [String: Place?], _ layout: Layout
    ) {
        guard let known = places[name] else {
            places[name] = place
            return
        }
        // Several that are one may be named as well as one.
        if let known, isSame(known, place, layout) { return }
        places.updateValue(nil, forKey: name)
    }

    /// `services/orders/Dockerfile` makes the image `orders`; one at the top or in a folder like `docker` has no name by its folder.
    private static func folderOfImage(
        _ file: Int, _ source: SourceFacts, _ layout: Layout
    ) -> (name: String?, node: NodeID)? {
        let parts = source.path.split(separator: "/")
        guard parts.last == "Dockerfile", !SidePaths.isBeside(source.path),
            let index = source.facts.symbols.firstIndex(where: { $0.kind == "image" && $0.name == source.path })
        else { return nil }
        let name = parts.count > 1 ? ImageName.short(String(parts[parts.count - 2])) : nil
        return (name, layout.node(file, symbolAt: index))
    }

    private mutating func addApplications(of file: Int, _ source: SourceFacts, _ layout: Layout) {
        for root in source.facts.roots where root.kind == "erlang-app" {
            guard let name = root.component, let symbol = root.symbol,
                let node = layout.node(file, symbolID: symbol)
            else { continue }
            applications[name] = applications[name] ?? node
        }
        for (index, symbol) in source.facts.symbols.enumerated()
        where symbol.kind == "target" && symbol.name.hasPrefix(Self.releasePrefix) {
            let name = String(symbol.name.dropFirst(Self.releasePrefix.count))
            releases[name] = releases[name] ?? layout.node(file, symbolAt: index)
        }
    }

    /// How the analyzer of rebar.config names a release.
    static let releasePrefix = "release "

    /// Whether two REFs are the same path.
    private static func isSame(_ one: Place, _ other: Place, _ layout: Layout) -> Bool {
        layout.files[one.file].facts.refs[Int(one.ref)] == layout.files[other.file].facts.refs[Int(other.ref)]
    }

    /// What is deployed with all of these labels; of several, those whose file shares most of its directories with `path`:
    /// an overlay's service does not select what another overlay deploys.
    func workloads(having labels: [String], nearest path: String) -> [NodeID] {
        guard let rarest = labels.min(by: { (byLabel[$0]?.count ?? 0) < (byLabel[$1]?.count ?? 0) }) else { return [] }
        let found = (byLabel[rarest] ?? []).filter { workloads[$0].labels.isSuperset(of: labels) }
        let nearness = found.map { Self.sharedDirectories(workloads[$0].path, path) }
        guard let best = nearness.max() else { return [] }
        return zip(found, nearness).filter { $0.1 == best }.map { workloads[$0.0].node }
    }

    /// Everything that is deployed under this name, in any folder.
    func all(named name: String) -> [NodeID] { (byLabel[name] ?? []).map { workloads[$0].node } }

    private static func sharedDirectories(_ one: String, _ other: String) -> Int {
        let pairs = zip(one.split(separator: "/").dropLast(), other.split(separator: "/").dropLast())
        return pairs.prefix { $0 == $1 }.count
    }
}

/// Names of container images.
enum ImageName {
    /// Programs that many run from others' images, and folders in which many keep a Dockerfile: such a name tells nothing.
    private static let common: Set<String> = [
        "adminer", "airflow", "alertmanager", "alpine", "api-gateway-kong", "app", "base", "build", "builder",
        "busybox",
        "caddy", "cassandra", "centos", "clickhouse", "cloudflared", "common", "config", "consul", "container",
        "couchdb", "curl",
        "db", "debian", "deploy", "dev", "docker", "dockerfile", "dockerfiles", "elasticsearch", "envoy", "etcd",
        "filebeat", "flink", "fluent-bit", "fluentd", "flyway", "golang", "grafana", "haproxy", "httpd", "image",
        "images", "influxdb", "jaeger", "java", "jenkins", "k6", "kafka", "keycloak", "kibana", "kong", "localstack",
        "logstash", "loki", "mailhog", "mariadb", "memcached", "migrations", "minio", "mongo", "mongodb", "mysql",
        "nats", "neo4j", "nginx", "node", "openjdk", "otel-collector", "package", "pgadmin", "pgbouncer", "php",
        "postgres",
        "postgresql", "prod", "production", "prometheus", "pushgateway", "python", "rabbitmq", "redis", "redpanda",
        "registry", "ruby", "rust", "scripts", "spark", "spilo", "sqlite", "squid", "src", "telegraf", "temporal",
        "test", "tests", "toolbox", "tools", "traefik", "ubuntu", "vault", "vector", "wordpress", "zipkin",
        "zookeeper",
    ]

    private static let channels: Set<String> = [
        "alpha", "alpine", "beta", "bookworm", "branch", "bullseye", "build", "canary", "commit", "current", "debian",
        "debug",
        "deploy", "dev", "develop", "development", "distroless", "edge", "feature", "git", "latest", "local", "main",
        "master",
        "next", "nightly", "nonroot", "preview", "prod", "production", "release", "rolling", "sha", "slim", "snapshot",
        "stable",
        "stage", "staging", "tag", "test", "testing", "trunk", "uat", "unstable", "ver", "version",
    ]

    /// A tag that is a name of its own, and tells neither a version nor a channel.
    static func namingTag(_ image: String) -> String? {
        guard let last = image.prefix(while: { $0 != "@" }).split(separator: "/").last,
            let colon = last.firstIndex(of: ":")
        else { return nil }
        let tag = last[last.index(after: colon)...].lowercased()
        let word = tag.prefix { $0.isLetter }
        guard word.count > 3, !tag.contains(where: { "${}<>".contains($0) }), !channels.contains(String(word)),
            // A commit: nothing but hexadecimal digits.
            !tag.allSatisfy(\.isHexDigit)
        else { return nil }
        return tag
    }

    /// The last part of a name, which stays where the registry changes, `_` as `-`; nil where it tells nothing.
    static func short(_ image: String) -> String? {
        guard let last = image.prefix(while: { $0 != "@" }).split(separator: "/").last else { return nil }
        let name = last.prefix { $0 != ":" }.lowercased().replacing("_", with: "-")
        guard name.count > 1, !name.contains(where: { "${}<>".contains($0) }), !common.contains(name),
            !name.hasSuffix("-exporter")
        else { return nil }
        return name
    }

    /// What is compared of an image's name: no registry, no tag, no digest, no part that only a variable knows.
    static func key(_ image: String) -> String {
        var name = Substring(image)
        if let digest = name.firstIndex(of: "@") { name = name[..<digest] }
        var segments = name.split(separator: "/")
        if segments.count > 1, let first = segments.first,
            first.contains(".") || first.contains(":") || first == "localhost" || first.contains("$")
        {
            segments.removeFirst()
        }
        if let last = segments.popLast() { segments.append(last.prefix { $0 != ":" }) }
        return segments.filter { !$0.contains("$") && !$0.contains("{") }.joined(separator: "/").lowercased()
    }
}
