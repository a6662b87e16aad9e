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
        let plan = view.workspace.plan(query)
        guard !plan.sites.isEmpty else { return Led() }
        let table = view.table
        let following = view.following(subjects)
        var result = Led()
        func take(_ sites: ArraySlice<Int32>) -> Bool {
            view.workspace.count(sites.count)
            var isAny = false
            // What is gated by itself stands in a function that runs by default, and does not run with it.
            for site in sites where plan.asksFor(site) && isMeant(query, site) && !view.workspace.isOff(site) {
                result.sites.insert(Int(site))
                isAny = true
            }
            return isAny
        }
        var holders: Set<NodeID> = []
        for node in following.nodes where take(table.heldBy[node]) { holders.insert(node) }
        for subject in subjects where take(table.about[subject]) { result.subjects.insert(subject) }
        result.subjects.formUnion(following.starts(leadingTo: holders))
        guard !following.unsettled.isEmpty else { return result }
        let more = followOneByOne(.signals(query), from: Set(following.unsettled))
        result.subjects.formUnion(more.subjects)
        result.sites.formUnion(more.sites)
        return result
    }

    private func followOneByOne(_ condition: Condition, from subjects: Set<NodeID>) -> Led {
        var result = Led()
        for subject in subjects {
            let finding = evaluate(condition, in: .within(view.signals(ledToBy: subject)))
            guard finding.holds else { continue }
            result.subjects.insert(subject)
            result.sites.formUnion(finding.sites)
        }
        return result
    }
}
