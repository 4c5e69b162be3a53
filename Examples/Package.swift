// swift-tools-version: 6.2
import PackageDescription

/// A shop whose checkout had a race, and the tests that keep it away.
let package = Package(
  name: "examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "contend", path: "..")],
  targets: [
    .testTarget(name: "CheckoutTests", dependencies: [.product(name: "Contend", package: "contend")])
  ]
)
