#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a result goes that the user has asked for.
///
/// What exists is opened and written, never replaced: a special file takes the text, a symbolic link
/// leads to what is written, and a file keeps its owner and mode.
enum OutputFile: Equatable {
  case descriptor(Int32)
  case path(String)

  struct Failure: Error, CustomStringConvertible {
    let description: String

    init() { description = String(cString: strerror(errno)) }
  }

  /// `-` and what the system calls its standard streams are the streams themselves: to open them by name would cut
  /// off a file that they were redirected to.
  init(_ name: String) {
    switch name {
    case "-", "/dev/stdout", "/proc/self/fd/1": self = .descriptor(STDOUT_FILENO)
    case "/dev/stderr", "/proc/self/fd/2": self = .descriptor(STDERR_FILENO)
    default:
      let number = name.hasPrefix("/dev/fd/") ? Int32(name.dropFirst("/dev/fd/".count)) : nil
      self = number.map { .descriptor($0) } ?? .path(name)
    }
  }

  var isStandardOutput: Bool { self == .descriptor(STDOUT_FILENO) }

  /// A reader that has gone wants no more, which is no failure.
  func write(_ text: String) throws(Failure) { try write(text, flags: O_TRUNC) }

  /// Leaves what is there and writes behind it.
  func append(_ text: String) throws(Failure) { try write(text, flags: O_APPEND) }

  private func write(_ text: String, flags: Int32) throws(Failure) {
    switch self {
    case .descriptor(let descriptor): try Self.write(text, to: descriptor)
    case .path(let path):
      let descriptor = open(path, O_WRONLY | O_CREAT | flags | O_NOCTTY | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw Failure() }
      defer { close(descriptor) }
      try Self.write(text, to: descriptor)
    }
  }

  private static func write(_ text: String, to descriptor: Int32) throws(Failure) {
    guard !Console.write(text, to: descriptor), errno != EPIPE else { return }
    throw Failure()
  }
}
