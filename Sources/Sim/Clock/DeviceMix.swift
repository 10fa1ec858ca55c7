import Plain

/// Classes of devices with the share of the clients that has each, such as `phones-4g:0.7,laptops-wifi:0.3`.
struct DeviceMix: Sendable {
  /// Classes and shares, which sum to one.
  private(set) var parts: [(device: DeviceClass, share: Double)] = []

  /// Names that stand for a mix.
  static let named = ["edge-mixed": "boards-wifi:0.4,phones-4g:0.4,laptops-wifi:0.2"]

  /// Every name that a mix may have.
  static var names: [String] { DeviceClass.presets.map(\.name) + named.keys.sorted() }

  /// Reads a name, or names with shares; the shares count against their sum.
  /// - Throws: `SettingsError` for a class that does not exist, or a share that is none.
  init(_ text: String) throws(SettingsError) {
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    for word in words {
      let halves = word.split(separator: ":", omittingEmptySubsequences: false)
      let name = String(halves[0].filter { $0 != " " })
      let share =
        halves.count == 2 ? Double(halves[1].filter { $0 != " " }) : words.count == 1 ? 1 : nil
      guard halves.count <= 2, let share, share > 0, share.isFinite else {
        throw .conflict(
          "clock.devices = \(excerpt(text)): '\(excerpt(String(word)))' must be a class and its share, such as "
            + "phones-4g:0.7")
      }
      parts += try Self.classes(name).map { ($0.device, $0.share * share) }
    }
    let sum = parts.reduce(0) { $0 + $1.share }
    parts = parts.map { ($0.device, $0.share / sum) }
  }

  private static func classes(
    _ name: String
  ) throws(SettingsError) -> [(device: DeviceClass, share: Double)] {
    if let found = DeviceClass.presets.first(where: { $0.name == name }) { return [(found, 1)] }
    if let mix = named[name] { return try DeviceMix(mix).parts }
    let meant = Setting.nearest(to: name, in: names).map { ": did you mean \($0)?" }
    throw .conflict(
      "clock.devices: no class of devices '\(excerpt(name))'"
        + (meant ?? ": there are \(names.joined(separator: ", ")), or the path of a trace (.csv)"))
  }

  /// The class of each of `clients` clients, as a position in `parts`: as many of each as its share says, to within one, dealt
  /// at random.
  func dealt(to clients: Int, seed: UInt64) -> [Int] {
    var counts = parts.map { Int($0.share * Double(clients)) }
    // What rounding down left goes to the largest remainders, of equal ones to the first.
    let remainders = parts.indices.sorted {
      (parts[$1].share * Double(clients) - Double(counts[$1]), $0)
        < (parts[$0].share * Double(clients) - Double(counts[$0]), $1)
    }
    for place in remainders.prefix(max(0, clients - counts.reduce(0, +))) { counts[place] += 1 }
    var deck = counts.enumerated().flatMap { Array(repeating: $0, count: $1) }
    var random = CounterRandom(seed: seed, purpose: .devices)
    random.shuffle(&deck)
    return deck
  }
}
