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

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
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
    library("ContendModel", []),
    library("ContendLanguage", ["ContendModel"]),
    library("ContendExploration", ["ContendModel"]),
    library("ContendChecking", ["ContendModel"]),
    library("ContendStatistics", [.product(name: "Histogram", package: "hdrhistogram-swift")]),
    library("ContendPostgres", ["CLibpq", "CLinux", "ContendModel"]),
    library("ContendExecution", ["ContendModel", "ContendPostgres"]),
    library("ContendVerdict", ["ContendModel", "ContendChecking", "ContendStatistics"]),
    library("ContendReport", ["ContendModel", "ContendStatistics"]),
    library(
      "Contend",
      [
        "ContendModel", "ContendLanguage", "ContendChecking", "ContendStatistics",
        "ContendPostgres", "ContendExecution", "ContendVerdict", "ContendReport",
      ]),
    .executableTarget(
      name: "contend-cli",
      dependencies: [
        "Contend", "ContendModel", "ContendReport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    tests("ContendStatisticsTests", ["ContendStatistics"]),
    tests("ContendExplorationTests", ["ContendModel", "ContendExploration"]),
    tests("ContendCheckingTests", ["ContendModel", "ContendChecking"]),
    tests(
      "ContendVerdictTests",
      ["ContendModel", "ContendChecking", "ContendStatistics", "ContendVerdict"]),
    .target(
      name: "ContendTestSupport", path: "Tests/ContendTestSupport", swiftSettings: strict),
    tests(
      "ContendReportTests",
      ["ContendModel", "ContendStatistics", "ContendReport", "ContendTestSupport"]),
  ]
)
