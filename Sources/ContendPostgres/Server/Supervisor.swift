/// The shell script that owns an embedded server from its first file to its last.
///
/// It makes the directory, starts `postgres` and waits for it to end; meanwhile a second shell reads
/// the standard input, whose other end only Contend holds: at end of file, be it a clean stop or
/// `kill -9`, it stops the server at once. In every case the directory goes; its file `owner` says whose
/// it is, for the case that nobody is left to remove it. The script prints
/// `run DIRECTORY`, `pid NUMBER`, and `error TEXT` lines if the server cannot start or dies.
enum Supervisor {
  /// What the script and its server know of the caller's environment: where programs and libraries are, and none
  /// of its passwords.
  static func environment(_ caller: [String: String]) -> [String] {
    ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"].compactMap { name in
      caller[name].map { "\(name)=\($0)" }
    }
  }

  /// Arguments: the binaries' folder, the folder to make the directory in, the cache of the initialised
  /// cluster, its owner (may be empty), the number of words that run a command as that owner, those
  /// words, the server's options.
  static let script = #"""
    set -eu
    umask 077
    bin=$1 folder=$2 cache=$3 owner=$4 words=$5
    shift 5
    prefix=
    while [ "$words" -gt 0 ]; do prefix="$prefix $1"; shift; words=$((words - 1)); done

    run= reader=
    finish() {
      trap - EXIT
      if [ -n "$reader" ]; then kill "$reader" 2>/dev/null || :; fi
      if [ -n "$run" ]; then rm -rf "$run"; fi
    }
    trap finish EXIT
    trap 'exit 1' HUP INT TERM
    fail() { tail -n 20 "$run/log" | sed 's/^/error /'; exit 1; }
    # A process is known by its number and its start, for numbers are used again.
    stamp() (
      if [ -r "/proc/$2/stat" ]; then
        read -r line <"/proc/$2/stat"
        role=$1 pid=$2
        set -- ${line##*) }
        echo "$role $pid ${20}"
      else
        echo "$1 $2 $(ps -o lstart= -p "$2")"
      fi
    )
    own() { if [ -n "$owner" ]; then chown -R "$owner" "$run"; fi; }

    # A Unix socket's path is limited to about a hundred bytes, so not below TMPDIR.
    run=$(mktemp -d "$folder/contend.XXXXXX")
    stamp supervisor $$ >"$run/owner"
    stamp contend "$PPID" >>"$run/owner"
    echo "run $run"
    : >"$run/log"
    if [ -f "$cache/PG_VERSION" ]; then
      cp -R "$cache" "$run/data"
      own
    else
      own
      $prefix "$bin/initdb" -D "$run/data" -U contend -A trust -E UTF8 --locale=C --no-sync \
        --wal-segsize=4 >"$run/log" 2>&1 </dev/null || fail
      # Another first run may be here at the same time: whoever renames first wins. Without a folder that
      # can be written to, every run has to initialise a cluster, and nothing worse.
      if mkdir -p "${cache%/*}" 2>/dev/null && cp -R "$run/data" "$cache.$$" 2>/dev/null; then
        if [ -e "$cache" ]; then rm -rf "$cache.$$"; else mv "$cache.$$" "$cache"; fi
      fi
    fi
    $prefix "$bin/postgres" -D "$run/data" -k "$run" "$@" >"$run/log" 2>&1 </dev/null &
    pid=$!
    echo "pid $pid"
    exec 3<&0
    # Contend may have stopped backends, and who is stopped does not see that it shall quit.
    children() { cat "/proc/$1/task/$1/children" || ps -A -o ppid= -o pid= | sed -n "s/^ *$1 //p"; }
    ( while read -r _; do :; done
      kill -QUIT "$pid"
      for child in $(children "$pid"); do kill -CONT "$child" || :; done ) <&3 >/dev/null 2>&1 &
    reader=$!
    # Told to stop it exits with 2, otherwise it died or could not start.
    wait "$pid" || [ $? -eq 2 ] || fail
    """#
}
