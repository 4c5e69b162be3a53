import CBuild
import ContendRuns

/// What this binary is, for bug reports.
enum BuildVersion {
  /// `0.1.0 (commit 1a2b3c4d5e6f), libpq 15.18`
  static var text: String {
    let commit = String(cString: contend_commit())
    return
      "\(contendVersion) (\(commit.isEmpty ? "built from a checkout" : "commit \(commit)")), libpq \(libpqVersion)"
  }
}
