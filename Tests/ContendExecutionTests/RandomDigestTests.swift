import Testing

@testable import ContendExecution

@Suite("Digests of random values")
struct RandomDigestTests {
  @Test(
    "Digests of random values alone are drawn",
    arguments: [
      ["INSERT INTO t VALUES (md5(random()::text))"],
      ["md5((random())::text)", "SELECT a FROM t WHERE b = $1"],
      ["SELECT encode(gen_random_bytes(16), 'hex')"],
      ["SELECT MD5(random()::text || clock_timestamp()::text)"],
      ["SELECT replace(gen_random_uuid()::text, '-', '')"],
      ["SELECT encode(sha256(gen_random_uuid()::text::bytea), 'hex')", "md5(md5(random()::text))"],
    ])
  func random(_ texts: [String]) { #expect(RandomDigests.areAll(in: texts)) }

  @Test(
    "Where one may be of something else, none is",
    arguments: [
      [], ["SELECT random()"], ["SELECT md5(body) FROM t"], ["SELECT md5(random()::text)", "SELECT md5(:x)"],
      ["SELECT md5(coalesce(key, random()::text))"], ["SELECT md5(random()::text || body)"],
      ["SELECT md5('x')"], ["SELECT setseed(0.5)", "SELECT md5(random()::text)"],
      ["SELECT md5(random()::text)", "SELECT replace(body, '-', '')"], ["SELECT md5"], ["SELECT md5(random("],
    ])
  func other(_ texts: [String]) { #expect(!RandomDigests.areAll(in: texts)) }
}
