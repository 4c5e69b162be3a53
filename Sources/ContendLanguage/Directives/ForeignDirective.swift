/// Directives of psql and pgbench that this language does without, and what to do instead.
enum ForeignDirective {
  static func advice(for name: String) -> String? {
    switch name {
    case "startpipeline", "endpipeline", "syncpipeline":
      "pipelines change what runs at once; write the statements one after the other"
    case "setshell", "shell", "!":
      "no scenario runs a shell"
    case "i", "ir", "include_relative":
      "'\\include FILE' in '\\setup' pastes a file of the scenario's folder"
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
    default: nil
    }
  }
}
