import Testing

@testable import ContendSQL

struct WordReaderTests {
  private func words(_ sql: String) -> [String] { WordReader(sql).words }

  @Test func `words are in lower case, symbols stand between them, and comments are gone`() {
    #expect(
      words("SELECT \"Free\"(p) -- now()\n FROM /* nextval */ Plain;") == [
        "", "select", "free", "(", "p", ")", "from", "plain", ";",
      ])
  }

  @Test func `strings and bodies are read like code, after a boundary`() {
    #expect(words("SELECT nextval('ticket')") == ["", "select", "nextval", "(", "", "ticket", ")"])
    #expect(
      words("DO $$ BEGIN EXECUTE 'SELECT f()'; END $$") == [
        "", "do", "", "begin", "execute", "", "select", "f", "(", ")", ";", "end",
      ])
  }

  @Test func `numbers and parameters are no words`() {
    #expect(words("SET x = 7 + $1") == ["", "set", "x", "=", "0", "+", "0"])
  }

  @Test func `where nobody knows what is a comment, everything is read`() {
    #expect(words("SELECT E'\\' -- f() \\''").contains("f"))
    #expect(words("SELECT 'open -- f()").contains("f"))
  }

  @Test func `strings in strings are read to a depth, and beyond it plainly`() {
    var sql = "f()"
    for _ in 1...12 { sql = "SELECT '" + sql.replacing("'", with: "''") + "'" }
    #expect(words(sql).contains("f"))
  }

  @Test func `names written by code points are noticed`() {
    #expect(WordReader("SELECT U&\"f\\0066\"()").hasEscapedNames)
    #expect(WordReader("SELECT U&\"!0066\" UESCAPE '!'").hasEscapedNames)
    #expect(!WordReader("SELECT u & v FROM plain").hasEscapedNames)
  }
}
