// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "gapmatrix",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "gapmatrix", targets: ["gapmatrix"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/stencilproject/Stencil", from: "0.15.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // The system's C and C++ libraries, behind one importer each.
        .systemLibrary(name: "CLibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]),
        .systemLibrary(
            name: "CHyperscan", pkgConfig: "libhs", providers: [.apt(["libvectorscan-dev"]), .brew(["vectorscan"])]),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),

        // Extract.
        .target(name: "GitRepository", dependencies: ["CLibgit2"]),
        .target(name: "AnalyzerProtocol", dependencies: ["CSimdjson"]),
        .target(
            name: "AnalyzerHost",
            dependencies: [
                "AnalyzerProtocol",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(name: "FactStore", dependencies: [.product(name: "GRDB", package: "GRDB.swift")]),

        // Model, link, judge.
        .target(name: "Models", dependencies: ["AnalyzerProtocol", "Yams"]),
        .target(name: "Secrets", dependencies: ["CHyperscan", "Models"]),
        .target(name: "Wiring", dependencies: ["AnalyzerProtocol", "Models"]),
        .target(name: "Controls", dependencies: ["AnalyzerProtocol", "Models", "Wiring"]),

        // Report, and the commands.
        .target(name: "Reporting", dependencies: ["AnalyzerProtocol", "Controls", "Wiring"]),
        .target(name: "Formats", dependencies: ["Controls", "Reporting"]),
        .target(name: "History", dependencies: ["Controls", "Reporting"]),
        .target(name: "Page", dependencies: ["History", "Reporting"]),
        .target(name: "Configuration", dependencies: ["Controls", "GitRepository", "Models", "Reporting"]),
        .target(
            name: "Documents",
            dependencies: ["History", "Reporting", .product(name: "Stencil", package: "Stencil")]),
        .target(
            name: "Scanning",
            dependencies: [
                "AnalyzerHost", "AnalyzerProtocol", "Configuration", "Controls", "FactStore", "GitRepository",
                "History", "Models", "Reporting", "Secrets", "Wiring",
            ]),
        .executableTarget(
            name: "gapmatrix",
            dependencies: [
                "AnalyzerHost", "Configuration", "Controls", "Documents", "Formats", "GitRepository", "History",
                "Models", "Page", "Reporting", "Scanning", "Secrets", "Wiring",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Tests.
        .testTarget(name: "GitRepositoryTests", dependencies: ["GitRepository", "CLibgit2"]),
        .testTarget(name: "AnalyzerProtocolTests", dependencies: ["AnalyzerProtocol"]),
        .testTarget(
            name: "AnalyzerHostTests", dependencies: ["AnalyzerHost", "AnalyzerProtocol"], exclude: ["FakeAnalyzer"]),
        .testTarget(
            name: "FactStoreTests", dependencies: ["FactStore", .product(name: "GRDB", package: "GRDB.swift")]),
        .testTarget(name: "ModelsTests", dependencies: ["Models", "AnalyzerProtocol"]),
        .testTarget(name: "SecretsTests", dependencies: ["Secrets", "Models"]),
        .testTarget(name: "WiringTests", dependencies: ["Wiring", "Models", "AnalyzerProtocol"]),
        .testTarget(name: "ControlsTests", dependencies: ["Controls", "Wiring", "Models", "AnalyzerProtocol"]),
        .testTarget(
            name: "ReportingTests", dependencies: ["Reporting", "Controls", "Wiring"], exclude: ["Snapshots"]),
        .testTarget(
            name: "FormatsTests", dependencies: ["Formats", "Controls", "Reporting"],
            exclude: ["Snapshots", "readers.py"]),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: ["Configuration", "Controls", "GitRepository", "Models", "Reporting"]),
        .testTarget(name: "HistoryTests", dependencies: ["Controls", "History", "Reporting"]),
        .testTarget(name: "PageTests", dependencies: ["History", "Page", "Reporting"]),
        .testTarget(
            name: "DocumentsTests",
            dependencies: ["AnalyzerProtocol", "Controls", "Documents", "History", "Reporting"],
            exclude: ["Snapshots", "markdown_reader.py"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "AnalyzerHost", "AnalyzerProtocol", "Configuration", "Controls", "GitRepository", "History", "Models",
                "Reporting",
                "Scanning",
                "Secrets", "Wiring",
            ]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// One set of rules for every module of ours: https://github.com/apple/swift-evolution/tree/main/proposals
// SE-0335 ExistentialAny, SE-0409 InternalImportsByDefault, SE-0444 MemberImportVisibility, SE-0461 NonisolatedNonsendingByDefault.
for target in package.targets where [.regular, .executable, .test].contains(target.type) && target.name != "CSimdjson" {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}
