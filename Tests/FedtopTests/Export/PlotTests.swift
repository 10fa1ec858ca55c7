import Foundation
import Metrics
import Testing

@testable import fedtop

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
