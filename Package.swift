// swift-tools-version: 6.2
import PackageDescription

/// Every target of the product is built alike: language mode 6, warnings are errors.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// A library target with the house settings; the list of dependencies is the architecture.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A test target; `exclude` names its folders of files that tests read themselves.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "contend",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "contend", targets: ["contend-cli"]),
    .library(name: "Contend", targets: ["Contend"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibpq", pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CBuild"),
    library("ContendModel", []),
    library("ContendLanguage", ["ContendModel"]),
    library("ContendSQL", ["ContendModel"]),
    library("ContendChecking", ["ContendModel", "ContendSQL"]),
    library("ContendExploration", ["ContendModel"]),
    library("ContendStatistics", [.product(name: "Histogram", package: "hdrhistogram-swift")]),
    library("ContendPostgres", ["CLibpq", "CLinux", "ContendModel", "ContendSQL"]),
    library("ContendExecution", ["ContendModel", "ContendSQL", "ContendExploration", "ContendPostgres"]),
    library("ContendVerdict", ["ContendModel", "ContendChecking", "ContendStatistics"]),
    library("ContendReport", ["ContendModel", "ContendStatistics", "ContendVerdict"]),
    library(
      "ContendRuns",
      [
        "ContendModel", "ContendLanguage", "ContendExploration", "ContendChecking", "ContendStatistics",
        "ContendPostgres", "ContendExecution", "ContendVerdict", "ContendReport",
      ]),
    library(
      "Contend",
      ["ContendModel", "ContendLanguage", "ContendReport", "ContendRuns"]),
    .executableTarget(
      name: "contend-cli",
      dependencies: [
        "CBuild", "CLinux", "ContendLanguage", "ContendModel", "ContendReport", "ContendRuns",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    tests("ContendStatisticsTests", ["ContendStatistics"]),
    tests("ContendSQLTests", ["ContendModel", "ContendSQL"]),
    tests("ContendExplorationTests", ["ContendModel", "ContendExploration"]),
    tests("ContendCheckingTests", ["ContendModel", "ContendChecking", "ContendReport"]),
    tests(
      "ContendVerdictTests",
      ["ContendModel", "ContendChecking", "ContendStatistics", "ContendVerdict", "ContendReport"]),
    .target(
      name: "ContendServerSupport", dependencies: ["ContendPostgres"], path: "Tests/ContendServerSupport",
      swiftSettings: strict),
    tests(
      "ContendExecutionTests",
      [
        "ContendModel", "ContendLanguage", "ContendPostgres", "ContendExecution", "ContendServerSupport",
      ]),
    tests("ContendPostgresTests", ["ContendModel", "ContendPostgres", "ContendServerSupport"]),
    .target(
      name: "ContendTestSupport", path: "Tests/ContendTestSupport", swiftSettings: strict),
    tests(
      "ContendReportTests",
      [
        "ContendChecking", "ContendLanguage", "ContendModel", "ContendStatistics", "ContendVerdict",
        "ContendReport",
        "ContendTestSupport",
      ],
      exclude: ["Golden"]),
    .target(
      name: "ContendCommandSupport", dependencies: ["CLinux"], path: "Tests/ContendCommandSupport",
      swiftSettings: strict),
    tests(
      "ServerTests",
      [
        "CLinux", "contend-cli", "ContendModel", "ContendPostgres", "ContendCommandSupport",
        "ContendTestSupport",
      ]),
    tests(
      "ContendTests",
      [
        "Contend", "ContendModel", "ContendLanguage", "ContendReport", "ContendRuns", "ContendPostgres",
        "ContendStatistics", "ContendTestSupport",
      ]),
    tests("CLITests", ["contend-cli", "ContendModel", "ContendCommandSupport", "ContendTestSupport"]),
    tests(
      "ScenarioTests",
      [
        "ContendModel", "ContendReport", "ContendRuns", "ContendStatistics", "ContendCommandSupport",
        "ContendTestSupport",
      ],
      exclude: ["Incidents"]),
    tests(
      "ExploreTests",
      [
        "ContendModel", "ContendLanguage", "ContendChecking", "ContendExploration", "ContendExecution",
        "ContendPostgres", "ContendReport", "ContendRuns", "ContendVerdict", "ContendServerSupport",
        "ContendCommandSupport", "ContendTestSupport",
      ],
      exclude: ["Hermitage"]),
    .target(
      name: "ContendFuzzing",
      dependencies: [
        "ContendModel", "ContendLanguage", "ContendSQL", "ContendReport", "ContendTestSupport",
      ],
      path: "Fuzzing/Targets", swiftSettings: strict),
    tests("FuzzingTests", ["ContendFuzzing", "ContendModel", "ContendTestSupport"]),
    .testTarget(
      name: "CheckoutTests", dependencies: ["Contend"], path: "Examples/Tests/CheckoutTests",
      swiftSettings: strict),
    tests("ContendModelTests", ["ContendModel", "ContendTestSupport"]),
    tests("ContendLanguageTests", ["ContendLanguage", "ContendModel"]),
  ]
)

// The program that runs libFuzzer (`make fuzz`). Usual builds do not see it: it links with nothing but -sanitize=fuzzer.
if Context.environment["CONTEND_FUZZ"] != nil {
  package.targets += [
    .systemLibrary(name: "CFuzzer", path: "Fuzzing/CFuzzer"),
    .executableTarget(
      name: "contend-fuzz", dependencies: ["CFuzzer", "ContendFuzzing"], path: "Fuzzing/Driver",
      swiftSettings: strict),
  ]
}
