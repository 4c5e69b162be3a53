import Foundation

/// Listens on a port of its own and answers each connection as a test wants it.
final class PlayedServer: Sendable {
  let port: Int
  private let listener: Int32

  /// - Parameter play: gets each connection, on a thread of its own, and has to close it.
  init(_ play: @escaping @Sendable (Int32) -> Void) throws {
    let (listener, port) = try FreePort.listen()
    self.listener = listener
    self.port = port
    Thread.detachNewThread {
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread { play(connection) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// Refuses every login with an SQLSTATE.
  static func refusing(_ sqlState: String, _ message: String) throws -> PlayedServer {
    try PlayedServer { connection in
      var request = [UInt8](repeating: 0, count: 4096)
      _ = read(connection, &request, request.count)
      let fields = "SFATAL\0VFATAL\0C\(sqlState)\0M\(message)\0\0"
      let length = UInt32(fields.utf8.count + 4).bigEndian
      let bytes = [UInt8(ascii: "E")] + withUnsafeBytes(of: length, Array.init) + Array(fields.utf8)
      _ = write(connection, bytes, bytes.count)
      close(connection)
    }
  }

  /// Passes everything on to a server, but tells clients of other backends than those that serve them, as
  /// a connection pooler does.
  static func pooling(port: Int) throws -> PlayedServer {
    try PlayedServer { client in
      guard let server = try? FreePort.connect(port: port) else {
        close(client)
        return
      }
      Thread.detachNewThread {
        pass(from: client, to: server) { $0 }
        shutdown(server, Int32(SHUT_WR))
      }
      pass(from: server, to: client, changing: withOtherBackend)
      close(client)
      close(server)
    }
  }

  private static func pass(from source: Int32, to target: Int32, changing: ([UInt8]) -> [UInt8]) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(source, &buffer, buffer.count)
      guard count > 0 else { return }
      let bytes = changing(Array(buffer[..<count]))
      _ = write(target, bytes, bytes.count)
    }
  }

  /// The message `K`, twelve bytes long, names the backend.
  private static func withOtherBackend(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let start: [UInt8] = [UInt8(ascii: "K"), 0, 0, 0, 12]
    for index in bytes.indices.dropLast(start.count + 4) where Array(bytes[index..<index + 5]) == start {
      bytes[index + 7] ^= 1
    }
    return bytes
  }
}
