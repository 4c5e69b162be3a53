import ContendModel
import Testing

@testable import ContendLanguage

/// `\unset NAME`, as in psql.
@Suite struct UnsetTests {
  @Test func `unset is a step of its own`() throws {
    let steps = try body("\\set x 1\n\\unset x\nSELECT :{?x} AS \"is\";")
    #expect(steps.count == 3)
    guard case .unset = steps[1].action else { return #expect(Bool(false)) }
  }

  @Test func `a name that nothing sets is told, as is one that is built in`() {
    #expect(
      reportWithHints(Sample.withBody("\\set amount 1\n\\unset amuont\nSELECT :amount;")) == [
        "4:8: error: unknown variable ':amuont'", "hint: did you mean ':amount'?",
      ])
    #expect(
      reportWithHints(Sample.withBody("\\unset client\nSELECT 1;")) == [
        "3:8: error: ':client' is built in and cannot be unset", "hint: choose another name",
      ])
  }
}
