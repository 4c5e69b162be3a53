import Testing

@testable import ContendReport

@Suite struct BeforeAfterTests {
  private func document(_ change: (inout StressSection) -> Void) -> ResultDocument {
    var document = Samples.full
    if var stress = document.control.stress {
      change(&stress)
      document.control.stress = stress
    }
    return document
  }

  private func lines(_ document: ResultDocument) -> [String] {
    BeforeAfterBlock(document).lines(width: 100).map { Style.plain.paint($0) }
  }

  @Test func `what calls wait for is a table of its own`() throws {
    let document = document {
      $0.resources = ResourcesSection(serviceCalls: 1, poolWaits: 0.9, poolWait: 103.3, connectionHeld: 16.5)
      $0.lockWaits = LockWaitsSection(samples: 40, sessions: 3, lockWait: 2.25)
    }
    let lines = lines(document)
    let heading = try #require(lines.firstIndex { $0.contains("pool wait ms") })
    for title in ["pool waits", "lock wait ms", "held ms", "services"] {
      #expect(lines[heading].contains(title))
    }
    #expect(lines[heading + 1].split(separator: " ") == ["buggy", "0.9", "103", "2.3", "17", "1"])
    #expect(lines[heading + 2].split(separator: " ") == ["atomic", "—", "—", "—", "—", "—"])
    let markdown = BeforeAfterBlock(document).markdown
    #expect(markdown.contains("| pool waits | pool wait ms | lock wait ms | held ms | services |"))
  }

  @Test func `where nothing waits there is none`() {
    #expect(!lines(Samples.full).contains { $0.contains("pool wait") })
    let still = document { $0.lockWaits = LockWaitsSection(samples: 40, sessions: 0, lockWait: 0) }
    #expect(!lines(still).contains { $0.contains("lock wait") })
  }
}
