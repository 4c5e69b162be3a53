/// The shell script that owns an embedded server from its first file to its last.
///
/// Before anything else a second shell reads the standard input, whose other end only Contend holds: at end of
/// file, be it a clean stop or `kill -9`, it tells the first one to end. That one makes the directory, starts
/// `postgres` and waits for it; every longer command runs in the background, where a signal can interrupt the
/// wait. In every case the directory goes; its file `owner` says whose it is, for the case that nobody is left to
/// remove it. The script prints `run DIRECTORY`, `pid NUMBER`, and `error TEXT` lines if the server cannot start
/// or dies.
enum Supervisor {
  /// What the script and its server know of the caller's environment: where programs and libraries are, and none
  /// of its passwords.
  static func environment(_ caller: [String: String]) -> [String] {
    ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"].compactMap { name in
      caller[name].map { "\(name)=\($0)" }
    }
  }

  /// Arguments: the binaries' folder, the folder to make the directory in, the cache of the initialised
  /// cluster (empty where there is none), its owner (may be empty), the number of words that run a command as
  /// that owner, those words, the server's options.
  static let script = begin + ending + cluster + server

  /// Nobody may be left who reads what is printed; what is to be removed is there all the same.
  private static let begin = #"""
    set -eu
    umask 077
    trap '' PIPE
    bin=$1 folder=$2 cache=$3 owner=$4 words=$5
    shift 5
    prefix=
    while [ "$words" -gt 0 ]; do prefix="$prefix $1"; shift; words=$((words - 1)); done
    run= draft= child= signal=TERM
    exec 3<&0
    ( while read -r _; do :; done
      while kill -TERM "$$"; do sleep 0.1; done ) <&3 >/dev/null 2>&1 &
    reader=$!

    """#

  private static let ending = #"""
    children() { cat "/proc/$1/task/$1/children" || ps -A -o ppid= -o pid= | sed -n "s/^ *$1 //p"; }
    # Told again and again: before a program has its handlers it hears nothing, and neither does a backend that
    # Contend has stopped.
    end() {
      tries=0
      while kill "-$signal" "$1"; do
        for each in $(children "$1"); do kill -CONT "$each" || :; done
        sleep 0.1
        tries=$((tries + 1))
        if [ "$tries" -gt 80 ]; then kill -KILL "$1"; fi
      done
    }
    # What is just ending may still make files.
    discard() {
      tries=0
      while [ -n "$1" ] && [ "$tries" -lt 50 ] && ! rm -rf "$1" 2>/dev/null; do
        sleep 0.1
        tries=$((tries + 1))
      done
    }
    finish() {
      trap - EXIT
      trap '' HUP INT QUIT TERM
      kill "$reader" 2>/dev/null || :
      if [ -n "$child" ]; then
        end "$child" >/dev/null 2>&1 &
        killer=$!
        wait "$child" || :
        kill "$killer" 2>/dev/null || :
      fi
      discard "$draft"
      discard "$run"
    }
    trap finish EXIT
    trap 'exit 1' HUP INT QUIT TERM
    fail() { tail -n 20 "$run/log" | sed 's/^/error /'; exit 1; }
    # Runs a command that may take a while.
    during() {
      "$@" </dev/null 3<&- &
      child=$!
      status=0
      wait "$child" || status=$?
      child=
      return "$status"
    }
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

    """#

  /// The cluster is copied from the cache if what arrives is what was put there; else it is made, and the cache anew.
  private static let cluster = #"""
    own() { if [ -n "$owner" ]; then chown -R "$owner" "$run"; fi; }
    # The sizes of all files, and of the control file and its like what they hold.
    manifest() ( cd "$1" && { find . -type f -exec wc -c {} +; cksum global/*; } | LC_ALL=C sort | cksum )

    # A Unix socket's path is limited to about a hundred bytes, so not below TMPDIR.
    run=$(mktemp -d "$folder/contend.XXXXXX")
    stamp supervisor $$ >"$run/owner"
    stamp contend "$PPID" >>"$run/owner"
    echo "run $run"
    : >"$run/log"
    if [ -f "$cache/manifest" ] && during cp -R "$cache/data" "$run/data" 2>/dev/null       && [ "$(manifest "$run/data")" = "$(cat "$cache/manifest")" ]; then
      own
    else
      discard "$run/data"
      own
      during $prefix "$bin/initdb" -D "$run/data" -U contend -A trust -E UTF8 --locale=C --no-sync         --wal-segsize=4 >"$run/log" 2>&1 || fail
      # Without a folder that can be written to, every run has to initialise a cluster, and nothing worse.
      draft=${cache:+$cache.$$}
      if [ -n "$draft" ] && mkdir "$draft" 2>/dev/null && during cp -R "$run/data" "$draft/data" 2>/dev/null         && manifest "$draft/data" >"$draft/manifest" 2>/dev/null; then
        # Another first run may be here at the same time: one of the two directories is kept.
        rm -rf "$cache" 2>/dev/null || :
        if [ ! -e "$cache" ]; then mv "$draft" "$cache" 2>/dev/null || :; fi
      fi
      discard "$draft"
      draft=
    fi

    """#

  private static let server = #"""
    signal=QUIT
    $prefix "$bin/postgres" -D "$run/data" -k "$run" "$@" >"$run/log" 2>&1 </dev/null 3<&- &
    child=$!
    echo "pid $child"
    # Told to stop it exits with 2, otherwise it died or could not start.
    status=0
    wait "$child" || status=$?
    child=
    [ "$status" -eq 0 ] || [ "$status" -eq 2 ] || fail
    """#
}
