import TOMLKit

/// What a person's file says of the monitor: options in `[monitor]`, keys in `[keys]`.
///
/// What cannot be used is told in a line each and left as it is without the file: a mistake there keeps nobody from a run.
public struct OptionsFile: Sendable {
  /// Where it is, whether it exists or not.
  public let path: String
  /// Words of options by key; those that are missing are not said.
  public private(set) var values: [String: String] = [:]
  /// What keys do.
  public private(set) var keys = KeyMap.standard
  private var flaws: [KeyMap.Flaw] = []
  /// Whether it can be read as TOML.
  public private(set) var isTOML = true
  private var lines = TOMLLines()

  /// What is wrong with it, a line each with the line number, in their order.
  public var problems: [String] {
    flaws.sorted { $0.line < $1.line }.map { flaw in
      Text.clean(path + (flaw.line > 0 ? ":\(flaw.line)" : "") + ": \(flaw.text)")
    }
  }

  /// Where the file belongs: `fedtop/config.toml` in `$XDG_CONFIG_HOME`, else in `~/.config`; nil without a home.
  public static func path(environment: [String: String]) -> String? {
    folder(environment: environment).map { "\($0)/config.toml" }
  }

  /// The folder of a person's own files.
  static func folder(environment: [String: String]) -> String? {
    func present(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let config = present("XDG_CONFIG_HOME") ?? present("HOME").map { "\($0)/.config" }
    return config.map { "\($0)/fedtop" }
  }

  /// Reads a file; one that does not exist says nothing.
  public init(path: String) {
    do throws(TOMLFile.Problem) {
      self.init(text: try TOMLFile.text(at: path), path: path)
    } catch {
      self.init(text: "", path: path)
      guard error != .missing else { return }
      isTOML = false
      let reason = "cannot be read: it must be a file of UTF-8 text, at most 1 MiB"
      flaws = [KeyMap.Flaw(line: 0, text: reason)]
    }
  }

  /// Reads a text.
  public init(text: String, path: String) {
    self.path = path
    let text = text.replacing("\r\n", with: "\n")
    lines = TOMLLines(text)
    guard let root = parse(text) else { return }
    for key in root.keys {
      switch key {
      case "monitor": readOptions(root[key])
      case "keys": readKeys(root[key])
      default: say("\(key) is ignored: only [monitor] and [keys] mean something here", key, in: "")
      }
    }
  }

  /// Leaves out an option whose value turned out to be of no use.
  public mutating func drop(_ key: String, because problem: String) {
    values[key] = nil
    say(problem, key, in: "monitor")
  }

  private mutating func parse(_ text: String) -> TOMLTable? {
    do throws(TOMLFile.Flaw) {
      return try TOMLFile.table(text)
    } catch {
      isTOML = false
      let text = "not TOML, so nothing of it is used: \(error.message)"
      flaws.append(KeyMap.Flaw(line: error.line, text: text))
      return nil
    }
  }

  private mutating func readOptions(_ value: (any TOMLValueConvertible)?) {
    guard let table = value?.table else {
      return say("monitor must be a table: write [monitor] and keys below it", "monitor", in: "")
    }
    for key in table.keys {
      guard let option = MonitorOption.named(key) else {
        let near = Text.nearest(to: key, among: MonitorOption.all.map(\.key))
        say("no option \"\(key.prefix(40))\": did you mean \"\(near)\"?", key, in: "monitor")
        continue
      }
      guard let word = Self.word(table[key]) else {
        say("\(key) must be \(option.expectation)", key, in: "monitor")
        continue
      }
      if let problem = option.problem(with: word) {
        say("\(key) = \"\(word.prefix(40))\": \(problem)", key, in: "monitor")
      } else {
        values[key] = word
      }
    }
  }

  private mutating func readKeys(_ value: (any TOMLValueConvertible)?) {
    guard let table = value?.table else {
      return say("keys must be a table: write [keys] and actions below it", "keys", in: "")
    }
    var wishes: [KeyMap.Wish] = []
    for name in table.keys {
      let line = lines.line(of: name, in: "keys")
      let words = Self.word(table[name]).map { [$0] } ?? table[name]?.array?.map(Self.word)
      guard let words, words.allSatisfy({ $0 != nil }) else {
        say("\(name.prefix(40)) must be a key, or a list of keys", name, in: "keys")
        continue
      }
      wishes.append(KeyMap.Wish(action: name, keys: words.compactMap(\.self), line: line))
    }
    let (map, flaws) = KeyMap.standard.rebound(wishes)
    keys = map
    self.flaws += flaws
  }

  /// A plain value as a word, a number as its digits; nil for others.
  private static func word(_ value: (any TOMLValueConvertible)?) -> String? {
    if let flag = value?.bool { return flag ? "true" : "false" }
    if let number = value?.int { return String(number) }
    return value?.string
  }

  private mutating func say(_ text: String, _ key: String, in table: String) {
    flaws.append(KeyMap.Flaw(line: lines.line(of: key, in: table), text: text))
  }
}
