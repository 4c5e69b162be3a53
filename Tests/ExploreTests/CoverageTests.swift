import Testing

@testable import ContendRuns

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
    #expect(result.coverageText.contains(told), "\(result.coverage)")
  }

  @Test func `how long a loop may poll before its peer has a turn`() async throws {
    let result = try await Explored.run(
      """
      \\scenario poll "One client polls for what another one does"
      \\setup
      CREATE TABLE door (id int PRIMARY KEY, open bool NOT NULL);
      INSERT INTO door VALUES (1, false);
      \\variant buggy "waits for the door"
      \\role visitor clients=1
      SELECT open AS is_open FROM door WHERE id = 1 \\gset
      \\while NOT :is_open max 50
        SELECT open AS is_open FROM door WHERE id = 1 \\gset
      \\endwhile
      \\role porter clients=1
      UPDATE door SET open = true WHERE id = 1;
      """)
    #expect(result.state.kinds.isEmpty, "\(result.state.kinds.keys)")
    let bound = "more than 2 further attempts of a client while another could go on"
    #expect(result.coverageText.contains(bound), "\(result.coverage)")
  }
}
