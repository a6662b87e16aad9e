extension Report {
    /// The same report with every text of the repository's passed through `mask`: names, messages, ids.
    package func redacted<Failure: Error>(_ mask: (String) throws(Failure) -> String) throws(Failure) -> Report {
        var report = self
        report.configuration = try configuration?.redacted(mask)
        // Each component has a cell of every control, and few reasons are given for all of them.
        var known: [String: String] = [:]
        func maskedOnce(_ text: String) throws(Failure) -> String {
            if let masked = known[text] { return masked }
            let masked = try mask(text)
            known[text] = masked
            return masked
        }
        for index in report.components.indices { report.components[index].id = try mask(report.components[index].id) }
        for index in report.analyzers.indices {
            guard let message = report.analyzers[index].message else { continue }
            report.analyzers[index].message = try mask(message)
        }
        for index in report.diagnostics.indices {
            report.diagnostics[index].message = try mask(report.diagnostics[index].message)
        }
        for index in report.gaps.indices {
            report.gaps[index].component = try maskedOnce(report.gaps[index].component)
        }
        for index in report.controls.indices {
            for cell in report.controls[index].cells.indices {
                report.controls[index].cells[cell].component = try maskedOnce(
                    report.controls[index].cells[cell].component)
                if let reason = report.controls[index].cells[cell].reason {
                    report.controls[index].cells[cell].reason = try maskedOnce(reason)
                }
            }
            for item in report.controls[index].evidence.indices {
                try report.controls[index].evidence[item].mask(mask)
            }
        }
        return report
    }
}

extension Report.Evidence {
    fileprivate mutating func mask<Failure: Error>(_ mask: (String) throws(Failure) -> String) throws(Failure) {
        message = try mask(message)
        symbol = try mask(symbol)
        if let known = component { component = try mask(known) }
        for step in witness.indices { witness[step].symbol = try mask(witness[step].symbol) }
    }
}

extension SymbolsReport {
    /// The same list with every name passed through `mask`.
    package func redacted<Failure: Error>(_ mask: (String) throws(Failure) -> String) throws(Failure) -> SymbolsReport {
        var report = self
        for index in report.symbols.indices {
            report.symbols[index].name = try mask(report.symbols[index].name)
            for step in report.symbols[index].witness.indices {
                report.symbols[index].witness[step].symbol = try mask(report.symbols[index].witness[step].symbol)
            }
        }
        return report
    }
}
