import Metrics

extension PaneKind {
  /// The ranks.
  public static let ranks = PaneKind(RanksPane())
}

/// What the ranks of a job did in the last round: clients, how busy they were, how long they waited, bytes between them and
/// rank 0.
struct RanksPane: Pane {
  let title = "ranks"
  let key: Character = "7"
  let priority = 7
  let place = PanePlace(ofTwo: 1, ofThree: 2)
  let appetite = Appetite.none

  func isThere(_ snapshot: RunSnapshot) -> Bool { snapshot.rounds.last?.ranks?.isEmpty == false }

  func minimumRows(_ scene: Scene) -> Int { 1 + min(6, max(1, ranks(scene).count)) }

  func preferredRows(_ scene: Scene, width: Int) -> Int { 1 + min(8, max(1, ranks(scene).count)) }

  func note(_ scene: Scene) -> [Span] {
    guard let all = scene.snapshot.rounds.last?.allRanks, all.ranks > 0 else { return [] }
    let told = ranks(scene).count
    let (some, order) = told < all.ranks ? ("\(told) of ", ", busiest first") : ("", "")
    let hosts = "\(all.hosts) host\(all.hosts == 1 ? "" : "s")"
    return [Span("\(some)\(all.ranks) on \(hosts)\(order)", .dim)]
  }

  func summary(_ scene: Scene) -> [Span] {
    guard let round = scene.snapshot.rounds.last, let all = round.allRanks, all.ranks > 0 else {
      return [nothing]
    }
    return [
      Span("\(all.ranks) ", .text), Span("busy ", .dim),
      Span(Units.percent(all.busy(in: round.wallSeconds)), .text),
      Span(all.imbalance.map { "  imbalance \(Units.percent($0))" } ?? "", .dim),
    ]
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    let ranks = ranks(scene)
    guard let round = scene.snapshot.rounds.last, let all = round.allRanks, !ranks.isEmpty else {
      canvas.put([nothing], x: 1, y: 0)
      return
    }
    let columns = Self.columns(canvas.width)
    var x = 0
    for column in columns {
      canvas.put(column.cell(column.title), x: x, y: 0, .dim)
      x += column.width
    }
    // The last row says what is left out.
    let room = all.ranks < canvas.height ? all.ranks : max(0, canvas.height - 2)
    let rows = min(ranks.count, room)
    for rank in 0..<rows {
      var x = 0
      for column in columns {
        let text = column.cell(column.text(rank, ranks[rank], round.wallSeconds))
        canvas.put(text, x: x, y: 1 + rank, column.role)
        x += column.width
      }
      guard canvas.width - x >= 8 else { continue }
      canvas.meter(
        ranks[rank].busy(in: round.wallSeconds), ramp: .progress, x: x + 2, y: 1 + rank,
        width: min(40, canvas.width - x - 3))
    }
    if rows < all.ranks {
      canvas.put("and \(all.ranks - rows) more", x: 1, y: 1 + rows, .dim)
    }
  }

  private func ranks(_ scene: Scene) -> [RankShare] { scene.snapshot.rounds.last?.ranks ?? [] }

  private let nothing = Span("one process does the work: there are no ranks", .dim)

  // MARK: Columns

  /// What a row says of a rank in one place.
  private struct Column {
    let title: String
    let width: Int
    var isLeft = false
    var role = Role.text
    let text: (_ place: Int, _ share: RankShare, _ seconds: Double) -> String

    func cell(_ text: String) -> String {
      isLeft
        ? "  " + Text.left(Text.ellipsized(text, width: width - 2, mark: "~"), width - 2)
        : Text.right(text, width)
    }
  }

  /// Those that there is room for, the most telling before the others.
  private static func columns(_ width: Int) -> [Column] {
    var columns = [
      Column(title: "rank", width: 5, role: .dim) { place, share, _ in "\(share.rank ?? place)" },
      Column(title: "host", width: width < 80 ? 14 : 30, isLeft: true) { _, share, _ in share.host
      },
      Column(title: "clients", width: 8) { _, share, _ in "\(share.clients)" },
      Column(title: "busy", width: 8) { Units.percent($1.busy(in: $2)) },
    ]
    let more = [
      Column(title: "waiting", width: 10) { _, share, seconds in
        Units.duration(
          seconds: max(0, seconds - share.busySeconds / Double(max(1, share.workers))))
      },
      Column(title: "moved", width: 10) { _, share, _ in
        Units.bytes(share.bytesDown &+ share.bytesUp)
      },
      Column(title: "workers", width: 9) { _, share, _ in "\(share.workers)" },
    ]
    var used = columns.reduce(0) { $0 + $1.width }
    for column in more {
      guard used + column.width < width else { break }
      columns.append(column)
      used += column.width
    }
    return columns
  }
}
