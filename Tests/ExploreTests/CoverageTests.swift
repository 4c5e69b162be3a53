import Testing

@testable import Contend

/// What an exploration says about its scope.
struct CoverageTests {
  @Test func `the values that calls drew are told, equal ones once`() async throws {
    let result = try await Explored.run(
      """
      \\scenario draws "Every schedule draws the same"
      \\draw one random(1, 3)
      \\draw all 7
      \\setup
      CREATE TABLE cell (v int);
      INSERT INTO cell VALUES (0);
      \\variant buggy "add"
      UPDATE cell SET v = v + :one + :all;
      """)
    let told = /from this initial state \(drawn: one = [123](, [123])?; all = 7\); 0 diverged/
    #expect(result.coverage.contains(told), "\(result.coverage)")
  }
}
