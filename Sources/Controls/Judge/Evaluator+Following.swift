import Wiring

/// What `each` and `some` find for many subjects.
struct Led {
    /// Those for which the condition holds.
    var subjects: Set<NodeID> = []
    /// What proves it for any of them.
    var sites: Set<Int> = []
}

extension Evaluator {
    /// For which subjects a condition holds within what they lead to.
    ///
    /// As evaluating it for one subject after the other, but every part of it is answered for all of them at once: a service
    /// with twice the routes must not cost four times as much.
    func follow(_ condition: Condition, from subjects: Set<NodeID>) -> Led {
        guard !subjects.isEmpty else { return Led() }
        switch condition {
        case .signals(let query):
            return follow(query, from: subjects)
        case .any(let inner):
            var result = Led()
            for condition in inner {
                let led = follow(condition, from: subjects)
                result.subjects.formUnion(led.subjects)
                result.sites.formUnion(led.sites)
            }
            return result
        case .all(let inner):
            var result = Led(subjects: subjects)
            for condition in inner {
                result.subjects = follow(condition, from: result.subjects).subjects
            }
            // Only now is it known for whom all of it holds.
            for condition in inner { result.sites.formUnion(follow(condition, from: result.subjects).sites) }
            return result
        case .not, .each, .some, .bypass, .sameSymbol, .more:
            return followOneByOne(condition, from: subjects)
        }
    }

    private func follow(_ query: SignalQuery, from subjects: Set<NodeID>) -> Led {
        let signals = workspace.program.signals
        // What is gated by itself stands in a function that runs by default, and does not run with it.
        let candidates = sites(query, in: .named(.all)).filter { !workspace.isOff($0) }
        guard !candidates.isEmpty else { return Led() }
        let following = workspace.following(subjects, column)
        let holders = Set(candidates.compactMap { signals[$0].node })
        var result = Led(subjects: Set(following.starts(leadingTo: holders)))
        let nodes = Set(following.nodes)
        for site in candidates {
            if let subject = signals[site].subject, subjects.contains(subject) {
                result.subjects.insert(subject)
                result.sites.insert(site)
            } else if let node = signals[site].node, nodes.contains(node) {
                result.sites.insert(site)
            }
        }
        guard !following.unsettled.isEmpty else { return result }
        let more = followOneByOne(.signals(query), from: Set(following.unsettled))
        result.subjects.formUnion(more.subjects)
        result.sites.formUnion(more.sites)
        return result
    }

    private func followOneByOne(_ condition: Condition, from subjects: Set<NodeID>) -> Led {
        var result = Led()
        for subject in subjects {
            let led = workspace.signals(ledToBy: subject, column).filter { !workspace.isOff($0) }
            let finding = evaluate(condition, in: .within(led))
            guard finding.holds else { continue }
            result.subjects.insert(subject)
            result.sites.formUnion(finding.sites)
        }
        return result
    }
}
