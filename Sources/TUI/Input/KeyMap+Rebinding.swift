extension KeyMap {
  /// A line of the person's file: an action and the keys that it is to have.
  struct Wish {
    let action: String
    let keys: [String]
    let line: Int
  }

  /// A wish that is not followed, and why.
  struct Flaw: Equatable {
    let line: Int
    let text: String
  }

  /// The table with other keys, wherever no text is typed; what cannot be is told, and stays as it was.
  func rebound(_ wishes: [Wish]) -> (map: KeyMap, flaws: [Flaw]) {
    var chosen: [MonitorAction: Chosen] = [:]
    var flaws: [Flaw] = []
    for wish in wishes.sorted(by: { $0.line < $1.line }) {
      do {
        let (action, keys) = try Self.read(wish)
        chosen[action] = Chosen(keys: keys, line: wish.line)
      } catch {
        flaws.append(error)
      }
    }
    // Keys that actions lose which the file does not name.
    var lost: [MonitorAction: Set<Key>] = [:]
    // A wish that is dropped gives its action the keys before, on which another wish may stand.
    while true {
      let map = bound(chosen, without: lost)
      guard let clash = clash(in: map, chosen) else {
        return (map, flaws.sorted { $0.line < $1.line })
      }
      if let loss = clash.loss {
        lost[loss.action, default: []].insert(loss.key)
      } else {
        chosen[clash.action] = nil
      }
      flaws.append(clash.flaw)
    }
  }

  /// Two actions that would have one key.
  private struct Clash {
    /// The action that wished for it last.
    let action: MonitorAction
    /// The other, where the file does not name it: it loses the key.
    var loss: (action: MonitorAction, key: Key)?
    let flaw: Flaw
  }

  private struct Chosen {
    let keys: [Key]
    let line: Int
  }

  private static func read(_ wish: Wish) throws(Flaw) -> (MonitorAction, [Key]) {
    let name = wish.action.prefix(40)
    guard let action = MonitorAction.all.first(where: { $0.name == wish.action }) else {
      let near = Text.nearest(to: wish.action, among: MonitorAction.all.map(\.name))
      throw Flaw(line: wish.line, text: "no action \"\(name)\": did you mean \"\(near)\"?")
    }
    guard !action.isFixed else {
      throw Flaw(line: wish.line, text: "\(name): its keys cannot be changed")
    }
    var keys: [Key] = []
    for text in wish.keys {
      guard let key = Key(name: text) else {
        throw Flaw(
          line: wish.line, text: "\(name): \"\(text.prefix(20))\" is no key: use \(Key.expectation)"
        )
      }
      if case .character = key, [.suspend, .redraw].contains(action) {
        let words = "\(name): \"\(text)\" is typed as text: use F1 to F12, or ctrl- with a letter"
        throw Flaw(line: wish.line, text: words)
      }
      if !keys.contains(key) { keys.append(key) }
    }
    return (action, keys)
  }

  private func bound(
    _ chosen: [MonitorAction: Chosen], without lost: [MonitorAction: Set<Key>]
  ) -> KeyMap {
    let others = bindings.map { binding in
      guard !binding.context.takesText else { return binding }
      if let wish = chosen[binding.action] { return binding.bound(to: wish.keys) }
      guard let lost = lost[binding.action], !lost.isDisjoint(with: binding.keys) else {
        return binding
      }
      return binding.bound(to: binding.keys.filter { !lost.contains($0) })
    }
    // Two keys that are named as one, such as `[ ]`, are a binding and the next one.
    return KeyMap(
      bindings: others.indices.map { index in
        let next = index + 1
        guard next < others.count, bindings[index].hintLabel.contains(" "),
          others[index] != bindings[index] || others[next] != bindings[next],
          let first = others[index].keys.first, let second = others[next].keys.first
        else { return others[index] }
        return others[index].named("\(first.name) \(second.name)")
      })
  }

  /// Two actions on one key: of two wishes the one that was written later has to go, and a wish takes the key from an action
  /// that the file does not name.
  private func clash(in map: KeyMap, _ chosen: [MonitorAction: Chosen]) -> Clash? {
    for contexts in Self.heardTogether {
      var taken: [Key: Int] = [:]
      for index in bindings.indices where contexts.contains(bindings[index].context) {
        for key in map.bindings[index].keys {
          guard let other = taken[key] else {
            taken[key] = index
            continue
          }
          let pair = [index, other].map { map.bindings[$0].action }
          // A pane's own key before a common one, as the table has it, is meant.
          let isMeant = [index, other].allSatisfy { bindings[$0].keys.contains(key) }
          guard !isMeant, let last = pair.max(by: { line($0, chosen) < line($1, chosen) }),
            let wish = chosen[last]
          else { continue }
          let rival = pair.first { $0 != last } ?? last
          // Whoever leaves by `q` must not look for another way.
          guard chosen[rival] == nil, !rival.isFixed, rival != .quit, rival != last else {
            let words = "\(last.name): \"\(key.name)\" is a key of \(rival.name): it keeps its own"
            return Clash(action: last, flaw: Flaw(line: wish.line, text: words))
          }
          let words = "\(last.name) takes \"\(key.name)\" from \(rival.name), which has it no more"
          return Clash(action: last, loss: (rival, key), flaw: Flaw(line: wish.line, text: words))
        }
      }
    }
    return nil
  }

  private func line(_ action: MonitorAction, _ chosen: [MonitorAction: Chosen]) -> Int {
    chosen[action]?.line ?? 0
  }

  /// Contexts that are listened to at the same time.
  private static let heardTogether: [[KeyContext]] = {
    let common: [KeyContext] = [.run, .panes, .past, .playback, .monitor, .terminal]
    let panes = KeyContext.allCases.filter { $0.pane != nil } + [.client]
    let modal = KeyContext.allCases.filter { $0.isModal && !$0.takesText }
    return panes.map { [$0] + common } + modal.map { [$0, .terminal] }
  }()
}

extension KeyMap.Flaw: Error {}

extension KeyContext {
  /// Whether what is typed is text.
  var takesText: Bool {
    switch self {
    case .filterEntry, .helpOpen, .roundEntry, .commandEntry: true
    default: false
    }
  }
}

extension KeyBinding {
  /// The same with other keys; without any it is in the list only.
  func bound(to keys: [Key]) -> KeyBinding {
    KeyBinding(
      keys, keys.isEmpty ? "–" : keys.map(\.name).joined(separator: " "), action, help,
      hint: keys.isEmpty ? nil : hint, in: context)
  }

  /// The same with another name in the bottom line.
  func named(_ hintLabel: String) -> KeyBinding {
    KeyBinding(keys, label, action, help, hint: hint, hintLabel: hintLabel, in: context)
  }
}
