import ContendModel

extension ResultDocument {
  /// The result without the values of rows and parameters: each is a token, the same value the same token.
  ///
  /// Statements stay as the scenario has them, and so do the values that a sweep goes over. Sentences lose the values
  /// that rows and parameters show, and messages of the server all that they quote after a colon.
  package func redacted() -> ResultDocument {
    var redactor = Redactor()
    var copy = self
    // Values first: a sentence may repeat one that comes later.
    copy.redactValues(&redactor)
    copy.redactSentences(redactor)
    for fix in copy.fixes.indices {
      for index in copy.fixes[fix].evidence.indices { copy.fixes[fix].evidence[index].redact(&redactor) }
    }
    return copy
  }

  private mutating func redactValues(_ redactor: inout Redactor) {
    for key in scenario.parameters.entries.keys.sorted() {
      scenario.parameters.entries[key] = scenario.parameters.entries[key].map { redactor.token(for: $0) }
    }
    for key in scenario.overrides.entries.keys.sorted() {
      scenario.overrides.entries[key] = scenario.overrides.entries[key].map { redactor.token(for: $0) }
    }
    control.explore?.counterexample?.redactValues(&redactor)
    control.stress?.counterexample?.redactValues(&redactor)
    for index in control.failures.indices { control.failures[index].redactValues(&redactor) }
    for index in fixes.indices {
      fixes[index].explore?.counterexample?.redactValues(&redactor)
      fixes[index].stress?.counterexample?.redactValues(&redactor)
      for failure in fixes[index].failures.indices { fixes[index].failures[failure].redactValues(&redactor) }
    }
  }

  private mutating func redactSentences(_ redactor: Redactor) {
    control.anomaly?.redactSentences(redactor)
    control.symptom?.sentence.redact(redactor, .ofFigures)
    control.before?.sentence.redact(redactor, .ofFigures)
    for index in control.notes.indices { control.notes[index].redact(redactor, .ofFigures) }
    for index in control.failures.indices { control.failures[index].redactSentences(redactor) }
    control.explore?.redactSentences(redactor)
    control.stress?.counterexample?.redactSentences(redactor)
    for index in fixes.indices { fixes[index].redactSentences(redactor) }
  }
}

extension FixSection {
  fileprivate mutating func redactSentences(_ redactor: Redactor) {
    anomaly?.redactSentences(redactor)
    for index in reasons.indices { reasons[index].redact(redactor, .ofFigures) }
    for index in notes.indices { notes[index].redact(redactor, .ofFigures) }
    for index in failures.indices { failures[index].redactSentences(redactor) }
    explore?.redactSentences(redactor)
    stress?.counterexample?.redactSentences(redactor)
  }
}

extension AnomalySection {
  fileprivate mutating func redactSentences(_ redactor: Redactor) {
    sentence.redact(redactor, .ofRows)
    for index in advice.indices { advice[index].redact(redactor, .ofFigures) }
  }
}

extension ExploreSection {
  fileprivate mutating func redactSentences(_ redactor: Redactor) {
    coverage = coverage.replacing(#/ \(drawn: .*\)(?=; )/#, with: " (drawn values left out)")
    coverage.redact(redactor, .ofFigures)
    counterexample?.redactSentences(redactor)
  }
}

extension FailureSection {
  fileprivate mutating func redactValues(_ redactor: inout Redactor) {
    sample?.redact(&redactor)
    for index in nearest?.differences.indices ?? 0..<0 { nearest?.differences[index].redactValues(&redactor) }
  }

  fileprivate mutating func redactSentences(_ redactor: Redactor) {
    sentence.redact(redactor, .ofRows)
  }
}

extension NearestSection.Difference {
  fileprivate mutating func redactValues(_ redactor: inout Redactor) {
    seen = seen.map { redactor.token(for: $0) }
    serial = serial.map { redactor.token(for: $0) }
    row = redactor.token(ofRow: row)
  }
}

extension CounterexampleSection {
  fileprivate mutating func redactValues(_ redactor: inout Redactor) {
    for index in steps.indices {
      steps[index].values = steps[index].values.map { redactor.token(for: $0) }
      steps[index].rows?.redact(&redactor)
    }
    violated?.redact(&redactor)
  }

  fileprivate mutating func redactSentences(_ redactor: Redactor) {
    failure?.redact(redactor, .ofRows)
    for index in steps.indices {
      steps[index].error?.message.redactMessage(redactor)
      // A directive shows what its variables were; a statement shows `$1`.
      if steps[index].sql.hasPrefix("\\") { steps[index].sql.redact(redactor, .ofRows) }
    }
  }
}

extension RowSample {
  mutating func redact(_ redactor: inout Redactor) {
    for row in rows.indices {
      for column in rows[row].indices {
        rows[row][column] = rows[row][column].map { redactor.token(for: $0) }
      }
    }
  }
}

extension String {
  fileprivate mutating func redact(_ redactor: Redactor, _ prose: Redactor.Prose) {
    self = redactor.redacted(self, prose)
  }

  /// `invalid input syntax for type integer: "abc"` quotes a value that no row may show.
  fileprivate mutating func redactMessage(_ redactor: Redactor) {
    self = redactor.redactedMessage(self)
  }
}
