import ContendModel
import Testing

@testable import ContendExecution

final class KeyValueStoreTests {
  private var store = KeyValueStore()

  private func apply(
    _ action: KeyValueCommand.Action, key: String = "k", at now: Duration = .zero
  ) throws -> Value? {
    try store.apply(KeyValueCommand(key: key, action: action), by: 1, at: now)
  }

  @Test func `get answers what set has put there, until del`() throws {
    #expect(try apply(.get) == nil)
    #expect(try apply(.set(.integer(5), ttl: nil, onlyIfAbsent: false)) == .boolean(true))
    #expect(try apply(.get) == .integer(5))
    #expect(try apply(.get, key: "other") == nil)
    #expect(try apply(.delete) == nil)
    #expect(try apply(.get) == nil)
  }

  @Test func `set nx does nothing where there is an entry, and says so`() throws {
    #expect(try apply(.set(.string("a"), ttl: nil, onlyIfAbsent: true)) == .boolean(true))
    #expect(try apply(.set(.string("b"), ttl: nil, onlyIfAbsent: true)) == .boolean(false))
    #expect(try apply(.get) == .string("a"))
  }

  @Test func `an entry is gone when its time has passed, and can be set anew`() throws {
    #expect(try apply(.set(.string("a"), ttl: .seconds(5), onlyIfAbsent: true)) == .boolean(true))
    #expect(try apply(.get, at: .milliseconds(4999)) == .string("a"))
    #expect(try apply(.get, at: .seconds(5)) == nil)
    #expect(try apply(.set(.string("b"), ttl: nil, onlyIfAbsent: true), at: .seconds(5)) == .boolean(true))
    #expect(try apply(.get, at: .seconds(500)) == .string("b"))
  }

  @Test func `incr counts from nothing, keeps the time left and refuses what is no integer`() throws {
    #expect(try apply(.increment) == .integer(1))
    #expect(try apply(.increment) == .integer(2))
    _ = try apply(.set(.string("41"), ttl: .seconds(1), onlyIfAbsent: false))
    #expect(try apply(.increment) == .integer(42))
    #expect(try apply(.get, at: .seconds(1)) == nil)
    _ = try apply(.set(.string("x"), ttl: nil, onlyIfAbsent: false))
    #expect(throws: KeyValueError.self) { try apply(.increment) }
    _ = try apply(.set(.integer(.max), ttl: nil, onlyIfAbsent: false))
    #expect(throws: KeyValueError.self) { try apply(.increment) }
  }
}
