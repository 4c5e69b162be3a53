import ContendModel
import Testing

@testable import ContendLanguage

@Test("A fix may say the class of its own failure, beside its verdict")
func classOfAFix() throws {
  let fix = try scenario(Sample.withSection("\\fix a\n\\expect not_fixed|reduced deadlock\nSELECT 2;")).fixes
    .first
  #expect(fix?.expected == [.exactly(.notFixed), .exactly(.reduced)])
  #expect(fix?.expectedClass == .deadlock)
  #expect(
    report(Sample.withSection("\\fix a\n\\expect regressed deadlok\nSELECT 2;")) == [
      "5:19: error: 'deadlok' is not a class of anomalies"
    ])
}
