/// Directives of psql and pgbench that this language does without, and what to do instead.
enum ForeignDirective {
  static func advice(for name: String) -> String? {
    switch name {
    case "startpipeline", "endpipeline", "syncpipeline":
      "pipelines change what runs at once; write the statements one after the other"
    case "d", "da", "db", "dc", "dd", "det", "df", "dg", "di", "dm", "dn", "do", "dp", "ds", "dt", "du", "dv",
      "dx", "l",
      "sf", "sv", "z":
      "a psql command that looks at the database is no part of a program: query the catalog in the body, or open psql beside it"
    case "x", "a", "t", "H", "pset", "f", "C", "T", "timing", "conninfo", "encoding", "errverbose":
      "a psql command that changes what psql shows: contend reports rows and times by itself"
    case "q", "quit", "exit":
      "a file ends at its end, a call at its last statement or '\\return'"
    case "o", "p", "r", "s", "w", "e", "ef", "ev", "h", "help", "?", "lo_import", "lo_export", "password":
      "a command of psql's own prompt: a scenario is run, not typed"
    case "setshell", "shell", "!":
      "no scenario runs a shell"
    case "i", "ir", "include_relative":
      "'\\include FILE' pastes a file of the scenario's folder"
    case "copy":
      "insert the rows with INSERT"
    case "g", "gx", "gdesc", "gexec", "crosstabview", "watch":
      "end the statement with ';' or '\\gset'"
    case "echo", "qecho", "warn":
      "'\\say TEXT' records what the user was told"
    case "prompt", "getenv":
      "values come from '\\param', '\\draw' and '\\set'"
    case "connect", "c":
      "a scenario talks to the server under test only"
    default: isSQL(name) ? "SQL is written without a backslash" : nil
    }
  }

  private static func isSQL(_ name: String) -> Bool {
    ["begin", "commit", "rollback", "select", "insert", "update", "delete"].contains(name.lowercased())
  }
}
