package import ContendModel

/// The variables of one call: a slot for each name of the scenario, nil where it is unset.
package struct Frame: VariableReader {
  private var slots: [Value?]

  package init(count: Int) { slots = Array(repeating: nil, count: count) }

  package subscript(variable: Variable) -> Value? {
    get { variable.index < slots.count ? slots[variable.index] : nil }
    set {
      while slots.count <= variable.index { slots.append(nil) }
      slots[variable.index] = newValue
    }
  }
}
