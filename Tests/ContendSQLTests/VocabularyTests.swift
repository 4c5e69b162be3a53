import Testing

@testable import ContendSQL

struct VocabularyTests {
  private func hazards(_ sql: String, _ definitions: Definition...) -> Hazards {
    Vocabulary(definitions).reach(of: sql).hazards
  }

  private let catching = Definition(
    "take", .routine, text: "BEGIN UPDATE plain SET v = 0; EXCEPTION WHEN OTHERS THEN NULL; END")

  @Test func `a routine brings what its text says, however it is called`() {
    for sql in ["SELECT take(1)", "SELECT p.take FROM plain p", "SELECT \"Take\"(1)", "DO 'SELECT take(1)'"] {
      #expect(hazards(sql, catching).isSuperset(of: [.ownCode, .untraceable]), "\(sql)")
    }
    #expect(hazards("SELECT taken FROM plain", catching) == [])
  }

  @Test func `routines bring what they call, in whatever order they are told, and circles end`() {
    let outer = Definition("outer_one", .routine, text: "SELECT inner_one()")
    let inner = Definition("inner_one", .routine, text: "SELECT take(1), outer_one()")
    for all in [[outer, inner, catching], [catching, inner, outer]] {
      #expect(Vocabulary(all).reach(of: "SELECT outer_one()").hazards.contains(.untraceable))
    }
  }

  @Test func `overloads count together`() {
    let other = Definition("take", .routine, text: "SELECT 1")
    #expect(hazards("SELECT take(1)", other, catching).contains(.untraceable))
    #expect(hazards("SELECT take(1)", catching, other).contains(.untraceable))
  }

  @Test func `a view and a policy run whoever reads, a trigger where somebody writes`() {
    let view = Definition("few", .relation, text: "SELECT take(1)")
    #expect(hazards("SELECT * FROM few", view, catching).contains(.untraceable))
    let table = Definition("audited", .relation, text: "", ofWrites: "take")
    #expect(!hazards("SELECT * FROM audited", table, catching).contains(.untraceable))
    #expect(!hazards("SELECT * FROM audited FOR UPDATE", table, catching).contains(.untraceable))
    for sql in ["UPDATE audited SET v = 1", "DELETE FROM audited", "INSERT INTO audited VALUES (1)"] {
      #expect(hazards(sql, table, catching).contains(.untraceable), "\(sql)")
    }
  }

  @Test func `who writes to a view writes to what is behind it`() {
    let table = Definition("audited", .relation, text: "", ofWrites: "take")
    let view = Definition("some_audited", .relation, text: "SELECT id FROM audited")
    #expect(hazards("UPDATE some_audited SET id = 1", view, table, catching).contains(.untraceable))
    #expect(!hazards("SELECT id FROM some_audited", view, table, catching).contains(.untraceable))
  }

  @Test func `a default counts for an insert, and for an update to DEFAULT`() {
    let table = Definition("outbox", .relation, text: "", ofInserts: "nextval('ticket'::regclass)")
    let ticket = Definition("ticket", .sequence(isCached: false), text: "")
    let vocabulary = Vocabulary([table, ticket])
    #expect(vocabulary.reach(of: "INSERT INTO outbox VALUES (1)").sequences == ["ticket"])
    #expect(vocabulary.reach(of: "UPDATE outbox SET id = DEFAULT").sequences == ["ticket"])
    #expect(vocabulary.reach(of: "UPDATE outbox SET id = 7").sequences == [])
  }

  @Test func `numbers of a sequence that nobody names come from any`() {
    #expect(Vocabulary().reach(of: "SELECT nextval($1)").sequences == [Vocabulary.anySequence])
    #expect(Vocabulary().reach(of: "SELECT nextval('a' || 'b')").sequences == [Vocabulary.anySequence])
  }

  @Test func `what runs without a name counts for every statement`() {
    let operators = Definition("", .unnamed, text: "take")
    #expect(hazards("SELECT v FROM plain", operators, catching).contains(.untraceable))
    #expect(hazards("SELECT v FROM plain", catching, operators).contains(.untraceable))
  }

  @Test func `a language that cannot be read may do anything to its session`() {
    let opaque = Definition("loaded", .opaqueRoutine, text: "")
    #expect(hazards("SELECT loaded()", opaque).isSuperset(of: [.untraceable, .lastingSession]))
  }

  @Test func `names written by code points may be any`() {
    #expect(hazards("SELECT U&\"t\\0061ke\"(1)", catching) == .everything)
  }

  @Test func `a stock of numbers is left in the session`() {
    let roll = Definition("roll", .sequence(isCached: true), text: "")
    #expect(hazards("SELECT nextval('roll')", roll).contains(.session))
  }
}
