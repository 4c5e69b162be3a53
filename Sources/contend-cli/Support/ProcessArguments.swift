#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if os(Linux)
  import CLinux
  import Glibc
#endif

/// The arguments as other users of the machine see them, in `ps` for example.
enum ProcessArguments {
  /// Blots passwords out of the list of processes; until then they were there for some milliseconds.
  ///
  /// Does nothing on systems where a process cannot reach its own arguments.
  static func hidePasswords() {
    #if os(Linux)
      guard var next = contend_first_argument() else { return }
      for argument in CommandLine.arguments {
        let bytes = Array(argument.utf8)
        // Somebody may have moved them; then they are not ours to change.
        guard strlen(next) == bytes.count else { return }
        let hidden = Array(redacted(argument).utf8)
        if hidden.count == bytes.count, hidden != bytes {
          for (index, byte) in hidden.enumerated() { next[index] = CChar(bitPattern: byte) }
        }
        next += bytes.count + 1
      }
    #endif
  }

  /// The same number of bytes with everything blotted out that may be part of a password.
  static func redacted(_ argument: String) -> String {
    var bytes = Array(argument.utf8)
    if let scheme = argument.firstRange(of: "://"), let end = argument.lastIndex(of: "@"),
      scheme.upperBound < end
    {
      let start = argument.utf8.distance(from: argument.startIndex, to: scheme.upperBound)
      blot(&bytes, start..<argument.utf8.distance(from: argument.startIndex, to: end))
    }
    if let keyword = argument.firstRange(of: "password") {
      blot(&bytes, argument.utf8.distance(from: argument.startIndex, to: keyword.upperBound)..<bytes.count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func blot(_ bytes: inout [UInt8], _ range: Range<Int>) {
    for index in range { bytes[index] = UInt8(ascii: "*") }
  }
}
