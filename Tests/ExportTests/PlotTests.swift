import Foundation
import Metrics
import Plain
import Testing

@testable import Export

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct PlotTests {
  /// Collects what an XML parser sees.
  private final class Elements: NSObject, XMLParserDelegate {
    var names: [String] = []
    var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      names.append(name)
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }

  private static func parsed(_ document: String) throws -> Elements {
    let parser = XMLParser(data: Data(document.utf8))
    let elements = Elements()
    parser.delegate = elements
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    return elements
  }

  private static func points(_ values: [Double]) -> [PlotPoint] {
    values.enumerated().map { PlotPoint(x: Double($0 + 1), y: $1) }
  }

  @Test("A drawing is well-formed whatever names and values it shows")
  func wellFormed() throws {
    let plot = Plot(
      title: "a <b> & \"c\" \u{1B}[31m \u{0}", yLabel: "loss",
      lines: [
        .init(name: "one", points: Self.points([3, 2, 1])), .init(name: "absent", points: []),
        .init(name: "single", points: Self.points([2])),
      ])
    var canvas = SVGCanvas()
    plot.draw(on: &canvas)
    let elements = try Self.parsed(canvas.document)
    #expect(elements.names.first == "svg")
    #expect(elements.names.contains("circle"), "a single point is a dot")
    #expect(elements.text.contains("a <b> & \"c\""))
    #expect(!canvas.document.contains("absent"), "a curve without points has no legend")
    #expect(!canvas.document.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
  }

  @Test("Series that are empty or constant still make a drawing", arguments: PlotSeries.allCases)
  func degenerate(series: PlotSeries) throws {
    var snapshot = RunSnapshot()
    for round in 0...1 {
      var canvas = SVGCanvas()
      series.plot(snapshot).draw(on: &canvas)
      let document = canvas.document
      _ = try Self.parsed(document)
      #expect(!document.contains("nan") && !document.contains("inf") && !document.contains("–,"))
      snapshot.apply(
        .roundFinished(
          RoundReport(
            round: round + 1, cohort: [], trainLoss: 0, share: 1, gal: [], sparsityRatio: 1,
            learningRate: 0, bytesUp: 0, bytesDown: 0, simSeconds: 0, wallSeconds: 0, tokens: 0,
            accuracy: 1, accuracyGlobal: .nan, loss: .infinity, fisher: [[0, 0], []])))
    }
  }

  @Test("A heatmap has a cell a layer, module and round, light where there is much")
  func heatmap() throws {
    let plot = HeatPlot(
      title: "a <b>", measure: "Fisher", rows: ["L0 query", "L0 value", "L1 query"],
      rounds: [0, 1, 2, 3],
      values: [[1e-6, 1e-4, nil, .nan], [1e-5, 1e-3, 0, -1], [1e-4, 1e-2, .infinity, 1e-6]])
    var vector = SVGCanvas()
    plot.draw(on: &vector)
    let elements = try Self.parsed(vector.document)
    // The paper, the cells, the scale.
    #expect(elements.names.count { $0 == "rect" } == 1 + 3 * 4 + 64)
    for name in plot.rows { #expect(elements.text.contains(name)) }
    #expect(!vector.document.contains("nan") && !vector.document.contains("inf"))

    var canvas = PixelCanvas()
    plot.draw(on: &canvas)
    /// Brightness in the middle of a cell, as the eye weighs it.
    func brightness(_ row: Int, _ column: Int) -> Double {
      let x = 150 + Int((Double(column) + 0.5) * (Plot.width - 300) / 4)
      let y = 70 + Int((Double(row) + 0.5) * (Plot.height - 130) / 3)
      let pixel = canvas.pixels[(3 * (y * canvas.width + x))...].prefix(3).map(Double.init)
      return 0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2]
    }
    let height = Int(Plot.height) - 60
    for y in 70..<height {
      let pixel = canvas.pixels[(3 * (y * canvas.width + 160))...].prefix(3)
      #expect(Array(pixel) != [255, 255, 255], "no gap between rows, at \(y)")
    }
    let rising = [(0, 0), (1, 0), (2, 0), (1, 1), (2, 1)].map { brightness($0.0, $0.1) }
    #expect(rising == rising.sorted() && Set(rising).count == 5, "1e-6 to 1e-2")
    #expect(brightness(0, 1) == brightness(2, 0), "equal values, equal colours")
    #expect(brightness(0, 2) == brightness(1, 3), "what was not measured has a colour of its own")
  }

  @Test("Ticks are round numbers inside the axis, and every value is on it")
  func axes() throws {
    for scale in [1e-9, 0.003, 1, 77, 1e12] {
      for offset in [0, 1, -5] as [Double] {
        let values = [0.11, 0.5, 0.93].map { ($0 + offset) * scale }
        let axis = PlotAxis(values)
        #expect((3...12).contains(axis.ticks.count), "\(axis)")
        for value in values {
          let share = try #require(axis.share(value))
          #expect((0...1).contains(share), "\(value) on \(axis)")
        }
        for tick in axis.ticks {
          let share = try #require(axis.share(tick))
          #expect((-1e-6...1 + 1e-6).contains(share), "\(tick) on \(axis)")
        }
      }
    }
    let factors = PlotAxis([1e-7, 1e-3], isLogarithmic: true)
    #expect(factors.ticks.map { ($0 / 1e-7).rounded() } == [1, 10, 100, 1000, 10_000])
    #expect(factors.share(0) == nil)
    #expect(PlotAxis([1, 2, 3], wholeNumbers: true).ticks == [1, 2, 3])
  }

  @Test("Ticks of bytes are round numbers of the unit that the axis names")
  func bytes() throws {
    var snapshot = RunSnapshot()
    for round in 1...4 {
      snapshot.apply(
        .roundFinished(
          RoundReport(
            round: round, cohort: [], trainLoss: 0, share: 1, gal: [], sparsityRatio: 1,
            learningRate: 0, bytesUp: 75_000_000, bytesDown: 20_000_000, simSeconds: 0,
            wallSeconds: 0, tokens: 0, accuracy: nil, accuracyGlobal: nil, loss: nil, fisher: [])))
    }
    let plot = try #require(PlotSeries.bytes.plot(snapshot) as? Plot)
    #expect(plot.yLabel == "MiB so far")
    let axis = PlotAxis(plot.lines.flatMap(\.points).map(\.y), fromZero: true)
    #expect(axis.ticks.map(plot.format) == ["0", "100", "200", "300"])
    #expect([0.5, 1.5, 2.25, 1.0004, 40].map(ByteUnit.text) == ["0.5", "1.5", "2.25", "1", "40"])
  }

  @Test("Checksums of PNG and zlib: the usual check word, and the example of the zlib page")
  func checksums() {
    #expect(CRC32.of(Array("123456789".utf8)) == 0xcbf4_3926)
    #expect(PNGFile.adler32(Array("Wikipedia".utf8)) == 0x11e6_0398)
    #expect(
      PNGFile.chunk("IEND", []) == [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82])
  }

  @Test("Deflated data is what zlib's inflate reads back")
  func deflate() {
    // Each was decompressed with Python: zlib.decompress(bytes, -15).
    #expect(RunDeflate.compress([], distance: 1) == [0x03, 0x00])
    #expect(RunDeflate.compress([0], distance: 1) == [0x63, 0x00, 0x00])
    // A literal and one match of 258 bytes: the longest there is.
    let run = [UInt8](repeating: 0, count: 259)
    #expect(RunDeflate.compress(run, distance: 1) == [0x63, 0x18, 0x05, 0x00])
  }

  @Test("A match of every length comes back, at every distance")
  func inflate() throws {
    for distance in 1...4 {
      for length in 0...300 {
        let pattern = (0..<distance).map { UInt8(truncatingIfNeeded: 140 + 37 * $0) }
        var data = (0..<distance + length).map { pattern[$0 % distance] }
        data += [7, 255]
        let bytes = RunDeflate.compress(data, distance: distance)
        #expect(try FixedInflate.expand(bytes) == data, "\(length) at \(distance)")
      }
    }
  }
}
