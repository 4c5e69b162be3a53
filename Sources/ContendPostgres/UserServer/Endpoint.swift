#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One place where a server may listen, with a numeric address: libpq would look up names in the middle
/// of its otherwise non-blocking work.
struct Endpoint: Hashable, Sendable {
  /// The name as the user gave it, which certificates are checked against; a path is a Unix socket.
  var host: String
  /// Empty for a Unix socket.
  var address: String
  var port: String

  var isLocal: Bool { address.isEmpty || Self.isLoopback(address) }

  /// `127.0.0.0/8` and `::1`, also in their IPv4-in-IPv6 form.
  static func isLoopback(_ address: String) -> Bool {
    address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.")
  }

  /// Every host of the target with each of its addresses; blocks while names are looked up.
  static func resolve(_ target: ConnectionTarget) throws(ServerError) -> [Endpoint] {
    let hosts = target.hosts
    let given = target.addresses
    let count = max(hosts.count, given.count, 1)
    var endpoints: [Endpoint] = []
    for index in 0..<count {
      let host = index < hosts.count ? hosts[index] : ""
      let address = index < given.count ? given[index] : ""
      let named = target.ports.count == count ? target.ports[index] : target.ports.first ?? ""
      let port = named.isEmpty ? "5432" : named
      for numeric in try addresses(host: host, address: address) {
        endpoints.append(Endpoint(host: host, address: numeric, port: port))
      }
    }
    return endpoints
  }

  private static func addresses(host: String, address: String) throws(ServerError) -> [String] {
    if !address.isEmpty { return try lookUp(address, flags: AI_NUMERICHOST) }
    // A path, an abstract socket, or nothing at all: libpq's default socket.
    if host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") { return [""] }
    return try lookUp(host, flags: AI_ADDRCONFIG)
  }

  private static func lookUp(_ name: String, flags: Int32) throws(ServerError) -> [String] {
    var hints = addrinfo()
    hints.ai_flags = flags
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    var first: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(name, nil, &hints, &first)
    guard status == 0 else { throw .unknownHost(name, reason: String(cString: gai_strerror(status))) }
    defer { freeaddrinfo(first) }
    var found: [String] = []
    var next = first
    while let entry = next {
      if let text = numeric(entry.pointee), !found.contains(text) { found.append(text) }
      next = entry.pointee.ai_next
    }
    return found
  }

  private static func numeric(_ entry: addrinfo) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let status = getnameinfo(
      entry.ai_addr, entry.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST)
    guard status == 0 else { return nil }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension ConnectionTarget {
  /// The target with its names replaced by addresses.
  func settings(for endpoints: [Endpoint]) -> ConnectionSettings {
    var settings = ConnectionSettings([("dbname", connectionString)])
    if endpoints.contains(where: { !$0.address.isEmpty }) {
      settings = settings.with("host", endpoints.map(\.host).joined(separator: ","))
        .with("hostaddr", endpoints.map(\.address).joined(separator: ","))
        .with("port", endpoints.map(\.port).joined(separator: ","))
    }
    return settings.with("client_encoding", "UTF8").with("application_name", "contend")
  }
}
