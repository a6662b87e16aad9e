/// The time that a pod is given to stop, and what its hooks and its code take of it.
struct GraceJoin: Sendable {
    /// What Kubernetes gives where nothing is set.
    private static let usual = 30.0

    private struct Short: Sendable {
        var from: Wire.Place
        var grace: Wire.Place?
        var why: String
        var container: Node
    }

    private var found: [Short] = []

    init(_ program: Program, pods: PodTable) {
        var graces: [NodeID: SignalSite] = [:]
        for site in program.signalsByKind["workload.termination-grace"] ?? [] {
            let signal = program.signals[site]
            if let node = signal.node, signal.attributes["profile"] == nil { graces[node] = signal }
        }
        func grace(of container: NodeID) -> (seconds: Double, place: Wire.Place?)? {
            guard let workload = pods.workload(of: container) else { return nil }
            guard let set = graces[workload] else { return (Self.usual, nil) }
            return set.attributes["seconds"].flatMap(Self.seconds).map {
                ($0, Wire.Place(path: set.path, line: set.line))
            }
        }
        for site in program.signalsByKind["container.pre-stop"] ?? [] {
            let signal = program.signals[site]
            guard !signal.isTest, !SidePaths.isBeside(signal.path), signal.attributes["profile"] == nil,
                let node = signal.node, let text = signal.attributes["seconds"], let wait = Self.seconds(text),
                let grace = grace(of: node), wait >= grace.seconds
            else { continue }
            found.append(
                Short(
                    from: Wire.Place(path: signal.path, line: signal.line), grace: grace.place,
                    why:
                        "the hook waits \(Self.text(wait)), and the pod is killed \(Self.text(grace.seconds)) after it is told to stop",
                    container: program.nodes[Int(node)]))
        }
        addDrains(program, grace: grace)
    }

    private mutating func addDrains(_ program: Program, grace: (NodeID) -> (seconds: Double, place: Wire.Place?)?) {
        let drains = Self.drains(program)
        guard !drains.isEmpty else { return }
        for site in program.signalsByKind["container.long-running"] ?? [] {
            let signal = program.signals[site]
            guard !signal.isTest, !SidePaths.isBeside(signal.path), signal.attributes["profile"] == nil,
                let node = signal.node, let grace = grace(node), drains.contains(where: { $0.seconds > grace.seconds })
            else { continue }
            let reach = program.reach(from: [node])
            for drain in drains where drain.seconds > grace.seconds && reach.contains(drain.node) {
                guard found.count < Joins.maximumCandidates else { return }
                found.append(
                    Short(
                        from: drain.place, grace: grace.place ?? Wire.Place(path: signal.path, line: signal.line),
                        why:
                            "the code drains for up to \(Self.text(drain.seconds)), and its pod is killed \(Self.text(grace.seconds)) after it is told to stop",
                        container: program.nodes[Int(node)]))
            }
        }
    }

    /// Drains whose time is written down: with the drain itself, or as the deadline that is made before it in the same function.
    private static func drains(_ program: Program) -> [(node: NodeID, seconds: Double, place: Wire.Place)] {
        var deadlines: [NodeID: [SignalSite]] = [:]
        for site in program.signalsByKind["deadline.set"] ?? [] {
            let signal = program.signals[site]
            // What it gives is called too, to cancel it.
            guard let node = signal.node, signal.attributes["seconds"] != nil else { continue }
            deadlines[node, default: []].append(signal)
        }
        var drains: [(node: NodeID, seconds: Double, place: Wire.Place)] = []
        for kind in ["graceful-shutdown.drain", "graceful-shutdown.server-drains"] {
            for site in program.signalsByKind[kind] ?? [] {
                let signal = program.signals[site]
                guard !signal.isTest, let node = signal.node else { continue }
                var time = signal
                if signal.attributes["seconds"] == nil {
                    let before = (deadlines[node] ?? []).filter { $0.line <= signal.line }
                    guard let nearest = before.max(by: { $0.line < $1.line }) else { continue }
                    time = nearest
                }
                guard let text = time.attributes["seconds"], let seconds = Self.seconds(text) else { continue }
                drains.append((node, seconds, Wire.Place(path: time.path, line: time.line)))
            }
        }
        return drains
    }

    func finish(_ all: inout Joins.Found) {
        var seen: Set<Wire> = []
        for short in found {
            let wire = Wire(
                join: .grace, from: short.from, name: "terminationGracePeriodSeconds", to: short.grace, why: short.why,
                severity: .medium)
            all.signals.append(
                SignalSite(
                    kind: "termination-grace.short", node: short.container.id, subject: short.container.id,
                    path: short.from.path, line: short.from.line, endLine: short.from.line,
                    object: short.container.object, attributes: ["why": short.why], isTest: false))
            if seen.insert(wire).inserted { all.wires.append(wire) }
        }
    }

    /// `30`, `45s`, `20 * time.Second`; nil of what is not understood.
    static func seconds(_ text: String) -> Double? {
        let units = [
            "time.Hour": 3600.0, "time.Minute": 60, "time.Second": 1, "time.Millisecond": 0.001,
            "time.Microsecond": 1e-6, "time.Nanosecond": 1e-9,
        ]
        if text.hasSuffix("s"), let plain = Double(text.dropLast()) { return plain }
        if let plain = Double(text) { return plain }
        guard text.contains("time."), text.utf8.count <= 200 else { return nil }
        var product = 1.0
        for factor in text.split(separator: "*") {
            let factor = factor.filter { $0 != " " }
            guard let value = Double(factor) ?? units[factor] else { return nil }
            product *= value
        }
        return product
    }

    private static func text(_ seconds: Double) -> String {
        seconds == seconds.rounded() && abs(seconds) < 1e9 ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}
