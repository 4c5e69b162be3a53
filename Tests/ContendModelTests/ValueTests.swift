import ContendModel
import Testing

@Test(
  "A value reads as PostgreSQL's text",
  arguments: [
    (.null, nil), (.boolean(true), "t"), (.boolean(false), "f"), (.integer(.min), "-9223372036854775808"),
    (decimal("1.50"), "1.5"), (.string("a b"), "a b"), (.array([]), "{}"),
    (.array([.integer(1), .null, .boolean(true)]), "{1,NULL,t}"),
    (.array([.array([.integer(1)]), .array([])]), "{{1},{}}"),
    (
      .array([.string("a"), .string("a b"), .string(""), .string("null"), .string("x,y"), .string("q\"b\\")]),
      #"{a,"a b","","null","x,y","q\"b\\"}"#
    ),
    (.array([.string("{"), .string("}"), .string("tab\t"), .string("ä")]), "{\"{\",\"}\",\"tab\t\",ä}"),
  ] as [(Value, String?)])
func valueText(value: Value, text: String?) {
  #expect(value.text == text)
}

@Test(
  "PostgreSQL's text of a column becomes a value of its type",
  arguments: [
    ("7", .int2, .integer(7)), ("-7", .int4, .integer(-7)), ("9223372036854775807", .int8, .integer(.max)),
    ("t", .bool, .boolean(true)), ("f", .bool, .boolean(false)), ("1.50", .numeric, decimal("1.5")),
    ("0.000", .numeric, decimal("0")), ("NaN", .numeric, .string("NaN", type: .numeric)),
    ("Infinity", .float8, .string("Infinity", type: .float8)),
    ("1e+20", .float8, decimal("100000000000000000000")),
    ("1e-300", .float8, .string("1e-300", type: .float8)),
    ("1e300", .float8, .string("1e300", type: .float8)),
    (
      "123456789012345678901234567890123456789", .numeric,
      .string("123456789012345678901234567890123456789", type: .numeric)
    ),
    ("12345678901234567890123456789012345678", .numeric, decimal("12345678901234567890123456789012345678")),
    ("7", .text, .string("7", type: .text)),
    ("2024-01-01", TypeOID(rawValue: 1082), .string("2024-01-01", type: TypeOID(rawValue: 1082))),
    ("{1,NULL,3}", .int4Array, .array([.integer(1), .null, .integer(3)])), ("{}", .int8Array, .array([])),
    (
      "{{1,2},{3,4}}", .int4Array,
      .array([.array([.integer(1), .integer(2)]), .array([.integer(3), .integer(4)])])
    ),
    ("{t,f}", .boolArray, .array([.boolean(true), .boolean(false)])),
    ("{1.5}", .numericArray, .array([decimal("1.5")])),
    (
      #"{a,"b c","q\"\\","NULL",NULL}"#, .textArray,
      .array([
        .string("a", type: .text), .string("b c", type: .text), .string("q\"\\", type: .text),
        .string("NULL", type: .text), .null,
      ])
    ),
    ("[0:1]={1,2}", .int4Array, .string("[0:1]={1,2}", type: .int4Array)),
    ("{1,2", .int4Array, .string("{1,2", type: .int4Array)),
    ("{1}x", .int4Array, .string("{1}x", type: .int4Array)),
    ("{,}", .int4Array, .string("{,}", type: .int4Array)),
  ] as [(String, TypeOID, Value)])
func parsing(text: String, type: TypeOID, value: Value) {
  #expect(Value(text: text, type: type) == value)
}

@Test("No text is NULL, whatever the type", arguments: [TypeOID.int4, .text, .int4Array])
func parsingNull(type: TypeOID) {
  #expect(Value(text: nil, type: type) == .null)
}

@Test("Text that nests arrays deeper than PostgreSQL does stays text")
func deepArrays() {
  let text = String(repeating: "{", count: 100_000)
  #expect(Value(text: text, type: .int4Array) == .string(text, type: .int4Array))
}

@Test("What is written as text reads back as the same value")
func roundTrips() {
  let texts = ["", "a", "NULL", "a,b", "{}", "\"", "\\", " x ", "ä😀", "line\nend"].map {
    Value.string($0, type: .text)
  }
  let arrays: [(Value, TypeOID)] = [
    (.array(texts), .textArray), (.array([.integer(-1), .null]), .int8Array),
    (.array([.boolean(true)]), .boolArray),
    (.integer(5), .int4), (decimal("-0.001"), .numeric), (.boolean(false), .bool),
  ]
  for (value, type) in arrays { #expect(Value(text: value.text, type: type) == value) }
}

@Test(
  "A value as JSON keeps numbers numbers",
  arguments: [
    (.null, "null"), (.boolean(true), "true"), (.integer(-5), "-5"), (decimal("1.5"), "1.5"),
    (.string("a\"b\\c\n\u{1}ä"), #""a\"b\\c\n\u0001ä""#),
    (.array([.integer(1), .string("x"), .null]), #"[1,"x",null]"#),
    (.string("1e300", type: .float8), "1e300"),
    (.string("NaN", type: .numeric), #""NaN""#), (.string("12", type: .text), #""12""#),
    (.string("-", type: .numeric), #""-""#),
    (.string("1.", type: .numeric), #""1.""#), (.string("\t\r"), #""\t\r""#),
  ] as [(Value, String)])
func json(value: Value, text: String) {
  #expect(value.jsonFragment == text)
}

@Test(
  "A value as a literal cannot end before its end",
  arguments: [
    (.null, "NULL"), (.integer(1), "'1'"), (.boolean(true), "'t'"), (.string("it's"), "'it''s'"),
    (.string(#"a\'; DROP"#), #" E'a\\''; DROP'"#), (.array([.string("x y")]), #"'{"x y"}'"#),
  ] as [(Value, String)])
func literals(value: Value, text: String) {
  #expect(value.sqlLiteral == text)
}

@Test("A value as an identifier is always in quotes; NULL names nothing")
func identifiers() {
  #expect(Value.string("Odd\"Name").sqlIdentifier == "\"Odd\"\"Name\"")
  #expect(Value.integer(1).sqlIdentifier == "\"1\"")
  #expect(Value.null.sqlIdentifier == nil)
}

@Test("Every kind has a word")
func kinds() {
  let values: [Value] = [.null, .boolean(true), .integer(1), decimal("1.5"), .string(""), .array([])]
  #expect(values.map(\.kind) == ["NULL", "Boolean", "integer", "decimal", "string", "array"])
}

@Test("A type that a database made itself is left to the server to infer: its number means nothing elsewhere")
func ownTypes() {
  #expect(Value.string("sad", type: TypeOID(rawValue: 16_400)).type == .unspecified)
  #expect(Value.string("2024-01-01", type: TypeOID(rawValue: 1082)).type == TypeOID(rawValue: 1082))
}
