import ContendModel
import Testing

@testable import ContendLanguage

@Test("The sections of a file become its setup, variants and invariants")
func sections() throws {
  let text = """
    -- A comment first
    \\scenario s "Title"
    \\invariant early "before the variants"
    SELECT 1 WHERE 1 > 2;
    \\setup
    CREATE TABLE t (id int);
    INSERT INTO t VALUES (1);
    \\variant before "as it was"
    SELECT 0;
    \\variant buggy
    SELECT 1;
    \\fix one "first"
    \\expect eliminated|reduced
    SELECT 2;
    \\fix two
    SELECT 3;
    \\invariant late
    WITH x AS (SELECT 1) SELECT * FROM x;
    """
  let scenario = try scenario(text)
  #expect(scenario.setup.count == 2)
  #expect(scenario.variants.map(\.name) == ["before", "buggy", "one", "two"])
  #expect(scenario.variants.map(\.kind) == [.before, .buggy, .fix, .fix])
  #expect(scenario.variants.map(\.title) == ["as it was", "buggy", "first", "two"])
  #expect(scenario.variants.map(\.location.line) == [8, 10, 12, 15])
  #expect(scenario.fixes[0].expected == [.eliminated, .exactly(.reduced)])
  #expect(scenario.fixes[1].expected == [.eliminated])
  #expect(scenario.invariants.map(\.name) == ["early", "late"])
  #expect(scenario.invariants.map(\.title) == ["before the variants", "late"])
  #expect(scenario.invariants.map(\.query.location.line) == [4, 18])
}

@Test("A variant without roles has one, named client, whose body it is")
func defaultRole() throws {
  let role = try #require(try scenario(Sample.withBody("SELECT 1;\nSELECT 2;")).buggy?.roles.first)
  #expect(role.name == "client")
  #expect(role.clients == 1)
  #expect(role.body.count == 2)
}

@Test("Roles have their number of clients, which load may be forbidden to scale")
func roleClients() throws {
  let text = "\\role worker clients=3\nSELECT 1;\n\\role admin clients=1!\nSELECT 2;\n\\role hook\nSELECT 3;"
  let roles = try #require(try scenario(Sample.withBody(text)).buggy?.roles)
  #expect(roles.map(\.name) == ["worker", "admin", "hook"])
  #expect(roles.map(\.clients) == [3, 1, 1])
  #expect(roles.map(\.isFixed) == [false, true, false])
  #expect(roles.map(\.location.line) == [3, 5, 7])
}

@Test("A role that a variant does not define is taken from buggy, in the order of buggy")
func inheritedRoles() throws {
  let text = """
    \\scenario s
    \\fix early
    \\role b
    SELECT 20;
    \\role c
    SELECT 30;
    \\variant buggy
    \\role a
    SELECT 1;
    \\role b clients=2
    SELECT 2;
    \\fix schema
    \\migration
    CREATE UNIQUE INDEX i ON t (id);
    \\endmigration
    """
  let scenario = try scenario(text)
  #expect(scenario.fixes[0].roles.map(\.name) == ["a", "b", "c"])
  #expect(scenario.fixes[0].roles.map(\.clients) == [1, 1, 1])
  let buggy = try #require(scenario.buggy)
  #expect(scenario.fixes[1].roles == buggy.roles)
  #expect(scenario.fixes[1].migration.count == 1)
}

@Test("A fix may change nothing but the conditions")
func conditionsOnly() throws {
  let scenario = try scenario(Sample.withSection("\\fix level\n\\isolation SERIALIZABLE"))
  #expect(scenario.fixes[0].roles == scenario.buggy?.roles)
  #expect(report(Sample.withSection("\\fix level\n\\isolation SERIALIZABLE")).isEmpty)
}

@Test("What runs after all clients can be the scenario's or a variant's own")
func finally() throws {
  let text = """
    \\scenario s
    \\finally
    SELECT 1 AS n \\gset
    \\if :n = 1
    SELECT 2;
    \\endif
    \\endfinally
    \\variant buggy
    SELECT 3;
    \\fix a
    SELECT 4;
    \\finally
    \\endfinally
    """
  let scenario = try scenario(text)
  #expect(scenario.finally.count == 2)
  #expect(scenario.buggy?.finally == nil)
  #expect(scenario.fixes[0].finally == [])
  #expect(scenario.fixes[0].roles[0].body.count == 1)
}

@Test("A file of the scenario's folder can be pasted into the setup")
func include() throws {
  let text = Sample.withSection("\\setup\nSELECT 0;\n\\include tables.sql -- the tables\nSELECT 1;")
  let setup = try scenario(text, including: includedFiles).setup
  #expect(setup.map(\.id) == [1, 2, 3, 4])
  #expect(setup.map(\.location.file) == ["sample.race.sql", "tables.sql", "tables.sql", "sample.race.sql"])
  #expect(setup.map(\.location.line) == [5, 1, 2, 7])
}

@Test("The locations of an included file begin with the folder of the scenario")
func includedLocations() {
  let text = Sample.withSection("\\setup\n\\include 'sub/a.sql'")
  let result = ScenarioParser.parse(text: text, file: "Scenarios/x.race.sql") { path in
    path == "sub/a.sql" ? "SELECT 'open" : ""
  }
  #expect(result.diagnostics.map { "\($0.location)" } == ["Scenarios/sub/a.sql:1:8"])
  #expect(result.diagnostics.first?.excerpt == "SELECT 'open")
}

@Test("Included files cannot ask for endless work")
func includeLimits() {
  let large = String(repeating: " ", count: (1 << 20) + 1)
  let text = Sample.withSection("\\setup\n\\include large.sql")
  #expect(report(text, including: ["large.sql": large]) == ["5:10: error: 'large.sql' is too large"])
  let many = Sample.withSection("\\setup\n" + String(repeating: "\\include a.sql\n", count: 20))
  let result = parse(many, including: ["a.sql": String(repeating: " ", count: 1 << 20)])
  #expect(result.diagnostics.first?.location.line == 13)
}
