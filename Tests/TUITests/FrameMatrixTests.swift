import Foundation
import Metrics
import Plain
import Testing

@testable import TUI

/// Every pane, zoom and overlay at seven sizes, in both glyph sets, in 256 colours, 16 and none.
///
/// A view has a file in `Frames/Matrix` with a line a case: its name, and the beginning of the SHA-256 of its frame. What
/// differs is named by its case; `FEDTOP_RECORD=1` records it anew, and `FEDTOP_FRAMES=DIR` writes every frame into a folder,
/// so that those of two commits can be compared with `diff -r`.
@Suite struct FrameMatrixTests {
  /// How each view is come to.
  static let views = [
    ("panes", ""), ("zoom-clients", "1z"), ("zoom-learning", "2z"), ("zoom-fisher", "3z"),
    ("zoom-bytes", "4z"), ("zoom-knobs", "5z"), ("zoom-log", "6z"), ("fisher-rounds", "3zv"),
    ("fisher-clients", "3zvv"), ("fisher-scores", "3zvvv"), ("fisher-crosshair", "3zjj"),
    ("curves-bytes", "2zv"), ("curves-log", "2zl"), ("curves-tenths", "2zee"),
    ("client", "jj\n"), ("sorted", "ssI"), ("filter", "/7"), ("log-filter", "6/best"),
    ("help", "?"), ("help-search", "?sort"), ("command", ":until accuracy 95%"),
    ("command-wrong", ":sparsity 3"), ("round", "r12"), ("branch", "b]"), ("leaving", "b]\n"),
    ("quit", "q"), ("diagnosis", "d"), ("cost", "\u{c}"), ("pending", "]"),
    ("preset-learning", "p"), ("preset-clients", "pp"), ("preset-fisher", "ppp"),
    ("preset-bytes-and-log", "P"), ("options", "O"), ("log-whole", "6zv"),
    ("clients-data", "1v"),
  ]
  private static let sizes = [
    (120, 36), (100, 30), (80, 24), (60, 18), (40, 12), (20, 4), (1, 1),
  ]
  private static let depths: [(String, Capabilities.Colors)] = [
    ("256", .indexed), ("16", .ansi), ("mono", .mono),
  ]
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Frames/Matrix")

  @Test(arguments: views)
  func everyCase(name: String, keys: String) throws {
    let monitor = Self.monitor(after: keys)
    let snapshot = SampleRun().snapshot
    var lines: [String] = []
    for (width, height) in Self.sizes {
      for unicode in [true, false] {
        for (depth, colors) in Self.depths {
          let grid = monitor.render(
            snapshot, size: Size(width: width, height: height),
            capabilities: Capabilities(colors: colors, unicode: unicode))
          let text = GridText.plain(grid) + "\n---\n" + GridText.styles(grid) + "\n"
          let kind = "\(width)x\(height)-\(unicode ? "utf8" : "ascii")-\(depth)"
          try Self.keep(text, "\(name)-\(kind)")
          lines.append("\(kind) \(Self.hash(text).prefix(16))")
        }
      }
    }
    let file = Self.folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["FEDTOP_RECORD"] == "1" {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
      return
    }
    let known = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(
      String.init)
    let changed = lines.filter { !known.contains($0) }.compactMap { $0.split(separator: " ").first }
    #expect(known.count == lines.count)
    #expect(
      changed == [],
      "\(name): \(changed.count) frames changed; FEDTOP_RECORD=1 records them anew")
  }

  /// No two views look alike: a view that is not come to would be tested as another one.
  @Test func viewsDiffer() {
    let snapshot = SampleRun().snapshot
    let frames = Self.views.map { _, keys in
      GridText.plain(
        Self.monitor(after: keys).render(
          snapshot, size: Size(width: 120, height: 36),
          capabilities: Capabilities(colors: .mono, unicode: true)))
    }
    for (index, frame) in frames.enumerated() {
      if let twin = frames[..<index].firstIndex(of: frame) {
        Issue.record("\(Self.views[index].0) looks like \(Self.views[twin].0)")
      }
    }
  }

  private static func monitor(after keys: String) -> Monitor {
    var monitor = Monitor(theme: .standard)
    let snapshot = SampleRun(signs: ["order_loss", "trace_spread"]).snapshot
    monitor.timeline = Timeline(first: 0, last: 30, state: .running, record: snapshot)
    for key in keys {
      let pressed: Key =
        switch key {
        case "\n": .enter
        case "\u{c}": .function(12)
        default: .character(key)
        }
      _ = monitor.handle(pressed, snapshot: snapshot)
    }
    return monitor
  }

  private static func hash(_ text: String) -> String {
    var hash = SHA256()
    Array(text.utf8).withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }

  /// Writes a frame as a file where somebody wants to see it.
  private static func keep(_ text: String, _ name: String) throws {
    guard let path = ProcessInfo.processInfo.environment["FEDTOP_FRAMES"] else { return }
    let folder = URL(filePath: path)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "\(name).txt"))
  }
}
