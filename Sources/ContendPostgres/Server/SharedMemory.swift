#if os(Linux)
  import CLinux
#else
  import Darwin
#endif

/// The System V segment by which a server keeps a second one out of its directory; it outlives a server that was
/// killed.
enum SharedMemory {
  /// Removes the segment that a `postmaster.pid` names, if nobody is attached to it.
  static func discard(namedIn text: String) {
    // Its line 7 holds the key and the number.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 6 else { return }
    let words = lines[6].split(separator: " ").compactMap { Int32($0) }
    var status = shmid_ds()
    guard words.count == 2, shmctl(words[1], IPC_STAT, &status) == 0, status.shm_nattch == 0 else { return }
    // Numbers are used again, keys are the directory's.
    #if os(Linux)
      guard status.shm_perm.__key == words[0] else { return }
    #endif
    _ = shmctl(words[1], IPC_RMID, nil)
  }
}
