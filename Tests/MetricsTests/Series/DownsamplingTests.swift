import Metrics
import Testing

/// Series in columns: the promise is that a spike never vanishes, at any size.
@Suite("Downsampling") struct DownsamplingTests {
  @Test("A spike is the greatest value of one column, at every length, place and width")
  func spikeNeverVanishes() {
    for length in 1...40 {
      for place in 0..<length {
        var values: [Double?] = Array(repeating: 1, count: length)
        values[place] = 100
        for width in 1...45 {
          let columns = downsample(values, width: width)
          let peaks = columns.filter { $0?.maximum == 100 }.count
          #expect(peaks == 1, "length \(length), place \(place), width \(width)")
        }
      }
    }
  }

  @Test("Every value falls into exactly one column, in order, at every length and width")
  func columnsAreAPartition() {
    for length in 0...60 {
      // Rising values: the columns' extremes must tile 0 ..< length without gap or overlap.
      let values = (0..<length).map { Optional(Double($0)) }
      for width in 1...70 {
        let columns = downsample(values, width: width).compactMap { $0 }
        #expect(columns.count == min(width, length), "length \(length), width \(width)")
        #expect(columns.first?.minimum == values.first.flatMap { $0 })
        #expect(columns.last?.maximum == values.last.flatMap { $0 })
        for (left, right) in zip(columns, columns.dropFirst()) {
          #expect(right.minimum == left.maximum + 1, "length \(length), width \(width)")
        }
        let sizes = columns.map { $0.maximum - $0.minimum + 1 }
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "length \(length), width \(width)")
      }
    }
  }

  @Test("A column has its least, greatest and last value")
  func extremes() {
    let bucket = downsample([3, -1, 7, 2], width: 1).first ?? nil
    #expect(bucket?.minimum == -1 && bucket?.maximum == 7 && bucket?.last == 2)
  }

  @Test("Gaps and values that are no numbers are skipped, and a column of them is a gap")
  func gaps() {
    let columns = downsample([nil, .nan, 5, .infinity, -.infinity, nil], width: 3)
    #expect(columns.count == 3)
    #expect(columns[0] == nil && columns[2] == nil)
    #expect(columns[1]?.minimum == 5 && columns[1]?.maximum == 5 && columns[1]?.last == 5)
  }

  @Test("No room or no values make no columns")
  func nothing() {
    #expect(downsample([1, 2], width: 0).isEmpty)
    #expect(downsample([1, 2], width: -3).isEmpty)
    #expect(downsample([], width: 10).isEmpty)
  }
}
