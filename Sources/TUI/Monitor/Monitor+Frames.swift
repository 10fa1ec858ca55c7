/// The monitor set up without keys: for frames that are made by a command.
extension Monitor {
  /// Orders the clients by a key, or as they are, from its other end when `reversed`.
  public mutating func sort(by key: ClientSort? = nil, reversed: Bool = false) {
    state.sort = key ?? state.sort
    state.sortReversed = reversed
  }

  /// Shows only clients whose id or activity a filter finds something in; an empty one hides nobody.
  /// - Returns: why a pattern is none, in a line; nil where there is nothing to say.
  @discardableResult
  public mutating func filter(by text: String) -> String? {
    state.filter = Text.clean(text)
    return TextFilter(state.filter).problem
  }

  /// Puts the bar on a client.
  public mutating func select(client: Int) {
    state.selectedClient = client
  }

  /// Puts the crosshair on a layer.
  public mutating func select(layer: Int) {
    state.selectedLayer = layer
  }
}

extension ClientSort {
  /// The key in a word, such as `last-round`.
  public var name: String { rawValue.replacing(" ", with: "-") }
}
