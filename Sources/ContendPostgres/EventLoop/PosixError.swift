#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A system call that failed, with the system's own words.
package struct PosixError: Error, Hashable, Sendable, CustomStringConvertible {
  package var call: String
  package var code: Int32

  package init(call: String, code: Int32 = errno) {
    self.call = call
    self.code = code
  }

  package var description: String { "\(call): \(String(cString: strerror(code)))" }
}
