#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many descriptors this process may have open: one for each client and a few more.
package enum DescriptorLimit {
  /// Enough for the most clients a run can have; some systems accept no more than this, and none needs
  /// tables for a million.
  private static let wanted: rlim_t = 65_536

  /// Raises the soft limit as far as the hard limit lets it; where that fails things stay as they are.
  package static func raise() {
    var limit = rlimit()
    guard get(&limit) == 0, limit.rlim_cur < wanted else { return }
    for target in [wanted, 10_240] where target > limit.rlim_cur {
      var raised = limit
      raised.rlim_cur = min(target, limit.rlim_max)
      if set(&raised) == 0 { return }
    }
  }

  #if canImport(Glibc)
    private static func get(_ limit: inout rlimit) -> Int32 {
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static func set(_ limit: inout rlimit) -> Int32 {
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
  #else
    private static func get(_ limit: inout rlimit) -> Int32 { getrlimit(RLIMIT_NOFILE, &limit) }
    private static func set(_ limit: inout rlimit) -> Int32 { setrlimit(RLIMIT_NOFILE, &limit) }
  #endif
}
