import ContendCommandSupport
import ContendTestSupport
import Foundation
import Testing

/// A seed repeats a run: which lane was faster shows in nothing.
@Suite(.serialized)
struct RepeatabilityTests {
  @Test func `one seed gives one document, whatever the number of lanes`() throws {
    let folder = try Folder()
    var first: JSONValue?
    for run in 1...Extent.number(3, whole: 10) {
      let json = "\(folder.path)/\(run).json"
      let result = try Contend.run([
        "explore", "order-batch", "--variant", "buggy", "--seed", "7", "--lanes", run % 2 == 0 ? "2" : "1",
        "--json", json,
      ])
      #expect(result.exitCode == 1, "\(result.all)")
      let document = try JSONValue(text: try folder.read("\(run).json")).withoutTimes
      #expect(document == first ?? document, "run \(run)")
      first = first ?? document
    }
  }
}

extension JSONValue {
  /// Without what the clock says.
  fileprivate var withoutTimes: JSONValue {
    switch self {
    case .object(let members):
      .object(
        members.filter { !$0.key.hasSuffix("_s") && !$0.key.hasSuffix("_ms") }.mapValues(\.withoutTimes))
    case .array(let elements): .array(elements.map(\.withoutTimes))
    default: self
    }
  }
}
