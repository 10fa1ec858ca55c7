import Metrics

/// A column of the client table.
struct ClientColumn: Sendable {
  /// Heading.
  var title: String
  /// Columns it takes.
  var width: Int
  /// The order that it shows.
  var sort: ClientSort?
  /// The text of a client.
  var text: @Sendable (ClientState) -> String

  /// Columns in the order they are drawn; `importance` says which go first when there is little
  /// room.
  static let all: [(importance: Int, column: ClientColumn)] = [
    (0, ClientColumn(title: "loss", width: 6, sort: .loss) { number($0.trainLoss) }),
    (2, ClientColumn(title: "diff", width: 6, sort: .difficulty) { number($0.difficulty) }),
    (
      1,
      ClientColumn(title: "last", width: 4, sort: .lastRound) {
        $0.lastRound.map { "r\($0)" } ?? "–"
      }
    ),
    (
      3,
      ClientColumn(title: "size", width: 5, sort: .size) { size($0.samples.map { Double($0) }) }
    ),
    (4, ClientColumn(title: "skew", width: 5, sort: .skew) { skew($0.skew) }),
    (5, ClientColumn(title: "seen", width: 4, sort: nil) { "\($0.timesSampled)×" }),
    (
      6,
      ClientColumn(title: "bytes", width: 8, sort: .bytes) {
        Units.bytes(Int.clamped($0.bytes, 0, .max))
      }
    ),
    (7, ClientColumn(title: "up", width: 9, sort: nil) { Units.bytes($0.bytesUp) }),
    (8, ClientColumn(title: "down", width: 9, sort: nil) { Units.bytes($0.bytesDown) }),
    (9, ClientColumn(title: "last failure", width: 24, sort: nil) { $0.failure ?? "" }),
  ]

  /// Columns that fit into `width` cells beside the curriculum bar, which the less important ones
  /// must leave long; what the clients are ordered by goes before all others.
  static func fitting(_ width: Int, ordered sort: ClientSort) -> [ClientColumn] {
    let ordered = all.map { column in
      (importance: column.column.sort == sort ? -1 : column.importance, column: column.column)
    }
    var left = width
    var chosen: Set<Int> = []
    for (importance, column) in ordered.sorted(by: { $0.importance < $1.importance }) {
      let bar = importance <= 2 ? 6 : 14
      guard column.width + 1 + bar <= left else { break }
      left -= column.width + 1
      chosen.insert(importance)
    }
    return ordered.filter { chosen.contains($0.importance) }.map(\.column)
  }

  /// How many samples there are.
  static func size(_ samples: Double?) -> String { samples.map(Units.count) ?? "–" }

  /// The share of the commonest label.
  static func skew(_ share: Double) -> String {
    share > 0 ? Units.fixed(share * 100, 0) + "%" : "–"
  }

  /// A number in six columns: of the tiniest and of the greatest the exponent matters more than a decimal.
  private static func number(_ value: Double?) -> String {
    guard let value else { return "–" }
    let text = Units.significant(value)
    let parts = text.split(separator: "e")
    guard text.count > 6, parts.count == 2, let mantissa = Double(parts[0]) else { return text }
    return "\(Units.fixed(mantissa, 0))e\(parts[1])"
  }
}
