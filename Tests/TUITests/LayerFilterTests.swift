import Metrics
import Testing

@testable import TUI

@Suite struct LayerFilterTests {
  private static let names = ["query", "key", "value", "output"]
  private let record = SampleRun().snapshot
  /// The same with scores of its layers.
  private let scored = SampleRun().events.reduce(into: RunSnapshot()) { run, event in
    guard case .initialised(var start) = event else { return run.apply(event) }
    start.layerScores = [0.31, 0.12, 0.94, 0.27, 0.88, 0.05]
    run.apply(.initialised(start))
  }

  @Test(
    "What can be typed",
    arguments: [
      ("", 0...5, 0...3, true), ("3", 3...3, 0...3, true), ("L3", 3...3, 0...3, true),
      ("1-2", 1...2, 0...3, true), ("l2-L1", 1...2, 0...3, true), ("4-", 4...5, 0...3, true),
      ("value", 0...5, 2...2, true), ("1-3 val", 1...3, 2...2, true),
      ("1,2,3,VALUE", 1...3, 2...2, true), ("/^L[01]$|^k/", 0...1, 1...1, true),
      ("/^k/", 0...5, 1...1, true), ("/", 0...5, 0...3, true), ("/(", 0...5, 0...3, true),
      // What is not there keeps the view.
      ("7", 0...5, 0...3, false), ("1 nothing", 0...5, 0...3, false), ("-", 0...5, 0...3, false),
      ("99999999999999999999", 0...5, 0...3, false),
    ])
  func reading(text: String, layers: ClosedRange<Int>, modules: ClosedRange<Int>, isMatch: Bool) {
    let filter = LayerFilter(text, layers: 6, modules: Self.names)
    #expect(filter.layers == Array(layers) && filter.modules == Array(modules))
    #expect(filter.isMatch == isMatch)
  }

  /// Keys go over the layers that are shown, and a click on one meets it, in each view that has a row a layer.
  @Test(arguments: FisherView.allCases)
  func drawingKeysAndMouseAreInStep(view: FisherView) throws {
    var mouse = Mouse(Size(width: 120, height: 36), scored)
    mouse.monitor.focus(.fisher, zoomed: true)
    mouse.monitor.state.fisherView = view
    mouse.monitor.state.layerFilter = "1 3-4 value"
    var reached: [Int?] = []
    for _ in 0..<4 {
      _ = mouse.monitor.handle(.down, snapshot: mouse.snapshot)
      reached.append(mouse.monitor.state.selectedLayer)
    }
    #expect(reached == [1, 3, 4, 4])
    let place = try #require(mouse.place(.fisher))
    let rows = (place.y + 1..<place.maxY - 1).compactMap { row -> (row: Int, layer: Int)? in
      let words = mouse.text(row, place.x + 2..<place.x + 5).split(separator: " ")
      let name = words.first.map(String.init) ?? ""
      return name.hasPrefix("L") ? Int(name.dropFirst()).map { (row, $0) } : nil
    }
    #expect(Set(rows.map(\.layer)) == [1, 3, 4])
    // Rounds are picked where they are drawn; the labels stand to the left of them.
    for (row, layer) in rows {
      _ = mouse.click(place.x + 3, row)
      #expect(mouse.monitor.state.selectedLayer == layer)
      mouse.monitor.state.zoomed = true
    }
  }

  /// Heat of one module is that of the module, on the scale of all.
  @Test func aModuleAloneMakesTheMeans() throws {
    let all = HeatMatrix(record)
    let value = HeatMatrix(record, filter: "value")
    #expect(value.modules == ["value"] && value.scale == all.scale)
    for layer in 0..<6 { #expect(value.mean(layer) == record.fisher[layer][2]) }
    #expect(value.means(ofRound: 9) == record.rounds[9].fisher.map { $0[2] })
  }

  /// A crosshair on a layer that is hidden reads nothing: the hottest of those that are shown is read.
  @Test func theReadoutIsOfWhatIsShown() throws {
    var monitor = Monitor(theme: .standard)
    monitor.focus(.fisher)
    (monitor.state.selectedLayer, monitor.state.layerFilter) = (0, "2-3")
    for view in [FisherView.modules, .rounds, .clients] {
      monitor.state.fisherView = view
      let scene = monitor.scene(record, size: Size(width: 120, height: 36), now: 0)
      let text = FisherReadout.spans(HeatMatrix(scene), scene, width: 80).map(\.text).joined()
      #expect(text.contains("hottest L2") || text.contains("hottest L3"))
    }
  }
}
