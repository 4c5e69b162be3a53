import ContendTestSupport
import Foundation
import Testing

/// The example that the documentation shows is the one whose test runs.
@Suite struct SwiftExampleTests {
  @Test(arguments: ["docs/swift.md", "Sources/Contend/Contend.docc/Contend.md"])
  func `a page shows a test that runs, in under 30 lines`(page: String) throws {
    let example = try repositoryFile("Examples/Tests/CheckoutTests/LostUpdateTests.swift")
    #expect(try repositoryFile(page).contains("```swift\n\(example)```"))
    #expect(example.split(separator: "\n").count < 30)
  }
}
